package dev.tdisp.spdm.requester;

import static dev.tdisp.spdm.message.SpdmErrorCode.DECRYPT_ERROR;
import static dev.tdisp.spdm.message.SpdmErrorCode.INVALID_REQUEST;
import static dev.tdisp.spdm.message.SpdmErrorCode.SESSION_REQUIRED;
import static dev.tdisp.spdm.message.SpdmErrorCode.UNEXPECTED_REQUEST;
import static dev.tdisp.spdm.message.SpdmErrorCode.UNSPECIFIED;
import static dev.tdisp.spdm.message.SpdmErrorCode.VERSION_MISMATCH;

import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.message.SpdmErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The cases of the catalogue in which a plain request is refused, as a table. */
final class CatalogRefusals {
    private static final List<String> NEIGHBOURS = List.of("v+", "v-");

    /** A request in a state, and the error; the versions it applies to. */
    private record Row(String id, CatalogState state, String request, SpdmErrorCode error, List<SpdmVersion> versions) {
        Stream<CatalogCase> cases() {
            return CatalogCase.in(versions, id, request, version -> {
                boolean isOlder = error == SESSION_REQUIRED && !version.isAtLeast(SpdmVersion.V1_2);
                CatalogCase.requireError(
                        version.code(),
                        isOlder ? UNSPECIFIED : error,
                        state.reach(version).apply(CatalogCase.request(version, request)));
            });
        }
    }

    private final List<Row> rows = new ArrayList<>();

    private CatalogRefusals() {
        beforeSessions();
        slots();
        measurements();
        finish();
        inSessions();
    }

    static Stream<CatalogCase> cases() {
        return new CatalogRefusals().rows.stream().flatMap(Row::cases);
    }

    private void beforeSessions() {
        mismatch("SPDM-DIG-02", CatalogState.NEGOTIATED, " 81 00 00");
        mismatch("SPDM-CERT-02", CatalogState.CHAINS_READ, " 82 00 00 00 00 00 04");
        mismatch("SPDM-CHAL-04", CatalogState.CHAINS_READ, " 83 00 00 nonce ctx");
        mismatch("SPDM-MEAS-02", CatalogState.NEGOTIATED, " e0 00 00 ctx");
    }

    private void slots() {
        IntStream.of(1, 3, 7, 8, 9, 0x0E, 0x0F)
                .forEach(slot -> add(
                        "SPDM-CERT-03",
                        CatalogState.CHAINS_READ,
                        "vv 82 %02x 00 00 00 00 04".formatted(slot),
                        INVALID_REQUEST));
        add("SPDM-CERT-03", CatalogState.CHAINS_READ, "vv 82 00 00 ff ff 00 04", INVALID_REQUEST);
        IntStream.of(1, 3, 7, 8, 9, 0x0E, 0x0F, 0xFF)
                .forEach(slot -> add(
                        "SPDM-CHAL-05",
                        CatalogState.CHAINS_READ,
                        "vv 83 %02x 00 nonce ctx".formatted(slot),
                        INVALID_REQUEST));
        IntStream.of(0x02, 0xFE)
                .forEach(summary -> add(
                        "SPDM-CHAL-05",
                        CatalogState.CHAINS_READ,
                        "vv 83 00 %02x nonce ctx".formatted(summary),
                        INVALID_REQUEST));
    }

    private void measurements() {
        IntStream.of(3, 0x0F, 0x11, 0xFD, 0xFE)
                .forEach(index -> add(
                        "SPDM-MEAS-03",
                        CatalogState.CHAINS_READ,
                        "vv e0 00 %02x ctx".formatted(index),
                        INVALID_REQUEST));
        IntStream.of(1, 3, 7, 8, 9, 0x0E, 0x0F)
                .forEach(slot -> inSessionVersions(
                        "SPDM-MEAS-03",
                        CatalogState.CHAINS_READ,
                        "vv e0 01 01 nonce %02x ctx".formatted(slot),
                        INVALID_REQUEST));
        inSessionVersions("SPDM-MEAS-07", CatalogState.HANDSHAKE, "vv e0 00 00 ctx", UNEXPECTED_REQUEST);
        inSessionVersions("SPDM-MEAS-07", CatalogState.HANDSHAKE, "vv e0 01 ff nonce 00 ctx", UNEXPECTED_REQUEST);
    }

    private void finish() {
        mismatchInSession("SPDM-FIN-03", CatalogState.HANDSHAKE, " e5 00 00 opq mac");
        inSessionVersions("SPDM-FIN-04", CatalogState.SESSION, "vv e5 00 00 opq mac", UNEXPECTED_REQUEST);
        IntStream.of(1, 7, 8, 0x0F, 0xFF)
                .forEach(slot -> inSessionVersions(
                        "SPDM-FIN-05",
                        CatalogState.HANDSHAKE,
                        "vv e5 01 %02x opq mac".formatted(slot),
                        INVALID_REQUEST));
        inSessionVersions("SPDM-FIN-05", CatalogState.HANDSHAKE, "vv e5 00 00", INVALID_REQUEST);
        inSessionVersions("SPDM-FIN-06", CatalogState.HANDSHAKE, "vv e5 00 00 opq mac", DECRYPT_ERROR);
        inSessionVersions("SPDM-FIN-07", CatalogState.HANDSHAKE_IN_THE_CLEAR, "vv e5 00 00 opq mac", DECRYPT_ERROR);
        inSessionVersions("SPDM-FIN-10", CatalogState.OUTSIDE_THE_HANDSHAKE, "vv e5 00 00 opq mac", SESSION_REQUIRED);
    }

    private void inSessions() {
        mismatchInSession("SPDM-HB-02", CatalogState.SESSION, " e8 00 00");
        inSessionVersions("SPDM-HB-03", CatalogState.HANDSHAKE, "vv e8 00 00", UNEXPECTED_REQUEST);
        inSessionVersions("SPDM-HB-04", CatalogState.NEGOTIATED, "vv e8 00 00", SESSION_REQUIRED);
        mismatchInSession("SPDM-KU-02", CatalogState.SESSION, " e9 01 01");
        inSessionVersions("SPDM-KU-03", CatalogState.SESSION, "vv e9 00 01", INVALID_REQUEST);
        inSessionVersions("SPDM-KU-03", CatalogState.SESSION, "vv e9 04 01", INVALID_REQUEST);
        inSessionVersions("SPDM-KU-04", CatalogState.HANDSHAKE, "vv e9 01 01", UNEXPECTED_REQUEST);
        inSessionVersions("SPDM-KU-05", CatalogState.NEGOTIATED, "vv e9 01 01", SESSION_REQUIRED);
        mismatchInSession("SPDM-END-02", CatalogState.SESSION, " ec 00 00");
        inSessionVersions("SPDM-END-03", CatalogState.HANDSHAKE, "vv ec 00 00", UNEXPECTED_REQUEST);
        inSessionVersions("SPDM-END-04", CatalogState.NEGOTIATED, "vv ec 00 00", SESSION_REQUIRED);
    }

    private void mismatch(String id, CatalogState state, String request) {
        NEIGHBOURS.forEach(version -> add(id, state, version + request, VERSION_MISMATCH));
    }

    private void mismatchInSession(String id, CatalogState state, String request) {
        NEIGHBOURS.forEach(version -> inSessionVersions(id, state, version + request, VERSION_MISMATCH));
    }

    private void add(String id, CatalogState state, String request, SpdmErrorCode error) {
        rows.add(new Row(id, state, request, error, CatalogCase.ALL));
    }

    private void inSessionVersions(String id, CatalogState state, String request, SpdmErrorCode error) {
        rows.add(new Row(id, state, request, error, CatalogCase.WITH_SESSIONS));
    }
}
