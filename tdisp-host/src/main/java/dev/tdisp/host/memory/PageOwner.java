package dev.tdisp.host.memory;

import dev.tdisp.core.pcie.FunctionId;

/** Who owns a page. A page has one owner at a time. */
public sealed interface PageOwner {
    /** Nobody owns it; the hypervisor may assign it. */
    PageOwner FREE = new Free();

    /** The hypervisor, the guests and devices without trust may all use it. */
    PageOwner SHARED = new Shared();

    /** Nobody. */
    record Free() implements PageOwner {
        @Override
        public String toString() {
            return "free";
        }
    }

    /** Everybody. */
    record Shared() implements PageOwner {
        @Override
        public String toString() {
            return "shared";
        }
    }

    /**
     * One guest alone, and the devices it accepted.
     *
     * @param tvm the guest
     */
    record Private(TvmId tvm) implements PageOwner {
        @Override
        public String toString() {
            return "private to " + tvm;
        }
    }

    /**
     * A page of registers or memory of an interface, mapped for one guest alone.
     *
     * @param tdi the interface
     * @param tvm the guest it is bound to
     */
    record Mmio(FunctionId tdi, TvmId tvm) implements PageOwner {
        @Override
        public String toString() {
            return "MMIO of %s for %s".formatted(tdi, tvm);
        }
    }
}
