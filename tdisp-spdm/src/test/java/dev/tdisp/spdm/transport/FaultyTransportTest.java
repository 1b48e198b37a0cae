package dev.tdisp.spdm.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.fault.FaultInjector;
import dev.tdisp.core.fault.FaultPlan;
import dev.tdisp.core.fault.FaultSubject;
import dev.tdisp.core.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultyTransportTest {
    private final List<Bytes> reached = new ArrayList<>();

    @Test
    void requestsAreHurtBeforeTheyLeave() {
        var transport = faulty("send *: truncate 1\nsealed *: append ff");

        transport.exchange(TransportMessage.spdm(Bytes.fromHex("1084")));
        transport.exchange(TransportMessage.secured(Bytes.fromHex("1084")));

        assertThat(reached).containsExactly(Bytes.fromHex("10"), Bytes.fromHex("1084ff"));
    }

    @Test
    void responsesAreHurtWhenTheyArrive() {
        var transport = faulty("receive *: set Code 7f");

        assertThat(transport.exchange(TransportMessage.spdm(Bytes.fromHex("1084"))))
                .isEqualTo(TransportMessage.spdm(Bytes.fromHex("1084")));
        assertThat(faulty("receive *: overwrite 1 7f").exchange(TransportMessage.spdm(Bytes.fromHex("1084"))))
                .isEqualTo(TransportMessage.spdm(Bytes.fromHex("107f")));
    }

    @Test
    void whatIsLostHasNoResponse() {
        TransportMessage request = TransportMessage.spdm(Bytes.fromHex("1084"));

        assertThatThrownBy(() -> faulty("send *: drop").exchange(request)).isInstanceOf(TransportException.class);
        assertThat(reached).isEmpty();
        assertThatThrownBy(() -> faulty("receive *: drop").exchange(request)).isInstanceOf(TransportException.class);
        assertThat(reached).hasSize(1);
    }

    @Test
    void whatComesTwiceIsReceivedByTheNextExchange() {
        var transport = faulty("receive *#1: duplicate 2");
        TransportMessage first = TransportMessage.spdm(Bytes.fromHex("01"));
        TransportMessage second = TransportMessage.spdm(Bytes.fromHex("02"));

        assertThat(transport.exchange(first)).isEqualTo(first);
        assertThat(transport.exchange(second)).isEqualTo(first);
        assertThat(transport.exchange(first)).isEqualTo(second);
    }

    @Test
    void aRequestThatComesTwiceReachesTheOtherEndTwice() {
        faulty("send *: duplicate 2").exchange(TransportMessage.spdm(Bytes.fromHex("01")));

        assertThat(reached).hasSize(2);
    }

    @Test
    void theBindingIsThatOfTheTransport() {
        assertThat(new LoggingTransport(faulty(""), "test").binding()).isEqualTo(TransportBinding.TCP);
    }

    @Test
    void loggingChangesNothing() {
        TransportMessage request = TransportMessage.spdm(Bytes.fromHex("1084"));

        assertThat(new LoggingTransport(faulty(""), "test").exchange(request)).isEqualTo(request);
        assertThatThrownBy(() -> new LoggingTransport(faulty("send *: drop"), "test").exchange(request))
                .isInstanceOf(TransportException.class);
    }

    private SpdmTransport faulty(String plan) {
        var injector = new FaultInjector(FaultPlan.parse(plan), Env.seeded(1));
        return new FaultyTransport(new Echo(), injector, message -> FaultSubject.of("", message.payload()));
    }

    /** Answers with the request. */
    private final class Echo implements SpdmTransport {
        @Override
        public TransportMessage exchange(TransportMessage request) {
            reached.add(request.payload());
            return request;
        }

        @Override
        public TransportBinding binding() {
            return TransportBinding.TCP;
        }
    }
}
