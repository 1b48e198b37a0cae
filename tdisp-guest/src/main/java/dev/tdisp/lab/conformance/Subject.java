package dev.tdisp.lab.conformance;

import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.spdm.transport.SpdmTransport;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Who is tested. Whoever has a device implements this, and the suite does the rest.
 *
 * <pre>{@code
 * Subject subject = new Subject() {
 *     public String name() { return "our device"; }
 *     public Set<Trait> traits() { return Set.of(Trait.TEE_IO); }
 *     public Subject.Link open(long seed) { return () -> transport; }
 * };
 * ConformanceReport report = new Suite(TdispCases.all()).run(subject, 1, CaseListener.NONE);
 * }</pre>
 */
public interface Subject {
    /**
     * Names it, for reports.
     *
     * @return the name
     */
    String name();

    /**
     * Says what its links offer.
     *
     * @return the traits; cases that need another one are not applicable
     */
    Set<Trait> traits();

    /**
     * Opens a link to the device, reset as far as that is possible.
     *
     * @param seed for devices that draw from one
     * @return the link
     */
    Link open(long seed);

    /**
     * Names the interfaces of the device, the one that is asked first in front.
     *
     * @return the interfaces; none if IDE_KM is to tell the function of port 0
     */
    default List<InterfaceId> interfaces() {
        return List.of();
    }

    /**
     * Names the stream that is to be the default stream.
     *
     * @return its id, 0 unless said otherwise
     */
    default StreamId stream() {
        return new StreamId(0);
    }

    /** One connection to the device. */
    @FunctionalInterface
    interface Link extends AutoCloseable {
        /** The state of a stream that protects packets. */
        int SECURE = 2;

        /**
         * Returns what carries messages.
         *
         * @return the same transport each time
         */
        SpdmTransport transport();

        /**
         * Returns the time by which certificates are judged.
         *
         * @return the clock; the time of simulated devices unless overridden
         */
        default Optional<InstantSource> clock() {
            return Optional.empty();
        }

        /**
         * Returns the device as the bus sees it.
         *
         * @return the device, if it can be reached
         */
        default Optional<PcieDevice> bus() {
            return Optional.empty();
        }

        /**
         * Writes the registers of a stream, as the default stream, before it gets its keys; does nothing unless overridden.
         *
         * @param stream its id
         */
        default void configureStream(StreamId stream) {}

        /**
         * Sets or clears the enable bit of a stream; does nothing unless overridden.
         *
         * @param stream its id
         * @param isEnabled what the bit is to be
         */
        default void enableStream(StreamId stream, boolean isEnabled) {}

        /**
         * Reads the state of a stream from its registers.
         *
         * @param stream its id
         * @return the low 4 bits of its status, {@link #SECURE} for example; nothing unless overridden
         */
        default OptionalInt streamState(StreamId stream) {
            return OptionalInt.empty();
        }

        /**
         * Resets the device.
         *
         * @return whether that was possible
         */
        default boolean reset() {
            return false;
        }

        @Override
        default void close() {}
    }
}
