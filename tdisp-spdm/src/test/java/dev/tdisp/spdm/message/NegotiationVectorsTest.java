package dev.tdisp.spdm.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.Vectors;
import dev.tdisp.spdm.algorithm.AlgorithmSuite;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.DheGroup;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.KemAlgorithm;
import dev.tdisp.spdm.algorithm.PqcAsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.session.Transcript;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("S-213")
class NegotiationVectorsTest {
    private static final Vectors VECTORS = Vectors.of("negotiation");

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
    @Tag("S-017")
    @Tag("S-022")
    void recordedNegotiationsAreReadWrittenAndDigested(int number) {
        var replay = new Replay(number);

        assertThat(Hash.of(HashAlgorithm.SHA_256).digest(replay.transcript.negotiation()))
                .isEqualTo(VECTORS.bytes(number + ".SHA_256"));
        assertThat(Hash.of(HashAlgorithm.SHA_384).digest(replay.transcript.negotiation()))
                .isEqualTo(VECTORS.bytes(number + ".SHA_384"));
    }

    @Test
    @Tag("S-031")
    void version10HasNoSessions() {
        AlgorithmSuite suite = new Replay(0).context.suite();

        assertThat(suite.hash()).isEqualTo(HashAlgorithm.SHA_256);
        assertThat(suite.signature()).isEqualTo(AsymmetricAlgorithm.ECDSA_P256);
        assertThat(suite.exchangeSize(SpdmRole.REQUESTER)).isZero();
    }

    @Test
    @Tag("S-025")
    void eitherClassicOrPostQuantumAlgorithmsAreSelected() {
        AlgorithmSuite classic = new Replay(7).context.suite();
        AlgorithmSuite pqc = new Replay(8).context.suite();

        assertThat(classic.signature()).isEqualTo(AsymmetricAlgorithm.ECDSA_P384);
        assertThat(classic.keyExchange()).isEqualTo(DheGroup.SECP_384_R1);
        assertThat(pqc.signature()).isEqualTo(PqcAsymmetricAlgorithm.ML_DSA_44);
        assertThat(pqc.keyExchange()).isEqualTo(KemAlgorithm.ML_KEM_512);
    }

    /** A recorded negotiation, decoded message by message. */
    private static final class Replay {
        final Transcript transcript = new Transcript();
        private final int number;
        private NegotiatedContext context = NegotiatedContext.NONE;

        Replay(int number) {
            this.number = number;
            exchange("GET_VERSION", "VERSION");
            var asked = (GetCapabilities) exchange("GET_CAPABILITIES", "CAPABILITIES");
            var capabilities = (Capabilities)
                    SpdmCodec.response(bytes("CAPABILITIES"), asked, context).message();
            context = NegotiatedContext.of(
                    SpdmVersion.of(capabilities.header().version()).orElseThrow(), asked, capabilities);
            var offer = (NegotiateAlgorithms) exchange("NEGOTIATE_ALGORITHMS", "ALGORITHMS");
            var selection = (Algorithms)
                    SpdmCodec.response(bytes("ALGORITHMS"), offer, context).message();
            context = context.with(selection.suite(offer));
        }

        private SpdmRequest exchange(String requestName, String responseName) {
            Decoded<SpdmRequest> request = SpdmCodec.request(bytes(requestName), context);
            Decoded<SpdmResponse> response = SpdmCodec.response(bytes(responseName), request.message(), context);
            assertThat(request.message().name()).isEqualTo(requestName);
            assertThat(request.message().encode()).isEqualTo(bytes(requestName));
            assertThat(response.message().name()).isEqualTo(responseName);
            assertThat(response.message().encode()).isEqualTo(bytes(responseName));
            transcript.appendNegotiation(request.bytes().plus(response.bytes()));
            return request.message();
        }

        private Bytes bytes(String name) {
            return VECTORS.bytes(number + "." + name);
        }
    }
}
