package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.responder.Peers;
import dev.tdisp.spdm.transport.TransportMessage;
import dev.tdisp.spdm.vendor.VendorProtocol;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Chunks that a requester does not believe. */
class ChunkDistrustTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "another handle, 6, 3, 2",
        "another number, 6, 4, 1",
        "the first is the last, 6, 2, 1",
        "another version, 6, 0, 19",
        "a chunk that is too large, 6, 8, ff",
        "more than the requester can receive, 6, 14, 02",
        "less than its chunks, 6, 12, 30",
        "another response, 6, 1, 05"
    })
    @Tag("S-180")
    @Tag("libspdm-538d089f")
    void aChunkThatDoesNotFitIsNotBelieved(String name, int code, int offset, String value) {
        Peers peers = peers();
        peers.onResponse = answer -> answer.payload().at(1) == code ? with(answer, offset, value) : answer;

        assertThatThrownBy(() -> peers.requester.digests()).isInstanceOf(SpdmException.class);
    }

    @Test
    void aLargeResponseWithoutTheCapabilityIsARefusal() {
        Peers peers = Peers.usual().connected();
        peers.onResponse = answer -> TransportMessage.spdm(Bytes.fromHex("12 7f 0f 00 01"));

        assertThatThrownBy(() -> peers.requester.digests())
                .isInstanceOf(SpdmException.class)
                .hasMessageContaining("LARGE_RESPONSE");
    }

    @Test
    @Tag("S-183")
    void anEarlyErrorEndsTheTransfer() {
        Peers peers = peers();
        peers.onRequest = request -> request.payload().at(1) == 0x85 ? with(request, 3, "77") : request;

        assertThatThrownBy(() -> peers.requester.vendor(VendorProtocol.TDISP, Bytes.filled(1, 100)))
                .isInstanceOf(SpdmException.class)
                .hasMessageContaining("acknowledged");
    }

    @Test
    void aRequestThatTheResponderCannotReceiveIsNotSent() {
        Peers unchunked = Peers.usual().connected();
        Peers chunked = peers();

        assertThatThrownBy(() -> unchunked.requester.vendor(VendorProtocol.TDISP, Bytes.filled(1, 5000)))
                .isInstanceOf(SpdmException.class)
                .hasMessageContaining("cannot receive");
        assertThatThrownBy(() -> chunked.requester.vendor(VendorProtocol.TDISP, Bytes.filled(1, 0xFF00)))
                .isInstanceOf(SpdmException.class)
                .hasMessageContaining("cannot receive");
    }

    @Test
    void theErrorInsideTheLastAcknowledgementRefusesTheRequest() {
        Peers peers = peers();

        assertThatThrownBy(() -> peers.requester.vendor(VendorProtocol.TDISP, Bytes.filled(1, 100)))
                .isInstanceOf(SpdmException.class)
                .hasMessageContaining("SESSION_REQUIRED");
    }

    private static TransportMessage with(TransportMessage message, int offset, String value) {
        return TransportMessage.spdm(message.payload().with(offset, Integer.parseInt(value, 16)));
    }

    private static Peers peers() {
        var profile = Peers.profile()
                .withCapabilities(Peers.profile().capabilities().with(Capability.CHUNK_CAP))
                .withDataTransferSize(60)
                .withMaximumMessageSize(0x8000);
        var options = Peers.options()
                .withVersions(SpdmVersion.V1_2)
                .withCapabilities(Peers.options().capabilities().with(Capability.CHUNK_CAP))
                .withDataTransferSize(60)
                .withMaximumMessageSize(0x8000);
        return new Peers(profile, options).connected();
    }
}
