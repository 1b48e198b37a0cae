package dev.tdisp.lab.conformance.spdm;

import static dev.tdisp.lab.conformance.spdm.PeerState.BESIDE_A_HANDSHAKE;
import static dev.tdisp.lab.conformance.spdm.PeerState.CHAINS_READ;
import static dev.tdisp.lab.conformance.spdm.PeerState.CLEAR_HANDSHAKE;
import static dev.tdisp.lab.conformance.spdm.PeerState.HANDSHAKE;
import static dev.tdisp.lab.conformance.spdm.PeerState.NEGOTIATED;
import static dev.tdisp.lab.conformance.spdm.PeerState.SESSION;
import static dev.tdisp.lab.conformance.spdm.SpdmScript.ALL;
import static dev.tdisp.lab.conformance.spdm.SpdmScript.V1_1_ON;
import static dev.tdisp.lab.conformance.spdm.SpdmScript.V1_2_ON;
import static dev.tdisp.spdm.message.SpdmErrorCode.DECRYPT_ERROR;
import static dev.tdisp.spdm.message.SpdmErrorCode.INVALID_REQUEST;
import static dev.tdisp.spdm.message.SpdmErrorCode.SESSION_REQUIRED;
import static dev.tdisp.spdm.message.SpdmErrorCode.UNEXPECTED_REQUEST;
import static dev.tdisp.spdm.message.SpdmErrorCode.VERSION_MISMATCH;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.SpdmRole;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The cases in which requests are refused, as a table. */
final class RefusalCases {
    private static final int SLOT = 3;
    private static final int SUMMARY = 2;
    private static final int EXCHANGE_DATA = 40;

    private RefusalCases() {}

    /** A case that is nothing but rows. */
    private record Refusal(String id, String title, boolean hasData, List<RefusalRow> rows) {
        SpdmScript script() {
            RefusalRow first = rows.get(0);
            return new SpdmScript(
                    id, title, first.versions(), first.needs(), probe -> rows.forEach(row -> row.run(probe, hasData)));
        }
    }

    static Stream<SpdmScript> all() {
        return Stream.of(identity(), measurements(), exchanges(), finish(), inSessions())
                .flatMap(List::stream)
                .map(Refusal::script);
    }

    private static Refusal of(String id, String title, RefusalRow... rows) {
        return new Refusal(id, title, true, List.of(rows));
    }

    /** A case that does not look at Param2. */
    private static Refusal loose(String id, String title, RefusalRow... rows) {
        return new Refusal(id, title, false, List.of(rows));
    }

    private static List<Refusal> identity() {
        return List.of(
                of(
                        "SPDM-DIG-02",
                        "GET_DIGESTS of another version is refused",
                        RefusalRow.of(NEGOTIATED, ALL, VERSION_MISMATCH, "v+ 81 00 00", "v- 81 00 00")
                                .needing(Need.CERT)),
                of(
                        "SPDM-CERT-02",
                        "GET_CERTIFICATE of another version is refused",
                        RefusalRow.of(
                                CHAINS_READ,
                                ALL,
                                VERSION_MISMATCH,
                                "v+ 82 00 00 00 00 00 04",
                                "v- 82 00 00 00 00 00 04")),
                of(
                        "SPDM-CERT-03",
                        "GET_CERTIFICATE of a slot or offset that is not there is refused",
                        RefusalRow.of(
                                CHAINS_READ,
                                ALL,
                                INVALID_REQUEST,
                                "vv 82 slot 00 00 00 00 04",
                                "vv 82 00 00 ff ff 00 04")),
                of(
                        "SPDM-CHAL-04",
                        "CHALLENGE of another version is refused",
                        RefusalRow.of(
                                        CHAINS_READ,
                                        ALL,
                                        VERSION_MISMATCH,
                                        "v+ 83 00 00 nonce ctx",
                                        "v- 83 00 00 nonce ctx")
                                .needing(Need.CHAL)),
                of(
                        "SPDM-CHAL-05",
                        "CHALLENGE of a slot or summary that is not there is refused",
                        RefusalRow.of(
                                        CHAINS_READ,
                                        ALL,
                                        INVALID_REQUEST,
                                        "vv 83 key 00 nonce ctx",
                                        "vv 83 00 02 nonce ctx",
                                        "vv 83 00 fe nonce ctx")
                                .needing(Need.CHAL)));
    }

    private static List<Refusal> measurements() {
        return List.of(
                of(
                        "SPDM-MEAS-02",
                        "GET_MEASUREMENTS of another version is refused",
                        RefusalRow.of(NEGOTIATED, ALL, VERSION_MISMATCH, "v+ e0 00 00 ctx", "v- e0 00 00 ctx")
                                .needing(Need.MEAS)),
                of(
                        "SPDM-MEAS-03",
                        "GET_MEASUREMENTS of an index or slot that is not there is refused",
                        RefusalRow.of(NEGOTIATED, ALL, INVALID_REQUEST, "vv e0 00 index ctx")
                                .needing(Need.MEAS),
                        RefusalRow.of(CHAINS_READ, V1_1_ON, INVALID_REQUEST, "vv e0 01 known nonce slot ctx")
                                .needing(Need.SIGNED_MEAS)),
                of(
                        "SPDM-MEAS-07",
                        "GET_MEASUREMENTS in a handshake is refused",
                        RefusalRow.of(
                                        HANDSHAKE,
                                        V1_1_ON,
                                        UNEXPECTED_REQUEST,
                                        "vv e0 00 00 ctx",
                                        "vv e0 01 ff nonce 00 ctx")
                                .needing(Need.MEAS)));
    }

    private static List<Refusal> exchanges() {
        return List.of(
                of(
                        "SPDM-KEX-03",
                        "KEY_EXCHANGE of another version is refused",
                        RefusalRow.of(CHAINS_READ, V1_1_ON, VERSION_MISMATCH, RefusalCases::otherVersions)
                                .needing(Need.KEY_EX)),
                of(
                        "SPDM-KEX-04",
                        "KEY_EXCHANGE in a session is refused",
                        RefusalRow.of(
                                SESSION,
                                V1_1_ON,
                                UNEXPECTED_REQUEST,
                                peer -> List.of(new Stimulus("KEY_EXCHANGE", exchange(peer))))),
                of(
                        "SPDM-KEX-05",
                        "KEY_EXCHANGE of a slot, summary or length that is not there is refused",
                        RefusalRow.of(CHAINS_READ, V1_1_ON, INVALID_REQUEST, RefusalCases::wrongExchanges)
                                .needing(Need.KEY_EX)));
    }

    /** Builds a good KEY_EXCHANGE that nobody finishes. */
    static Bytes exchange(SpdmPeer peer) {
        var agreement = PeerSession.agreement(peer);
        try {
            return PeerSession.request(peer, 0, 0, agreement.exchangeData());
        } finally {
            agreement.destroy();
        }
    }

    private static List<Stimulus> otherVersions(SpdmPeer peer) {
        int own = peer.version().code();
        return Stream.of(own + 1, own - 1)
                .map(other -> new Stimulus(
                        "SPDMVersion " + Probe.hex(other), exchange(peer).with(0, other)))
                .toList();
    }

    private static List<Stimulus> wrongExchanges(SpdmPeer peer) {
        Bytes good = exchange(peer);
        int opaque = EXCHANGE_DATA + peer.context().suite().exchangeSize(SpdmRole.REQUESTER);
        Stream<Stimulus> slots =
                Stimulus.invalidSlots(peer).map(slot -> new Stimulus("slot " + Probe.hex(slot), good.with(SLOT, slot)));
        Stream<Stimulus> summaries = IntStream.of(0x02, 0xFE)
                .mapToObj(summary -> new Stimulus("summary " + Probe.hex(summary), good.with(SUMMARY, summary)));
        Bytes longer = good.with(opaque, 0xFF).with(opaque + 1, 0xFF);
        Stream<Stimulus> length = Stream.of(new Stimulus("OpaqueDataLength FFFFh", longer));
        return Stream.of(slots, summaries, length).flatMap(each -> each).toList();
    }

    private static List<Refusal> finish() {
        return List.of(
                of(
                        "SPDM-FIN-03",
                        "FINISH of another version is refused",
                        RefusalRow.of(
                                HANDSHAKE, V1_1_ON, VERSION_MISMATCH, "v+ e5 00 00 opq mac", "v- e5 00 00 opq mac")),
                of(
                        "SPDM-FIN-04",
                        "FINISH in an established session is refused",
                        RefusalRow.of(SESSION, V1_1_ON, UNEXPECTED_REQUEST, "vv e5 00 00 opq mac")),
                of(
                        "SPDM-FIN-05",
                        "FINISH with a signature nobody wants, or without its MAC, is refused",
                        RefusalRow.of(
                                HANDSHAKE, V1_1_ON, INVALID_REQUEST, "vv e5 01 requester opq mac", "vv e5 00 00")),
                loose(
                        "SPDM-FIN-06",
                        "FINISH with a wrong MAC is refused",
                        RefusalRow.of(HANDSHAKE, V1_1_ON, DECRYPT_ERROR, "vv e5 00 00 opq mac")),
                loose(
                        "SPDM-FIN-07",
                        "FINISH in the clear with a wrong MAC is refused",
                        RefusalRow.of(CLEAR_HANDSHAKE, V1_1_ON, DECRYPT_ERROR, "vv e5 00 00 opq mac")),
                loose(
                        "SPDM-FIN-10",
                        "FINISH outside its session is refused",
                        RefusalRow.of(BESIDE_A_HANDSHAKE, V1_2_ON, SESSION_REQUIRED, "vv e5 00 00 opq mac")));
    }

    private static List<Refusal> inSessions() {
        return List.of(
                of(
                        "SPDM-HB-02",
                        "HEARTBEAT of another version is refused",
                        RefusalRow.of(SESSION, V1_1_ON, VERSION_MISMATCH, "v+ e8 00 00", "v- e8 00 00")
                                .needing(Need.HBEAT)),
                of(
                        "SPDM-HB-03",
                        "HEARTBEAT in a handshake is refused",
                        RefusalRow.of(HANDSHAKE, V1_1_ON, UNEXPECTED_REQUEST, "vv e8 00 00")
                                .needing(Need.HBEAT)),
                loose(
                        "SPDM-HB-04",
                        "HEARTBEAT outside sessions is refused",
                        RefusalRow.of(NEGOTIATED, V1_2_ON, SESSION_REQUIRED, "vv e8 00 00")
                                .needing(Need.HBEAT)),
                of(
                        "SPDM-KU-02",
                        "KEY_UPDATE of another version is refused",
                        RefusalRow.of(SESSION, V1_1_ON, VERSION_MISMATCH, "v+ e9 01 01", "v- e9 01 01")
                                .needing(Need.KEY_UPD)),
                of(
                        "SPDM-KU-03",
                        "KEY_UPDATE with an unknown operation is refused",
                        RefusalRow.of(SESSION, V1_1_ON, INVALID_REQUEST, "vv e9 00 01", "vv e9 04 01")
                                .needing(Need.KEY_UPD)),
                of(
                        "SPDM-KU-04",
                        "KEY_UPDATE in a handshake is refused",
                        RefusalRow.of(HANDSHAKE, V1_1_ON, UNEXPECTED_REQUEST, "vv e9 01 01")
                                .needing(Need.KEY_UPD)),
                loose(
                        "SPDM-KU-05",
                        "KEY_UPDATE outside sessions is refused",
                        RefusalRow.of(NEGOTIATED, V1_2_ON, SESSION_REQUIRED, "vv e9 01 01")
                                .needing(Need.KEY_UPD)),
                of(
                        "SPDM-END-02",
                        "END_SESSION of another version is refused",
                        RefusalRow.of(SESSION, V1_1_ON, VERSION_MISMATCH, "v+ ec 00 00", "v- ec 00 00")),
                of(
                        "SPDM-END-03",
                        "END_SESSION in a handshake is refused",
                        RefusalRow.of(HANDSHAKE, V1_1_ON, UNEXPECTED_REQUEST, "vv ec 00 00")),
                loose(
                        "SPDM-END-04",
                        "END_SESSION outside sessions is refused",
                        RefusalRow.of(NEGOTIATED, V1_2_ON, SESSION_REQUIRED, "vv ec 00 00")
                                .needing(Need.KEY_EX)));
    }
}
