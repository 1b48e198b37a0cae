package dev.tdisp.device.dsm;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.responder.TdispProfile;
import dev.tdisp.core.tdi.TdispSwitch;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.message.SpdmCode;
import dev.tdisp.spdm.responder.SpdmProfile;
import dev.tdisp.spdm.responder.SpdmResponder;
import dev.tdisp.spdm.responder.SpdmResponderBuilder;
import dev.tdisp.spdm.transport.DoeResponder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The device security manager: data objects in, data objects out.
 *
 * <p>TDISP and IDE_KM are served in established sessions that are encrypted, of SPDM 1.2 or later, whether they began with a
 * certificate or with a shared key. When a session ends, for whatever reason, the streams keyed over it stop protecting and the interfaces locked over
 * it go to ERROR.
 */
public final class DeviceSecurityManager {
    private final SpdmResponder spdm;
    private final DoeResponder objects;
    private final VendorProtocols protocols;
    private final boolean servesOldVersions;
    private final boolean servesReadable;
    private UnaryOperator<Bytes> leaving = UnaryOperator.identity();

    /**
     * Wires the responders together.
     *
     * @param name the device's name in traces
     * @param profiles how SPDM and TDISP behave
     * @param protocols IDE_KM and TDISP
     * @param credentials by what the device proves who and what it is
     * @param firmware what runs now
     * @param env time, randomness and trace
     */
    public DeviceSecurityManager(
            String name,
            Profiles profiles,
            VendorProtocols protocols,
            Credentials credentials,
            Supplier<DeviceFirmware> firmware,
            Env env) {
        this.protocols = protocols;
        this.servesOldVersions = profiles.tdisp().has(TdispSwitch.ANSWERED_BELOW_SPDM_1_2);
        this.servesReadable = profiles.tdisp().has(TdispSwitch.ANSWERED_WITHOUT_ENCRYPTION);
        SpdmResponderBuilder builder = SpdmResponder.builder(profiles.spdm(), env);
        profiles.times().forEach(builder::slow);
        this.spdm = credentials
                .requesters()
                .applyTo(builder)
                .slot(0, credentials.identity())
                .measurements(() -> credentials.measuring().apply(firmware.get()))
                .preSharedKeys(credentials.preSharedKeys())
                .vendors(protocols.registry())
                .names(name, VendorProtocols.PEER)
                .build();
        this.objects = new DoeResponder(spdm::handle);
        spdm.addListener((session, cause) -> protocols.sessionEnded(session));
        protocols.serveOnly(this::serves);
    }

    /**
     * How the layers behave.
     *
     * @param spdm SPDM
     * @param tdisp TDISP
     * @param times how long SPDM requests take that are not answered at once
     */
    public record Profiles(SpdmProfile spdm, TdispProfile tdisp, Map<SpdmCode, Duration> times) {
        /**
         * Takes a copy of the times.
         *
         * @param spdm SPDM
         * @param tdisp TDISP
         * @param times how long SPDM requests take that are not answered at once
         */
        public Profiles {
            times = Map.copyOf(times);
        }
    }

    private boolean serves(long session) {
        boolean isNewEnough = servesOldVersions || spdm.version().isAtLeast(SpdmVersion.V1_2);
        boolean isSecret = servesReadable || spdm.isEncrypting();
        return isNewEnough && isSecret || !spdm.sessions().contains(session);
    }

    /**
     * Answers a data object.
     *
     * @param object the whole object
     * @return the answer; nothing for an object of a type that is not offered, or that gets no answer
     */
    public Optional<Bytes> exchange(Bytes object) {
        return objects.handle(object).map(leaving).filter(answer -> !answer.isEmpty());
    }

    /**
     * Changes the data objects that answer, as a device that is wrong about them.
     *
     * @param change what leaves in place of an answer from now on; no bytes for none
     */
    public void changeAnswers(UnaryOperator<Bytes> change) {
        leaving = change;
    }

    /**
     * Returns the SPDM responder.
     *
     * @return the responder, with its sessions
     */
    public SpdmResponder spdm() {
        return spdm;
    }

    /**
     * Returns the protocols inside SPDM sessions.
     *
     * @return both responders
     */
    public VendorProtocols protocols() {
        return protocols;
    }

    /**
     * Ends all sessions, as a device does that is not what it was when they began; the connection stays.
     *
     * @param cause why
     */
    public void endSessions(String cause) {
        List.copyOf(spdm.sessions()).forEach(session -> spdm.endSession(session, cause));
    }

    /** Ends all sessions and forgets everything, as a conventional reset of the device does. */
    public void reset() {
        spdm.reset();
        protocols.reset();
    }
}
