package dev.tdisp.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.engine.EngineRegister;
import dev.tdisp.device.function.DeviceFunction;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A guest leaves its data wherever it can; once it is gone, nobody finds a byte of them by any way. */
class NothingIsLeftTest {
    private static final long PRIVATE = GuestData.PRIVATE;

    private final Bench bench = Bench.enumerated(2).secure();
    private final DeviceFunction vf = bench.vf(1);
    private final GuestData guest = new GuestData(bench);

    /** How an interface is left. */
    enum Ending {
        STOP_WHILE_RUNNING,
        STOP_IN_ERROR,
        FUNCTION_LEVEL_RESET,
        RESET_OF_THE_PHYSICAL_FUNCTION,
        VIRTUAL_FUNCTIONS_DISABLED,
        CONVENTIONAL_RESET,
        END_OF_THE_SESSION,
        STOP_WITH_WORK_UNDER_WAY
    }

    private void leaveDataEverywhere() {
        guest.leave(LockParameters.of(LockFlags.of(LockFlag.LOCK_MSIX), Bench.STREAM.value()));
    }

    private Set<Integer> leaks(Bytes content) {
        return guest.leaks(content);
    }

    private void end(Ending ending) {
        switch (ending) {
            case STOP_WHILE_RUNNING -> bench.stop(vf);
            case STOP_IN_ERROR -> bench.write(vf, "Command", 0);
            case FUNCTION_LEVEL_RESET -> bench.write(vf, "Device Control", 0x8000);
            case RESET_OF_THE_PHYSICAL_FUNCTION -> bench.write(bench.pf(), "Device Control", 0x8000);
            case VIRTUAL_FUNCTIONS_DISABLED -> bench.write(bench.pf(), "SR-IOV Control", 0);
            case CONVENTIONAL_RESET -> bench.device().conventionalReset();
            case END_OF_THE_SESSION -> bench.device().dsm().protocols().sessionEnded(Bench.SESSION);
            case STOP_WITH_WORK_UNDER_WAY -> {
                bench.host().beforeAnswer(() -> {
                    bench.host().beforeAnswer(() -> {});
                    bench.stop(vf);
                });
                bench.startCopy(vf, PRIVATE, PRIVATE + 0x2000, 32, Way.TRUSTED);
            }
        }
    }

    @Test
    void observerFindsTheDataWhileTheGuestIsThere() {
        leaveDataEverywhere();
        var observer = new Observer(bench);
        observer.memory(vf, Way.TRUSTED);

        assertThat(leaks(observer.seen())).hasSizeGreaterThan(guest.windows().size() / 2);
        assertThat(leaks(ReachableBytes.from(bench.device())))
                .hasSizeGreaterThanOrEqualTo(guest.windows().size());
    }

    @Test
    @Tag("GAP-DAT-07")
    @Tag("P-108")
    void hostFindsNothingWhileTheGuestRunsNorInError() {
        leaveDataEverywhere();
        bench.host().forgetReceived();
        var host = new Observer(bench);
        host.memory(bench.vf(2), Way.TRUSTED);
        host.memory(bench.pf(), Way.CLEAR);
        host.memory(vf, Way.CLEAR);
        host.memory(vf, Way.UNTRUSTED);
        host.configuration();
        host.messages();
        host.link();

        bench.write(vf, "Command", 0);

        assertThat(bench.state(vf)).isEqualTo(TdiState.ERROR);
        assertThat(leaks(host.seen())).isEmpty();
        assertThat(leaks(Observer.everything(bench))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("GAP-STP-01")
    @Tag("GAP-STP-02")
    @Tag("GAP-STP-06")
    @Tag("GAP-STP-07")
    @Tag("GAP-STP-08")
    @Tag("GAP-STP-11")
    @Tag("T-088")
    @Tag("T-090")
    @Tag("GAP-RST-15")
    void onceTheGuestIsGoneNobodyFindsAByteOfItByAnyWay(Ending ending) {
        leaveDataEverywhere();
        bench.host().forgetReceived();

        end(ending);
        Bytes written = bench.host().at(PRIVATE + 0x2000, 32);
        Bytes duringError = Observer.everything(bench);
        makeUnlocked(ending);
        bench.host().put(PRIVATE, Bytes.filled(0, 0x3000));
        bench.host().forgetReceived();
        Bytes after = Observer.everything(bench);
        var engines = new Observer(bench);
        engines.engines();

        assertThat(bench.state(vf)).isEqualTo(TdiState.CONFIG_UNLOCKED);
        assertThat(leaks(duringError)).as("before STOP").isEmpty();
        assertThat(leaks(after)).as("after STOP").isEmpty();
        assertThat(leaks(engines.seen())).as("through the engines").isEmpty();
        assertThat(leaks(ReachableBytes.from(bench.device())))
                .as("inside the device")
                .isEmpty();
        assertThat(written).isEqualTo(Bytes.filled(0, 32));
        assertThat(bench.tdi(vf).machine().hasNonce()).isFalse();
        assertThat(bench.tdi(vf).machine().binding()).isEmpty();
        assertThat(bench.tdi(vf).machine().report().isEmpty()).isTrue();
        assertThat(vf.translations().size()).isZero();
    }

    private void makeUnlocked(Ending ending) {
        if (ending == Ending.CONVENTIONAL_RESET || ending == Ending.RESET_OF_THE_PHYSICAL_FUNCTION) {
            bench.enumerate(2);
        } else if (ending == Ending.VIRTUAL_FUNCTIONS_DISABLED) {
            bench.enableVirtualFunctions(2);
        }
        bench.write(vf, "Command", 4);
        bench.stop(vf);
    }

    @Test
    @Tag("GAP-STP-06")
    @Tag("GAP-STP-11")
    void nextTenantFindsNothingOfTheOneBefore() {
        leaveDataEverywhere();
        bench.stop(vf);
        bench.host().put(PRIVATE, Bytes.filled(0, 0x3000));
        bench.run(vf, LockParameters.of(LockFlags.of(LockFlag.LOCK_MSIX), Bench.STREAM.value()));
        bench.host().forgetReceived();

        var tenant = new Observer(bench);
        tenant.memory(vf, Way.TRUSTED);
        vf.interrupts().raise(0);
        tenant.link();
        Bytes report = Peers.requester(bench, vf).reportBytes();

        assertThat(leaks(tenant.seen())).isEmpty();
        assertThat(leaks(report)).isEmpty();
        assertThat(bench.get(vf, EngineRegister.COMPLETED, Way.TRUSTED)).isZero();
    }

    @Test
    @Tag("GAP-STP-01")
    @Tag("GAP-STP-02")
    void dataThatComesBehindStopGoesNowhere() {
        leaveDataEverywhere();
        bench.host().beforeAnswer(() -> {
            bench.host().beforeAnswer(() -> {});
            bench.stop(vf);
            bench.host().forgetReceived();
        });

        bench.startCopy(vf, PRIVATE, PRIVATE + 0x2000, 32, Way.TRUSTED);

        assertThat(bench.host().writes()).isEmpty();
        assertThat(bench.host().at(PRIVATE + 0x2000, 32)).isEqualTo(Bytes.filled(0, 32));
        assertThat(leaks(ReachableBytes.from(bench.device()))).isEmpty();
    }

    @Test
    @Tag("GAP-STP-03")
    void interruptThatWaitsAtStopIsNeverSent() {
        leaveDataEverywhere();
        vf.interrupts().raise(5);
        assertThat(vf.interrupts().isPending(5)).isTrue();

        bench.stop(vf);
        bench.host().forgetReceived();
        bench.write(vf, "MSI-X Message Control", 0x8000);
        bench.writeMemory(vf.address(vf.bars().get(1)) + 5 * 16 + 8, Bytes.fromHex("41000000 00000000"));

        assertThat(bench.host().received()).isEmpty();
    }

    @Test
    void traceShowsNoDataOfTheGuest() {
        leaveDataEverywhere();
        bench.stop(vf);
        var text = new StringBuilder();
        bench.trace().events().forEach(event -> text.append(event.summary()).append(event));

        assertThat(guest.windows())
                .noneMatch(window -> text.toString().contains(window.toHex().replace(" ", "")));
    }
}
