package dev.tdisp.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.tsm.TsmException;
import dev.tdisp.host.vmm.DoeRelay;
import dev.tdisp.host.vmm.DoeRelay.Relayed;
import dev.tdisp.host.vmm.RelayDeed;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a relay can do to objects that it cannot read: it ends the session, and learns and changes nothing. */
class HostileRelayTest {
    /** Behind the DOE header and the header of a record. */
    private static final int CIPHERTEXT = 20;

    private final Bench bench = new Bench();

    static List<RelayDeed> deeds() {
        return List.of(
                new RelayDeed.Drop(),
                new RelayDeed.Hold(),
                new RelayDeed.Alter(object -> object.with(CIPHERTEXT, object.at(CIPHERTEXT) ^ 1)));
    }

    private void isOver() {
        assertThatThrownBy(() -> bench.guest.state(bench.function)).isInstanceOf(TsmException.class);
        assertThat(bench.tsm.isConnected()).isFalse();
        assertThat(bench.iommu.gate(bench.function.requesterId()).isOpen()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("deeds")
    void requestThatDoesNotArriveAsSentEndsTheSession(RelayDeed deed) {
        bench.accepted();
        bench.vmm.relay().next(Relayed::toDevice, deed);

        isOver();
    }

    @ParameterizedTest
    @MethodSource("deeds")
    void responseThatDoesNotArriveAsSentEndsTheSession(RelayDeed deed) {
        bench.accepted();
        bench.vmm.relay().next(object -> !object.toDevice(), deed);

        isOver();
    }

    @Test
    void repeatedRequestEndsTheSession() {
        bench.accepted();
        bench.vmm.relay().next(Relayed::toDevice, new RelayDeed.Repeat());

        isOver();
    }

    @Test
    void oldResponseInPlaceOfTheNewEndsTheSession() {
        bench.accepted();
        bench.guest.state(bench.function);
        DoeRelay relay = bench.vmm.relay();
        Bytes old = relay.seen().get(relay.seen().size() - 1).object();
        relay.next(object -> !object.toDevice(), new RelayDeed.Alter(object -> old));

        isOver();
    }

    @Test
    void heldRequestComesTooLate() {
        bench.accepted();
        DoeRelay relay = bench.vmm.relay();
        relay.next(Relayed::toDevice, new RelayDeed.Hold());
        isOver();
        bench.vmm.connect();
        bench.guest.lock(bench.function);

        relay.release(relay.held().get(0));

        assertThat(relay.held()).isEmpty();
        assertThat(bench.stateAtDevice()).isNotEqualTo(TdiState.RUN);
    }

    @Test
    void injectedObjectChangesNoInterface() {
        bench.accepted();
        DoeRelay relay = bench.vmm.relay();
        Bytes discovery = Bytes.fromHex("0100000003000000" + "00000000");

        Bytes answer = relay.inject(discovery);

        assertThat(answer.isEmpty()).isFalse();
        assertThat(bench.guest.state(bench.function)).isEqualTo(TdiState.RUN);
    }

    @Test
    void functionThatIsAssignedTwiceStillHasOneOwner() {
        Bench.Domain other = bench.other(bench.virtualFunction(2));
        bench.accepted();

        bench.vmm.powers().assignAnyway(bench.function, other.vm().id());

        assertThatThrownBy(
                        () -> bench.vmm.powers().bind(bench.function, other.vm().id()))
                .isInstanceOf(TsmException.class)
                .hasMessageContaining("ALREADY_BOUND");
        assertThat(bench.guest.state(bench.function)).isEqualTo(TdiState.RUN);
    }
}
