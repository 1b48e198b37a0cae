package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.ChunkFormat;
import dev.tdisp.spdm.connection.ConnectionState;
import dev.tdisp.spdm.connection.SessionAuthentication;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.measurement.MeasurementSummary;
import dev.tdisp.spdm.message.Chunk;
import dev.tdisp.spdm.message.ChunkSend;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.message.SpdmHeader;
import dev.tdisp.spdm.responder.MutualAuthentication;
import dev.tdisp.spdm.responder.Peers;
import dev.tdisp.spdm.responder.SpdmProfile;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages that are too large for one transfer. */
class ChunksTest {
    private static final int LARGEST = 0x10000;

    static Stream<Arguments> sizes() {
        return Stream.of(SpdmVersion.V1_2, SpdmVersion.V1_3, SpdmVersion.V1_4)
                .flatMap(version -> Stream.of(42, 61, 300).map(size -> Arguments.of(version, size)));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    @Tag("S-180")
    @Tag("S-181")
    @Tag("S-185")
    void everythingWorksHoweverSmallTheTransfers(SpdmVersion version, int size) {
        Peers peers = MutualPeers.of(
                profile(version, size)
                        .withMutualAuthentication(MutualPeers.in(SessionAuthentication.ENCAPSULATED)
                                .challenging()),
                options(version, size),
                builder -> {});
        SpdmRequester requester = peers.requester;
        requester.connect();

        requester.digests();
        requester.certificateChain(0);
        requester.challenge(0, MeasurementSummary.ALL);
        requester.measurements(MeasurementQuery.ALL.raw());
        requester.measurements(MeasurementQuery.ALL.signedBy(0));
        RequesterSession session = requester.startSession(SessionOptions.DEFAULT.withSummary(MeasurementSummary.ALL));
        Bytes answer = session.vendor(VendorProtocol.TDISP, Bytes.filled(0x11, 1000));
        session.measurements(MeasurementQuery.ALL.raw().signedBy(0));
        session.updateAllKeys();
        peers.responder.updateKey(session.id());
        session.poll();
        session.end();

        assertThat(answer).isEqualTo(Bytes.filled(0x11, 2000));
        assertThat(peers.responder.state()).isEqualTo(ConnectionState.AUTHENTICATED);
        assertThat(SentMessages.names(peers)).contains("CHUNK_SEND", "CHUNK_SEND_ACK", "CHUNK_GET", "CHUNK_RESPONSE");
    }

    @Test
    @Tag("S-185")
    void aHandshakeInTheClearIsChunkedToo() {
        Capability clear = Capability.HANDSHAKE_IN_THE_CLEAR_CAP;
        SpdmProfile profile = profile(SpdmVersion.V1_3, 42);
        RequesterOptions options = options(SpdmVersion.V1_3, 42);
        Peers peers = MutualPeers.of(
                        profile.withCapabilities(profile.capabilities().with(clear))
                                .withMutualAuthentication(MutualPeers.in(SessionAuthentication.DIGESTS)),
                        options.withCapabilities(options.capabilities().with(clear)),
                        builder -> {})
                .identified();

        peers.requester.startSession(SessionOptions.DEFAULT).heartbeat();

        assertThat(peers.responder.sessions()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"1.2, 42, 1966076", "1.2, 4608, 301203452", "1.4, 42, 4294967295"})
    @Tag("S-180")
    void theLargestMessageDependsOnTheSequenceNumbers(String version, long transferSize, long largest) {
        SpdmVersion negotiated = version.equals("1.4") ? SpdmVersion.V1_4 : SpdmVersion.V1_2;

        assertThat(new ChunkFormat(negotiated, transferSize).largest()).isEqualTo(largest);
    }

    @Test
    @Tag("S-181")
    @Tag("S-182")
    @Tag("S-184")
    void aLargeResponseIsFetchedFromItsFirstChunkOn() {
        Bench bench = bench(SpdmVersion.V1_2, 60);
        Bytes offered = bench.clear("12 81 00 00");

        assertThat(offered).isEqualTo(Bytes.fromHex("12 7f 0f 00 01"));
        assertThat(bench.clear("12 86 00 01 01 00")).isEqualTo(Bytes.fromHex("12 7f 01 00"));
        assertThat(bench.clear("12 86 00 02 00 00")).isEqualTo(Bytes.fromHex("12 7f 01 00"));
        assertThat(bench.clear("12 86 00 01 00")).isEqualTo(Bytes.fromHex("12 7f 01 00"));
        assertThat(bench.clear("11 86 00 01 00 00").at(2)).isEqualTo(0x41);
        assertThat(bench.clear("12 81 00 00")).isEqualTo(Bytes.fromHex("12 7f 04 00"));
        assertThat(bench.clear("12 85 00 00 00 00 00 00").at(2)).isEqualTo(0x04);
        Bytes first = bench.clear("12 86 00 01 00 00");
        assertThat(first.size()).isEqualTo(60);
        assertThat(first.slice(0, 16)).isEqualTo(Bytes.fromHex("12 06 00 01 00 00 00 00 2c 00 00 00 64 00 00 00"));
        Bytes second = bench.clear("12 86 00 01 01 00");
        assertThat(second.slice(0, 12)).isEqualTo(Bytes.fromHex("12 06 00 01 01 00 00 00 30 00 00 00"));
        Bytes last = bench.clear("12 86 00 01 02 00");
        assertThat(last.slice(0, 12)).isEqualTo(Bytes.fromHex("12 06 01 01 02 00 00 00 08 00 00 00"));
        assertThat(bench.clear("12 86 00 01 03 00")).isEqualTo(Bytes.fromHex("12 7f 04 00"));
        assertThat(bench.clear("12 81 00 00")).isEqualTo(Bytes.fromHex("12 7f 0f 00 02"));
        assertThat(bench.clear("10 84 00 00").at(1)).isEqualTo(0x04);
    }

    @Test
    @Tag("S-182")
    void chunksNeedTheCapability() {
        Bench bench = Bench.usual().negotiated();

        assertThat(bench.clear("12 86 00 01 00 00")).isEqualTo(Bytes.fromHex("12 7f 04 00"));
        assertThat(bench.clear("12 85 00 01 00 00")).isEqualTo(Bytes.fromHex("12 7f 07 85"));
        assertThat(Bench.of(SpdmVersion.V1_1).negotiated().clear("11 86 00 01 00 00"))
                .isEqualTo(Bytes.fromHex("11 7f 07 86"));
    }

    @Test
    @Tag("S-186")
    void aResponseThatIsTooLargeInChunksTooIsRefused() {
        Bench bench = new Bench(
                profile(SpdmVersion.V1_2, 60), options(SpdmVersion.V1_2, 60).withMaximumMessageSize(99));
        bench.negotiated();

        assertThat(bench.clear("12 81 00 00")).isEqualTo(Bytes.fromHex("12 7f 0d 00 64 00 00 00"));
        assertThat(bench.clear("12 86 00 01 00 00")).isEqualTo(Bytes.fromHex("12 7f 04 00"));
    }

    /** A chunk of a request of 100 bytes, and whether it is taken. */
    static Stream<Arguments> wrong() {
        Chunk first = Chunk.first(100, Bytes.filled(0x12, 40));
        return Stream.of(
                Arguments.of("not from the start", List.of(send(0, 0, Chunk.next(1, Bytes.filled(0, 40))))),
                Arguments.of("the first is the last", List.of(send(1, 0, Chunk.first(43, Bytes.filled(0, 43))))),
                Arguments.of("too small to be large", List.of(send(0, 0, Chunk.first(42, Bytes.filled(0, 30))))),
                Arguments.of(
                        "larger than allowed", List.of(send(0, 0, Chunk.first(LARGEST + 1L, Bytes.filled(0, 40))))),
                Arguments.of("huge", List.of(send(0, 0, Chunk.first(0xFFFF_FFFFL, Bytes.filled(0, 40))))),
                Arguments.of("whole at once", List.of(send(0, 0, Chunk.first(44, Bytes.filled(0, 44))))),
                Arguments.of("a first chunk too small", List.of(send(0, 0, Chunk.first(100, Bytes.filled(0, 25))))),
                Arguments.of("a chunk too small", List.of(send(0, 0, first), send(0, 0, next(1, 29)))),
                Arguments.of("another handle", List.of(send(0, 0, first), send(0, 1, next(1, 30)))),
                Arguments.of("the same again", List.of(send(0, 0, first), send(0, 0, first))),
                Arguments.of("a gap", List.of(send(0, 0, first), send(0, 0, next(2, 30)))),
                Arguments.of("a last chunk too small", List.of(send(0, 0, first), send(1, 0, next(1, 30)))),
                Arguments.of(
                        "a last chunk too large",
                        List.of(send(0, 0, first), send(0, 0, next(1, 40)), send(1, 0, next(2, 21)))),
                Arguments.of("a transfer too large", List.of(send(0, 0, Chunk.first(100, Bytes.filled(0, 45))))),
                Arguments.of(
                        "more than announced",
                        List.of(send(0, 0, first), send(0, 0, next(1, 40)), send(0, 0, next(2, 30)))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    @Tag("S-183")
    void aChunkThatDoesNotFitEndsTheTransfer(String name, List<ChunkSend> chunks) {
        Bench bench = bench(SpdmVersion.V1_2, 60);
        Bytes answer = Bytes.EMPTY;
        for (ChunkSend chunk : chunks) {
            answer = bench.clear(chunk.encode());
        }

        ChunkSend last = chunks.get(chunks.size() - 1);
        String number = "%02x 00".formatted(last.chunk().sequenceNumber());
        assertThat(answer).isEqualTo(Bytes.fromHex("12 05 01 %02x %s 12 7f 01 00".formatted(last.handle(), number)));
        assertThat(bench.clear("12 81 00 00").at(2)).isEqualTo(SpdmErrorCode.LARGE_RESPONSE.code());
    }

    @Test
    @Tag("S-184")
    void otherRequestsWaitForTheEndOfATransfer() {
        Bench bench = bench(SpdmVersion.V1_2, 60);
        Chunk first = Chunk.first(90, Bytes.fromHex("12 83 00 00").plus(Bytes.filled(0x11, 36)));
        bench.clear(send(0, 7, first).encode());

        Bytes other = bench.clear("12 81 00 00");
        Bytes get = bench.clear("12 86 00 01 00 00");
        Bytes second = bench.clear(send(0, 7, next(1, 48)).encode());
        Bytes last = bench.clear(send(1, 7, next(2, 2)).encode());

        assertThat(other).isEqualTo(Bytes.fromHex("12 7f 04 00"));
        assertThat(get).isEqualTo(Bytes.fromHex("12 7f 04 00"));
        assertThat(second).isEqualTo(Bytes.fromHex("12 05 00 07 01 00"));
        assertThat(last).isEqualTo(Bytes.fromHex("12 05 00 07 02 00 12 7f 0f 00 01"));
    }

    @Test
    @Tag("S-184")
    void aNewConnectionEndsATransfer() {
        Bench bench = bench(SpdmVersion.V1_2, 60);
        bench.clear(send(0, 0, Chunk.first(100, Bytes.filled(0x12, 40))).encode());

        bench.negotiated();

        assertThat(bench.clear("12 81 00 00").at(2)).isEqualTo(SpdmErrorCode.LARGE_RESPONSE.code());
    }

    @Test
    void chunksDoNotCarryChunks() {
        Bench bench = bench(SpdmVersion.V1_2, 60);
        Bytes inner = Bytes.fromHex("12 86 00 01 00 00").plus(Bytes.filled(0, 38));
        bench.clear(send(0, 0, Chunk.first(44, inner.slice(0, 40))).encode());

        Bytes answer = bench.clear(send(1, 0, Chunk.next(1, inner.from(40))).encode());

        assertThat(answer).isEqualTo(Bytes.fromHex("12 05 00 00 01 00 12 7f 01 00"));
    }

    @Test
    void transfersOfASessionAndInTheClearAreApart() {
        Bench bench = bench(SpdmVersion.V1_2, 60);
        SpdmSession session = bench.established();

        Bytes clear = bench.clear("12 81 00 00");
        Bytes heartbeat = bench.inSession(session, "12 e8 00 00");
        Bytes digests = bench.inSession(session, "12 81 00 00");

        assertThat(clear.at(2)).isEqualTo(SpdmErrorCode.LARGE_RESPONSE.code());
        assertThat(heartbeat).isEqualTo(Bytes.fromHex("12 68 00 00"));
        assertThat(digests.at(2)).isEqualTo(SpdmErrorCode.LARGE_RESPONSE.code());
        assertThat(bench.inSession(session, "12 e8 00 00")).isEqualTo(Bytes.fromHex("12 7f 04 00"));
    }

    private static ChunkSend send(int attributes, int handle, Chunk chunk) {
        return new ChunkSend(SpdmHeader.of(SpdmVersion.V1_2, attributes, handle), chunk);
    }

    private static Chunk next(int number, int size) {
        return Chunk.next(number, Bytes.filled(0, size));
    }

    static Bench bench(SpdmVersion version, int size) {
        return new Bench(profile(version, size), options(version, size)).negotiated();
    }

    static SpdmProfile profile(SpdmVersion version, int size) {
        return MutualPeers.profile(version, MutualAuthentication.NONE, Capability.CHUNK_CAP)
                .withDataTransferSize(size)
                .withMaximumMessageSize(LARGEST);
    }

    static RequesterOptions options(SpdmVersion version, int size) {
        return MutualPeers.options(version, Capability.CHUNK_CAP)
                .withDataTransferSize(size)
                .withMaximumMessageSize(LARGEST);
    }
}
