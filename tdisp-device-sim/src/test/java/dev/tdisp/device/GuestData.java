package dev.tdisp.device;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.pcie.TranslationEntry;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.device.engine.EngineRegister;
import dev.tdisp.device.function.DeviceFunction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;

/** What a guest leaves in a device: everything it can write, translations, and the results of work. */
final class GuestData {
    static final long PRIVATE = Bench.HOST_BUFFER;
    static final long PAGE = 0x7000_0000L;
    private static final int WINDOW = 4;

    private final Bench bench;
    private final DeviceFunction vf;
    private final Bytes secret = RandomSource.seeded(0x5EC2E7).next(32);
    private final List<Bytes> windows = new ArrayList<>();

    GuestData(Bench bench) {
        this.bench = bench;
        this.vf = bench.vf(1);
    }

    Bytes secret() {
        return secret;
    }

    List<Bytes> windows() {
        return List.copyOf(windows);
    }

    /** Locks, starts, and writes. */
    void leave(LockParameters parameters) {
        bench.enableTranslation(vf);
        bench.write(vf, "MSI-X Message Control", 0x8000);
        bench.host().translate(PAGE, PRIVATE, TranslationEntry.READ | TranslationEntry.WRITE);
        bench.host().put(PRIVATE, secret);
        bench.run(vf, parameters);
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
    Set<Integer> leaks(Bytes content) {
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
}
