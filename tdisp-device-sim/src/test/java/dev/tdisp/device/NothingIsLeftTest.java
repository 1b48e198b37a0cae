package dev.tdisp.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.TranslationEntry;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.device.Bench.Way;
import dev.tdisp.device.engine.EngineRegister;
import dev.tdisp.device.function.DeviceFunction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A guest leaves its data wherever it can; once it is gone, nobody finds a byte of them by any way. */
class NothingIsLeftTest {
    private static final int WINDOW = 4;
    private static final long PRIVATE = Bench.HOST_BUFFER;
    private static final long PAGE = 0x7000_0000L;

    private final Bench bench = Bench.enumerated(2).secure();
    private final DeviceFunction vf = bench.vf(1);
    private final Bytes secret = RandomSource.seeded(0x5EC2E7).next(32);
    private final List<Bytes> windows = new ArrayList<>();

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
        bench.enableTranslation(vf);
        bench.write(vf, "MSI-X Message Control", 0x8000);
        bench.host().translate(PAGE, PRIVATE, TranslationEntry.READ | TranslationEntry.WRITE);
        bench.host().put(PRIVATE, secret);
        bench.run(vf, LockParameters.of(LockFlags.of(LockFlag.LOCK_MSIX), Bench.STREAM.value()));
        long base = Bench.engine(vf);
        for (long at : new long[] {0x2000, 0x2FF0, 0x8_0000, 0xF_FFE0}) {
            bench.writeMemory(base + at, secret.slice(0, 16), Way.TRUSTED);
            bench.writeMemory(base + at + 16, secret.slice(16, 32), Way.TRUSTED);
        }
        for (int at : new int[] {0, 8, 16}) {
            bench.writeMemory(vf.address(vf.bars().get(1)) + at, secret.slice(at, at + 8), Way.TRUSTED);
        }
        bench.work(vf, 4, PRIVATE, PRIVATE + 0x1000, 32, Way.TRUSTED);
        vf.translatedDma().read(PAGE, 32);
        bench.work(vf, 2, PRIVATE, 0, 32, Way.TRUSTED);
        EngineRegister[] registers = {
            EngineRegister.SOURCE, EngineRegister.DESTINATION, EngineRegister.PATTERN, EngineRegister.KEY_0,
            EngineRegister.KEY_1, EngineRegister.KEY_2, EngineRegister.KEY_3, EngineRegister.COUNTER_0
        };
        for (int i = 0; i < registers.length; i++) {
            int at = 8 * (i % 4);
            bench.set(vf, registers[i], WireReader.of(secret.slice(at, at + 8)).u64("value"), Way.TRUSTED);
        }
        collectWindows();
    }

    private void collectWindows() {
        for (int at = 0; at + WINDOW <= secret.size(); at++) {
            windows.add(secret.slice(at, at + WINDOW));
        }
        var sum = new CRC32();
        sum.update(secret.toArray());
        var out = WireWriter.create();
        out.u32("checksum", sum.getValue());
        windows.add(out.toBytes());
    }

    /** Finds the windows in some content, in either order of bytes. */
    private Set<Integer> leaks(Bytes content) {
        Set<Integer> sought = new HashSet<>();
        windows.forEach(window -> sought.addAll(List.of(number(window), Integer.reverseBytes(number(window)))));
        Set<Integer> found = new HashSet<>();
        byte[] bytes = content.toArray();
        int last = 0;
        for (int i = 0; i < bytes.length; i++) {
            last = last << 8 | bytes[i] & 0xFF;
            if (i >= WINDOW - 1 && sought.contains(last)) {
                found.add(last);
            }
        }
        return found;
    }

    private static int number(Bytes window) {
        return (int) WireReader.of(window).u32BigEndian("window");
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
        var guest = new Observer(bench);
        guest.memory(vf, Way.TRUSTED);

        assertThat(leaks(guest.seen())).hasSizeGreaterThan(windows.size() / 2);
        assertThat(leaks(ReachableBytes.from(bench.device()))).hasSizeGreaterThanOrEqualTo(windows.size());
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

        assertThat(windows)
                .noneMatch(window -> text.toString().contains(window.toHex().replace(" ", "")));
    }
}
