package dev.tdisp.spdm.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.Vectors;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.KemAlgorithm;
import dev.tdisp.spdm.algorithm.PqcAsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of the reference implementation decode, and encode to the same bytes. */
class GoldenMessagesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0",
                "1.1",
                "1.2",
                "1.3",
                "1.4",
                "1.2-defaults",
                "1.3-defaults",
                "1.4-defaults",
                "1.4-post-quantum"
            })
    @Tag("S-010")
    @Tag("S-022")
    @Tag("S-031")
    @Tag("S-213")
    void aNegotiationIsSixMessages(String name) {
        Bytes a = Vectors.of("negotiations").bytes(name);

        var follower = new Follower();

        assertThat(follower.negotiation(a)).isEqualTo(a);
        assertThat(follower.context.version()).hasToString(name.substring(0, 3));
    }

    @Test
    void whatIsNegotiatedIsTakenFromTheLastMessage() {
        var classic = new Follower();
        var postQuantum = new Follower();

        classic.negotiation(Vectors.of("negotiations").bytes("1.4-defaults"));
        postQuantum.negotiation(Vectors.of("negotiations").bytes("1.4-post-quantum"));

        assertThat(classic.context.suite().signature()).isEqualTo(AsymmetricAlgorithm.ECDSA_P384);
        assertThat(classic.context.suite().hash()).isEqualTo(HashAlgorithm.SHA_384);
        assertThat(classic.context.suite().isResponderMultiKey()).isTrue();
        assertThat(classic.context.isHandshakeInTheClear()).isTrue();
        assertThat(postQuantum.context.suite().signature()).isEqualTo(PqcAsymmetricAlgorithm.ML_DSA_44);
        assertThat(postQuantum.context.suite().keyExchange()).isEqualTo(KemAlgorithm.ML_KEM_512);
    }

    @ParameterizedTest
    @ValueSource(strings = {"session-1.1-mctp", "session-1.2-mctp", "session-1.3-doe", "session-1.4-doe"})
    @Tag("S-110")
    @Tag("S-114")
    @Tag("S-130")
    @Tag("S-215")
    void aSessionByKeyExchangeIsReadToItsEnd(String name) {
        Vectors vectors = Vectors.of(name);
        var follower = new Follower();
        follower.negotiation(vectors.bytes("A"));

        follower.exchange(vectors.bytes("KEY_EXCHANGE"), vectors.bytes("KEY_EXCHANGE_RSP"));

        assertThat(follower.response).isInstanceOfSatisfying(KeyExchangeResponse.class, response -> {
            assertThat(response.signature()).isEqualTo(vectors.bytes("signature"));
            assertThat(response.responderVerifyData()).isEqualTo(vectors.bytes("verify_data_in_RSP"));
        });
        follower.records(vectors, name.endsWith("mctp") ? 1 : 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"psk-1.2-mctp", "psk-1.3-doe"})
    @Tag("S-216")
    void aSessionByPreSharedKeyIsReadToItsEnd(String name) {
        Vectors vectors = Vectors.of(name);
        var follower = new Follower();
        follower.negotiation(vectors.bytes("A"));

        follower.exchange(vectors.bytes("PSK_EXCHANGE"), vectors.bytes("PSK_EXCHANGE_RSP"));

        assertThat(follower.response)
                .isInstanceOfSatisfying(
                        PskExchangeResponse.class,
                        response -> assertThat(response.responderVerifyData())
                                .isEqualTo(vectors.bytes("verify_data_in_RSP")));
        follower.records(vectors, name.endsWith("mctp") ? 1 : 0);
    }

    @Test
    @Tag("S-069")
    @Tag("S-070")
    @Tag("S-079")
    void signedMeasurementsAreReadInBothForms() {
        for (String version : new String[] {"1.0", "1.2"}) {
            Vectors vectors = Vectors.of("measurements-" + version);
            var follower = new Follower();
            follower.negotiation(Vectors.of("negotiations").bytes(version));

            follower.exchange(vectors.bytes("GET_MEASUREMENTS"), vectors.bytes("MEASUREMENTS"));

            assertThat(((Measurements) follower.response).signature()).isEqualTo(vectors.bytes("signature"));
        }
    }

    @Test
    @Tag("S-060")
    @Tag("S-061")
    @Tag("S-062")
    void aChallengeOfAProvisionedKeyIsRead() {
        Vectors vectors = Vectors.of("challenge-1.2");
        var follower = new Follower();
        follower.negotiation(vectors.bytes("A_this_connection"));

        follower.exchange(vectors.bytes("CHALLENGE"), vectors.bytes("CHALLENGE_AUTH"));

        assertThat(((Challenge) follower.request).slot()).isEqualTo(0xFF);
        assertThat(((ChallengeAuth) follower.response).slot()).isEqualTo(0x0F);
        assertThat(((ChallengeAuth) follower.response).signature()).isEqualTo(vectors.bytes("signature_r_s"));
    }

    @Test
    void aResponseToARequestOfUnknownKindIsKeptAsItIs() {
        var request = new UnknownRequest(SpdmHeader.of(SpdmVersion.V1_2, 0, 0), 0xED, Bytes.EMPTY);

        var response = SpdmCodec.response(Bytes.fromHex("12 6d 00 00 01"), request, NegotiatedContext.NONE);

        assertThat(response.message()).isInstanceOf(UnknownResponse.class);
        assertThat(response.message().name()).isEqualTo("CSR");
        assertThat(request.name()).isEqualTo("GET_CSR");
    }

    /** A bystander, for whom what is negotiated decides how the next message is read. */
    private static final class Follower {
        private NegotiatedContext context = NegotiatedContext.NONE;
        private SpdmRequest request = GetVersion.of();
        private SpdmResponse response = ErrorResponse.of(SpdmVersion.V1_0, SpdmErrorCode.BUSY, 0);

        /** Takes the six messages apart, and puts them together again. */
        Bytes negotiation(Bytes a) {
            Bytes rest = a;
            Bytes encoded = Bytes.EMPTY;
            while (!rest.isEmpty()) {
                rest = exchange(rest);
                encoded = Bytes.concat(encoded, request.encode(), response.encode());
            }
            return encoded;
        }

        void exchange(Bytes requestBytes, Bytes responseBytes) {
            assertThat(exchange(requestBytes.plus(responseBytes))).isEqualTo(Bytes.EMPTY);
            assertThat(request.encode()).isEqualTo(requestBytes);
            assertThat(response.encode()).isEqualTo(responseBytes);
        }

        void records(Vectors vectors, int innerHeader) {
            for (int i = 0; vectors.has("records.%d.app".formatted(i + 1)); i += 2) {
                exchange(
                        vectors.bytes("records.%d.app".formatted(i)).from(innerHeader),
                        vectors.bytes("records.%d.app".formatted(i + 1)).from(innerHeader));
            }
        }

        private Bytes exchange(Bytes bytes) {
            Decoded<SpdmRequest> asked = SpdmCodec.request(bytes, context);
            Decoded<SpdmResponse> answered = SpdmCodec.response(asked.trailing(), asked.message(), context);
            request = asked.message();
            response = answered.message();
            if (response instanceof Capabilities capabilities) {
                SpdmVersion version = SpdmVersion.of(request.header().version()).orElseThrow();
                context = NegotiatedContext.of(version, (GetCapabilities) request, capabilities);
            } else if (response instanceof Algorithms algorithms) {
                context = context.with(algorithms.suite((NegotiateAlgorithms) request));
            }
            return answered.trailing();
        }
    }
}
