package dev.tdisp.host.tsm;

import static dev.tdisp.host.tsm.TsmBench.ALICE;
import static dev.tdisp.host.tsm.TsmBench.BOB;
import static dev.tdisp.host.tsm.TsmBench.VF1;
import static dev.tdisp.host.tsm.TsmBench.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.ide.IdeProfile;
import dev.tdisp.core.ide.IdeSwitch;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.host.memory.HostMemory;
import dev.tdisp.host.memory.Iommu;
import dev.tdisp.host.rootport.RootComplex;
import dev.tdisp.host.rootport.RootPort;
import dev.tdisp.host.tsm.TsmException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeveralDevicesTest {
    private static final IdeProfile IDE = IdeProfile.STRICT.without(IdeSwitch.FLUSH_BEFORE_STOP);

    private final Env env = Env.seeded(1);
    private final HostMemory memory = new HostMemory(env);
    private final Iommu iommu = new Iommu(env, memory);
    private final FakeDsm first = new FakeDsm(env, 0);
    private final FakeDsm second = new FakeDsm(env, 1);
    private final RootPort firstPort = port(RequesterId.of(0, 1, 0), first);
    private final RootPort secondPort = port(RequesterId.of(0, 2, 0), second);
    private final RootComplex ports = RootComplex.of(firstPort, secondPort);
    private final DsmConnector connector =
            transport -> transport == first.transport() ? first.connect(transport) : second.connect(transport);
    private final TeeSecurityManager tsm =
            new TeeSecurityManager(ports, memory, iommu, connector, TsmOptions.DEFAULT, env);
    private final FunctionId there = second.vf(1);

    private RootPort port(RequesterId id, FakeDsm device) {
        var port = new RootPort(id, iommu, IDE, env);
        port.connect(device);
        port.openWindow(device.window());
        return port;
    }

    private void connectBoth() {
        tsm.createGuest(ALICE);
        tsm.createGuest(BOB);
        tsm.connect(first);
        tsm.connect(second);
    }

    @Test
    void eachDeviceHasASessionAndAStreamOfItsOwn() {
        connectBoth();

        assertThat(tsm.devices()).extracting(ConnectedDevice::id).containsExactly(first.pf(), second.pf());
        assertThat(tsm.devices()).allMatch(ConnectedDevice::isSecure);
        assertThat(firstPort.ide().streams()).hasSize(1);
        assertThat(secondPort.ide().streams()).hasSize(1);
    }

    @Test
    void functionDecidesWhichDeviceIsAsked() {
        connectBoth();

        tsm.bind(VF1, ALICE);
        tsm.bind(there, BOB);

        assertThat(first.tdi(VF1).machine.state()).isEqualTo(TdiState.CONFIG_LOCKED);
        assertThat(second.tdi(there).machine.state()).isEqualTo(TdiState.CONFIG_LOCKED);
        assertThat(tsm.device(there).bound()).containsExactly(there);
        refused(Reason.NOT_BOUND, () -> tsm.callsOf(ALICE).status(there));
    }

    @Test
    void lossOfOneDeviceLeavesTheOtherAlone() {
        connectBoth();
        tsm.bind(VF1, ALICE);
        tsm.bind(there, BOB);

        first.loseSession();

        assertThat(tsm.isConnected(VF1)).isFalse();
        assertThat(tsm.device(there).isSecure()).isTrue();
        assertThat(tsm.callsOf(BOB).status(there).state()).isEqualTo(TdiState.CONFIG_LOCKED);
        refused(Reason.NOT_BOUND, () -> tsm.callsOf(ALICE).status(VF1));
    }

    @Test
    void disconnectOfOneDeviceLeavesTheOtherAlone() {
        connectBoth();
        tsm.bind(there, BOB);

        tsm.device(VF1).disconnect();

        assertThat(first.sessionEnded).isTrue();
        assertThat(second.sessionEnded).isFalse();
        assertThat(tsm.devices()).extracting(ConnectedDevice::id).containsExactly(second.pf());
    }

    @Test
    void functionOfNoConnectedDeviceIsUnknown() {
        tsm.createGuest(ALICE);
        tsm.connect(first);

        refused(Reason.UNKNOWN_FUNCTION, () -> tsm.bind(there, ALICE));
    }

    @Test
    void onlyDeviceIsMeantWhereNoneIsNamed() {
        tsm.connect(first);
        tsm.refreshKeys();
        tsm.connect(second);

        assertThatThrownBy(tsm::refreshKeys).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void deviceAtTheAddressesOfAnotherIsRefused() {
        tsm.connect(first);
        var liar = new FakeDsm(env, 0) {
            @Override
            public DeviceLocation location() {
                return new DeviceLocation(second.pf(), second.vf(2), first.window());
            }
        };

        refused(Reason.WRONG_DEVICE, () -> tsm.connect(liar));
    }

    @Test
    void twoDevicesBehindOnePortHaveStreamsOfTheirOwn() {
        var port = new RootPort(RequesterId.of(0, 3, 0), iommu, IDE, env);
        List.of(first, second).forEach(device -> port.openWindow(device.window()));
        var manager = new TeeSecurityManager(RootComplex.of(port), memory, iommu, connector, TsmOptions.DEFAULT, env);

        manager.connect(first);
        manager.connect(second);

        assertThat(manager.devices())
                .extracting(device -> device.status().stream().value())
                .containsExactly(0x10, 0x11);
        assertThat(manager.devices()).allMatch(ConnectedDevice::isSecure);
    }

    @Test
    void deviceForWhichNoStreamIsLeftIsRefused() {
        var port = new RootPort(RequesterId.of(0, 3, 0), iommu, IDE, env);
        List<FakeDsm> devices =
                IntStream.range(0, 257).mapToObj(number -> small(number)).toList();
        devices.forEach(device -> port.openWindow(device.window()));
        List<FakeDsm> asked = new ArrayList<>();
        DsmConnector all = transport -> {
            devices.stream().filter(device -> device.transport() == transport).forEach(asked::add);
            return asked.get(asked.size() - 1).connect(transport);
        };
        var manager = new TeeSecurityManager(RootComplex.of(port), memory, iommu, all, TsmOptions.DEFAULT, env);
        devices.subList(0, 256).forEach(manager::authenticate);

        refused(Reason.NO_STREAM, () -> manager.authenticate(devices.get(256)));

        assertThat(manager.devices()).hasSize(256);
        assertThat(asked).hasSize(256);
    }

    private FakeDsm small(int number) {
        return new FakeDsm(env, number) {
            @Override
            public DeviceLocation location() {
                FunctionId function = new FunctionId(0, new RequesterId(number + 1));
                return new DeviceLocation(function, function, window());
            }
        };
    }
}
