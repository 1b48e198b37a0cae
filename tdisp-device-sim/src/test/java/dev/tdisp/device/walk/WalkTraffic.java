package dev.tdisp.device.walk;

import static dev.tdisp.device.walk.WalkWorld.require;

import dev.tdisp.core.pcie.MemoryWrite;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.function.DmaResult;
import java.util.Random;

/** Packets of a random walk: from the host, from the engines, between the devices, and interrupts. */
final class WalkTraffic {
    private static final int TEE_MEMORY = 0x2000;
    private static final int RUN = 2;

    private final WalkWorld world;
    private final Random random;
    private final WalkHappenings happenings;
    private int page = 1;

    WalkTraffic(WalkWorld world, WalkHappenings happenings) {
        this.world = world;
        this.random = world.random;
        this.happenings = happenings;
    }

    String packet(int which, int tdi) {
        WalkModel model = world.models[which];
        WalkDevice device = world.devices[which];
        boolean isTee = random.nextInt(3) > 0;
        int stream = random.nextInt(4) - 1;
        boolean isTrusted = stream >= 0 && random.nextInt(3) > 0;
        if (stream > 1 || stream >= 0 && !model.secure[stream]) {
            stream = -1;
            isTrusted = false;
        }
        if (isTee && isTrusted && world.chance(4)) {
            return poison(which, tdi, stream);
        }
        boolean isAnswered = device.host.read(device.device, device.address(tdi, isTee), stream, isTrusted);
        boolean expected = model.mayRead(tdi, isTee, isTrusted, stream);
        world.visit("READ T=" + isTrusted, model.state[tdi], String.valueOf(isAnswered));
        if (!isAnswered && model.decodes(tdi)) {
            world.happened("E35", which, tdi);
        }
        require(isAnswered == expected, "read tee=%b T=%b stream %d".formatted(isTee, isTrusted, stream));
        return "READ";
    }

    private String poison(int which, int tdi, int stream) {
        WalkModel model = world.models[which];
        WalkDevice device = world.devices[which];
        var write = new MemoryWrite(WalkHost.ROOT_PORT, 0, device.register(tdi, 0x28), Bytes.filled(1, 8));
        var poisoned = new MemoryWrite(
                write.requester(),
                write.tag(),
                write.address(),
                write.payload(),
                write.attributes().withPoisoned(true));
        world.happened("E26", which, tdi);
        device.host.send(device.device, poisoned, stream, true);
        if (model.decodes(tdi) && stream == 0 && model.state[tdi] == RUN) {
            model.violate(tdi);
        }
        return "POISON";
    }

    /** Has the engine copy, programmed in whatever way may get through; something may happen meanwhile. */
    String dma(int which, int tdi) {
        WalkModel model = world.models[which];
        WalkDevice device = world.devices[which];
        boolean isTrusted = model.state[tdi] == RUN && model.secure[0];
        int stream = isTrusted ? 0 : -1;
        boolean works = model.decodes(tdi) && model.busMaster[tdi] && (model.state[tdi] == 0 || isTrusted);
        boolean refuses = world.chance(6);
        boolean isDisturbed = works && isTrusted && !refuses && world.chance(3);
        int before = model.state[tdi];
        String[] meanwhile = {""};
        program(device, tdi, stream, isTrusted);
        device.host.seen.clear();
        device.host.refuses = refuses;
        device.host.meanwhile = () -> meanwhile[0] = isDisturbed ? happenings.disturb(which, tdi) : "";
        set(device, tdi, new long[] {0x30, 1, 4}, stream, isTrusted);
        device.host.refuses = false;
        device.host.meanwhile = () -> {};

        world.visit("DMA", before, works + meanwhile[0]);
        require(device.host.seen.isEmpty() != works, "packets of the engine: " + device.host.seen);
        checkSeen(device, tdi, before);
        require(!isDisturbed || device.host.seen.size() == 1, "a packet after " + meanwhile[0]);
        if (works && refuses) {
            world.happened("E27", which, tdi);
            model.violate(tdi);
        }
        return "DMA" + meanwhile[0];
    }

    private static void checkSeen(WalkDevice device, int tdi, int state) {
        for (WalkHost.Seen seen : device.host.seen) {
            require(seen.requester().equals(device.function(tdi)), "another function sent a packet");
            require(seen.trusted() == (state == RUN), "T outside RUN, or RUN without T");
            require(!seen.trusted() || seen.stream().orElse("").equals("stream 10h"), "T on " + seen.stream());
        }
    }

    private static void program(WalkDevice device, int tdi, int stream, boolean isTrusted) {
        long[][] registers = {{0x08, 1, 4}, {0x10, 0x1_0000_0000L, 8}, {0x18, 0x1_0000_1000L, 8}, {0x20, 64, 4}};
        for (long[] register : registers) {
            set(device, tdi, register, stream, isTrusted);
        }
    }

    private static void set(WalkDevice device, int tdi, long[] register, int stream, boolean isTrusted) {
        byte[] content = new byte[(int) register[2]];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (register[1] >>> 8 * i);
        }
        device.host.write(device.device, device.register(tdi, (int) register[0]), Bytes.of(content), stream, isTrusted);
    }

    /** Unmasks a vector in whatever way may get through, and raises it. */
    String interrupt(int which, int tdi) {
        WalkModel model = world.models[which];
        WalkDevice device = world.devices[which];
        boolean isTrusted = model.state[tdi] == RUN && model.msixLocked[tdi];
        int stream = isTrusted ? 0 : -1;
        long table = device.msixTable(tdi);
        device.host.write(device.device, table, Bytes.fromHex("0000e0fe00000000"), stream, isTrusted);
        device.host.write(device.device, table + 8, Bytes.fromHex("4100000000000000"), stream, isTrusted);
        if (model.decodes(tdi) && (isTrusted || !model.msixLocked[tdi])) {
            model.unmasked[tdi] = true;
        }
        if (!model.exists(tdi) || !model.busMaster[tdi] || !model.interrupts[tdi] || !model.unmasked[tdi]) {
            return "MASKED";
        }
        device.host.seen.clear();
        device.at(tdi).interrupts().raise(0);

        int expected = model.interrupt(tdi);
        world.visit("MSIX", model.state[tdi], String.valueOf(expected));
        require(device.host.seen.size() == Math.min(expected, 1), "interrupts: " + device.host.seen);
        require(device.host.seen.stream().allMatch(seen -> seen.trusted() == (expected == 2)), "T of an interrupt");
        return "MSIX";
    }

    /** Asks the host for a translation, which comes back without trust. */
    String untrustedTranslation(int which, int tdi) {
        WalkModel model = world.models[which];
        WalkDevice device = world.devices[which];
        boolean asks = model.exists(tdi)
                && model.busMaster[tdi]
                && model.translates[tdi]
                && (model.state[tdi] == 0 || model.state[tdi] == RUN);
        if (model.state[tdi] == 0) {
            return "NO_TRANSLATION";
        }
        page++;
        device.host.seen.clear();
        device.host.distrusts = true;
        DmaResult result = device.at(tdi).translatedDma().read(0x10_0000_0000_0000L + ((long) page << 12), 8);
        device.host.distrusts = false;

        require(!result.isDone(), "an untrusted translation was used");
        require(device.host.seen.size() == (asks ? 1 : 0), "translation requests: " + device.host.seen);
        if (asks) {
            world.happened("E28", which, tdi);
            model.violate(tdi);
        }
        return "UNTRUSTED_TRANSLATION";
    }

    /** Sends data to an interface of the other device, and reads them back. */
    String peer(int which, int tdi, int target) {
        WalkModel model = world.models[which];
        WalkModel other = world.models[1 - which];
        boolean mayTalk = model.exists(tdi) && model.busMaster[tdi] && model.state[tdi] == RUN && model.translates[tdi];
        if (!mayTalk) {
            return "NO_PEER";
        }
        WalkDevice device = world.devices[which];
        var dma = device.at(tdi).translatedDma();
        long address = world.devices[1 - which].register(target, TEE_MEMORY);
        Bytes data = Bytes.filled(random.nextInt(255) + 1, 8);
        if (!model.bound[tdi]) {
            return up(which, tdi, address, data);
        }
        boolean damages = other.secure[WalkModel.PEER] && world.chance(6);
        boolean arrives = other.mayBeReachedByPeer(target) && !damages;
        world.damages = damages;
        DmaResult written = dma.write(address, data);
        world.damages = false;
        if (damages) {
            for (int i = 0; i < WalkModel.TDIS; i++) {
                if (other.bound[i] && other.state[i] == RUN) {
                    world.happened("E5", 1 - which, i);
                }
            }
            other.insecure(WalkModel.PEER);
        }
        require(written.isDone(), "a posted write was not: " + written.status());
        DmaResult read = dma.read(address, 8);
        world.visit("PEER", other.state[target], String.valueOf(arrives));
        require(read.isDone() == arrives, "read of the peer: " + read.status());
        require(!arrives || read.data().equals(data), "the peer gave something else");
        if (!arrives) {
            world.happened("E27", which, tdi);
            model.violate(tdi);
        }
        return "PEER " + target;
    }

    /** Without a binding everything goes up to the host. */
    private String up(int which, int tdi, long address, Bytes data) {
        WalkDevice device = world.devices[which];
        world.redirect(which, true);
        device.host.seen.clear();
        DmaResult written = device.at(tdi).translatedDma().write(address, data);
        world.redirect(which, false);
        RequesterId self = device.function(tdi);
        require(written.isDone(), "a write to the host was not done");
        require(
                device.host.seen.stream()
                        .allMatch(seen -> seen.requester().equals(self)
                                && seen.trusted()
                                && seen.stream().orElse("").equals("stream 10h")),
                "a request without a binding: " + device.host.seen);
        world.visit("UP", RUN, "");
        return "UP";
    }
}
