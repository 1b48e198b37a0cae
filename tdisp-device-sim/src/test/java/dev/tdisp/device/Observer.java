package dev.tdisp.device;

import dev.tdisp.core.pcie.Completion;
import dev.tdisp.core.pcie.IdeCapability;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.device.engine.EngineRegister;
import dev.tdisp.device.function.DeviceFunction;
import dev.tdisp.spdm.algorithm.MeasurementHashAlgorithm;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at a device by every way there is from outside, and keeps what it saw. */
final class Observer {
    private static final int PAGE = 4096;
    private static final int CONFIGURATION_SPACE = 4096;

    private final Bench bench;
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

    Observer(Bench bench) {
        this.bench = bench;
    }

    /** Everything that a host sees which may do what it likes. */
    static Bytes everything(Bench bench) {
        var observer = new Observer(bench);
        observer.memory();
        observer.configuration();
        observer.messages();
        observer.link();
        return observer.seen();
    }

    Bytes seen() {
        return Bytes.of(seen.toByteArray());
    }

    private List<DeviceFunction> functions() {
        var functions = new ArrayList<DeviceFunction>(List.of(bench.vf(1), bench.vf(2), bench.pf()));
        functions.removeIf(function -> !function.isPresent());
        return functions;
    }

    private List<Way> ways() {
        return bench.hostStream().isSecure() && bench.streamStatus(0) == IdeCapability.STATUS_SECURE
                ? List.of(Way.CLEAR, Way.UNTRUSTED, Way.TRUSTED)
                : List.of(Way.CLEAR);
    }

    void memory() {
        for (DeviceFunction function : functions()) {
            for (Way way : ways()) {
                memory(function, way);
            }
        }
    }

    void memory(DeviceFunction function, Way way) {
        long engine = Bench.engine(function);
        for (EngineRegister register : EngineRegister.values()) {
            read(engine + register.offset(), register.size(), way);
        }
        long most = function.isPhysical() || way != Way.CLEAR ? 0x1_0000 : 0x10_0000;
        for (long at = PAGE; at < most; at += PAGE) {
            read(engine + at, PAGE, way);
        }
        read(engine + function.bars().get(0).definition().size() - PAGE, PAGE, way);
        long table = function.address(function.bars().get(1));
        for (int at = 0; at < function.interrupts().vectors() * 16; at += 8) {
            read(table + at, 8, way);
        }
        read(table + 0x1_0000, 8, way);
    }

    private void read(long address, int length, Way way) {
        Optional<Completion> answer = bench.send(bench.frame(bench.host().read(address, length), way));
        answer.ifPresent(completion -> seen.writeBytes(completion.payload().toArray()));
    }

    void configuration() {
        for (DeviceFunction function : functions()) {
            for (int at = 0; at < CONFIGURATION_SPACE; at += 4) {
                var out = WireWriter.create();
                out.u32("register", bench.read(function.requesterId(), at, 4));
                seen.writeBytes(out.toBytes().toArray());
            }
        }
    }

    /** Lets the engines of all functions copy what they can reach out of the device. */
    void engines() {
        for (DeviceFunction function : functions()) {
            if (!function.isBusMaster()) {
                continue;
            }
            bench.set(function, EngineRegister.FLAGS, 1, Way.CLEAR);
            for (int at = 0; at < 0xF_E000; at += 0x1_0000) {
                bench.copy(function, at, 0x9_0000_0000L + at, 0x1_0000, Way.CLEAR);
            }
            seen.writeBytes(bench.host().at(0x9_0000_0000L, 0x10_0000).toArray());
        }
    }

    void messages() {
        try {
            bench.ideKm(Bench.SESSION).query(0).registers().forEach(value -> {
                var out = WireWriter.create();
                out.u32("register", value & 0xFFFF_FFFFL);
                seen.writeBytes(out.toBytes().toArray());
            });
        } catch (RuntimeException refused) {
            // then it says nothing
        }
        bench.device()
                .credentials()
                .measurements()
                .get()
                .blocks(MeasurementHashAlgorithm.SHA_384, true)
                .forEach(block -> seen.writeBytes(block.value().toArray()));
    }

    /** What came up the link of its own accord. */
    void link() {
        bench.host().received().forEach(r -> {
            seen.writeBytes(r.tlp().header().toArray());
            seen.writeBytes(r.tlp().data().toArray());
        });
    }
}
