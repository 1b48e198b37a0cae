package dev.tdisp.host.tsm;

import dev.tdisp.core.ide.IdeForm;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.transport.SpdmTransport;
import java.time.Duration;

/**
 * What the security manager needs of the hypervisor for one device. It may be refused, done wrong or late; the worst that
 * comes of it is that there is no service.
 */
public interface HostServices {
    /**
     * Returns where the device is said to be.
     *
     * @return the location
     */
    DeviceLocation location();

    /**
     * Returns the way to the device's mailbox.
     *
     * @return carries messages of the security manager, which it cannot read
     */
    SpdmTransport transport();

    /**
     * Asks to configure a stream block of the device as default stream, not yet enabled.
     *
     * @param stream the stream
     * @param partner the root port
     * @param form in which form the device is to send packets
     */
    void programStream(StreamId stream, RequesterId partner, IdeForm form);

    /**
     * Asks to enable a stream of the device.
     *
     * @param stream the stream
     */
    void enableStream(StreamId stream);

    /**
     * Asks to disable a stream of the device.
     *
     * @param stream the stream
     */
    void disableStream(StreamId stream);

    /**
     * Hands over evidence to be kept for the guest.
     *
     * @param function the function it is about; function 0 for what is of the device as a whole
     * @param kind what it is
     * @param evidence the evidence
     */
    void keep(FunctionId function, EvidenceKind kind, Bytes evidence);

    /**
     * Asks to let time pass, before a busy device is asked again.
     *
     * @param duration how long
     */
    default void pause(Duration duration) {}
}
