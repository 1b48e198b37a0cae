package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.CapabilityFlags;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.message.GetCapabilities;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.message.SpdmHeader;
import dev.tdisp.spdm.responder.MutualAuthentication;
import java.util.List;
import java.util.stream.Stream;

/** The cases of VERSION, CAPABILITIES and ALGORITHMS. */
final class CatalogNegotiation {
    private static final int SIZE = 0x1200;
    private static final List<SpdmVersion> SIZED = CatalogCase.ALL.subList(2, CatalogCase.ALL.size());
    private static final String TABLES = " 02 20 7f 00 03 20 0f 00 04 20 ff 0f 05 20 01 00";

    private CatalogNegotiation() {}

    static Stream<CatalogCase> cases() {
        return Stream.of(
                        Stream.of(new CatalogCase("SPDM-VER-01", "VERSION", CatalogNegotiation::version)),
                        capabilities("SPDM-CAP-01", SpdmVersion.V1_0),
                        Stream.of(new CatalogCase("SPDM-CAP-02", "versions beside", CatalogNegotiation::beside)),
                        capabilities("SPDM-CAP-03", SpdmVersion.V1_1),
                        brokenCapabilities(),
                        capabilities("SPDM-CAP-05", SpdmVersion.V1_2),
                        secondCapabilities(),
                        capabilities("SPDM-CAP-07", SpdmVersion.V1_3),
                        capabilities("SPDM-CAP-07", SpdmVersion.V1_4),
                        algorithms(),
                        brokenAlgorithms(),
                        secondAlgorithms())
                .flatMap(cases -> cases);
    }

    private static void version() {
        Bytes answer = Bench.usual().clear("10 84 00 00");

        CatalogCase.requireHeader(SpdmVersion.V1_0, 0x04, answer);
        int count = answer.at(5);
        assertThat(count).isPositive();
        assertThat(answer.size()).isEqualTo(6 + 2 * count);
        for (int i = 0; i < count; i++) {
            assertThat(answer.at(7 + 2 * i)).isBetween(0x10, 0x14);
        }
    }

    private static void beside() {
        for (String request : List.of("15 e1 00 00", "0f e1 00 00")) {
            Bytes answer = CatalogState.AFTER_VERSION.reach(SpdmVersion.V1_4).apply(Bytes.fromHex(request));

            CatalogCase.requireError(0x10, SpdmErrorCode.VERSION_MISMATCH, answer);
        }
    }

    private static Stream<CatalogCase> capabilities(String id, SpdmVersion version) {
        return CatalogCase.in(List.of(version), id, "CAPABILITIES", CatalogNegotiation::legalCapabilities);
    }

    private static void legalCapabilities(SpdmVersion version) {
        Bytes request = CatalogState.capabilities(version).encode();
        Bytes answer = CatalogState.AFTER_VERSION.reach(version).apply(request);

        CatalogCase.requireHeader(version, 0x61, answer);
        boolean isSized = version.isAtLeast(SpdmVersion.V1_2);
        assertThat(answer.size()).isEqualTo(isSized ? 20 : 12);
        var in = WireReader.of(answer.from(8));
        requireLegal(version, new CapabilityFlags(in.u32("Flags")));
        if (isSized) {
            long transfer = in.u32("DataTransferSize");
            assertThat(transfer).isGreaterThanOrEqualTo(42);
            assertThat(in.u32("MaxSPDMmsgSize")).as("without CHUNK_CAP").isEqualTo(transfer);
        }
    }

    private static void requireLegal(SpdmVersion version, CapabilityFlags flags) {
        assertThat(flags.value(Capability.MEAS_CAP)).isNotEqualTo(3);
        if (version == SpdmVersion.V1_0) {
            return;
        }
        int psk = flags.value(Capability.PSK_CAP);
        boolean isKeyed = flags.has(Capability.KEY_EX_CAP) || psk != 0;
        boolean isProtected = flags.has(Capability.ENCRYPT_CAP) || flags.has(Capability.MAC_CAP);
        boolean isIdentified = flags.has(Capability.CERT_CAP) || flags.has(Capability.PUB_KEY_ID_CAP);
        boolean isSigning = flags.has(Capability.CHAL_CAP)
                || flags.value(Capability.MEAS_CAP) == 2
                || flags.has(Capability.KEY_EX_CAP);
        assertThat(psk).isNotEqualTo(3);
        assertThat(isProtected).isEqualTo(isKeyed);
        assertThat(flags.has(Capability.MUT_AUTH_CAP)).isFalse();
        assertThat(flags.has(Capability.HANDSHAKE_IN_THE_CLEAR_CAP)).isFalse();
        assertThat(flags.has(Capability.CERT_CAP) && flags.has(Capability.PUB_KEY_ID_CAP))
                .isFalse();
        assertThat(isIdentified || !isSigning).isTrue();
    }

    private static Stream<CatalogCase> brokenCapabilities() {
        CapabilityFlags good = CatalogState.capabilities(SpdmVersion.V1_1).flags();
        CapabilityFlags unprotected = good.without(Capability.ENCRYPT_CAP).without(Capability.MAC_CAP);
        CapabilityFlags unkeyed = good.without(Capability.KEY_EX_CAP).without(Capability.PSK_CAP);
        CapabilityFlags unasked = good.with(Capability.MUT_AUTH_CAP).without(Capability.ENCAP_CAP);
        CapabilityFlags chunking = good.with(Capability.CHUNK_CAP);
        return Stream.of(
                        broken(CatalogCase.WITH_SESSIONS, "keys without protection", unprotected, SIZE, SIZE),
                        broken(CatalogCase.WITH_SESSIONS, "protection without keys", unkeyed, SIZE, SIZE),
                        broken(List.of(SpdmVersion.V1_1), "MUT_AUTH without ENCAP", unasked, SIZE, SIZE),
                        broken(SIZED, "DataTransferSize 41", good, 41, 41),
                        broken(SIZED, "DataTransferSize above the maximum", chunking, SIZE + 1, SIZE),
                        broken(SIZED, "two sizes without chunks", good, SIZE - 1, SIZE))
                .flatMap(cases -> cases);
    }

    private static Stream<CatalogCase> broken(
            List<SpdmVersion> versions, String name, CapabilityFlags flags, int transfer, int largest) {
        return CatalogCase.in(versions, "SPDM-CAP-04", name, version -> {
            boolean isSized = version.isAtLeast(SpdmVersion.V1_2);
            var request = new GetCapabilities(
                    SpdmHeader.of(version, 0, 0), 0, 0, flags, isSized ? transfer : 0, isSized ? largest : 0);

            Bytes answer = CatalogState.AFTER_VERSION.reach(version).apply(request.encode());

            CatalogCase.requireError(version.code(), SpdmErrorCode.INVALID_REQUEST, answer);
        });
    }

    private static Stream<CatalogCase> secondCapabilities() {
        return CatalogCase.in(CatalogCase.ALL, "SPDM-CAP-06", "a second GET_CAPABILITIES", version -> {
            Bytes good = CatalogState.capabilities(version).encode();
            for (CatalogState state : List.of(CatalogState.AFTER_CAPABILITIES, CatalogState.NEGOTIATED)) {
                for (int place : version == SpdmVersion.V1_0 ? List.of(3) : List.of(3, 5, 9, good.size() - 4)) {
                    Bytes answer = state.reach(version).apply(good.with(place, good.at(place) ^ 1));

                    CatalogCase.requireError(version.code(), SpdmErrorCode.UNEXPECTED_REQUEST, answer);
                }
            }
        });
    }

    private static Stream<CatalogCase> algorithms() {
        return Stream.of(
                        CatalogCase.in(
                                List.of(SpdmVersion.V1_0), "SPDM-ALG-01", "ALGORITHMS", CatalogNegotiation::selected),
                        CatalogCase.in(
                                List.of(SpdmVersion.V1_1), "SPDM-ALG-04", "ALGORITHMS", CatalogNegotiation::selected),
                        CatalogCase.in(
                                List.of(SpdmVersion.V1_2), "SPDM-ALG-05", "ALGORITHMS", CatalogNegotiation::selected),
                        CatalogCase.in(
                                List.of(SpdmVersion.V1_3, SpdmVersion.V1_4),
                                "SPDM-ALG-07",
                                "ALGORITHMS",
                                CatalogNegotiation::selected))
                .flatMap(cases -> cases);
    }

    private static void selected(SpdmVersion version) {
        Bench bench = mutual(version);
        Bytes answer = bench.clear(offer(version));

        CatalogCase.requireHeader(version, 0x63, answer);
        boolean hasTables = version != SpdmVersion.V1_0;
        assertThat(answer.at(2)).as("tables").isEqualTo(hasTables ? 4 : 0);
        assertThat(u16(answer, 4)).as("Length").isEqualTo(answer.size());
        assertThat(answer.size()).isEqualTo(hasTables ? 52 : 36);
        assertThat(answer.at(6)).as("MeasurementSpecificationSel").isEqualTo(1);
        assertThat(answer.at(7)).as("OtherParamsSel").isEqualTo(version.isAtLeast(SpdmVersion.V1_2) ? 2 : 0);
        for (int selection : List.of(8, 12, 16)) {
            assertThat(Long.bitCount(WireReader.of(answer.from(selection)).u32("Selection")))
                    .as("selection at %d", selection)
                    .isOne();
        }
        assertThat(answer.at(32)).as("ExtAsymSelCount").isZero();
        assertThat(answer.at(33)).as("ExtHashSelCount").isZero();
        for (int table = 36; table < answer.size(); table += 4) {
            assertThat(answer.at(table)).isEqualTo(2 + (table - 36) / 4);
            assertThat(answer.at(table + 1)).isEqualTo(0x20);
            assertThat(Integer.bitCount(u16(answer, table + 2))).isOne();
        }
    }

    private static Bench mutual(SpdmVersion version) {
        RequesterOptions options = MutualPeers.options(version);
        Bench bench = new Bench(
                MutualPeers.of(MutualPeers.profile(version, MutualAuthentication.NONE), options, builder -> {}));
        bench.afterVersion();
        int size = version.isAtLeast(SpdmVersion.V1_2) ? SIZE : 0;
        bench.clear(
                new GetCapabilities(SpdmHeader.of(version, 0, 0), 0, 0, options.capabilities(), size, size).encode());
        return bench;
    }

    /** All algorithms of the version. */
    private static Bytes offer(SpdmVersion version) {
        boolean isNewer = version.isAtLeast(SpdmVersion.V1_2);
        boolean hasTables = version != SpdmVersion.V1_0;
        String tables =
                hasTables ? isNewer ? TABLES : TABLES.replace("7f", "3f").replace("ff 0f", "ff 01") : "";
        return CatalogCase.request(
                version,
                "vv e3 %s 00 %s 00 01 %s %s 00 00 %s 00 00 00"
                                .formatted(
                                        hasTables ? "04" : "00",
                                        hasTables ? "30" : "20",
                                        isNewer ? "02" : "00",
                                        isNewer ? "ff 0f" : "ff 01",
                                        isNewer ? "7f" : "3f")
                        + " 00".repeat(16)
                        + tables);
    }

    private static Stream<CatalogCase> brokenAlgorithms() {
        Stream<CatalogCase> neighbours = CatalogCase.in(CatalogCase.ALL, "SPDM-ALG-02", "another version", version -> {
            for (int other : List.of(version.code() + 1, version.code() - 1)) {
                Bytes answer = CatalogState.AFTER_CAPABILITIES
                        .reach(version)
                        .apply(offer(version).with(0, other));

                CatalogCase.requireError(version.code(), SpdmErrorCode.VERSION_MISMATCH, answer);
            }
        });
        Stream<CatalogCase> fields = Stream.of(
                        damaged(CatalogCase.ALL, "Length less 1", 4, -1),
                        damaged(CatalogCase.ALL, "Length and 1", 4, 1),
                        damaged(CatalogCase.ALL, "ExtAsymCount 21", 28, 21),
                        damaged(CatalogCase.ALL, "ExtHashCount 21", 29, 21),
                        damaged(CatalogCase.WITH_SESSIONS, "FixedAlgCount 1", 33, -0x10),
                        damaged(CatalogCase.WITH_SESSIONS, "FixedAlgCount 3", 33, 0x10),
                        damaged(CatalogCase.WITH_SESSIONS, "ExtAlgCount 15", 33, 0x0F))
                .flatMap(cases -> cases);
        return Stream.concat(neighbours, fields);
    }

    private static Stream<CatalogCase> damaged(List<SpdmVersion> versions, String name, int place, int change) {
        return CatalogCase.in(versions, "SPDM-ALG-03", name, version -> {
            Bytes offer = offer(version);

            Bytes answer =
                    CatalogState.AFTER_CAPABILITIES.reach(version).apply(offer.with(place, offer.at(place) + change));

            CatalogCase.requireError(version.code(), SpdmErrorCode.INVALID_REQUEST, answer);
        });
    }

    private static Stream<CatalogCase> secondAlgorithms() {
        return CatalogCase.in(CatalogCase.ALL, "SPDM-ALG-06", "a second NEGOTIATE_ALGORITHMS", version -> {
            Bytes offer = offer(version);
            for (Bytes second : List.of(offer, offer.with(3, 1), offer.with(8, 0x80), offer.with(12, 2))) {
                Bytes answer = CatalogState.NEGOTIATED.reach(version).apply(second);

                CatalogCase.requireError(version.code(), SpdmErrorCode.UNEXPECTED_REQUEST, answer);
            }
        });
    }

    private static int u16(Bytes bytes, int offset) {
        return bytes.at(offset) | bytes.at(offset + 1) << Byte.SIZE;
    }
}
