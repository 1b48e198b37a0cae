package dev.tdisp.lab;

import dev.tdisp.core.adversary.AdversarySwitch;
import dev.tdisp.core.env.Env;
import dev.tdisp.core.ide.IdeProfile;
import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.device.engine.EngineRegister;
import dev.tdisp.host.tsm.TsmOptions;
import java.util.function.Consumer;

/** What attacks on the link have in common: a bench with a switch on the link, and a function that changes hands. */
abstract class PublishedAttacks {
    static final int SCRATCH = EngineRegister.PATTERN.offset();
    static final Bytes SECRET = Bytes.fromHex("5ec2e75ec2e75ec2");

    AdversarySwitch adversary =
            new AdversarySwitch(SrIovDevice.builder(Env.seeded(1)).build());

    Bench bench(IdeProfile ide) {
        return new Bench(ide, this::interpose);
    }

    PcieDevice interpose(PcieDevice device) {
        adversary = new AdversarySwitch(device);
        return adversary;
    }

    /** How the first guest's use of the function ends. */
    enum Ending {
        STOP(bench -> {}),
        FUNCTION_LEVEL_RESET(bench -> bench.vmm.driver().functionLevelReset(bench.function));

        private final Consumer<Bench> before;

        Ending(Consumer<Bench> before) {
            this.before = before;
        }
    }

    /** Takes the function from its guest and gives it to another one; a stream that failed meanwhile is keyed anew. */
    static Bench.Domain handOver(Bench bench, Ending ending) {
        ending.before.accept(bench);
        bench.guest.unlock(bench.function);
        if (!isSecure(bench)) {
            bench.tsm.secureLink();
        }
        return give(bench);
    }

    static Bench.Domain give(Bench bench) {
        bench.vmm.unassign(bench.function);
        Bench.Domain next = bench.other(bench.function);
        bench.vmm.driver().config(bench.function).setBits(0x04, 2, 0x04);
        return next.accepted();
    }

    static boolean isSecure(Bench bench) {
        boolean atDevice = bench.device.idePort().stream(TsmOptions.DEFAULT.stream())
                .filter(IdeStream::isSecure)
                .isPresent();
        return atDevice
                && bench.port.ide().stream(TsmOptions.DEFAULT.stream())
                        .filter(IdeStream::isSecure)
                        .isPresent();
    }

    static Bytes number(int value) {
        return Bytes.of((byte) value, (byte) (value >> 8), (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0);
    }
}
