package dev.tdisp.core.responder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.tdi.TdiEvent;
import dev.tdisp.core.wire.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A device and its {@link ReferenceModel}, given the same steps one after the other. */
final class ReferenceBench {
    private static final String[] IDS = {Tsm.FIRST, Tsm.SECOND};
    private static final Map<String, Bytes> CACHE = new HashMap<>();
    private static final String WRONG_NONCE = "00".repeat(32);

    final MemoryDevice device = MemoryDevice.quiet(TdispProfile.SPEC);
    private final ReferenceModel[] models = {new ReferenceModel(), new ReferenceModel()};
    private final String[] lastNonces = {"11".repeat(32), "11".repeat(32)};
    private final Set<String> allNonces = new HashSet<>();
    final Set<String> visited = new TreeSet<>();
    private final List<String> done = new ArrayList<>();
    private long session = 1;

    /** Does one step on one interface, on both sides, and compares. */
    void step(String step, int tdi) {
        done.add(step + "@" + tdi);
        visited.add(step + " in " + models[tdi].state);
        int[] before = {models[0].state, models[1].state};
        switch (step) {
            case "FLR" -> event(step, tdi, TdiEvent.FUNCTION_LEVEL_RESET);
            case "WRITE" -> event(step, tdi, TdiEvent.COMMAND_ENABLE_CLEARED);
            case "INSECURE" -> {
                event(step, 0, TdiEvent.DEFAULT_STREAM_INSECURE);
                event(step, 1, TdiEvent.DEFAULT_STREAM_INSECURE);
            }
            case "RESET" -> {
                device.responder.reset();
                event(step, 0, TdiEvent.CONVENTIONAL_RESET);
                event(step, 1, TdiEvent.CONVENTIONAL_RESET);
                session++;
            }
            case "SESSION_END" -> {
                device.responder.sessionEnded(session);
                models[0].sessionEnded(session);
                models[1].sessionEnded(session);
                session++;
            }
            default -> request(step, tdi, before);
        }
        check(0);
        check(1);
    }

    private void event(String step, int tdi, TdiEvent event) {
        device.tdis.get(tdi).machine().on(event);
        models[tdi].event(step);
    }

    private void request(String step, int tdi, int[] before) {
        boolean isForeign = step.endsWith("_FOREIGN");
        String name = step.replace("_FOREIGN", "").replace("_WRONG", "");
        long from = isForeign ? session + 1000 : session;
        String nonce = step.contains("_WRONG") ? WRONG_NONCE : lastNonces[tdi];
        Bytes request = bytes(name, tdi, name.equals("START") ? nonce : "");
        Bytes response = device.responder.handle(from, request).orElseThrow();

        String expected = models[tdi].request(name, from, nonce, 9);

        String outcome = Tsm.outcome(response);
        if (!outcome.equals(expected)) {
            assertThat(outcome).as("answer to the last of %s", done).isEqualTo(expected);
        }
        if (!outcome.equals("ok") && (models[tdi].state != before[tdi])) {
            throw new AssertionError("an error reply changed the state: " + done);
        }
        if (response.at(1) == 0x03) {
            lastNonces[tdi] = response.from(16).toHex();
            models[tdi].locked(lastNonces[tdi]);
            assertThat(allNonces.add(lastNonces[tdi])).isTrue();
        }
    }

    /** The aspects of section 11.2 that hold in each state. */
    private void check(int tdi) {
        var machine = device.tdis.get(tdi).machine();
        int state = models[tdi].state;
        boolean isLocked = state == 1 || state == 2;
        boolean holds = machine.state().code() == state
                && stateOverTheWire(tdi) == state
                && machine.hasNonce() == (state == 1)
                && isReportReadable(tdi) == isLocked
                && machine.forbidsFirmwareUpdate() == isLocked
                && (!isLocked || machine.binding().isPresent())
                && (state != 0 || machine.binding().isEmpty())
                && machine.p2pStreams().equals(models[tdi].bound)
                && (state == 2 || state == 3 || models[tdi].bound.isEmpty());
        if (!holds) {
            throw new AssertionError(
                    "interface %d is %s, the model says %d, after %s".formatted(tdi, machine, state, done));
        }
    }

    private int stateOverTheWire(int tdi) {
        return device.responder
                .handle(77, bytes("STATE", tdi, ""))
                .orElseThrow()
                .at(16);
    }

    private boolean isReportReadable(int tdi) {
        return device.responder
                        .handle(77, bytes("REPORT", tdi, ""))
                        .orElseThrow()
                        .at(1)
                == 0x04;
    }

    private static Bytes bytes(String name, int tdi, String nonce) {
        return CACHE.computeIfAbsent(name + tdi, key -> Bytes.fromHex(hex(name, tdi)))
                .plus(Bytes.fromHex(nonce));
    }

    private static String hex(String name, int tdi) {
        String payload = switch (name) {
            case "CAPABILITIES" -> "82%s00000000";
            case "LOCK" -> "83%s0900050000000000000000000000000000000000";
            case "REPORT" -> "84%s0000ffff";
            case "STATE" -> "85%s";
            case "START" -> "86%s";
            case "STOP" -> "87%s";
            case "BIND" -> "88%s09";
            case "UNBIND" -> "89%s09";
            case "ATTRIBUTE" -> "8a%s00000101000000000001000004000200";
            case "VDM" -> "8b%s00023412aabb";
            default -> "81%s";
        };
        return "10" + payload.formatted("0000" + IDS[tdi]);
    }
}
