package dev.tdisp.spdm.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.Vectors;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recorded messages that carry other messages, whole or in chunks; what the vectors cut is filled up with zeros. */
class TransferVectorsTest {
    private static final String DIGESTS_REQUEST = "GET_DIGESTS";

    @ParameterizedTest
    @ValueSource(strings = {"1.1", "1.2"})
    @Tag("S-172")
    @Tag("S-219")
    void basicMutualAuthenticationIsReadAndWritten(String version) {
        var flow = new Flow("encapsulated", version + ".");

        assertThat(flow.bytes(0).at(2) & 0x80)
                .as("basic mutual authentication is asked for")
                .isNotZero();
        assertThat(flow.request(1)).isInstanceOf(GetEncapsulatedRequest.class);
        var first = (EncapsulatedRequest) flow.response(2);
        var digests = (DeliverEncapsulatedResponse) flow.request(3);
        var second = (EncapsulatedResponseAck) flow.response(4);
        var certificate = (DeliverEncapsulatedResponse) flow.request(5);
        var third = (EncapsulatedResponseAck) flow.response(6);
        var challengeAuth = (DeliverEncapsulatedResponse) flow.request(7);
        var last = (EncapsulatedResponseAck) flow.response(8);

        assertThat(name(first.request())).isEqualTo(DIGESTS_REQUEST);
        assertThat(digests.requestId()).isEqualTo(first.requestId()).isEqualTo(1);
        assertThat(second.request().map(TransferVectorsTest::name)).contains("GET_CERTIFICATE");
        assertThat(certificate.requestId()).isEqualTo(second.requestId());
        assertThat(third.request().map(TransferVectorsTest::name)).contains("CHALLENGE");
        assertThat(challengeAuth.requestId()).isEqualTo(third.requestId());
        assertThat(last.request()).isEmpty();
        assertThat(last.slot()).isEmpty();
        if (!version.equals("1.1")) {
            assertThat(List.of(second.ackRequestId(), third.ackRequestId(), last.ackRequestId()))
                    .containsExactly(1, 2, 3);
        }
    }

    @Test
    @Tag("S-173")
    @Tag("S-174")
    @Tag("S-219")
    void mutualAuthenticationOfASessionBeginsWithDigestsNobodyAskedFor() {
        var flow = new Flow("encapsulated", "1.3.");

        assertThat(flow.bytes(1).at(6)).as("MutAuthRequested").isEqualTo(4);
        var digests = (DeliverEncapsulatedResponse) flow.request(2);
        var next = (EncapsulatedResponseAck) flow.response(3);
        var certificate = (DeliverEncapsulatedResponse) flow.request(4);
        var last = (EncapsulatedResponseAck) flow.response(5);

        assertThat(digests.requestId()).isZero();
        assertThat(digests.response().at(1)).isEqualTo(SpdmCode.GET_DIGESTS.responseCode());
        assertThat(next.request().map(TransferVectorsTest::name)).contains("GET_CERTIFICATE");
        assertThat(certificate.requestId()).isEqualTo(next.requestId()).isEqualTo(1);
        assertThat(last.ackRequestId()).isEqualTo(1);
        assertThat(last.header().param2()).as("slot 0 by absence").isZero();
    }

    @Test
    @Tag("S-180")
    @Tag("S-181")
    @Tag("S-220")
    void chunksAreReadAndWritten() {
        var flow = new Flow("chunks", "");
        List<Chunk> chunks = new ArrayList<>();
        var announced = (ErrorResponse) flow.response(1, GetCertificate.of(SpdmVersion.V1_4, 0, 0, 0xFFFF));

        assertThat(announced.error()).contains(SpdmErrorCode.LARGE_RESPONSE);
        for (int i = 2; i < 8; i += 2) {
            var request = (ChunkGet) flow.request(i);
            var response = (ChunkResponse) flow.response(i + 1);
            assertThat(request.sequenceNumber()).isEqualTo(i / 2 - 1);
            assertThat(response.chunk().sequenceNumber()).isEqualTo(request.sequenceNumber());
            assertThat(request.handle()).isEqualTo(response.handle()).isEqualTo(1);
            assertThat(response.isLast()).isEqualTo(i == 6);
            chunks.add(response.chunk());
        }
        long total = chunks.stream().mapToLong(chunk -> chunk.data().size()).sum();
        assertThat(chunks.get(0).largeMessageSize()).isEqualTo(0x2FEA).isEqualTo(total);
        assertThat(chunks.get(0).data().at(1)).isEqualTo(SpdmCode.GET_CERTIFICATE.responseCode());
    }

    private static String name(Bytes request) {
        return SpdmCodec.request(request, NegotiatedContext.NONE).message().name();
    }

    /** The messages of one recorded flow; each is encoded anew and compared. */
    private record Flow(Vectors vectors, String prefix) {
        Flow(String file, String prefix) {
            this(Vectors.of(file), prefix);
        }

        Bytes bytes(int number) {
            String name = prefix + number;
            Bytes known = vectors.bytes(name);
            int size = vectors.has(name + ".size") ? Integer.parseInt(vectors.text(name + ".size")) : known.size();
            return known.plus(Bytes.filled(0, size - known.size()));
        }

        SpdmRequest request(int number) {
            SpdmRequest request =
                    SpdmCodec.request(bytes(number), NegotiatedContext.NONE).message();
            assertThat(request.encode()).isEqualTo(bytes(number));
            return request;
        }

        SpdmResponse response(int number) {
            return response(number, request(number - 1));
        }

        SpdmResponse response(int number, SpdmRequest request) {
            Decoded<SpdmResponse> response = SpdmCodec.response(bytes(number), request, NegotiatedContext.NONE);
            Bytes padding = Bytes.filled(0, response.trailing().size());
            assertThat(padding.size()).as("padding to whole dwords").isLessThan(4);
            assertThat(response.message().encode().plus(padding)).isEqualTo(bytes(number));
            return response.message();
        }
    }
}
