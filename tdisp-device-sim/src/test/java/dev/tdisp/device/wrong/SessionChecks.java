package dev.tdisp.device.wrong;

import static dev.tdisp.device.wrong.Probe.byteAt;
import static dev.tdisp.device.wrong.Probe.equal;
import static dev.tdisp.device.wrong.Probe.require;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** What must hold of the sessions, envelopes and data objects that carry TDISP. */
final class SessionChecks {
    private static final String VERSION = "10810000" + Probe.id(1);
    /** IDE_KM: QUERY of port 0. */
    private static final String QUERY = "12fe00000300020100040000000000";

    private static final String CAPABILITIES = "10820000" + Probe.id(1) + "00000000";
    private static final String SMALL = "%02xfe0000" + "0300020100" + "%02x00" + "01%s";
    private static final String LARGE = "14fe8000" + "0300020100" + "%s" + "15000000" + "01" + CAPABILITIES;
    private static final int ANSWER = 0x7E;
    private static final int REFUSAL = 0x7F;

    private SessionChecks() {}

    static Map<String, Consumer<Probe>> all() {
        Map<String, Consumer<Probe>> checks = new HashMap<>();
        envelopes(checks);
        sessions(checks);
        return checks;
    }

    private static void envelopes(Map<String, Consumer<Probe>> checks) {
        checks.put("T-001", p -> {
            Bytes response = session(p).ask(small(0x12, CAPABILITIES));
            equal(response.slice(4, 9), Bytes.fromHex("0300020100"));
            equal(byteAt(response, 11), 1);
        });
        checks.put("T-002", p -> {
            Bytes response = session(p).ask(small(0x12, CAPABILITIES));
            equal(byteAt(response, 9), response.size() - 11);
        });
        checks.put("T-003", p -> {
            Bytes response = new SessionProbe(p, SpdmVersion.V1_4).begin().ask(LARGE.formatted("0000"));
            equal(response.at(2) & 0x80, 0x80);
            equal(byteAt(response, 15), 1);
        });
        checks.put("T-004", p -> {
            Bytes response = new SessionProbe(p, SpdmVersion.V1_4).begin().ask(LARGE.formatted("828d"));
            equal(byteAt(response, 1), ANSWER);
        });
        checks.put("T-027", p -> equal(byteAt(session(p).ask(small(0x12, VERSION)), 1), ANSWER));
    }

    private static void sessions(Map<String, Consumer<Probe>> checks) {
        checks.put("T-005", p -> {
            var outside = new SessionProbe(p, SpdmVersion.V1_2);
            equal(byteAt(outside.askInClear(small(0x12, CAPABILITIES)), 1), REFUSAL);
        });
        checks.put("P-067", p -> {
            var outside = new SessionProbe(p, SpdmVersion.V1_2);
            equal(byteAt(outside.askInClear(QUERY), 1), REFUSAL);
        });
        checks.put("T-006", p -> {
            SessionProbe old = new SessionProbe(p, SpdmVersion.V1_1).begin();
            equal(byteAt(old.ask(small(0x11, CAPABILITIES)), 1), REFUSAL);
        });
        checks.put("T-007", p -> {
            SessionProbe session = session(p);
            Bytes response = session.ask(small(0x12, CAPABILITIES));
            equal(byteAt(response, 1), ANSWER);
            Bytes object = session.lastObject();
            equal(object.at(12) | object.at(13) << 8, 2 + response.size() + 16);
        });
        checks.put("T-008", p -> {
            SessionProbe session = session(p);
            session.ask(small(0x12, CAPABILITIES));
            equal(byteAt(session.lastObject(), 2), 2);
        });
        checks.put("T-093", p -> {
            SessionProbe session = session(p);
            session.probe.bench.write(session.probe.vf(1).requesterId(), 0x78, 2, 0x8000);
            equal(byteAt(session.ask(small(0x12, CAPABILITIES)), 1), ANSWER);
            require(session.probe.bench.device().dsm().spdm().sessions().size() == 1, "the session ended");
        });
    }

    private static SessionProbe session(Probe p) {
        return new SessionProbe(p, SpdmVersion.V1_2).begin();
    }

    private static String small(int version, String tdisp) {
        return SMALL.formatted(version, 1 + tdisp.length() / 2, tdisp);
    }
}
