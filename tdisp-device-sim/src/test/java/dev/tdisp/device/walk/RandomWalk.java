package dev.tdisp.device.walk;

import dev.tdisp.core.pcie.MemoryWrite;
import dev.tdisp.core.wire.Bytes;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** Does random things to two devices and to their models, and compares after each. */
final class RandomWalk {
    private static final List<String> REQUESTS =
            List.of("VERSION", "CAPABILITIES", "REPORT", "STATE", "BIND", "UNBIND", "ATTRIBUTE", "VDM", "UNKNOWN");
    private static final String WRONG_NONCE = "00".repeat(32);
    private static final int REMEMBERED = 12;

    private final Random random;
    private final WalkDevice[] devices = new WalkDevice[2];
    private final WalkModel[] models = new WalkModel[2];
    private final long[][] sessions = {{1, 2}, {1, 2}};
    private final String[][] lastNonces = {new String[WalkModel.TDIS], new String[WalkModel.TDIS]};
    private final Set<String> allNonces = new HashSet<>();
    private final Deque<String> done = new ArrayDeque<>();
    final Map<String, Integer> visited = new TreeMap<>();
    private long nextSession = 3;

    RandomWalk(long seed) {
        random = new Random(seed);
        for (int i = 0; i < 2; i++) {
            devices[i] = new WalkDevice(seed * 2 + i);
            models[i] = new WalkModel(true);
            Arrays.fill(lastNonces[i], WRONG_NONCE);
            restore(i);
        }
    }

    /** One event, and all that must hold after it. */
    void step() {
        int which = random.nextInt(2);
        int tdi = random.nextInt(WalkModel.TDIS);
        String before = "%d%d%d%d".formatted(models[1 - which].state[0], models[1 - which].state[1], 0, 0);
        String event = event(which, tdi);
        done.addLast("%s@%d.%d".formatted(event, which, tdi));
        if (done.size() > REMEMBERED) {
            done.removeFirst();
        }
        devices[which].follow();
        check(which);
        String after = "%d%d%d%d".formatted(models[1 - which].state[0], models[1 - which].state[1], 0, 0);
        require(before.equals(after), "the other device's model moved");
        if (random.nextInt(16) == 0) {
            check(1 - which);
        }
    }

    private void visit(String event, int state, String outcome) {
        visited.merge(event + " in " + state + ": " + outcome, 1, Integer::sum);
    }

    private String event(int which, int tdi) {
        WalkModel model = models[which];
        if (!model.exist && random.nextInt(3) > 0) {
            restore(which);
            return "RESTORE";
        }
        if (!model.secure[0] && random.nextInt(4) == 0) {
            return key(which, 0);
        }
        return switch (random.nextInt(20)) {
            case 0, 1, 2 -> lock(which, tdi);
            case 3, 4 -> start(which, tdi);
            case 5 -> request(which, tdi, "STOP", "", 0, 0);
            case 6, 7, 8, 9 -> request(which, tdi, REQUESTS.get(random.nextInt(REQUESTS.size())), "", 1, 0);
            case 10, 11, 12, 13, 14 -> packet(which, tdi);
            case 15, 16 -> dma(which, tdi);
            case 17 -> configuration(which, tdi);
            case 18 -> streamEvent(which);
            default -> rare(which, tdi);
        };
    }

    private void restore(int which) {
        devices[which].enumerate();
        models[which].exist = true;
        Arrays.fill(models[which].busMaster, true);
    }

    // TDISP

    private String lock(int which, int tdi) {
        int stream = random.nextInt(10) == 0 ? 1 : 0;
        int flags = random.nextInt(2) | (random.nextInt(2) << 2);
        return request(which, tdi, "LOCK", "", stream, flags);
    }

    private String start(int which, int tdi) {
        String nonce = switch (random.nextInt(6)) {
            case 0 -> WRONG_NONCE;
            case 1 -> lastNonces[which][(tdi + 1) % WalkModel.TDIS];
            case 2 -> lastNonces[1 - which][tdi];
            default -> lastNonces[which][tdi];
        };
        return request(which, tdi, "START", nonce, 0, 0);
    }

    private String request(int which, int tdi, String name, String nonce, int stream, int flags) {
        WalkModel model = models[which];
        long session = sessions[which][random.nextInt(5) == 0 ? 1 : 0];
        int[] before = model.state.clone();
        String hex = WalkRequests.bytes(name, devices[which].function(tdi).value(), nonce, stream, flags);
        Bytes response = WalkRequests.send(devices[which], session, hex);

        String expected = model.request(name, tdi, session, nonce, stream);
        String outcome = WalkRequests.outcome(response);

        visit(name, before[tdi], outcome);
        require(outcome.equals(expected), "%s answered %s, the model says %s".formatted(name, outcome, expected));
        require(outcome.equals("ok") || Arrays.equals(before, model.state), "a refusal changed a state");
        if (name.equals("LOCK") && outcome.equals("ok")) {
            String fresh = response.from(16).toHex();
            require(allNonces.add(fresh), "a nonce came twice");
            lastNonces[which][tdi] = fresh;
            model.nonce[tdi] = fresh;
            model.frozen[tdi] = (flags & 1) != 0;
            model.msixLocked[tdi] = (flags & 4) != 0;
        }
        return name + " " + outcome;
    }

    // packets

    private String packet(int which, int tdi) {
        WalkModel model = models[which];
        WalkDevice device = devices[which];
        boolean isTee = random.nextInt(3) > 0;
        int stream = random.nextInt(4) - 1;
        boolean isTrusted = stream >= 0 && random.nextInt(3) > 0;
        if (stream > 1 || stream >= 0 && !model.secure[stream]) {
            stream = -1;
            isTrusted = false;
        }
        if (isTee && isTrusted && random.nextInt(8) == 0) {
            return poison(which, tdi, stream);
        }
        boolean isAnswered = device.host.read(device.device, device.address(tdi, isTee), stream, isTrusted);
        boolean expected = model.mayRead(tdi, isTee, isTrusted, stream);
        visit("READ T=" + isTrusted, model.state[tdi], String.valueOf(isAnswered));
        require(isAnswered == expected, "read tee=%b T=%b stream %d".formatted(isTee, isTrusted, stream));
        return "READ";
    }

    private String poison(int which, int tdi, int stream) {
        WalkModel model = models[which];
        WalkDevice device = devices[which];
        var write = new MemoryWrite(WalkHost.ROOT_PORT, 0, device.register(tdi, 0x28), Bytes.filled(1, 8));
        var poisoned = new MemoryWrite(
                write.requester(),
                write.tag(),
                write.address(),
                write.payload(),
                write.attributes().withPoisoned(true));
        device.host.send(device.device, poisoned, stream, true);
        if (model.exist && stream == 0 && model.state[tdi] == 2) {
            model.violate(tdi);
        }
        return "POISON";
    }

    /** Has the engine copy, programmed in whatever way may get through. */
    private String dma(int which, int tdi) {
        WalkModel model = models[which];
        WalkDevice device = devices[which];
        boolean isTrusted = model.state[tdi] == 2 && model.secure[0];
        int stream = isTrusted ? 0 : -1;
        boolean refuses = random.nextInt(6) == 0;
        device.host.seen.clear();
        device.host.refuses = refuses;
        long[][] registers = {{0x08, 1, 4}, {0x10, 0x1_0000_0000L, 8}, {0x18, 0x1_0000_1000L, 8}, {0x20, 64, 4}};
        for (long[] register : registers) {
            set(device, tdi, register, stream, isTrusted);
        }
        set(device, tdi, new long[] {0x30, 1, 4}, stream, isTrusted);
        device.host.refuses = false;

        boolean works = model.exist && model.busMaster[tdi] && (model.state[tdi] == 0 || isTrusted);
        visit("DMA", model.state[tdi], String.valueOf(works));
        require(device.host.seen.isEmpty() != works, "packets of the engine: " + device.host.seen);
        for (WalkHost.Seen seen : device.host.seen) {
            require(seen.requester().equals(device.function(tdi)), "another function sent a packet");
            require(seen.trusted() == (model.state[tdi] == 2), "T outside RUN, or RUN without T");
            require(!seen.trusted() || seen.stream().orElse("").equals("stream 10h"), "T on " + seen.stream());
        }
        if (works && refuses) {
            model.violate(tdi);
        }
        return "DMA";
    }

    private static void set(WalkDevice device, int tdi, long[] register, int stream, boolean isTrusted) {
        byte[] content = new byte[(int) register[2]];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (register[1] >>> 8 * i);
        }
        device.host.write(device.device, device.register(tdi, (int) register[0]), Bytes.of(content), stream, isTrusted);
    }

    // configuration, streams, sessions, resets

    private String configuration(int which, int tdi) {
        WalkModel model = models[which];
        WalkDevice device = devices[which];
        switch (random.nextInt(8)) {
            case 0 -> {
                device.busMaster(tdi, false);
                if (model.exist && model.busMaster[tdi]) {
                    model.busMaster[tdi] = false;
                    model.violate(tdi);
                }
                return "BUS_MASTER_OFF";
            }
            case 1, 2, 3 -> {
                device.busMaster(tdi, true);
                model.busMaster[tdi] = model.exist;
                return "BUS_MASTER_ON";
            }
            case 4 -> {
                device.write(WalkDevice.PF, 0x0C, 1, random.nextInt(256));
                device.write(WalkDevice.PF, 0x78, 2, random.nextBoolean() ? 0x2937 : 0x2917);
                return "FREE";
            }
            case 5 -> {
                device.write(WalkDevice.PF, 0x1D0 + 8, 4, model.enabled[0] ? 0x1234_5600 : 0x0800);
                return "READ_ONLY";
            }
            default -> {
                device.functionReset(tdi);
                if (model.exist) {
                    model.functionReset(tdi);
                }
                return "FLR";
            }
        }
    }

    private String key(int which, int stream) {
        long session = sessions[which][random.nextInt(6) == 0 ? 1 : 0];
        devices[which].key(stream, session);
        models[which].key(stream, session);
        return "KEY " + stream + " over " + session;
    }

    private String streamEvent(int which) {
        WalkModel model = models[which];
        WalkDevice device = devices[which];
        int stream = random.nextInt(2);
        long session = sessions[which][random.nextInt(2)];
        switch (random.nextInt(6)) {
            case 0 -> {
                device.setEnable(stream, false);
                model.disable(stream);
                return "DISABLE " + stream;
            }
            case 1 -> {
                boolean isStopped = device.stopKey(stream, session);
                require(
                        isStopped == (model.secure[stream] && model.keyedBy[stream] == session),
                        "K_SET_STOP over " + session);
                if (isStopped) {
                    model.insecure(stream);
                }
                return "STOP_KEY " + stream;
            }
            case 2 -> {
                if (model.secure[stream]) {
                    device.host.sendGarbled(device.device, device.address(0, true), stream);
                    model.insecure(stream);
                }
                return "GARBLED " + stream;
            }
            case 3 -> {
                if (model.secure[stream] && model.keyedBy[stream] == session) {
                    require(device.refresh(stream, session), "refresh");
                }
                return "REFRESH " + stream;
            }
            default -> {
                return key(which, random.nextInt(4) == 0 ? 0 : 1);
            }
        }
    }

    private String rare(int which, int tdi) {
        WalkModel model = models[which];
        WalkDevice device = devices[which];
        switch (random.nextInt(12)) {
            case 0 -> {
                device.physicalReset();
                model.physicalReset();
                return "PF_FLR";
            }
            case 1 -> {
                device.disableVirtualFunctions();
                model.violateAll();
                model.exist = false;
                Arrays.fill(model.busMaster, false);
                return "VF_DISABLE";
            }
            case 2 -> {
                device.moveBars();
                model.violateAll();
                return "BAR";
            }
            case 3 -> {
                device.device.conventionalReset();
                model.conventionalReset();
                for (int i = 0; i < 2; i++) {
                    // what SPDM says of each of its sessions when it is reset
                    device.device.dsm().protocols().sessionEnded(sessions[which][i]);
                    sessions[which][i] = nextSession++;
                }
                return "RESET";
            }
            case 4, 5, 6 -> {
                int ending = random.nextInt(2);
                device.device.dsm().protocols().sessionEnded(sessions[which][ending]);
                model.sessionEnded(sessions[which][ending]);
                sessions[which][ending] = nextSession++;
                return "SESSION_END";
            }
            default -> {
                return request(which, tdi, "STOP", "", 0, 0);
            }
        }
    }

    // invariants of section 11.2

    private void check(int which) {
        WalkModel model = models[which];
        WalkDevice device = devices[which];
        for (int i = 0; i < 2; i++) {
            require(device.stream(i).isSecure() == model.secure[i], "stream %d is not as the model says".formatted(i));
            require(device.stream(i).keyedBy().orElse(-1) == model.keyedBy[i] || !model.secure[i], "the key's owner");
        }
        for (int tdi = 0; tdi < WalkModel.TDIS; tdi++) {
            var machine = device.tdi(tdi).machine();
            int state = model.state[tdi];
            require(machine.state().code() == state, "TDI %d is %s, not %d".formatted(tdi, machine, state));
            require(machine.hasNonce() == (state == 1), "a nonce outside CONFIG_LOCKED");
            require(machine.forbidsFirmwareUpdate() == (model.isLocked(tdi) && model.frozen[tdi]), "NO_FW_UPDATE");
            require(state != 0 || machine.binding().isEmpty(), "a binding in CONFIG_UNLOCKED");
            require(!model.isLocked(tdi) || machine.binding().isPresent(), "locked without a binding");
            boolean isSound = device.stream(0).isSecure()
                    && device.stream(0).keyedBy().orElse(-1) == model.lockedBy[tdi]
                    && isLive(which, model.lockedBy[tdi]);
            require(!model.isLocked(tdi) || isSound, "locked without the live session of a secure stream");
        }
    }

    private boolean isLive(int which, long session) {
        return sessions[which][0] == session || sessions[which][1] == session;
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("%s; last events: %s".formatted(what, done));
        }
    }
}
