package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.SessionAuthentication;
import dev.tdisp.spdm.message.Event;
import dev.tdisp.spdm.message.EventGroup;
import dev.tdisp.spdm.message.StandardsBody;
import dev.tdisp.spdm.responder.EventSource;
import dev.tdisp.spdm.responder.Peers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Events that are too many, too large, or come while others are on their way. */
class EventDeliveryTest {
    private static final StandardsBody VENDOR = new StandardsBody(3, Bytes.fromHex("86 80"));
    private static final EventGroup GROUP = new EventGroup(VENDOR, 1, EventGroup.ALL_TYPES, List.of());

    private final EventSource events = new EventSource(List.of(GROUP));
    private final List<Event> received = new ArrayList<>();
    private final RequesterSession session = session();
    private Runnable onFirst = () -> {};

    private RequesterSession session() {
        var profile =
                MutualPeers.profile(SpdmVersion.V1_3, MutualPeers.in(SessionAuthentication.NONE), Capability.EVENT_CAP);
        Peers peers = MutualPeers.of(profile, MutualPeers.options(SpdmVersion.V1_3), builder -> builder.events(events));
        peers.requester.eventListener((id, come) -> {
            received.addAll(come);
            onFirst.run();
            onFirst = () -> {};
        });
        return peers.identified().requester.startSession(SessionOptions.DEFAULT.withSessionPolicy(2));
    }

    private void raise(int type, int size) {
        events.raise(VENDOR, type, Bytes.filled(type, size));
    }

    @Test
    @Tag("S-197")
    void eventsThatAreTooManyForOneMessageComeInSeveral() {
        for (int type = 0; type < 12; type++) {
            raise(type, 1000);
        }

        while (session.poll()) {
            session.heartbeat();
        }

        assertThat(received).extracting(Event::type).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        assertThat(events.waiting()).isEmpty();
    }

    @Test
    @Tag("S-197")
    void anEventThatNoMessageHoldsIsLostAndSaidToBe() {
        raise(1, 10);
        raise(2, 0x2000);
        raise(3, 10);

        while (session.poll()) {
            session.heartbeat();
        }

        assertThat(received).extracting(Event::type).containsExactly(1, Event.EVENT_LOST, 3);
        assertThat(received.get(1).group()).isEqualTo(StandardsBody.DMTF);
        assertThat(received.get(1).detail()).isEqualTo(Bytes.fromHex("00000000 01000000"));
        assertThat(events.waiting()).isEmpty();
    }

    @Test
    @Tag("S-197")
    void eventsThatOverflowWhileOthersAreOnTheirWayLeaveNoGap() {
        for (int type = 0; type < 16; type++) {
            raise(type, 4);
        }
        onFirst = () -> {
            raise(98, 4);
            raise(99, 4);
        };

        while (session.poll()) {
            session.heartbeat();
        }

        assertThat(received)
                .extracting(Event::instanceId)
                .doesNotHaveDuplicates()
                .hasSize(18);
        assertThat(received).extracting(Event::type).endsWith(15, 98, 99);
        assertThat(events.waiting()).isEmpty();
    }
}
