package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.responder.TwistedResponder;
import dev.tdisp.spdm.transport.TransportException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

/** A requester gets through with a responder that says anything, or gives up by an {@link SpdmException}. */
@Tag("GAP-SEC-13")
class RequesterFuzzTest {
    private static final int CHOICES = 4;
    private static final int EXCHANGES = 4;

    /** Answers that are let through before the input is used, so that short inputs reach late messages. */
    private static final int MAXIMUM_HONEST = 64;

    @MethodSource("answers")
    @FuzzTest(maxDuration = "10m")
    void aHostileResponderIsNeverBelievedAndNeverEndless(byte[] input) {
        Script script = Script.decode(input);
        FuzzDevice device = FuzzDevice.of(script.choice());
        var twist = new Twist(script);
        var transport = new TwistedResponder(device.builder(), twist);
        var requester = new SpdmRequester(
                transport, device.peers().options, device.peers().env.forParty("tsm"));
        requester.credentials().fill(0, MutualPeers.REQUESTER);

        try {
            HonestTalk.run(requester, script.choice() / CHOICES);
        } catch (SpdmException e) {
            assertThat(e.clause()).isNotEmpty();
        }

        assertThat(requester.sessions()).hasSizeLessThanOrEqualTo(2);
        assertThat(twist.count).isLessThan(1000);
    }

    static Stream<byte[]> answers() {
        return IntStream.range(0, CHOICES * HonestTalk.PARTS)
                .boxed()
                .flatMap(choice -> IntStream.range(0, EXCHANGES)
                        .boxed()
                        .flatMap(place -> Stream.of("00 11 22 33", "01 05 00 ff")
                                .map(twist -> script(choice, 7 * place, Bytes.fromHex(twist)))));
    }

    private static byte[] script(int choice, int honest, Bytes twist) {
        List<Script.Action> actions = new ArrayList<>();
        actions.add(new Script.Action(Twist.HONEST, Bytes.of((byte) honest)));
        actions.add(new Script.Action(twist.isEmpty() ? 0 : twist.at(0), twist.isEmpty() ? twist : twist.from(1)));
        return new Script(choice, actions).encode();
    }

    /** Twists one answer an action; when there are no more, the responder is honest. */
    private static final class Twist implements UnaryOperator<Bytes> {
        private static final int REPLACE = 0;
        private static final int CHANGE = 1;
        private static final int CUT = 2;
        private static final int EXTEND = 3;
        private static final int SILENCE = 4;
        private static final int HONEST = 5;
        private static final int KINDS = 6;
        private static final int HEADER_SIZE = 2;

        private final Iterator<Script.Action> actions;
        private int honest;
        private int count;

        Twist(Script script) {
            actions = script.actions().iterator();
        }

        @Override
        public Bytes apply(Bytes answer) {
            count++;
            if (honest > 0) {
                honest--;
                return answer;
            }
            return actions.hasNext() ? twisted(answer, actions.next()) : answer;
        }

        private Bytes twisted(Bytes answer, Script.Action action) {
            Bytes bytes = action.bytes();
            return switch (action.kind() % KINDS) {
                case REPLACE ->
                    answer.slice(0, Math.min(HEADER_SIZE, answer.size())).plus(bytes);
                case CHANGE -> changed(answer, bytes);
                case CUT -> answer.slice(0, bytes.isEmpty() ? 0 : Math.min(answer.size(), bytes.at(0)));
                case EXTEND -> answer.plus(bytes);
                case SILENCE -> throw new TransportException("silence");
                default -> skip(answer, bytes);
            };
        }

        private Bytes skip(Bytes answer, Bytes bytes) {
            honest = bytes.isEmpty() ? 0 : bytes.at(0) % MAXIMUM_HONEST;
            return answer;
        }

        /** Puts bytes in the place of others: two bytes say where. */
        private static Bytes changed(Bytes answer, Bytes bytes) {
            if (bytes.size() < HEADER_SIZE) {
                return bytes;
            }
            Bytes twisted = answer;
            int start = bytes.at(0) | bytes.at(1) << Byte.SIZE;
            for (int i = HEADER_SIZE; i < bytes.size() && start + i - HEADER_SIZE < answer.size(); i++) {
                twisted = twisted.with(start + i - HEADER_SIZE, bytes.at(i));
            }
            return twisted;
        }
    }
}
