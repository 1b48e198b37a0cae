package dev.tdisp.device.walk;

import static dev.tdisp.device.walk.WalkWorld.require;

import dev.tdisp.device.walk.WalkRegisters.Row;
import dev.tdisp.spdm.measurement.DeviceMode;
import java.util.Random;

/** What happens to the interfaces of a random walk beside requests and packets: registers, streams, sessions, resets. */
final class WalkHappenings {
    private static final DeviceMode DEBUGGED =
            new DeviceMode(DeviceMode.NORMAL, DeviceMode.NORMAL, 0x1F, DeviceMode.INVASIVE_DEBUG_ACTIVE | 0x10);

    private final WalkWorld world;
    private final Random random;

    WalkHappenings(WalkWorld world) {
        this.world = world;
        this.random = world.random;
    }

    /** Something that costs a running interface its trust, in the middle of its work. */
    String disturb(int which, int tdi) {
        WalkModel model = world.models[which];
        WalkDevice device = world.devices[which];
        switch (random.nextInt(4)) {
            case 0 -> {
                long session = world.sessions[which][1];
                WalkRequests.send(
                        device,
                        session,
                        WalkRequests.bytes("STOP", device.function(tdi).value(), "", 0, 0));
                model.request("STOP", tdi, session, "", 0);
                return " STOP";
            }
            case 1 -> {
                return " " + functionReset(which, tdi);
            }
            case 2 -> {
                return " " + disable(which, 0);
            }
            default -> {
                return " " + busMasterOff(which, tdi);
            }
        }
    }

    // registers

    String configuration(int which, int tdi) {
        WalkModel model = world.models[which];
        WalkDevice device = world.devices[which];
        switch (random.nextInt(8)) {
            case 0 -> {
                return busMasterOff(which, tdi);
            }
            case 1, 2 -> {
                device.busMaster(tdi, true);
                model.busMaster[tdi] = model.exists(tdi);
                return "BUS_MASTER_ON";
            }
            case 3 -> {
                boolean on = random.nextInt(3) > 0;
                if (on != model.translates[tdi] && model.exists(tdi)) {
                    changed("E18", which, tdi);
                }
                device.translation(tdi, on);
                model.translation(tdi, on);
                return "TRANSLATION " + on;
            }
            case 4 -> {
                int stream = random.nextInt(WalkModel.STREAMS);
                if (model.enabled[stream]) {
                    device.write(0, "Selective IDE Stream %d RID Association 1".formatted(stream), 0x1234_5600);
                }
                return "READ_ONLY";
            }
            default -> {
                return register(which, tdi, WalkRegisters.ROWS.get(random.nextInt(WalkRegisters.ROWS.size())));
            }
        }
    }

    private String busMasterOff(int which, int tdi) {
        WalkModel model = world.models[which];
        world.devices[which].busMaster(tdi, false);
        if (model.exists(tdi) && model.busMaster[tdi]) {
            world.happened("E9", which, tdi);
            model.busMaster[tdi] = false;
            model.violate(tdi);
        }
        return "BUS_MASTER_OFF";
    }

    private void changed(String event, int which, int tdi) {
        if (tdi == 0) {
            world.happenedToAll(event, which);
        } else {
            world.happened(event, which, tdi);
        }
    }

    private String register(int which, int chosen, Row row) {
        WalkModel model = world.models[which];
        WalkDevice device = world.devices[which];
        int tdi = row.isPhysical() ? 0 : Math.max(chosen, 1);
        if (!model.exists(tdi)) {
            return "NOBODY";
        }
        device.write(tdi, row.register(), row.changed());
        device.write(tdi, row.register(), row.back());
        switch (row.who()) {
            case "all" -> {
                world.happenedToAll(row.event(), which);
                model.violateAll();
            }
            case "msix" -> {
                world.happened(row.event(), which, tdi);
                model.interrupts[tdi] = true;
                if (model.msixLocked[tdi]) {
                    model.violate(tdi);
                }
            }
            case "own" -> {
                world.happened(row.event(), which, tdi);
                model.violate(tdi);
            }
            default -> changed(row.event(), which, tdi);
        }
        if (row.isPhysical() && row.register().equals("Command")) {
            model.busMaster[0] = true;
        }
        return row.register();
    }

    // streams

    String key(int which, int stream) {
        WalkModel model = world.models[which];
        long session = world.sessions[which][random.nextInt(6) == 0 ? 1 : 0];
        if (model.keyOwner != -1 && model.keyOwner != session) {
            world.happenedToAll("E7", which);
        }
        world.devices[which].key(stream, session);
        model.key(stream, session);
        return "KEY " + stream + " over " + session;
    }

    String keyPeers(int which) {
        long session = world.sessions[which][world.chance(8) ? 1 : 0];
        long other = world.sessions[1 - which][world.chance(8) ? 1 : 0];
        WalkDevice.keyPeers(world.devices[which], session, world.devices[1 - which], other);
        world.models[which].key(WalkModel.PEER, session);
        world.models[1 - which].key(WalkModel.PEER, other);
        return "KEY_PEERS";
    }

    private void losing(int which, int stream, String... events) {
        WalkModel model = world.models[which];
        for (int tdi = 0; tdi < WalkModel.TDIS; tdi++) {
            boolean concerns = stream == 0 || stream == WalkModel.PEER && model.bound[tdi];
            for (String event : events) {
                if (concerns && model.secure[stream] && (stream == 0) == event.equals("E4") || event.equals("E19")) {
                    world.happened(event, which, tdi);
                }
            }
        }
    }

    private String disable(int which, int stream) {
        losing(which, stream, "E4", "E5", "E19");
        world.devices[which].setEnable(stream, false);
        world.models[which].disable(stream);
        return "DISABLE " + stream;
    }

    String streamEvent(int which) {
        WalkModel model = world.models[which];
        WalkDevice device = world.devices[which];
        int stream = random.nextInt(WalkModel.STREAMS);
        long session = world.sessions[which][random.nextInt(2)];
        switch (random.nextInt(6)) {
            case 0 -> {
                return disable(which, stream);
            }
            case 1 -> {
                boolean expected = model.secure[stream] && model.keyedBy[stream] == session;
                if (expected) {
                    losing(which, stream, "E4", "E5");
                }
                require(device.stopKey(stream, session) == expected, "K_SET_STOP over " + session);
                if (expected) {
                    model.insecure(stream);
                }
                return "STOP_KEY " + stream;
            }
            case 2 -> {
                if (model.secure[stream] && stream != WalkModel.PEER) {
                    losing(which, stream, "E4");
                    device.host.sendGarbled(device.device, device.address(0, true), stream);
                    model.insecure(stream);
                }
                return "GARBLED " + stream;
            }
            case 3 -> {
                if (model.secure[stream] && model.keyedBy[stream] == session && stream != WalkModel.PEER) {
                    world.happenedToAll("E8", which);
                    require(device.refresh(stream, session), "refresh");
                }
                return "REFRESH " + stream;
            }
            default -> {
                return key(which, random.nextInt(4) == 0 ? 0 : 1);
            }
        }
    }

    // resets, sessions, firmware

    private String functionReset(int which, int tdi) {
        WalkModel model = world.models[which];
        if (model.exists(tdi)) {
            changed(tdi == 0 ? "E3" : "E2", which, tdi);
            model.functionReset(tdi);
        }
        world.devices[which].functionReset(tdi);
        return "FLR";
    }

    String rare(int which, int tdi) {
        WalkModel model = world.models[which];
        WalkDevice device = world.devices[which];
        switch (random.nextInt(16)) {
            case 0, 1 -> {
                return functionReset(which, tdi);
            }
            case 2 -> {
                if (model.exists(tdi)) {
                    changed("E13", which, tdi);
                    model.functionReset(tdi);
                    device.sleep(tdi);
                }
                return "SLEEP";
            }
            case 3 -> {
                world.happenedToAll("E16", which);
                for (int i = 1; i < WalkModel.TDIS; i++) {
                    world.happened("E38", which, i);
                }
                device.disableVirtualFunctions();
                model.disableVirtualFunctions();
                return "VF_DISABLE";
            }
            case 4 -> {
                world.happenedToAll("E16", which);
                device.moveBars();
                model.violateAll();
                return "BAR";
            }
            case 5 -> {
                world.happenedToAll("E11", which);
                device.renumber();
                model.violateAll();
                return "RENUMBER";
            }
            case 6, 7 -> {
                return reset(which);
            }
            case 11 -> {
                world.happened("E34", which, tdi);
                device.loseState(tdi);
                model.violate(tdi);
                return "LOSE_STATE";
            }
            case 12 -> {
                int limited = Math.max(tdi, 1);
                world.happened("E25", which, limited);
                device.limit(limited);
                model.violate(limited);
                return "LIMIT";
            }
            case 8, 9, 10 -> {
                return sessionEnd(which, random.nextInt(2));
            }
            default -> {
                return firmware(which);
            }
        }
    }

    private String reset(int which) {
        WalkDevice device = world.devices[which];
        world.happenedToAll("E1", which);
        switch (random.nextInt(3)) {
            case 0 -> device.device.conventionalReset();
            case 1 -> device.device.hotReset();
            default -> {
                world.happenedToAll("E36", which);
                device.unplug();
                world.plugIn(which);
            }
        }
        world.models[which].conventionalReset();
        // what SPDM says of each of its sessions when it is reset
        world.endSession(which, 0);
        world.endSession(which, 1);
        return "RESET";
    }

    private String sessionEnd(int which, int index) {
        WalkModel model = world.models[which];
        long session = world.sessions[which][index];
        for (int tdi = 0; tdi < WalkModel.TDIS; tdi++) {
            if (model.keyedBy[0] == session || model.lockedBy[tdi] == session) {
                world.happened("E6", which, tdi);
            }
        }
        model.sessionEnded(session);
        world.endSession(which, index);
        return "SESSION_END";
    }

    private String firmware(int which) {
        WalkModel model = world.models[which];
        WalkDevice device = world.devices[which];
        if (world.chance(3)) {
            boolean isForced = random.nextBoolean();
            world.happenedToAll(isForced ? "E32" : "E33", which);
            if (isForced) {
                device.device.firmware().force(device.device.firmware().running());
            } else {
                device.device.firmware().authoriseDebug(DEBUGGED);
            }
            model.distrust();
            for (int index = 0; index < 2; index++) {
                model.sessionEnded(world.sessions[which][index]);
                world.endSession(which, index);
            }
            return "DISTRUST";
        }
        int version = Math.max(model.security + random.nextInt(3) - 1, 0);
        int before = model.security;
        int[] states = model.state.clone();
        String expected = model.update(version);
        String event = expected.equals("REFUSED_BY_LOCK") ? "E29" : version < before ? "E31" : "E30";
        world.happenedToAll(event, which);
        String outcome = device.update(version);
        require(outcome.equals(expected), "update ended %s, the model says %s".formatted(outcome, expected));
        require(java.util.Arrays.equals(states, model.state), "an update changed a state");
        return event;
    }
}
