package dev.tdisp.host.tsm;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AlgorithmSuite;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.util.function.Consumer;

/**
 * A secure session with a device security manager, which its certificate chain authenticated.
 *
 * <p>Every call blocks until the answer is there. A refusal or a missing answer is a {@link TsmException}.
 */
public interface DsmSession {
    /**
     * Returns the session's identifier.
     *
     * @return an unsigned 32-bit value
     */
    long id();

    /**
     * Returns the version in use.
     *
     * @return the SPDM version
     */
    SpdmVersion version();

    /**
     * Returns the algorithms in use.
     *
     * @return the negotiated suite
     */
    AlgorithmSuite algorithms();

    /**
     * Returns how version, capabilities and algorithms were negotiated.
     *
     * @return GET_VERSION to ALGORITHMS as they went over the wire
     */
    Bytes negotiation();

    /**
     * Returns the chain that authenticated the session.
     *
     * @return the certificate chain in SPDM's format
     */
    Bytes certificateChain();

    /**
     * Exchanges a TDISP message.
     *
     * @param request the message, without the protocol byte
     * @return the answer, without the protocol byte
     */
    Bytes tdisp(Bytes request);

    /**
     * Exchanges an IDE_KM message.
     *
     * @param request the message, without the protocol byte
     * @return the answer, without the protocol byte
     */
    Bytes ideKm(Bytes request);

    /**
     * Measures the device.
     *
     * @param nonce 32 bytes of the guest's own
     * @return the measurements; their signature is verified
     */
    SignedMeasurements measure(Bytes nonce);

    /**
     * Opens another session on the same connection. This one lives on.
     *
     * @return a session that knows nothing of what hangs on this one
     */
    DsmSession another();

    /**
     * Has a listener told when the session ends without {@link #end()}.
     *
     * @param listener takes the cause
     */
    void onLoss(Consumer<String> listener);

    /** Gives a sign of life (HEARTBEAT). */
    void heartbeat();

    /**
     * Returns how often the session needs a sign of life.
     *
     * @return seconds, or 0 for never
     */
    int heartbeatPeriod();

    /** Replaces the keys of both directions (KEY_UPDATE). */
    void updateKeys();

    /**
     * Ends the session; this end has forgotten the keys then, whatever the device answers.
     *
     * @return false if the device did not confirm
     */
    boolean end();
}
