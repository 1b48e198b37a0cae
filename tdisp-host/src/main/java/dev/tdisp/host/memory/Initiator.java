package dev.tdisp.host.memory;

/** In whose name memory is accessed. */
public sealed interface Initiator {
    /** Software or a device outside every guest's trust: the hypervisor, and every request with T clear. */
    Initiator UNTRUSTED = new Untrusted();

    /** The hypervisor, or a device that acts without trust. */
    record Untrusted() implements Initiator {
        @Override
        public String toString() {
            return "untrusted";
        }
    }

    /**
     * A confidential guest, or a device that acts for it with T set.
     *
     * @param id the guest
     */
    record Tvm(TvmId id) implements Initiator {
        @Override
        public String toString() {
            return id.toString();
        }
    }
}
