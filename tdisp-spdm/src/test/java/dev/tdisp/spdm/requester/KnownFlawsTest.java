package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.CertificateRequest;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.crypto.Signer;
import dev.tdisp.spdm.responder.Peers;
import dev.tdisp.spdm.transport.TransportMessage;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flaws that other implementations had, replayed. */
class KnownFlawsTest {
    @Test
    @Tag("CVE-2023-31127")
    @Tag("S-134")
    void aPskFinishDoesNotEndAHandshakeOfKeyExchange() {
        Bench bench = Bench.usual();
        SpdmSession session = bench.handshaking();

        Bytes answer = bench.inSession(session, "12 e7 00 00" + " 00".repeat(48));

        assertThat(answer).isEqualTo(Bytes.fromHex("12 7f 04 00"));
        assertThat(bench.inSession(session, "12 e8 00 00")).isEqualTo(Bytes.fromHex("12 7f 04 00"));
    }

    @Test
    @Tag("CVE-2023-31127")
    @Tag("S-129")
    void aFinishDoesNotEndAHandshakeFromAPreSharedKey() {
        Bench bench = Bench.usual();
        SpdmSession session = bench.pskHandshaking();

        Bytes answer = bench.inSession(session, "12 e5 00 00" + " 00".repeat(48));

        assertThat(answer).isEqualTo(Bytes.fromHex("12 7f 04 00"));
        assertThat(bench.inSession(session, "12 e8 00 00")).isEqualTo(Bytes.fromHex("12 7f 04 00"));
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 63, 64, 255})
    @Tag("CVE-2023-32690")
    @Tag("S-012")
    void noTimeIsComputedFromAnExponentThatCannotBe(int exponent) {
        Bench bench = Bench.usual().afterVersion();
        Peers peers = Peers.usual();
        peers.onResponse = answer -> answer.payload().at(1) == 0x61
                ? TransportMessage.spdm(answer.payload().with(5, exponent))
                : answer;

        assertThat(bench.clear("12 e1 00 00 00 %02x 00 00 c6 66 00 00 00 12 00 00 00 12 00 00".formatted(exponent)))
                .isEqualTo(Bytes.fromHex("12 7f 01 00"));
        assertThatThrownBy(peers.requester::connect).hasMessageContaining("CTExponent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff ff ff ff ff ff ff ff", "f0 ff ff ff 20 00 00 00", "00 00 00 80 00 00 00 80"})
    @Tag("GHSA-m4wc-xmvg-369f")
    @Tag("GAP-SEC-05")
    void offsetAndLengthDoNotWrapAround(String range) {
        Bench bench = ManagedDevice.of(SpdmVersion.V1_4).bench().negotiated();

        assertThat(bench.clear("14 ef 00 00 " + range)).isEqualTo(Bytes.fromHex("14 7f 01 00"));
        assertThat(bench.clear("14 82 80 00 00 00 00 00 " + range)).isEqualTo(Bytes.fromHex("14 7f 01 00"));
    }

    @Test
    @Tag("GHSA-m4wc-xmvg-369f")
    @Tag("S-044")
    @Tag("GAP-SEC-05")
    void aLengthPastTheEndIsCut() {
        Bench bench = ManagedDevice.of(SpdmVersion.V1_4).bench().negotiated();
        int size = ManagedDevice.LOG.encode().size();

        Bytes last = bench.clear(Bytes.fromHex("14 ef 00 00")
                .plus(Bytes.of((byte) (size - 1), (byte) (size - 1 >> 8), (byte) 0, (byte) 0))
                .plus(Bytes.fromHex("ff ff ff ff")));
        Bytes chain = bench.clear("14 82 00 00 01 00 ff ff");

        assertThat(last).isEqualTo(Bytes.fromHex("14 6f 00 00 01 00 00 00 00 00 00 00 33"));
        assertThat(chain.slice(6, 8)).isEqualTo(Bytes.fromHex("00 00"));
    }

    @Test
    @Tag("GHSA-j54w-759w-xj3m")
    @Tag("S-195")
    void anOverlongSubjectIsRefusedBeforeItIsUsed() {
        Signer signer = Peers.usual().identity.signer();
        Peers peers = Peers.usual();

        Bytes usual = info(signer, 200);
        Bytes overlong = info(signer, 400);

        assertThat(CertificateRequest.sign(signer, peers.identity.leaf(), usual).subject())
                .endsWith("A");
        assertThatThrownBy(() -> CertificateRequest.sign(signer, peers.identity.leaf(), overlong))
                .isInstanceOf(MalformedMessageException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9, 15, 0x7F, 0xFE, 0xFF})
    @Tag("spdm-rs-0498f70")
    @Tag("S-045")
    void thereIsNoSlotEight(int slot) {
        Bench bench = Bench.usual().negotiated();

        Bytes exchange = bench.clear(Refusal.exchange(bench, 0, slot));
        Bytes challenge = bench.clear("12 83 %02x 00".formatted(slot) + Refusal.NONCE);

        assertThat(exchange).isEqualTo(Bytes.fromHex("12 7f 01 00"));
        assertThat(challenge).isEqualTo(Bytes.fromHex("12 7f 01 00"));
        assertThat(bench.clear("12 82 0%x 00 00 00 ff ff".formatted(slot & 0x0F)))
                .isEqualTo(Bytes.fromHex("12 7f 01 00"));
    }

    @Test
    @Tag("spdm-rs-893d100")
    @Tag("S-024")
    void fieldsOfLaterVersionsAreNotRead() {
        Peers peers = Peers.usual();
        peers.onResponse = answer -> answer.payload().at(1) == 0x63
                ? TransportMessage.spdm(answer.payload().with(31, 0x01))
                : answer;

        assertThat(peers.requester.connect().version()).isEqualTo(SpdmVersion.V1_2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12 e4 00 00 01 00 00 00",
                "12 ed 00 00 ff ff 00 00 00",
                "12 fe 00 00 03 00 ff 01 00",
                "12 fe 00 00 03 00 02 01 00 ff ff 01",
                "12 e6 00 00 01 00 ff ff ff ff ff ff"
            })
    @Tag("libspdm-9bf82b7d")
    @Tag("libspdm-070b4a3b")
    @Tag("GAP-SEC-06")
    void lengthsThatAreNotThereAreNotBelieved(String request) {
        Bench bench = ManagedDevice.of(SpdmVersion.V1_2).bench().negotiated();

        assertThat(bench.clear(request)).isEqualTo(Bytes.fromHex("12 7f 01 00"));
    }

    @Test
    @Tag("spdm-emu-zero-portion")
    @Tag("GAP-RPT-28")
    void aPortionOfNothingEndsTheReading() {
        ManagedDevice device = ManagedDevice.of(SpdmVersion.V1_3);
        device.peers.connected();
        device.peers.onResponse = answer -> switch (answer.payload().at(1)) {
            case 0x6F -> TransportMessage.spdm(Bytes.fromHex("13 6f 00 00 00 00 00 00 01 00 00 00"));
            case 0x02 -> TransportMessage.spdm(Bytes.fromHex("13 02 00 00 00 00 01 00"));
            default -> answer;
        };

        assertThatThrownBy(() -> device.peers.requester.management().measurementLog())
                .hasMessageContaining("PortionLength 0");
        assertThatThrownBy(() -> device.peers.requester.certificateChain(0)).hasMessageContaining("PortionLength 0");
    }

    @Test
    @Tag("GAP-SEC-06")
    void aGiganticLogIsNotCollected() {
        ManagedDevice device = ManagedDevice.of(SpdmVersion.V1_3);
        device.peers.connected();
        device.peers.onResponse = answer -> answer.payload().at(1) == 0x6F
                ? TransportMessage.spdm(Bytes.fromHex("13 6f 00 00 01 00 00 00 ff ff ff ff 00"))
                : answer;

        assertThatThrownBy(() -> device.peers.requester.management().measurementLog())
                .hasMessageContaining("announced");
    }

    /** A CertificationRequestInfo whose common name has a certain length. */
    private static Bytes info(Signer signer, int nameSize) {
        Bytes text = tlv(0x0C, Bytes.of("A".repeat(nameSize).getBytes(StandardCharsets.UTF_8)));
        Bytes attribute = tlv(0x30, Bytes.fromHex("06 03 55 04 03").plus(text));
        Bytes name = tlv(0x30, tlv(0x31, attribute));
        return tlv(
                0x30,
                Bytes.fromHex("02 01 00").plus(name).plus(signer.publicKey()).plus(Bytes.fromHex("a0 00")));
    }

    private static Bytes tlv(int tag, Bytes content) {
        int size = content.size();
        return Bytes.of((byte) tag, (byte) 0x82, (byte) (size >> 8), (byte) size)
                .plus(content);
    }
}
