package dev.tdisp.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.tsm.TsmException;
import dev.tdisp.host.vmm.RelayDeed;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FleetTest {
    private static final int DEVICES = 2;
    private static final int FUNCTIONS = 8;
    private static final int GUESTS = 2;
    private static final int PAGE = 4096;

    private final Fleet fleet =
            Fleet.builder().devices(DEVICES).vfs(FUNCTIONS).tvms(GUESTS).seed(7).build();

    @BeforeEach
    void connect() {
        fleet.connect();
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @Test
    void eachDeviceIsConnectedOnce() {
        assertThat(fleet.tsm().devices()).hasSize(DEVICES).allMatch(device -> device.isSecure());
        assertThat(fleet.interfaces()).extracting(FleetInterface::function).doesNotHaveDuplicates();
        assertThatIllegalStateException().isThrownBy(fleet::connect);
    }

    @Test
    void everyInterfaceRunsForTheGuestThatGotIt() {
        fleet.interfaces().forEach(fleet::attach);

        assertThat(fleet.interfaces()).hasSize(DEVICES * FUNCTIONS).allSatisfy(tdi -> {
            assertThat(fleet.state(tdi)).isEqualTo(TdiState.RUN);
            assertThat(fleet.tsm().binding(tdi.function()).orElseThrow().tvm())
                    .isEqualTo(tdi.guest().id());
        });
        assertThat(fleet.interfaces()).extracting(FleetInterface::guest).containsAll(fleet.guests());
    }

    @Test
    void interfacesOfEveryDeviceMoveDataOfEveryGuest() {
        fleet.interfaces().forEach(fleet::attach);
        Bytes secret = RandomSource.seeded(3).next(3 * PAGE);

        List<FleetInterface> some =
                fleet.interfaces().stream().filter(tdi -> tdi.vf() <= GUESTS).toList();

        assertThat(some)
                .hasSize(DEVICES * GUESTS)
                .allSatisfy(tdi -> assertThat(fleet.roundTrip(tdi, secret)).isEqualTo(secret));
    }

    @Test
    void interfaceThatLeavesCanBeAttachedAgainAndLeavesTheOthersAlone() {
        fleet.interfaces().forEach(fleet::attach);
        FleetInterface leaving = fleet.interfaces().get(FUNCTIONS + 1);

        fleet.detach(leaving);

        assertThat(fleet.interfaces())
                .filteredOn(tdi -> fleet.state(tdi) != TdiState.RUN)
                .containsExactly(leaving);
        fleet.attach(leaving);
        assertThat(fleet.state(leaving)).isEqualTo(TdiState.RUN);
    }

    private void runs(FleetInterface tdi) {
        Bytes secret = RandomSource.seeded(3).next(PAGE);

        assertThat(fleet.state(tdi)).isEqualTo(TdiState.RUN);
        assertThat(fleet.tsm().device(tdi.function()).isSecure()).isTrue();
        assertThat(fleet.roundTrip(tdi, secret)).isEqualTo(secret);
    }

    @Test
    void stopOnOneDeviceLeavesTheOtherInRun() {
        FleetInterface stopped = fleet.interfaces().get(0);
        FleetInterface other = fleet.interfaces().get(FUNCTIONS);
        List.of(stopped, other).forEach(fleet::attach);

        assertThat(fleet.vmm().unbind(stopped.function())).isTrue();

        assertThat(fleet.state(stopped)).isEqualTo(TdiState.CONFIG_UNLOCKED);
        runs(other);
    }

    @Test
    void sessionThatIsLostOnOneDeviceLeavesTheOtherInRun() {
        FleetInterface lost = fleet.interfaces().get(0);
        FleetInterface other = fleet.interfaces().get(FUNCTIONS);
        List.of(lost, other).forEach(fleet::attach);
        FunctionId device = fleet.tsm().device(lost.function()).id();
        fleet.vmm().relay(lost.function()).next(object -> !object.toDevice(), new RelayDeed.Drop());

        assertThatThrownBy(() -> lost.guest().state(lost.function())).isInstanceOf(TsmException.class);

        assertThat(fleet.tsm().isConnected(lost.function())).isFalse();
        assertThat(fleet.tsm().binding(lost.function())).isEmpty();
        runs(other);
        fleet.vmm().connect(device);
        assertThat(fleet.state(lost)).isEqualTo(TdiState.ERROR);
        fleet.detach(lost);
        fleet.attach(lost);
        runs(lost);
        runs(other);
    }

    @Test
    void nothingIsLeftBehind() {
        fleet.interfaces().forEach(fleet::attach);

        fleet.close();

        assertThat(fleet.interfaces()).allMatch(tdi -> fleet.state(tdi) == TdiState.CONFIG_UNLOCKED);
        assertThat(fleet.tsm().devices()).isEmpty();
    }

    @Test
    void functionsOfALargeDeviceGoOnToTheNextBus() {
        Fleet large = Fleet.builder().devices(2).vfs(256).tvms(1).build();
        large.connect();

        List<FunctionId> functions =
                large.interfaces().stream().map(FleetInterface::function).toList();

        assertThat(functions.get(255).requesterId().bus()).isEqualTo(2);
        assertThat(functions.get(256).requesterId().bus()).isEqualTo(3);
        large.attach(large.interfaces().get(255));
        large.attach(large.interfaces().get(256));
    }

    @Test
    void thereAreNoMoreBusesThanThereAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fleet.builder().devices(128).vfs(256).build())
                .withMessageContaining("buses");
    }
}
