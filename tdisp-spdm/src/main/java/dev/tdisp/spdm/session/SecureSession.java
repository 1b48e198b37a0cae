package dev.tdisp.spdm.session;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.crypto.Secret;
import dev.tdisp.spdm.transport.TransportBinding;
import java.util.List;
import java.util.Optional;

/**
 * One end of a session: seals what this end sends, opens what the peer sends.
 *
 * <p>Begins with the keys of the handshake; {@link #establish} replaces them by those of the data phase. Each direction
 * counts its own records. For one thread at a time.
 */
public final class SecureSession {
    private final SessionParameters parameters;
    private final KeySchedule schedule;
    private final RandomSource random;
    private int padding;
    private final SpdmRole self;
    private final SecureChannel sending;
    private final SecureChannel receiving;
    private boolean isEstablished;
    private boolean isDestroyed;

    /**
     * Creates the session in its handshake.
     *
     * @param parameters what was agreed on
     * @param self which end this is
     * @param schedule the session's secrets; the session destroys them
     * @param random where the random bytes of records come from
     */
    public SecureSession(SessionParameters parameters, SpdmRole self, KeySchedule schedule, RandomSource random) {
        var codec = new SecuredMessageCodec(
                parameters.id(), parameters.binding(), schedule.derivation().aead(), parameters.isEncrypted());
        this.parameters = parameters;
        this.schedule = schedule;
        this.random = random;
        this.self = self;
        this.sending = new SecureChannel(codec, parameters.aeadLimitExponent(), schedule.keys(self));
        this.receiving = new SecureChannel(codec, SessionParameters.NO_LIMIT, schedule.keys(peer()));
    }

    /**
     * Returns the session id.
     *
     * @return the responder's half in the upper, the requester's in the lower 16 bits
     */
    public long id() {
        return parameters.id();
    }

    /**
     * Returns what was agreed on for the records.
     *
     * @return the parameters
     */
    public SessionParameters parameters() {
        return parameters;
    }

    /**
     * Seals an SPDM message; the record takes the next sequence number.
     *
     * @param message the message
     * @return the record
     * @throws IllegalStateException if the key may protect no more records, or the session is destroyed
     */
    public Bytes seal(Bytes message) {
        return sealApplicationData(parameters.binding().toApplicationData(message));
    }

    /**
     * Seals application data that need not hold SPDM; the record takes the next sequence number.
     *
     * @param applicationData the data with its inner header
     * @return the record
     * @throws IllegalStateException if the key may protect no more records, or the session is destroyed
     */
    public Bytes sealApplicationData(Bytes applicationData) {
        requireAlive();
        return sending.seal(applicationData, randomData());
    }

    /**
     * Puts random bytes behind each message from now on, whatever the transport says of them.
     *
     * @param size how many; 0 for as many as the transport says
     */
    public void padRecords(int size) {
        padding = size;
    }

    /**
     * Opens a record of the peer's.
     *
     * @param secured the record, perhaps with the transport's padding
     * @return the SPDM message; nothing if the record is not the next authentic one of this session
     * @throws MalformedMessageException if the record is authentic, but what is in it is not SPDM
     * @throws IllegalStateException if the session is destroyed
     */
    public Optional<Bytes> open(Bytes secured) {
        return openApplicationData(secured).map(parameters.binding()::fromApplicationData);
    }

    /**
     * Opens a record of the peer's that need not hold SPDM.
     *
     * @param secured the record, perhaps with the transport's padding
     * @return the application data with its inner header; nothing if the record is not the next authentic one
     * @throws IllegalStateException if the session is destroyed
     */
    public Optional<Bytes> openApplicationData(Bytes secured) {
        requireAlive();
        return receiving.open(secured);
    }

    /**
     * Counts a record of the peer's that could not be opened, so that the next one can be; only an observer of recorded
     * sessions goes on so.
     */
    public void skip() {
        requireAlive();
        receiving.skip();
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
        return schedule.verifyData(sender, transcriptDigest);
    }

    /**
     * Goes on to the data phase: both directions get new keys and count from 0.
     *
     * @param th2 the digest TH2
     * @throws IllegalStateException if that was done before, or the session is destroyed
     */
    public void establish(Bytes th2) {
        requireAlive();
        if (isEstablished) {
            throw new IllegalStateException("the session is established");
        }
        schedule.establish(th2);
        sending.replace(schedule.keys(self));
        receiving.replace(schedule.keys(peer()));
        isEstablished = true;
    }

    /**
     * Lists the keys of a phase, without their values.
     *
     * @param phase the handshake, or after {@link #establish} the data phase
     * @return each key, behind those that it is derived from
     */
    public List<DerivedKey> keys(ScheduleKey.Phase phase) {
        return schedule.keys(phase);
    }

    /**
     * Tells whether the data phase has begun.
     *
     * @return true after {@link #establish}
     */
    public boolean isEstablished() {
        return isEstablished;
    }

    /** Replaces the key by which this end sends, and counts from 0 (KEY_UPDATE). */
    public void updateSending() {
        requireAlive();
        sending.update(false);
        sending.verify();
    }

    /**
     * Replaces the key by which the peer sends, and counts from 0 (KEY_UPDATE).
     *
     * <p>Until {@link #confirmUpdate} the former key is kept: a record that only it opens takes the update back.
     */
    public void updateReceiving() {
        requireAlive();
        receiving.update(false);
    }

    /**
     * Replaces the key by which the peer sends, unless it goes on with the former one: an answer to KEY_UPDATE comes under the
     * new key if the peer agrees, and under the former one if it refuses. {@link #isUpdatePending} tells which it was.
     *
     * @throws IllegalStateException if the session is destroyed
     */
    public void expectUpdate() {
        requireAlive();
        receiving.update(true);
    }

    /**
     * Tells whether an update of the peer's key is not verified yet.
     *
     * @return true from {@link #updateReceiving} to {@link #confirmUpdate}, unless a record took the update back
     */
    public boolean isUpdatePending() {
        return receiving.isUpdatePending();
    }

    /** Forgets the key before {@link #updateReceiving}; the new one is verified. */
    public void confirmUpdate() {
        receiving.verify();
    }

    /**
     * Returns the number of the next record that this end seals.
     *
     * @return an unsigned 64-bit number
     */
    public long sendingSequenceNumber() {
        return sending.sequenceNumber();
    }

    /**
     * Returns the number of the next record that this end opens.
     *
     * @return an unsigned 64-bit number
     */
    public long receivingSequenceNumber() {
        return receiving.sequenceNumber();
    }

    /**
     * Tells whether this end may seal one more record.
     *
     * @return false if the key has protected as many records as it may
     */
    public boolean canSeal() {
        return !isDestroyed && !sending.isExhausted();
    }

    /**
     * Returns the size of the largest message that a record can hold.
     *
     * @return the size in bytes
     */
    public long largestMessage() {
        TransportBinding binding = parameters.binding();
        int lost = SecuredMessageCodec.overhead(parameters.isEncrypted(), binding)
                + schedule.derivation().aead().tagSize();
        return SecuredMessageCodec.MAXIMUM_BODY_SIZE - lost;
    }

    /**
     * Returns the secret for uses outside SPDM.
     *
     * @return export_master_secret; of no bytes before {@link #establish}
     */
    public Secret exportMaster() {
        return schedule.exportMaster();
    }

    /** Forgets all keys. */
    public void destroy() {
        sending.destroy();
        receiving.destroy();
        schedule.destroy();
        isDestroyed = true;
    }

    /**
     * Tells whether the keys are gone.
     *
     * @return true after {@link #destroy}
     */
    public boolean isDestroyed() {
        return isDestroyed;
    }

    /**
     * Names the session, nothing secret.
     *
     * @return for example {@code SecureSession[FFFEFFFDh]}
     */
    @Override
    public String toString() {
        return "SecureSession[%08Xh]".formatted(id());
    }

    private SpdmRole peer() {
        return self == SpdmRole.REQUESTER ? SpdmRole.RESPONDER : SpdmRole.REQUESTER;
    }

    private Bytes randomData() {
        if (padding > 0) {
            return random.next(padding);
        }
        TransportBinding binding = parameters.binding();
        if (binding.maximumRandomSize() == 0 || !parameters.isEncrypted()) {
            return Bytes.EMPTY;
        }
        int size = 1 + random.next(1).at(0) % binding.maximumRandomSize();
        return random.next(size);
    }

    private void requireAlive() {
        if (isDestroyed) {
            throw new IllegalStateException(this + " is destroyed");
        }
    }
}
