package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.connection.ConnectionState;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.message.KeyUpdateOperation;
import dev.tdisp.spdm.message.SpdmCode;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.responder.SpdmResponder;
import dev.tdisp.spdm.session.SecureSession;
import dev.tdisp.spdm.transport.TransportMessage;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Says to a responder what an input tells it to say, and checks what must hold whatever that is. */
final class HostileTalk {
    /** The kinds of actions. */
    static final int CLEAR = 0;

    static final int SEALED = 1;

    private static final int RECORD = 2;
    private static final int KINDS = 4;
    private static final int ERROR = 0x7F;
    private static final int FIRST_REQUEST = 0x80;
    private static final int SHORTEST = 4;
    private static final int LARGEST_ANSWER = 0x10000;
    private static final int MAXIMUM_SESSIONS = 4;

    /** What carries another request, so that the key of the answer is not known in advance. */
    private static final Set<SpdmCode> CARRIERS = Set.of(SpdmCode.CHUNK_SEND, SpdmCode.RESPOND_IF_READY);

    /** The errors that come with a change: a session ends, or all do, or the answer itself is kept. */
    private static final Set<SpdmErrorCode> CHANGING = Set.of(
            SpdmErrorCode.DECRYPT_ERROR,
            SpdmErrorCode.REQUEST_RESYNCH,
            SpdmErrorCode.LARGE_RESPONSE,
            SpdmErrorCode.RESPONSE_NOT_READY);

    private final SpdmResponder responder;
    private final @Nullable SpdmSession session;
    private boolean isSynchronized = true;

    /** What a refusal must not change. */
    private record Snapshot(ConnectionState state, int version, List<Long> sessions) {
        static Snapshot of(SpdmResponder responder) {
            return new Snapshot(responder.state(), responder.version().code(), responder.sessions());
        }
    }

    private HostileTalk(SpdmResponder responder, @Nullable SpdmSession session) {
        this.responder = responder;
        this.session = session;
    }

    static HostileTalk in(Bench bench) {
        return new HostileTalk(bench.peers.responder, null);
    }

    static HostileTalk in(Bench bench, SpdmSession session) {
        return new HostileTalk(bench.peers.responder, session);
    }

    static void run(byte[] input, Function<FuzzDevice, HostileTalk> begin) {
        Script script = Script.decode(input);
        if (script.actions().isEmpty()) {
            return;
        }
        HostileTalk talk = begin.apply(FuzzDevice.of(script.choice()));
        script.actions().forEach(talk::say);
    }

    private void say(Script.Action action) {
        Snapshot before = Snapshot.of(responder);
        Optional<Bytes> answer = switch (action.kind() % KINDS) {
            case CLEAR -> Optional.of(clear(action.bytes()));
            case SEALED -> session == null ? Optional.of(clear(action.bytes())) : sealed(session, action.bytes());
            case RECORD -> record(action.bytes());
            default -> record(Bytes.filled(0xFF, SHORTEST).plus(action.bytes()));
        };

        answer.filter(HostileTalk::isPlainRefusal)
                .ifPresent(error ->
                        assertThat(Snapshot.of(responder)).as("%s", error).isEqualTo(before));
        assertThat(responder.sessions()).hasSizeLessThanOrEqualTo(MAXIMUM_SESSIONS);
    }

    private Bytes clear(Bytes message) {
        Bytes answer =
                responder.handle(TransportMessage.spdm(message)).orElseThrow().payload();
        requireAnswer(answer);
        return answer;
    }

    /** A record that is not authentic has no answer, or that of the session which it ends. */
    private Optional<Bytes> record(Bytes record) {
        List<Long> before = responder.sessions();
        boolean isAnswered = responder.handle(TransportMessage.secured(record)).isPresent();

        assertThat(responder.sessions().size()).isEqualTo(before.size() - (isAnswered ? 1 : 0));
        return Optional.empty();
    }

    private Optional<Bytes> sealed(SpdmSession open, Bytes message) {
        if (!isSynchronized || !responder.sessions().contains(open.id()) || message.size() > LARGEST_ANSWER - 0x100) {
            return Optional.empty();
        }
        SecureSession secure = open.secure();
        Optional<TransportMessage> answer = responder.handle(TransportMessage.secured(secure.seal(message)));
        assertThat(answer.isPresent()).as("%s", message).isEqualTo(message.size() >= SHORTEST);
        return answer.flatMap(record -> opened(secure, message, record.payload()));
    }

    private Optional<Bytes> opened(SecureSession secure, Bytes message, Bytes record) {
        if (isUpdate(message, KeyUpdateOperation.UPDATE_ALL_KEYS)) {
            secure.updateReceiving();
        }
        Optional<Bytes> opened = secure.open(record);
        boolean isCarrier =
                SpdmCode.ofRequest(message.at(1)).filter(CARRIERS::contains).isPresent();
        isSynchronized = opened.isPresent();
        assertThat(isSynchronized || isCarrier).as("%s", message).isTrue();
        opened.ifPresent(answer -> follow(secure, message, answer));
        return opened;
    }

    private static void follow(SecureSession secure, Bytes message, Bytes answer) {
        requireAnswer(answer);
        if (answer.at(1) != SpdmCode.KEY_UPDATE.responseCode()) {
            return;
        }
        if (isUpdate(message, KeyUpdateOperation.UPDATE_ALL_KEYS)) {
            secure.confirmUpdate();
        }
        if (!isUpdate(message, KeyUpdateOperation.VERIFY_NEW_KEY)) {
            secure.updateSending();
        }
    }

    private static boolean isUpdate(Bytes message, KeyUpdateOperation operation) {
        return message.at(1) == SpdmCode.KEY_UPDATE.requestCode() && message.at(2) == operation.code();
    }

    private static void requireAnswer(Bytes answer) {
        assertThat(answer.size()).isBetween(SHORTEST, LARGEST_ANSWER);
        assertThat(answer.at(1)).as("%s", answer).isLessThan(FIRST_REQUEST);
    }

    private static boolean isPlainRefusal(Bytes answer) {
        return answer.at(1) == ERROR
                && SpdmErrorCode.of(answer.at(2)).filter(CHANGING::contains).isEmpty();
    }
}
