package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.KeyExchangeSession;
import dev.tdisp.spdm.connection.SessionAuthentication;
import dev.tdisp.spdm.connection.TransferSizes;
import dev.tdisp.spdm.message.Chunk;
import dev.tdisp.spdm.message.ChunkGet;
import dev.tdisp.spdm.message.ChunkResponse;
import dev.tdisp.spdm.message.SpdmHeader;
import dev.tdisp.spdm.message.SpdmRequest;
import dev.tdisp.spdm.responder.MutualAuthentication;
import dev.tdisp.spdm.responder.Peers;
import dev.tdisp.spdm.responder.SpdmProfile;
import dev.tdisp.spdm.transport.TransportMessage;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small lies of a responder, and one of a requester. */
class DistrustDetailsTest {
    private static final int LARGE_OPAQUE = 1100;

    @Test
    @Tag("S-130")
    void tooMuchOpaqueDataInFinishRspIsNotBelieved() {
        Capability clear = Capability.HANDSHAKE_IN_THE_CLEAR_CAP;
        SpdmProfile profile = Peers.profile().withVersions(SpdmVersion.V1_4);
        RequesterOptions options = Peers.options().withVersions(SpdmVersion.V1_4);
        Peers peers = new Peers(
                        profile.withCapabilities(profile.capabilities().with(clear)),
                        options.withCapabilities(options.capabilities().with(clear)))
                .identified();
        peers.onResponse = answer -> answer.payload().at(1) == 0x65
                ? TransportMessage.spdm(opaque("14 65 00 00", answer.payload().from(6)))
                : answer;

        assertThatThrownBy(() -> peers.requester.startSession(SessionOptions.DEFAULT))
                .isInstanceOf(SpdmException.class)
                .hasMessageContaining("1100 bytes of opaque data");
    }

    @Test
    @Tag("S-130")
    void tooMuchOpaqueDataInPskFinishIsRefused() {
        Bench bench = Bench.of(SpdmVersion.V1_4);
        var session = bench.pskHandshaking();

        Bytes answer = bench.inSession(session, opaque("14 e7 00 00", Bytes.filled(0, 48)));

        assertThat(answer).isEqualTo(Bytes.fromHex("14 7f 01 00"));
        assertThat(bench.peers.responder.sessions()).containsExactly(session.id());
    }

    private static Bytes opaque(String header, Bytes rest) {
        var out = WireWriter.create();
        out.bytes("Header", Bytes.fromHex(header));
        out.u16("OpaqueDataLength", LARGE_OPAQUE);
        out.bytes("OpaqueData", Bytes.filled(0, LARGE_OPAQUE));
        out.bytes("Rest", rest);
        return out.toBytes();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 3, 4})
    @Tag("S-042")
    @Tag("S-043")
    void aChainOfAnotherModelThanDigestsSaidIsNotBelieved(int model) {
        var capabilities = ManagedDevice.all(SpdmVersion.V1_3).with(Capability.MULTI_KEY_CAP, 1);
        Peers peers = new ManagedDevice(SpdmVersion.V1_3, capabilities, builder -> {}).peers.connected();
        peers.requester.digests();
        peers.onResponse = answer -> answer.payload().at(1) == 0x02
                ? TransportMessage.spdm(answer.payload().with(3, model))
                : answer;

        assertThatThrownBy(() -> peers.requester.certificateChain(0))
                .isInstanceOf(SpdmException.class)
                .hasMessageContaining("CertModel");
    }

    @ParameterizedTest
    @CsvSource({
        "CHALLENGE, 12 83 00 00, 12 7f 04 00",
        "GET_DIGESTS, 12 81 00 00, 12 01 00 01",
        "KEY_UPDATE, 12 e9 01 00, 12 7f 04 00"
    })
    void outsideSessionsNobodyIsChallengedWhoHasNotChallenged(String name, String question, String expected) {
        Peers peers =
                MutualPeers.of(SpdmVersion.V1_2, MutualAuthentication.NONE).connected();
        Bytes asked =
                name.equals("CHALLENGE") ? Bytes.fromHex(question).plus(Bytes.filled(1, 32)) : Bytes.fromHex(question);
        List<Bytes> delivered = new ArrayList<>();
        peers.onRequest = request -> {
            if (request.payload().at(1) == 0xEB) {
                delivered.add(request.payload().from(4));
            }
            return request;
        };
        peers.onResponse = answer -> delivered.isEmpty()
                ? TransportMessage.spdm(Bytes.fromHex("12 6a 01 00").plus(asked))
                : answer;

        assertThatThrownBy(peers.requester::poll).isInstanceOf(SpdmException.class);

        assertThat(delivered)
                .singleElement()
                .satisfies(response -> assertThat(response.slice(0, 4)).isEqualTo(Bytes.fromHex(expected)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Tag("S-176")
    void onlyDigestsThatAreAskedForFirstEnterTheTranscript(boolean isFirst) {
        var profile = MutualPeers.profile(SpdmVersion.V1_3, MutualPeers.in(SessionAuthentication.ENCAPSULATED));
        var options = MutualPeers.options(SpdmVersion.V1_3);
        Bench bench = new Bench(MutualPeers.of(
                profile,
                options.withCapabilities(options.capabilities().with(Capability.MULTI_KEY_CAP, 1)),
                builder -> {}));
        KeyExchangeSession session = bench.handshaking();

        Bytes digests = new Encapsulation(bench.requester)
                .answer(Place.inHandshake(session), Bytes.fromHex("13 81 00 00"), isFirst);

        assertThat(session.encapsulatedDigests()).isEqualTo(isFirst ? digests : Bytes.EMPTY);
    }

    @Test
    @Tag("S-183")
    void anEarlyErrorWithoutAnErrorIsNotBelieved() {
        var profile = Peers.profile()
                .withCapabilities(Peers.profile().capabilities().with(Capability.CHUNK_CAP))
                .withDataTransferSize(60)
                .withMaximumMessageSize(0x8000);
        var flags = Peers.options().capabilities().with(Capability.CHUNK_CAP);
        Peers peers = new Peers(profile, Peers.options().withCapabilities(flags)).connected();
        Bytes forged = VendorProtocol.TDISP.wrap(Bytes.fromHex("99")).payload();
        Bytes response = Bytes.fromHex("12 7e 00 00 03 00 02 01 00 02 00").plus(forged);
        peers.onResponse = answer -> answer.payload().at(1) == 0x05
                ? TransportMessage.spdm(Bytes.fromHex("12 05 01 00")
                        .with(3, answer.payload().at(3))
                        .plus(Bytes.fromHex("00 00"))
                        .plus(response))
                : answer;

        assertThatThrownBy(() -> peers.requester.vendor(VendorProtocol.TDISP, Bytes.filled(1, 100)))
                .isInstanceOf(SpdmException.class)
                .hasMessageContaining("EarlyErrorDetected");
    }

    @Test
    @Tag("S-180")
    void aResponderThatRunsOutOfChunkNumbersIsGivenUp() {
        Bench bench = Bench.usual().negotiated();
        var transfer = new ChunkTransfer(
                bench.requester.exchange(),
                bench.requester.connection(),
                TransferSizes.UNLIMITED,
                DistrustDetailsTest::smallestChunk);

        assertThatThrownBy(() -> transfer.fetch(1, 42, Long.MAX_VALUE))
                .isInstanceOf(SpdmException.class)
                .hasMessageContaining("no numbers left");
    }

    private static Bytes smallestChunk(SpdmRequest request) {
        long number = ((ChunkGet) request).sequenceNumber();
        Bytes data = Bytes.filled(0, 30);
        Chunk chunk = number == 0 ? Chunk.first(0xFFFF_FFFFL, data) : Chunk.next(number, data);
        return new ChunkResponse(SpdmHeader.of(SpdmVersion.V1_2, 0, 1), chunk).encode();
    }
}
