package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.responder.TwistedResponder;
import dev.tdisp.spdm.transport.SpdmTransport;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A responder that says the same for ever keeps no requester busy for ever. */
class EndlessResponderTest {
    private static final int MAXIMUM_EXCHANGES = 20_000;

    /** Answers that ask for one more request, by code. */
    private static final List<String> INVITATIONS = List.of(
            "vv 7f 42 00 01 81 01 02", // ResponseNotReady
            "vv 7f 42 00 1f 81 01 ff",
            "vv 7f 0f 00 01", // LargeResponse
            "vv 06 00 01 00 00 00 00 20 00 00 00 ff ff ff 7f" + " 00".repeat(32),
            "vv 02 00 00 01 00 ff ff 00", // one byte of a chain, and more to come
            "vv 02 00 00 00 00 01 00",
            "vv 6f 00 00 01 00 00 00 ff ff ff ff 00", // of a log
            "vv 7f 03 00", // Busy
            "vv 7f 43 00", // RequestResynch
            "vv 6a 01 00 vv 81 00 00", // a question of the responder's
            "vv 6b 00 00 01 00 00 00 vv 81 00 00");

    @ParameterizedTest
    @MethodSource("versions")
    @Tag("GAP-RPT-28")
    void whatIsRepeatedFromSomeAnswerOnEndsTheFlow(int choice) {
        int answers = flow(choice, UnaryOperator.identity());
        assertThat(answers).isGreaterThan(15);

        for (int place = 0; place < answers; place++) {
            assertThat(flow(choice, new Stuck(place)))
                    .as("stuck at answer %d", place)
                    .isLessThan(MAXIMUM_EXCHANGES);
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    @Tag("GAP-RPT-28")
    void anInvitationToAskAgainIsNotFollowedForEver(int choice) {
        for (String invitation : INVITATIONS) {
            for (int place : new int[] {2, 3, 4, 7, 12, 20, 30}) {
                var inviting = new Inviting(place, invitation);

                assertThat(flow(choice, inviting))
                        .as("%s at %d", invitation, place)
                        .isLessThan(MAXIMUM_EXCHANGES);
            }
        }
    }

    static Stream<Integer> versions() {
        return Stream.of(0, 2, 3);
    }

    /** Runs everything that a requester does, and counts the exchanges until it gives up. */
    private static int flow(int choice, UnaryOperator<Bytes> twist) {
        FuzzDevice device = FuzzDevice.of(choice);
        var counted = new ArrayList<Bytes>();
        SpdmTransport transport = new TwistedResponder(device.builder(), answer -> {
            counted.add(answer);
            if (counted.size() > MAXIMUM_EXCHANGES) {
                throw new AssertionError("%d exchanges".formatted(counted.size()));
            }
            return twist.apply(answer);
        });
        var requester = new SpdmRequester(
                transport, device.peers().options, device.peers().env.forParty("tsm"));
        requester.credentials().fill(0, MutualPeers.REQUESTER);
        requester.waitBy(device.peers().time::advance);
        try {
            HonestTalk.run(requester);
        } catch (SpdmException e) {
            assertThat(e.clause()).isNotEmpty();
        }
        return counted.size();
    }

    /** Says one answer again and again. */
    private static final class Stuck implements UnaryOperator<Bytes> {
        private final int place;
        private int seen;
        private Bytes kept = Bytes.EMPTY;

        Stuck(int place) {
            this.place = place;
        }

        @Override
        public Bytes apply(Bytes answer) {
            if (seen++ == place) {
                kept = answer;
            }
            return seen > place ? kept : answer;
        }
    }

    /** Answers everything from some place on by the same invitation, made to fit the request's code. */
    private static final class Inviting implements UnaryOperator<Bytes> {
        private final int place;
        private final String invitation;
        private int seen;

        Inviting(int place, String invitation) {
            this.place = place;
            this.invitation = invitation;
        }

        @Override
        public Bytes apply(Bytes answer) {
            return seen++ < place ? answer : Bytes.fromHex(invitation.replace("vv", "%02x".formatted(answer.at(0))));
        }
    }
}
