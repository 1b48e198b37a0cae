package dev.tdisp.device.walk;

import dev.tdisp.core.wire.Bytes;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Does random things to two devices and to their models, and compares after each. */
final class RandomWalk {
    private static final List<String> REQUESTS = List.of(
            "VERSION", "CAPABILITIES", "REPORT", "STATE", "BIND", "BIND", "UNBIND", "ATTRIBUTE", "VDM", "UNKNOWN");
    private static final String WRONG_NONCE = "00".repeat(32);
    private static final int REMEMBERED = 12;
    private static final int NONCES = 10_000;

    private final WalkWorld world;
    private final Random random;
    private final WalkHappenings happenings;
    private final WalkTraffic traffic;
    private final String[][] lastNonces = {new String[WalkModel.TDIS], new String[WalkModel.TDIS]};
    private final Set<String> lately = new LinkedHashSet<>();
    private final Deque<String> done = new ArrayDeque<>();

    RandomWalk(long seed) {
        world = new WalkWorld(seed);
        random = world.random;
        happenings = new WalkHappenings(world);
        traffic = new WalkTraffic(world, happenings);
        for (int i = 0; i < 2; i++) {
            Arrays.fill(lastNonces[i], WRONG_NONCE);
        }
    }

    Map<String, Integer> visited() {
        return world.visited;
    }

    /** One event, and all that must hold after it. */
    void step() {
        int which = random.nextInt(2);
        int tdi = random.nextInt(WalkModel.TDIS);
        try {
            String event = event(which, tdi);
            done.addLast("%s@%d.%d".formatted(event, which, tdi));
            if (done.size() > REMEMBERED) {
                done.removeFirst();
            }
            for (int i = 0; i < 2; i++) {
                world.devices[i].follow();
                check(i);
            }
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "%s; last events: %s; now at %d.%d".formatted(e.getMessage(), done, which, tdi), e);
        }
    }

    private String event(int which, int tdi) {
        WalkModel model = world.models[which];
        if (!model.placed || !model.exist && random.nextInt(3) > 0) {
            world.restore(which);
            return "RESTORE";
        }
        if (!model.secure[0] && world.chance(4)) {
            return happenings.key(which, 0);
        }
        if (!model.secure[WalkModel.PEER] && world.chance(3)) {
            return happenings.keyPeers(which);
        }
        if (world.chance(2)) {
            return onward(which, tdi);
        }
        return switch (random.nextInt(24)) {
            case 0, 1, 2 -> lock(which, tdi);
            case 3, 4 -> start(which, tdi);
            case 5 -> request(which, tdi, "STOP", "", 0, 0);
            case 6, 7, 8, 9, 10 -> other(which, tdi);
            case 11, 12, 13, 14 -> traffic.packet(which, tdi);
            case 15, 16 -> traffic.dma(which, tdi);
            case 17 -> traffic.interrupt(which, tdi);
            case 18, 19 -> traffic.peer(which, tdi, random.nextInt(WalkModel.TDIS));
            case 20 -> world.chance(3) ? traffic.untrustedTranslation(which, tdi) : traffic.dma(which, tdi);
            case 21 -> happenings.configuration(which, tdi);
            case 22 -> happenings.streamEvent(which);
            default -> happenings.rare(which, tdi);
        };
    }

    /** What leads to where most can happen. */
    private String onward(int which, int tdi) {
        WalkModel model = world.models[which];
        int target = random.nextInt(WalkModel.TDIS);
        return switch (model.state[tdi]) {
            case 0 -> lock(which, tdi);
            case 1 -> start(which, tdi);
            case 2 ->
                model.bound[tdi]
                        ? traffic.peer(which, tdi, target)
                        : request(which, tdi, "BIND", "", WalkModel.PEER, 0);
            default -> request(which, tdi, "STOP", "", 0, 0);
        };
    }

    // TDISP

    private String other(int which, int tdi) {
        String name = REQUESTS.get(random.nextInt(REQUESTS.size()));
        return request(which, tdi, name, "", world.chance(8) ? random.nextInt(2) : WalkModel.PEER, 0);
    }

    private String lock(int which, int tdi) {
        int stream = world.chance(10) ? 1 : 0;
        int frozen = world.chance(4) ? 1 : 0;
        int flags = frozen | random.nextInt(2) << 2 | (world.chance(4) ? 0 : 1) << 3;
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
        WalkModel model = world.models[which];
        long session = world.sessions[which][random.nextInt(5) == 0 ? 1 : 0];
        int[] before = model.state.clone();
        String hex = WalkRequests.bytes(name, world.devices[which].function(tdi).value(), nonce, stream, flags);
        Bytes response = WalkRequests.send(world.devices[which], session, hex);

        String expected = model.request(name, tdi, session, nonce, stream);
        String outcome = WalkRequests.outcome(response);

        world.visit(name, before[tdi], outcome);
        WalkWorld.require(
                outcome.equals(expected), "%s answered %s, the model says %s".formatted(name, outcome, expected));
        WalkWorld.require(outcome.equals("ok") || Arrays.equals(before, model.state), "a refusal changed a state");
        if (name.equals("LOCK") && outcome.equals("ok")) {
            String fresh = response.from(16).toHex();
            WalkWorld.require(lately.add(fresh), "a nonce came twice");
            if (lately.size() > NONCES) {
                lately.remove(lately.iterator().next());
            }
            lastNonces[which][tdi] = fresh;
            model.nonce[tdi] = fresh;
            model.frozen[tdi] = (flags & 1) != 0;
            model.msixLocked[tdi] = (flags & 4) != 0;
            model.peers[tdi] = (flags & 8) != 0;
        }
        return name + " " + outcome;
    }

    // invariants of section 11.2

    private void check(int which) {
        WalkModel model = world.models[which];
        WalkDevice device = world.devices[which];
        for (int i = 0; i < WalkModel.STREAMS; i++) {
            WalkWorld.require(
                    device.stream(i).isSecure() == model.secure[i], "stream %d is not as the model says".formatted(i));
            WalkWorld.require(
                    device.stream(i).keyedBy().orElse(-1) == model.keyedBy[i] || !model.secure[i], "the key's owner");
        }
        for (int tdi = 0; tdi < WalkModel.TDIS; tdi++) {
            var machine = device.tdi(tdi).machine();
            int state = model.state[tdi];
            WalkWorld.require(machine.state().code() == state, "TDI %d is %s, not %d".formatted(tdi, machine, state));
            WalkWorld.require(machine.hasNonce() == (state == 1), "a nonce outside CONFIG_LOCKED");
            WalkWorld.require(
                    machine.forbidsFirmwareUpdate() == (model.isLocked(tdi) && model.frozen[tdi]), "NO_FW_UPDATE");
            WalkWorld.require(state != 0 || machine.binding().isEmpty(), "a binding in CONFIG_UNLOCKED");
            WalkWorld.require(!model.isLocked(tdi) || machine.binding().isPresent(), "locked without a binding");
            checkPeers(which, tdi);
            boolean isSound = device.stream(0).isSecure()
                    && device.stream(0).keyedBy().orElse(-1) == model.lockedBy[tdi]
                    && isLive(which, model.lockedBy[tdi]);
            WalkWorld.require(!model.isLocked(tdi) || isSound, "locked without the live session of a secure stream");
        }
    }

    private void checkPeers(int which, int tdi) {
        WalkModel model = world.models[which];
        var machine = world.devices[which].tdi(tdi).machine();
        Set<Integer> expected = model.bound[tdi] ? Set.of(0x10 + WalkModel.PEER) : Set.of();
        WalkWorld.require(machine.p2pStreams().equals(expected), "bound to " + machine.p2pStreams());
        WalkWorld.require(!machine.report().isEmpty() || !model.isLocked(tdi), "no report");
        WalkWorld.require(machine.report().isEmpty() || model.state[tdi] != 0, "a report in CONFIG_UNLOCKED");
        boolean isSound = model.state[tdi] != 2
                || !model.bound[tdi]
                || world.devices[which].stream(WalkModel.PEER).isSecure();
        WalkWorld.require(isSound, "bound to a stream that is not secure");
    }

    private boolean isLive(int which, long session) {
        return world.sessions[which][0] == session || world.sessions[which][1] == session;
    }
}
