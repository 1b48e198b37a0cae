package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.measurement.MeasurementSummary;
import dev.tdisp.spdm.responder.Peers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The hash over measurements that comes with CHALLENGE_AUTH and with both handshakes. */
class SummariesTest {
    private static final int HASH_SIZE = CatalogTalk.HASH_SIZE;

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("all")
    @Tag("S-065")
    @Tag("S-076")
    void aSummaryIsOfTheDigestsWhateverFormWasReadBefore(SpdmVersion version, MeasurementSummary summary) {
        for (boolean isRaw : new boolean[] {false, true}) {
            CatalogTalk talk = CatalogTalk.of(version);
            List<Bytes> digests = blocks(talk, "00");
            if (isRaw) {
                requireRaw(version, blocks(talk, "02"), digests);
            }
            Bytes expected = expected(summary, digests);

            Bytes answer = talk.ask("vv 83 00 %02x nonce ctx".formatted(summary.code()));

            int start = 4 + HASH_SIZE + 32;
            assertThat(answer.slice(start, start + expected.size())).isEqualTo(expected);
            assertThat(CatalogTalk.u16(answer, start + expected.size()))
                    .as("OpaqueDataLength")
                    .isZero();
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("ofSessions")
    @Tag("S-076")
    void theSummaryOfASessionIsThatOfItsMeasurements(SpdmVersion version, MeasurementSummary summary) {
        Peers peers =
                new Peers(Peers.profile().withVersions(version), Peers.options().withVersions(version));
        SessionOptions options = SessionOptions.DEFAULT.withSummary(summary);

        RequesterSession session = peers.identified().requester.startSession(options);
        RequesterSession psk = peers.requester.startPskSession(Peers.HINT, Peers.psk(), options);

        Bench bench = Bench.of(version);
        SpdmSession open = bench.established();
        Bytes expected = expected(
                summary, blocks(new CatalogTalk(version, bench, message -> bench.inSession(open, message)), "00"));
        assertThat(session.measurementSummaryHash()).isEqualTo(expected);
        assertThat(psk.measurementSummaryHash()).isEqualTo(expected);
    }

    static Stream<Arguments> all() {
        return CatalogCase.ALL.stream().flatMap(SummariesTest::summaries);
    }

    static Stream<Arguments> ofSessions() {
        return CatalogCase.WITH_SESSIONS.stream().flatMap(SummariesTest::summaries);
    }

    private static Stream<Arguments> summaries(SpdmVersion version) {
        return Stream.of(MeasurementSummary.values()).map(summary -> Arguments.of(version, summary));
    }

    /** Hashes whole blocks: all, or those of the trusted computing base, which is the ROM. */
    private static Bytes expected(MeasurementSummary summary, List<Bytes> blocks) {
        return switch (summary) {
            case NONE -> Bytes.EMPTY;
            case TRUSTED_COMPUTING_BASE ->
                CatalogTalk.hash(blocks.stream()
                        .filter(block -> (block.at(4) & 0x7F) == 0)
                        .reduce(Bytes.EMPTY, Bytes::plus));
            case ALL -> CatalogTalk.hash(blocks.stream().reduce(Bytes.EMPTY, Bytes::plus));
        };
    }

    private static void requireRaw(SpdmVersion version, List<Bytes> raw, List<Bytes> digests) {
        if (version.isAtLeast(SpdmVersion.V1_2)) {
            assertThat(raw).hasSameSizeAs(digests).isNotEqualTo(digests).allMatch(block -> (block.at(4) & 0x80) != 0);
        } else {
            assertThat(raw).as("the bit is reserved").isEqualTo(digests);
        }
    }

    private static List<Bytes> blocks(CatalogTalk talk, String attributes) {
        Bytes answer = talk.ask("vv e0 %s ff ctx".formatted(attributes));
        int end = 8 + CatalogTalk.u16(answer, 5);
        return Stream.iterate(8, start -> start < end, start -> start + 4 + CatalogTalk.u16(answer, start + 2))
                .map(start -> answer.slice(start, start + 4 + CatalogTalk.u16(answer, start + 2)))
                .toList();
    }
}
