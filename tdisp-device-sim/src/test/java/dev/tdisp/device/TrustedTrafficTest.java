package dev.tdisp.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.idekm.IdeKmException;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.Tlp;
import dev.tdisp.core.requester.TdispException;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.function.DeviceFunction;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens in whatever order: no request leaves with T set but from a running interface on a secure stream. */
class TrustedTrafficTest {
    private static final int STEPS = 400;

    private final Bench bench = Bench.enumerated(2);
    private int trusted;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    @Tag("P-127")
    void onlyRunningInterfacesSendTrustedRequests(long seed) {
        bench.host().beforeReceiving(this::check);
        var random = new Random(seed);

        for (int step = 0; step < STEPS; step++) {
            int what = random.nextInt(14);
            try {
                act(what, random);
            } catch (TdispException | IdeKmException | IllegalStateException refused) {
                // the device may refuse whatever it is asked
            }
        }

        assertThat(trusted).as("trusted requests with seed %d", seed).isGreaterThan(20);
    }

    private void check(LinkFrame frame) {
        if (!(frame instanceof LinkFrame.Protected sealed) || !sealed.prefix().trusted()) {
            return;
        }
        RequesterId requester =
                Tlp.decode(sealed.header().plus(sealed.ciphertext())).requester();
        Optional<DeviceFunction> function = bench.device().physicalFunction().find(requester);
        trusted++;
        assertThat(function.map(bench::state)).contains(TdiState.RUN);
        assertThat(bench.device().idePort().stream(sealed.prefix().streamId())
                        .orElseThrow()
                        .isSecure())
                .isTrue();
    }

    private void act(int what, Random random) {
        DeviceFunction function = List.of(bench.pf(), bench.vf(1), bench.vf(2)).get(random.nextInt(3));
        switch (what) {
            case 0, 1 -> repair();
            case 2, 3, 4 -> bench.run(function);
            case 5 -> bench.stop(function);
            case 6 -> bench.lock(function);
            case 7 -> writeSomewhere(function, random);
            case 8 -> bench.setStreamControl(random.nextInt(2), random.nextInt(2) | 0x1040_0000L);
            case 9 -> {
                if (random.nextInt(20) == 0) {
                    bench.device().conventionalReset();
                }
            }
            case 10 ->
                bench.writeMemory(Bench.engine(function) + 0x2000, Bytes.filled(1, 4), Way.values()[random.nextInt(3)]);
            default -> {
                function.dma().read(Bench.HOST_BUFFER, 8);
                function.dma().write(Bench.HOST_BUFFER, Bytes.filled(what, 8));
                function.interrupts().raise(0);
            }
        }
    }

    /** Does what a patient host does after trouble. */
    private void repair() {
        bench.write(Bench.PF, 0x44, 2, 0);
        bench.setStreamControl(0, bench.streamControl(0) & ~1L);
        bench.setStreamControl(1, 0);
        bench.setStreamControl(1, 0xFF00_0000L);
        bench.hostStream().disable();
        bench.write(Bench.PF, 0x168, 2, 0);
        bench.enumerate(2);
        for (DeviceFunction function : List.of(bench.pf(), bench.vf(1), bench.vf(2))) {
            bench.stop(function);
        }
        bench.secure();
        bench.run(bench.vf(1));
    }

    private void writeSomewhere(DeviceFunction function, Random random) {
        int offset = List.of(0x04, 0x10, 0x52, 0x78, 0x168, 0x184, 0x1D0, 0x44).get(random.nextInt(8));
        bench.write(function.requesterId(), offset, 2, random.nextInt(0x1_0000));
    }
}
