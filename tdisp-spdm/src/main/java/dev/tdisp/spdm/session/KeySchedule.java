package dev.tdisp.spdm.session;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AlgorithmSuite;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.crypto.Secret;
import java.util.List;

/**
 * The secrets of one session, from the shared secret down to the keys of each direction (section 5).
 *
 * <p>Starts with the handshake; {@link #establish} goes on to the data phase and forgets the handshake. For one thread
 * at a time.
 */
public final class KeySchedule {
    private static final int PSK_SALT = 0xFF;

    private final KeyDerivation derivation;
    private final Bytes th1;
    private Bytes th2 = Bytes.EMPTY;
    private final Secret master;
    private final Secret requesterFinished;
    private final Secret responderFinished;
    private TrafficKeys requester;
    private TrafficKeys responder;
    private Secret exportMaster = Secret.copyOf(Bytes.EMPTY);

    private KeySchedule(KeyDerivation derivation, Secret salt, Secret input, Bytes th1) {
        Hash hash = derivation.hash();
        Secret handshake = hash.extract(salt, input);
        Secret nextSalt = derivation.expandToDigest(handshake, ScheduleKey.SALT.label(), Bytes.EMPTY);
        this.derivation = derivation;
        this.th1 = th1;
        this.requester = TrafficKeys.of(
                derivation, derivation.expandToDigest(handshake, ScheduleKey.REQUEST_HANDSHAKE.label(), th1));
        this.responder = TrafficKeys.of(
                derivation, derivation.expandToDigest(handshake, ScheduleKey.RESPONSE_HANDSHAKE.label(), th1));
        this.requesterFinished =
                derivation.expandToDigest(requester.secret(), ScheduleKey.REQUEST_FINISHED.label(), Bytes.EMPTY);
        this.responderFinished =
                derivation.expandToDigest(responder.secret(), ScheduleKey.RESPONSE_FINISHED.label(), Bytes.EMPTY);
        this.master = hash.extract(nextSalt, filled(0, hash.size()));
        handshake.destroy();
        nextSalt.destroy();
    }

    /**
     * Starts from the secret that KEY_EXCHANGE agreed on.
     *
     * @param version the negotiated version
     * @param suite the negotiated algorithms
     * @param sharedSecret the secret; stays the caller's to destroy
     * @param th1 the digest TH1
     * @return the schedule of the handshake
     */
    public static KeySchedule ofSharedSecret(
            SpdmVersion version, AlgorithmSuite suite, Secret sharedSecret, Bytes th1) {
        return of(version, suite, 0, sharedSecret, th1);
    }

    /**
     * Starts from a pre-shared key.
     *
     * @param version the negotiated version
     * @param suite the negotiated algorithms
     * @param psk the key; stays the caller's to destroy
     * @param th1 the digest TH1
     * @return the schedule of the handshake
     */
    public static KeySchedule ofPsk(SpdmVersion version, AlgorithmSuite suite, Secret psk, Bytes th1) {
        return of(version, suite, version.isAtLeast(SpdmVersion.V1_3) ? PSK_SALT : 0, psk, th1);
    }

    private static KeySchedule of(SpdmVersion version, AlgorithmSuite suite, int salt, Secret input, Bytes th1) {
        var derivation = new KeyDerivation(version, Hash.of(suite.hash()), suite.aead());
        return new KeySchedule(derivation, filled(salt, suite.hash().size()), input, th1);
    }

    /**
     * Computes the HMAC by which a party proves the handshake.
     *
     * @param sender who proves it
     * @param transcriptDigest the digest of the transcript up to the HMAC
     * @return VerifyData
     * @throws IllegalStateException after {@link #establish}
     */
    public Bytes verifyData(SpdmRole sender, Bytes transcriptDigest) {
        Secret key = switch (sender) {
            case REQUESTER -> requesterFinished;
            case RESPONDER -> responderFinished;
        };
        return derivation.hash().hmac(key, transcriptDigest);
    }

    /**
     * Goes on to the data phase, and forgets the secrets of the handshake.
     *
     * @param th2 the digest TH2
     * @throws IllegalStateException if that was done before
     */
    public void establish(Bytes th2) {
        this.th2 = th2;
        TrafficKeys handshakeRequester = requester;
        TrafficKeys handshakeResponder = responder;
        requester =
                TrafficKeys.of(derivation, derivation.expandToDigest(master, ScheduleKey.REQUEST_DATA.label(), th2));
        responder =
                TrafficKeys.of(derivation, derivation.expandToDigest(master, ScheduleKey.RESPONSE_DATA.label(), th2));
        exportMaster = derivation.expandToDigest(master, ScheduleKey.EXPORT.label(), th2);
        master.destroy();
        handshakeRequester.destroy();
        handshakeResponder.destroy();
        requesterFinished.destroy();
        responderFinished.destroy();
    }

    /**
     * Returns the secret for uses outside SPDM.
     *
     * @return export_master_secret; of no bytes before {@link #establish}
     */
    public Secret exportMaster() {
        return exportMaster;
    }

    /** Forgets all secrets. */
    public void destroy() {
        master.destroy();
        requesterFinished.destroy();
        responderFinished.destroy();
        requester.destroy();
        responder.destroy();
        exportMaster.destroy();
    }

    /**
     * Lists the keys of a phase, without their values.
     *
     * @param phase the handshake, or after {@link #establish} the data phase
     * @return each key, behind those that it is derived from
     */
    List<DerivedKey> keys(ScheduleKey.Phase phase) {
        return ScheduleKey.of(phase).map(this::describe).toList();
    }

    private DerivedKey describe(ScheduleKey key) {
        Bytes digest = switch (key.context()) {
            case NONE -> Bytes.EMPTY;
            case TH1 -> th1;
            case TH2 -> th2;
        };
        return new DerivedKey(key, digest, key.size(derivation));
    }

    KeyDerivation derivation() {
        return derivation;
    }

    TrafficKeys keys(SpdmRole sender) {
        return switch (sender) {
            case REQUESTER -> requester;
            case RESPONDER -> responder;
        };
    }

    private static Secret filled(int value, int size) {
        return Secret.copyOf(Bytes.filled(value, size));
    }
}
