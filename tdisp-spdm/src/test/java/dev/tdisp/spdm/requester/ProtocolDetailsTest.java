package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.responder.Peers;
import dev.tdisp.spdm.transport.TransportMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Single fields of messages, and what the other end makes of them. */
class ProtocolDetailsTest {
    @Test
    @Tag("S-026")
    void withoutMeasurementsNoneAreSpecified() {
        Peers with = Peers.usual();
        Peers without = new Peers(Refusal.unmeasured(), Peers.options());

        Bytes selected = response(with, 0x63);
        Bytes nothing = response(without, 0x63);

        assertThat(selected.at(6)).isEqualTo(1);
        assertThat(nothing.at(6)).isZero();
        assertThat(nothing.slice(8, 12)).isEqualTo(Bytes.fromHex("00 00 00 00"));
    }

    @Test
    @Tag("S-027")
    void theOpaqueFormatOfSessionsIsOfferedAndSelected() {
        Peers peers = Peers.usual();
        List<Bytes> offers = new ArrayList<>();
        peers.onRequest = request -> {
            offers.add(request.payload());
            return request;
        };

        Bytes selection = response(peers, 0x63);

        assertThat(offers.get(2).at(7) & 0x0F).isEqualTo(2);
        assertThat(selection.at(7) & 0x0F).isEqualTo(2);
    }

    @Test
    @Tag("S-029")
    void severalKeysOfARequesterWithOneAreNotAccepted() {
        Peers peers = changed(SpdmVersion.V1_3, 0x63, 7, 0x10);

        assertThatThrownBy(peers.requester::connect).hasMessageContaining("RequesterMultiKeyConnSel");
    }

    @Test
    @Tag("S-046")
    void withChunksAWholeChainComesInOneMessage() {
        var chunks = Capability.CHUNK_CAP;
        Peers peers = new Peers(
                Peers.profile().withCapabilities(Peers.profile().capabilities().with(chunks)),
                Peers.options()
                        .withCapabilities(Peers.options().capabilities().with(chunks))
                        .withDataTransferSize(300)
                        .withMaximumMessageSize(0x4000));
        peers.requester.connect();
        List<Integer> codes = new ArrayList<>();
        peers.onRequest = request -> {
            codes.add(request.payload().at(1));
            return request;
        };

        peers.requester.certificateChain(0);

        assertThat(codes).containsOnlyOnce(0x82).contains(0x86);
    }

    /** All ways to a CHALLENGE: a new negotiation or a former one, with and without digests and chains before it. */
    @ParameterizedTest
    @CsvSource({
        "true, true, true",
        "true, true, false",
        "true, false, true",
        "true, false, false",
        "false, true, true",
        "false, true, false",
        "false, false, true",
        "false, false, false"
    })
    @Tag("S-067")
    @Tag("libspdm-ed3e1c25")
    void bothEndsCoverTheSameByAChallenge(boolean isNew, boolean hasDigests, boolean hasChain) {
        for (SpdmVersion version : SpdmVersion.values()) {
            Peers peers = changed(version, 0, 0, 0).identified();
            if (!isNew) {
                peers.requester.challenge(0);
            }
            if (hasDigests) {
                peers.requester.digests();
            }
            if (hasChain) {
                peers.requester.certificateChain(0);
            }

            assertThat(peers.requester.challenge(0).signature().isEmpty()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 4})
    @Tag("S-043")
    void aSlotThatCannotBeIsNotAccepted(int model) {
        Peers peers = multiKey();
        peers.onResponse = answer -> answer.payload().at(1) == 0x01 ? withModel(answer.payload(), model) : answer;
        peers.requester.connect();

        assertThatThrownBy(peers.requester::digests).hasMessageContaining("cannot be");
    }

    @Test
    @Tag("S-043")
    void aFirstSlotForNothingIsNotAccepted() {
        Peers peers = multiKey();
        peers.onResponse = answer -> answer.payload().at(1) == 0x01
                ? TransportMessage.spdm(answer.payload().with(answer.payload().size() - 4, 0))
                : answer;
        peers.requester.connect();

        assertThatThrownBy(peers.requester::digests).hasMessageContaining("cannot be");
    }

    @Test
    @Tag("S-047")
    void theSizeOfASlotIsToldWithoutItsContent() {
        Bench bench = Bench.of(SpdmVersion.V1_3).negotiated();

        Bytes filled = bench.clear("13 82 00 01 ff ff aa 55");
        Bytes empty = bench.clear("13 82 05 01 00 00 00 00");

        assertThat(filled).isEqualTo(Bytes.fromHex("13 02 00 00 00 00 ff ff"));
        assertThat(empty).isEqualTo(Bytes.fromHex("13 02 05 00 00 00 ff ff"));
    }

    @Test
    @Tag("S-056")
    void aChainIsReadWithoutDigestsBefore() {
        Peers peers = Peers.usual().connected();

        assertThat(peers.requester.certificateChain(2).leaf()).isEqualTo(peers.identity.leaf());
        assertThat(peers.requester.challenge(2).slot()).isEqualTo(2);
    }

    @Test
    @Tag("S-073")
    void changesOfMeasurementsAreToldUnderASignatureOnly() {
        Peers peers = changed(SpdmVersion.V1_2, 0x60, 3, 0x10).connected();

        assertThatThrownBy(() -> peers.requester.measurements(MeasurementQuery.ALL))
                .hasMessageContaining("content-changed");
    }

    @Test
    @Tag("S-074")
    @Tag("S-100")
    void theSlotThatSignsIsTheOneThatWasAsked() {
        Bench bench = Bench.usual().negotiated();

        Bytes unsigned = bench.clear("12 e0 00 01");
        Bytes signed = bench.clear("12 e0 01 01" + Refusal.NONCE + " 02");

        assertThat(unsigned.at(3)).isZero();
        assertThat(signed.at(3) & 0x0F).isEqualTo(2);
        Peers peers = changed(SpdmVersion.V1_2, 0x60, 3, 0x01).identified();
        assertThatThrownBy(() -> peers.requester.measurements(MeasurementQuery.ALL.signedBy(0)))
                .hasMessageContaining("slot 0 is not echoed");
    }

    private static Peers multiKey() {
        var capabilities = ManagedDevice.all(SpdmVersion.V1_3).with(Capability.MULTI_KEY_CAP, 1);
        return new ManagedDevice(SpdmVersion.V1_3, capabilities, builder -> {}).peers;
    }

    /** DIGESTS of two slots end with two KeyPairIDs, two CertificateInfos and two KeyUsageMasks. */
    private static TransportMessage withModel(Bytes digests, int model) {
        return TransportMessage.spdm(digests.with(digests.size() - 6, model));
    }

    private static Peers changed(SpdmVersion version, int code, int offset, int bits) {
        var peers =
                new Peers(Peers.profile().withVersions(version), Peers.options().withVersions(version));
        peers.onResponse = answer ->
                answer.kind() == TransportMessage.Kind.SPDM && answer.payload().at(1) == code
                        ? TransportMessage.spdm(
                                answer.payload().with(offset, answer.payload().at(offset) | bits))
                        : answer;
        return peers;
    }

    private static Bytes response(Peers peers, int code) {
        List<Bytes> answers = new ArrayList<>();
        peers.onResponse = answer -> {
            answers.add(answer.payload());
            return answer;
        };
        peers.requester.connect();
        return answers.stream()
                .filter(answer -> answer.at(1) == code)
                .findFirst()
                .orElseThrow();
    }
}
