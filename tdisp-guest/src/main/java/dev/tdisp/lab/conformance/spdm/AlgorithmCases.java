package dev.tdisp.lab.conformance.spdm;

import static dev.tdisp.spdm.algorithm.Capability.CERT_CAP;
import static dev.tdisp.spdm.algorithm.Capability.CHAL_CAP;
import static dev.tdisp.spdm.algorithm.Capability.KEY_EX_CAP;
import static dev.tdisp.spdm.algorithm.Capability.MEAS_CAP;
import static dev.tdisp.spdm.algorithm.Capability.MUT_AUTH_CAP;
import static dev.tdisp.spdm.algorithm.Capability.PSK_CAP;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AlgorithmCategory;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.CapabilityFlags;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.message.NegotiateAlgorithms;
import dev.tdisp.spdm.message.SpdmErrorCode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The cases of ALGORITHMS. */
final class AlgorithmCases {
    private static final int ALGORITHMS = 0x63;
    private static final int FIXED = 36;
    private static final int STRUCTURE = 4;
    private static final int COUNT = 0x20;
    private static final int DHE = 2;
    private static final int AEAD = 3;
    private static final int REQUESTER_SIGNATURE = 4;
    private static final int KEY_SCHEDULE = 5;
    private static final int REQUESTER_PQC = 6;
    private static final int KEM = 7;

    private AlgorithmCases() {}

    static Stream<SpdmScript> all() {
        return Stream.of(
                selection("SPDM-ALG-01", SpdmVersion.V1_0),
                new SpdmScript(
                        "SPDM-ALG-02",
                        "NEGOTIATE_ALGORITHMS of another version is refused",
                        SpdmScript.ALL,
                        List.of(),
                        AlgorithmCases::neighbours),
                new SpdmScript(
                        "SPDM-ALG-03",
                        "NEGOTIATE_ALGORITHMS with wrong counts is refused",
                        SpdmScript.ALL,
                        List.of(),
                        AlgorithmCases::damages),
                selection("SPDM-ALG-04", SpdmVersion.V1_1),
                selection("SPDM-ALG-05", SpdmVersion.V1_2),
                new SpdmScript(
                        "SPDM-ALG-06",
                        "A second NEGOTIATE_ALGORITHMS that differs is refused",
                        SpdmScript.ALL,
                        List.of(),
                        AlgorithmCases::second),
                selection("SPDM-ALG-07", SpdmVersion.V1_3, SpdmVersion.V1_4));
    }

    private static SpdmScript selection(String id, SpdmVersion... versions) {
        return new SpdmScript(
                id, "ALGORITHMS of " + versions[0], List.of(versions), List.of(), AlgorithmCases::selected);
    }

    private static Bytes offer(SpdmPeer peer) {
        return NegotiateAlgorithms.of(peer.version(), Offer.algorithms(peer.context()))
                .encode();
    }

    private static void selected(Probe probe) {
        SpdmPeer peer = probe.peer();
        peer.begin(probe.version());
        peer.readCapabilities(Offer.FULL);
        CapabilityFlags flags = peer.context().responder();
        Bytes answer = probe.go().peer().ask(offer(peer));
        probe.header(ALGORITHMS, FIXED, answer);
        Bytes whole = answer.size() < FIXED ? answer.plus(Bytes.filled(0, FIXED - answer.size())) : answer;
        boolean hasTables = probe.version().isAtLeast(SpdmVersion.V1_1);
        Map<Integer, Integer> tables = new TreeMap<>();
        int end = FIXED + 4 * (whole.at(32) + whole.at(33));
        int counted = hasTables ? whole.at(2) : 0;
        boolean isFitting = whole.size() >= end + STRUCTURE * counted;
        for (int i = 0; hasTables && isFitting && i < counted; i++) {
            tables.put(whole.at(end + STRUCTURE * i), end + STRUCTURE * i);
        }
        int length = SpdmPeer.word(whole, 4);
        boolean isCounted = length == end + STRUCTURE * counted && length <= answer.size();
        probe.on(4).at(4).that("Length", isCounted, end + STRUCTURE * counted, length);
        probe.on(5).at(32).equal("ExtAsymSelCount", 0, whole.at(32));
        probe.on(6).at(33).equal("ExtHashSelCount", 0, whole.at(33));
        fixed(probe, flags, whole);
        if (hasTables) {
            tables(probe, whole, counted, tables);
            selections(probe, flags, whole, tables);
        }
        if (probe.version().isAtLeast(SpdmVersion.V1_2)) {
            int format = whole.at(7) & 0x0F;
            boolean isRight = hasSessions(flags) ? format == 2 : Integer.bitCount(format) <= 1;
            probe.on(17).at(7).that("OpaqueDataFmt", isRight, "OpaqueDataFmt1 where there are sessions", format);
        }
    }

    private static void fixed(Probe probe, CapabilityFlags flags, Bytes whole) {
        boolean signs = flags.has(CERT_CAP)
                || flags.has(CHAL_CAP)
                || flags.value(MEAS_CAP) == 2
                || flags.has(KEY_EX_CAP)
                || flags.value(Capability.EP_INFO_CAP) == 2;
        probe.on(7).at(6).that("MeasurementSpecificationSel", whole.at(6) <= 1, "DMTF or 0", whole.at(6));
        oneOrNone(probe, 8, "MeasurementHashAlgo", number(whole, 8), flags.has(MEAS_CAP));
        long signature = number(whole, 12) | number(whole, 20) << Integer.SIZE;
        oneOrNone(probe, 9, "BaseAsymSel", signature, signs);
        oneOrNone(probe, 10, "BaseHashSel", number(whole, 16), signs || hasSessions(flags));
    }

    private static void tables(Probe probe, Bytes whole, int counted, Map<Integer, Integer> tables) {
        int known = probe.version().isAtLeast(SpdmVersion.V1_4) ? 6 : 4;
        boolean isKnown = counted <= known
                && tables.size() == counted
                && tables.keySet().stream()
                        .allMatch(type -> AlgorithmCategory.ofTable(type).isPresent());
        probe.on(11).at(2).that("structures", isKnown, "up to %d of distinct types".formatted(known), tables.keySet());
        List<Integer> counts = tables.values().stream()
                .map(offset -> whole.at(offset + 1))
                .distinct()
                .toList();
        probe.on(12).that("AlgCount", counts.stream().allMatch(count -> count == COUNT), Probe.hex(COUNT), counts);
    }

    private static void selections(Probe probe, CapabilityFlags flags, Bytes whole, Map<Integer, Integer> tables) {
        long exchange = table(whole, tables, DHE) | table(whole, tables, KEM) << Short.SIZE;
        long requester = table(whole, tables, REQUESTER_SIGNATURE) | table(whole, tables, REQUESTER_PQC) << Short.SIZE;
        oneOrNone(probe, 13, "DHE", exchange, flags.has(KEY_EX_CAP));
        oneOrNone(probe, 14, "AEADCipherSuite", table(whole, tables, AEAD), hasSessions(flags));
        oneOrNone(probe, 15, "ReqBaseAsymAlg", requester, flags.has(MUT_AUTH_CAP));
        long schedule = table(whole, tables, KEY_SCHEDULE);
        long expected = hasSessions(flags) ? 1 : 0;
        probe.on(16).equal("KeySchedule", expected, schedule);
    }

    private static boolean hasSessions(CapabilityFlags flags) {
        return flags.has(KEY_EX_CAP) || flags.has(PSK_CAP);
    }

    private static long table(Bytes whole, Map<Integer, Integer> tables, int type) {
        Integer offset = tables.get(type);
        return offset == null ? 0 : SpdmPeer.word(whole, offset + 2);
    }

    private static void oneOrNone(Probe probe, int number, String field, long selected, boolean isNeeded) {
        int wanted = isNeeded ? 1 : 0;
        String expected = isNeeded ? "one bit" : "no bit";
        probe.on(number).that(field, Long.bitCount(selected) == wanted, expected, "%xh".formatted(selected));
    }

    private static long number(Bytes bytes, int offset) {
        return SpdmPeer.word(bytes, offset) | (long) SpdmPeer.word(bytes, offset + 2) << Short.SIZE;
    }

    private static void neighbours(Probe probe) {
        for (int other : List.of(probe.version().code() + 1, probe.version().code() - 1)) {
            refused(
                    probe,
                    "SPDMVersion %02Xh".formatted(other),
                    SpdmErrorCode.VERSION_MISMATCH,
                    offer -> offer.with(0, other));
        }
    }

    /** A byte of the offer that is changed. */
    private record Damage(String name, SpdmVersion since, int offset, int change) {}

    private static final List<Damage> DAMAGES = List.of(
            new Damage("Length less 1", SpdmVersion.V1_0, 4, -1),
            new Damage("Length and 1", SpdmVersion.V1_0, 4, 1),
            new Damage("ExtAsymCount 21", SpdmVersion.V1_0, 28, 21),
            new Damage("ExtHashCount 21", SpdmVersion.V1_0, 29, 21),
            new Damage("FixedAlgCount 1", SpdmVersion.V1_1, 33, -0x10),
            new Damage("FixedAlgCount 3", SpdmVersion.V1_1, 33, 0x10),
            new Damage("ExtAlgCount 15", SpdmVersion.V1_1, 33, 0x0F));

    private static void damages(Probe probe) {
        for (Damage damage : DAMAGES) {
            if (probe.version().isAtLeast(damage.since())) {
                refused(
                        probe,
                        damage.name(),
                        SpdmErrorCode.INVALID_REQUEST,
                        offer -> offer.with(damage.offset(), offer.at(damage.offset()) + damage.change() & 0xFF));
            }
        }
    }

    private static void refused(Probe probe, String name, SpdmErrorCode code, UnaryOperator<Bytes> change) {
        probe.each(name, () -> {
            PeerState.CAPABILITIES_READ.reach(probe.peer(), probe.version());
            Bytes request = change.apply(offer(probe.peer()));
            probe.go().refused(code, probe.peer().send(request));
        });
    }

    private static void second(Probe probe) {
        for (String name : List.of("Param2 1", "the selected base algorithms alone", "the selected structures alone")) {
            boolean isOfTables = name.contains("structures");
            if (!isOfTables || probe.version().isAtLeast(SpdmVersion.V1_1)) {
                probe.each(name, () -> {
                    PeerState.CAPABILITIES_READ.reach(probe.peer(), probe.version());
                    Bytes offer = offer(probe.peer());
                    Bytes selection = probe.peer().readAlgorithms();
                    Bytes request =
                            name.startsWith("Param2") ? offer.with(3, 1) : narrowed(offer, selection, isOfTables);
                    probe.go()
                            .refusedOrDropped(
                                    SpdmErrorCode.UNEXPECTED_REQUEST,
                                    probe.peer().send(request));
                });
            }
        }
    }

    /** Offers nothing but what was selected, of the fixed fields or of the structures. */
    private static Bytes narrowed(Bytes offer, Bytes selection, boolean isOfTables) {
        Bytes narrow = offer;
        List<Integer> fields = isOfTables ? List.of() : List.of(12, 16);
        for (int field : fields) {
            for (int i = 0; i < Integer.BYTES; i++) {
                narrow = narrow.with(field - 4 + i, selection.at(field + i));
            }
        }
        int tables = isOfTables ? Math.min(offer.at(2), selection.at(2)) : 0;
        for (int table : IntStream.range(0, tables).toArray()) {
            int from = FIXED + STRUCTURE * table;
            for (int i = 2; i < STRUCTURE && from + i < selection.size(); i++) {
                narrow = narrow.with(from - 4 + i, selection.at(from + i));
            }
        }
        return narrow;
    }
}
