package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.CapabilityFlags;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.message.GetCapabilities;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.message.SpdmHeader;
import dev.tdisp.spdm.responder.EventSource;
import dev.tdisp.spdm.responder.MutualAuthentication;
import dev.tdisp.spdm.responder.Peers;
import dev.tdisp.spdm.responder.ResponderCondition;
import dev.tdisp.spdm.responder.SimulatedKeyPairs;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Of two faults in one request, the one that section 8.5 looks for first is answered. */
class CheckOrderTest {
    private static final SpdmVersion VERSION = SpdmVersion.V1_3;
    private static final int SIZE = 0x1200;
    private static final int LARGEST = 0x4000;

    /** What is wrong, and the error that says so. */
    private enum Fault {
        VERSION(SpdmErrorCode.VERSION_MISMATCH),
        BUSY(SpdmErrorCode.BUSY),
        CAPABILITY(SpdmErrorCode.UNSUPPORTED_REQUEST),
        STATE(SpdmErrorCode.UNEXPECTED_REQUEST),
        SIZE(SpdmErrorCode.INVALID_REQUEST);

        private final SpdmErrorCode error;

        Fault(SpdmErrorCode error) {
            this.error = error;
        }
    }

    /** A request without fault, the capability it needs, the order of checks, and the answer when all succeed. */
    private record Row(String request, UnaryOperator<CapabilityFlags> removal, List<Fault> order, String answer) {
        /** Reads the order from letters: V, B, C, S and Z. */
        static Row of(String request, UnaryOperator<CapabilityFlags> removal, String order, String answer) {
            List<Fault> faults = order.chars()
                    .mapToObj(letter -> Fault.values()["VBCSZ".indexOf(letter)])
                    .toList();
            return new Row(request, removal, faults, answer);
        }

        Bytes message(Set<Fault> faults) {
            Bytes whole = CatalogCase.request(CheckOrderTest.VERSION, request);
            Bytes sized = faults.contains(Fault.SIZE) ? whole.slice(0, whole.size() - 1) : whole;
            return faults.contains(Fault.VERSION) ? sized.with(0, 0x12) : sized;
        }
    }

    /** A row with the faults that are made together. */
    private record Case(Row row, Set<Fault> faults) {
        @Override
        public String toString() {
            return row.request().substring(0, 5) + " " + faults;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    @Tag("S-033")
    @Tag("S-034")
    @Tag("S-035")
    @Tag("S-142")
    void theFirstCheckThatFailsIsAnswered(Case both) {
        Row row = both.row();
        Bytes answer = bench(row, both.faults()).clear(row.message(both.faults()));

        Optional<Fault> first =
                row.order().stream().filter(both.faults()::contains).findFirst();
        if (first.isEmpty()) {
            assertThat(answer.slice(1, 3)).isEqualTo(Bytes.fromHex(row.answer()));
        } else {
            assertThat(answer.at(1)).as("%s", answer).isEqualTo(0x7F);
            assertThat(SpdmErrorCode.of(answer.at(2))).as("%s", answer).contains(error(row, first.get()));
            boolean isNamed = answer.at(2) == SpdmErrorCode.UNSUPPORTED_REQUEST.code();
            assertThat(answer.at(3)).isEqualTo(isNamed ? row.message(Set.of()).at(1) : 0);
        }
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (Row row : rows()) {
            cases.add(new Case(row, Set.of()));
            for (Fault one : row.order()) {
                row.order().forEach(other -> cases.add(new Case(row, EnumSet.of(one, other))));
            }
        }
        return cases.stream().distinct();
    }

    private static List<Row> rows() {
        String nothing = "7f 0b";
        return List.of(
                Row.of("vv 81 00 00", CheckOrderTest::withoutCertificates, "VBCS", "01 05"),
                Row.of("vv 82 00 00 00 00 00 04", CheckOrderTest::withoutCertificates, "VBSCZ", "02 00"),
                Row.of("vv 83 00 00 nonce ctx", without(Capability.CHAL_CAP), "VBCSZ", "03 00"),
                Row.of("vv e0 00 ff ctx", without(Capability.MEAS_CAP), "VBCSZ", "60 00"),
                Row.of("vv e4 00 00 " + "00 ".repeat(36), without(Capability.KEY_EX_CAP), "VBCSZ", "7f 01"),
                Row.of("vv e6 00 00 " + "00 ".repeat(8), without(Capability.PSK_CAP), "VBCSZ", "7f 01"),
                Row.of("vv e5 00 00 mac", without(Capability.KEY_EX_CAP), "VBCS", nothing),
                Row.of("vv e7 00 00 mac", without(Capability.PSK_CAP), "VBCS", nothing),
                Row.of("vv e8 00 00", without(Capability.HBEAT_CAP), "VBCS", nothing),
                Row.of("vv e9 01 00", without(Capability.KEY_UPD_CAP), "VBCS", nothing),
                Row.of("vv ec 00 00", UnaryOperator.identity(), "VBS", nothing),
                Row.of("vv ed 00 00 00 00 00 00", without(Capability.CSR_CAP), "VBZSC", "6d 00"),
                Row.of(
                        "vv ee 00 00 04 00 00 00",
                        flags -> flags.without(Capability.SET_CERT_CAP).without(Capability.CSR_CAP),
                        "VBSC",
                        "7f 05"),
                Row.of("vv 87 01 00 00 00 00 00", without(Capability.EP_INFO_CAP), "BCSVZ", "07 00"),
                Row.of("vv e2 00 00", without(Capability.EVENT_CAP), "BSC", nothing),
                Row.of("vv f0 00 00 00 00 00 00", without(Capability.EVENT_CAP), "BSC", nothing),
                Row.of("vv fc 00 00 01", without(Capability.GET_KEY_PAIR_INFO_CAP), "VBZSC", "7c 00"),
                Row.of("vv fd 01 00 01", without(Capability.SET_KEY_PAIR_INFO_CAP), "VBZSC", "7d 00"),
                Row.of("vv ef 00 00 00 00 00 00 ff 00 00 00", without(Capability.MEL_CAP), "VBSCZ", "6f 00"),
                Row.of("vv fe 00 00 03 00 02 01 00 02 00 01 07", UnaryOperator.identity(), "VBSZ", nothing),
                Row.of(
                        "vv 85 00 00 00 00 00 00 00 00 00 00 00 00 00 00",
                        without(Capability.CHUNK_CAP),
                        "CBZV",
                        "05 01"),
                Row.of("vv 86 00 01 00 00", without(Capability.CHUNK_CAP), "CBZV", "7f 04"));
    }

    /** CHUNK_GET answers a missing capability like a transfer that is not there. */
    private static SpdmErrorCode error(Row row, Fault fault) {
        boolean isChunkGet = row.request().startsWith("vv 86");
        return isChunkGet && fault == Fault.CAPABILITY ? SpdmErrorCode.UNEXPECTED_REQUEST : fault.error;
    }

    private static UnaryOperator<CapabilityFlags> without(Capability capability) {
        return flags -> flags.without(capability);
    }

    private static CapabilityFlags withoutCertificates(CapabilityFlags flags) {
        CapabilityFlags kept = flags;
        for (Capability capability : List.of(
                Capability.CERT_CAP,
                Capability.CHAL_CAP,
                Capability.KEY_EX_CAP,
                Capability.MEAS_CAP,
                Capability.EP_INFO_CAP,
                Capability.SET_CERT_CAP,
                Capability.CSR_CAP,
                Capability.MUT_AUTH_CAP)) {
            kept = kept.without(capability);
        }
        return kept;
    }

    private static Bench bench(Row row, Set<Fault> faults) {
        CapabilityFlags all = ManagedDevice.all(VERSION).with(Capability.CHUNK_CAP);
        boolean isMissing = faults.contains(Fault.CAPABILITY);
        RequesterOptions options = MutualPeers.options(VERSION, Capability.CHUNK_CAP)
                .withDataTransferSize(SIZE)
                .withMaximumMessageSize(LARGEST);
        var peers = new Peers(
                MutualPeers.profile(VERSION, MutualAuthentication.NONE)
                        .withCapabilities(isMissing ? row.removal().apply(all) : all)
                        .withMaximumMessageSize(
                                isMissing && !row.removal().apply(all).has(Capability.CHUNK_CAP) ? SIZE : LARGEST),
                options,
                builder -> builder.measurementLog(() -> Optional.of(ManagedDevice.LOG))
                        .deviceClass(() -> ManagedDevice.CLASS)
                        .keyPairs(new SimulatedKeyPairs(ManagedDevice.KEY_PAIRS))
                        .events(EventSource.dmtf()));
        var bench = new Bench(peers);
        if (faults.contains(Fault.STATE)) {
            bench.afterVersion();
            bench.clear(new GetCapabilities(SpdmHeader.of(VERSION, 0, 0), 0, 0, options.capabilities(), SIZE, LARGEST)
                    .encode());
        } else {
            bench.negotiated();
        }
        peers.responder.setCondition(faults.contains(Fault.BUSY) ? ResponderCondition.BUSY : ResponderCondition.NORMAL);
        return bench;
    }
}
