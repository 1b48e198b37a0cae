package dev.tdisp.core.responder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.tdi.TdiEvent;
import dev.tdisp.core.tdi.TdispSwitch;
import dev.tdisp.core.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every request in every state, over the wire: 12 x 4 cells, two outcomes where the content of the request counts. */
class StateRequestMatrixTest {
    private static final String OK = "ok";
    private static final String STATE = "INVALID_INTERFACE_STATE";
    private static final String REQUEST = "INVALID_REQUEST";

    /** Request, then for CONFIG_UNLOCKED, CONFIG_LOCKED, RUN and ERROR the outcome and, after an arrow, the new state. */
    private static final String[][] MATRIX = {
        {"GET_TDISP_VERSION", OK, OK, OK, OK},
        {"GET_TDISP_CAPABILITIES", OK, OK, OK, OK},
        {"LOCK", OK + ">CONFIG_LOCKED", STATE, STATE, STATE},
        {"LOCK with an unknown flag", REQUEST, STATE, STATE, STATE},
        {"REPORT", STATE, OK, OK, STATE},
        {"REPORT behind the end", STATE, REQUEST, REQUEST, STATE},
        {"STATE", OK, OK, OK, OK},
        {"START", STATE, OK + ">RUN", STATE, STATE},
        {"START with a wrong nonce", STATE, "INVALID_NONCE", STATE, STATE},
        {"STOP", OK, OK + ">CONFIG_UNLOCKED", OK + ">CONFIG_UNLOCKED", OK + ">CONFIG_UNLOCKED"},
        {"BIND", STATE, STATE, OK, STATE},
        {"BIND of an unkeyed stream", STATE, STATE, REQUEST, STATE},
        {"UNBIND of an unbound stream", STATE, STATE, REQUEST, STATE},
        {"SET_MMIO_ATTRIBUTE", STATE, STATE, OK, STATE},
        {"SET_MMIO_ATTRIBUTE of a fixed range", STATE, STATE, REQUEST, STATE},
        {"VDM", "UNSUPPORTED_REQUEST", "UNSUPPORTED_REQUEST", "UNSUPPORTED_REQUEST", "UNSUPPORTED_REQUEST"},
        {"SET_TDISP_CONFIG", OK, STATE, STATE, STATE},
    };

    static Stream<Arguments> cells() {
        List<Arguments> cells = new ArrayList<>();
        for (String[] row : MATRIX) {
            for (TdiState state : TdiState.values()) {
                cells.add(Arguments.of(row[0], state, row[1 + state.code()]));
            }
        }
        return cells.stream();
    }

    @ParameterizedTest(name = "{0} in {1}: {2}")
    @MethodSource("cells")
    @Tag("T-013")
    @Tag("T-025")
    @Tag("T-036")
    @Tag("T-037")
    @Tag("T-038")
    @Tag("T-039")
    @Tag("T-057")
    @Tag("T-058")
    @Tag("T-059")
    @Tag("T-076")
    @Tag("T-077")
    @Tag("T-078")
    @Tag("T-080")
    @Tag("T-081")
    @Tag("T-082")
    @Tag("T-085")
    @Tag("T-086")
    @Tag("T-087")
    @Tag("T-089")
    @Tag("T-127")
    @Tag("T-150")
    void everyCellHoldsOverTheWire(String request, TdiState before, String expected) {
        var device = MemoryDevice.with(TdispSwitch.PCIE_7_0);
        device.lockFlags = new LockFlags(0x0F);
        var tsm = new Tsm(device);
        tsm.lock("0F00 05 00 0000000000000000 0000000000000000");
        tsm.send(Tsm.STOP);
        reach(device, tsm, before);
        assertThat(tsm.state()).isEqualTo(before);

        String outcome = Tsm.outcome(send(tsm, request));

        String[] parts = expected.split(">");
        assertThat(outcome).isEqualTo(parts[0]);
        assertThat(tsm.state()).isEqualTo(parts.length == 1 ? before : TdiState.valueOf(parts[1]));
    }

    private static void reach(MemoryDevice device, Tsm tsm, TdiState state) {
        if (state == TdiState.CONFIG_UNLOCKED) {
            return;
        }
        tsm.lock("0F00 05 00 0000000000000000 0000000000000000");
        if (state == TdiState.RUN) {
            tsm.start();
        }
        if (state == TdiState.ERROR) {
            device.tdi().machine().on(TdiEvent.BAR_MODIFIED);
        }
    }

    private static Bytes send(Tsm tsm, String request) {
        return switch (request) {
            case "GET_TDISP_VERSION" -> tsm.send(Tsm.VERSION);
            case "GET_TDISP_CAPABILITIES" -> tsm.send(Tsm.CAPABILITIES, "00000000");
            case "LOCK" -> tsm.lock("0700 05 00 0000000000000000 0000000000000000");
            case "LOCK with an unknown flag" -> tsm.lock("1700 05 00 0000000000000000 0000000000000000");
            case "REPORT" -> tsm.report(0, 20);
            case "REPORT behind the end" -> tsm.report(20, 20);
            case "STATE" -> tsm.send(Tsm.STATE);
            case "START" -> tsm.start();
            case "START with a wrong nonce" -> tsm.startWithWrongNonce();
            case "STOP" -> tsm.send(Tsm.STOP);
            case "BIND" -> tsm.send(Tsm.BIND, "09");
            case "BIND of an unkeyed stream" -> tsm.send(Tsm.BIND, "0A");
            case "UNBIND of an unbound stream" -> tsm.send(Tsm.UNBIND, "09");
            case "SET_MMIO_ATTRIBUTE" -> tsm.send(Tsm.ATTRIBUTE, "0000010100000000 00010000 0400 0200");
            case "SET_MMIO_ATTRIBUTE of a fixed range" ->
                tsm.send(Tsm.ATTRIBUTE, "0000010100000000 00010000 0400 0300");
            case "VDM" -> tsm.send(Tsm.VDM, "00 02 3412 aabb");
            case "SET_TDISP_CONFIG" -> tsm.send(Tsm.CONFIG, "01000000");
            default -> throw new AssertionError(request);
        };
    }
}
