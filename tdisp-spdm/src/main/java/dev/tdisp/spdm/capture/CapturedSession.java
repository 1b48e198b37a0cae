package dev.tdisp.spdm.capture;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.message.KeyUpdateOperation;
import dev.tdisp.spdm.session.KeySchedule;
import dev.tdisp.spdm.session.SecureSession;
import dev.tdisp.spdm.session.SessionParameters;
import dev.tdisp.spdm.session.SessionTranscript;
import dev.tdisp.spdm.transport.TransportBinding;
import java.util.Optional;
import java.util.function.Supplier;

/** A recorded session: both of its ends, so that each record is opened by one and sealed anew by the other. */
final class CapturedSession {
    private final long id;
    private final SessionTranscript transcript;
    private final Optional<Ends> ends;
    private final RequesterProof requester = new RequesterProof();
    private boolean isEstablished;

    private CapturedSession(long id, SessionTranscript transcript, Optional<Ends> ends) {
        this.id = id;
        this.transcript = transcript;
        this.ends = ends;
    }

    /** Starts a session whose secret is known; each end gets keys of its own. */
    static CapturedSession of(
            SessionParameters parameters, SessionTranscript transcript, Supplier<KeySchedule> schedule) {
        RandomSource unused = RandomSource.seeded(0);
        var requester = new SecureSession(parameters, SpdmRole.REQUESTER, schedule.get(), unused);
        var responder = new SecureSession(parameters, SpdmRole.RESPONDER, schedule.get(), unused);
        return new CapturedSession(parameters.id(), transcript, Optional.of(new Ends(requester, responder)));
    }

    /** Starts a session whose secret is not known. */
    static CapturedSession closed(long id, SessionTranscript transcript) {
        return new CapturedSession(id, transcript, Optional.empty());
    }

    long id() {
        return id;
    }

    SessionTranscript transcript() {
        return transcript;
    }

    boolean isEstablished() {
        return isEstablished;
    }

    RequesterProof requester() {
        return requester;
    }

    /** Opens a record; nothing if its secret is not known or its tag is wrong. */
    Optional<Opened> open(SpdmRole sender, Bytes secured) {
        return ends.flatMap(both -> {
            SecureSession from = both.sender(sender);
            SecureSession to = both.receiver(sender);
            Optional<Bytes> data = to.openApplicationData(secured);
            if (data.isEmpty()) {
                to.skip();
                from.seal(Bytes.EMPTY);
                return Optional.empty();
            }
            Optional<Bytes> message = comparable(to.parameters().binding(), data.get());
            Bytes sealed = from.seal(message.orElse(Bytes.EMPTY));
            return Optional.of(new Opened(data.get(), message.map(unused -> sealed)));
        });
    }

    /** Returns what can be sealed to the same record again: over MCTP a record holds random bytes too. */
    private static Optional<Bytes> comparable(TransportBinding binding, Bytes data) {
        try {
            return binding == TransportBinding.MCTP ? Optional.empty() : Optional.of(binding.fromApplicationData(data));
        } catch (MalformedMessageException e) {
            return Optional.empty();
        }
    }

    /** Tells whether an HMAC is that of a party over the transcript so far. */
    boolean isVerifyData(SpdmRole sender, Bytes transcriptDigest, Bytes verifyData) {
        return !isEstablished
                && ends.map(both -> both.requester.verifyData(sender, transcriptDigest))
                        .filter(expected -> expected.equalsInConstantTime(verifyData))
                        .isPresent();
    }

    void establish(Bytes th2) {
        if (!isEstablished) {
            ends.ifPresent(both -> {
                both.requester.establish(th2);
                both.responder.establish(th2);
            });
            isEstablished = true;
        }
    }

    /** Follows a KEY_UPDATE of either party. */
    void update(SpdmRole sender, KeyUpdateOperation operation) {
        ends.ifPresent(both -> {
            switch (operation) {
                case UPDATE_KEY -> both.update(sender);
                case UPDATE_ALL_KEYS -> {
                    both.update(SpdmRole.REQUESTER);
                    both.update(SpdmRole.RESPONDER);
                }
                case VERIFY_NEW_KEY -> {
                    both.responder.confirmUpdate();
                    both.requester.confirmUpdate();
                }
            }
        });
    }

    void destroy() {
        ends.ifPresent(both -> {
            both.requester.destroy();
            both.responder.destroy();
        });
    }

    /**
     * What was in a record.
     *
     * @param applicationData the message with its inner header
     * @param resealed the same data sealed anew, where no random bytes are in the way
     */
    record Opened(Bytes applicationData, Optional<Bytes> resealed) {}

    private record Ends(SecureSession requester, SecureSession responder) {
        SecureSession sender(SpdmRole sender) {
            return sender == SpdmRole.REQUESTER ? requester : responder;
        }

        SecureSession receiver(SpdmRole sender) {
            return sender == SpdmRole.REQUESTER ? responder : requester;
        }

        void update(SpdmRole sender) {
            sender(sender).updateSending();
            receiver(sender).updateReceiving();
        }
    }
}
