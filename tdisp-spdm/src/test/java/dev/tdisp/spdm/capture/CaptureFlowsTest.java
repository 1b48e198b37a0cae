package dev.tdisp.spdm.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the recorded exchanges show of the flows that are not everywhere, and that damage to them is noticed. */
class CaptureFlowsTest {
    private static final int RECORD_BODY = 24;

    @ParameterizedTest
    @CsvSource({"mut-W_ENCAP, 2", "mut-DIGESTS, 2", "mut-NO, 0", "doe-11, 2", "hs-encrypted-12-mctp, 2", "mctp-13, 2"})
    @Tag("S-172")
    @Tag("S-173")
    @Tag("S-174")
    @Tag("S-175")
    @Tag("S-176")
    void theRequesterProvesItselfInEachForm(String name, int signedFinishes) {
        DecodedCapture capture = decode(name);

        assertThat(detailsOf(capture, "DELIVER_ENCAPSULATED_RESPONSE", "CHALLENGE_AUTH"))
                .hasSize(1)
                .allMatch(message -> isVerified(message, "signature"));
        assertThat(detailsOf(capture, "FINISH", ""))
                .hasSize(2)
                .allMatch(message -> isVerified(message, "HMAC"))
                .filteredOn(message -> isVerified(message, "signature"))
                .hasSize(signedFinishes);
    }

    @Test
    @Tag("S-173")
    void digestsThatAreImpliedComeWithRequestZero() {
        DecodedCapture capture = decode("mut-DIGESTS");

        assertThat(detailsOf(capture, "DELIVER_ENCAPSULATED_RESPONSE", "request 0, DIGESTS"))
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"keyupd-REQ, KEY_UPDATE, UPDATE_KEY", "keyupd-RSP, ENCAPSULATED_REQUEST, KEY_UPDATE UPDATE_KEY"})
    @Tag("S-138")
    @Tag("S-139")
    @Tag("S-160")
    void keysOfEitherDirectionAreUpdated(String name, String carrier, String detail) {
        DecodedCapture capture = decode(name);

        assertThat(detailsOf(capture, carrier, detail)).hasSize(2);
        assertThat(capture.messages()).filteredOn(DecodedMessage::isRecord).allMatch(DecodedMessage::isVerified);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chunk-mctp-12", "chunk-doe-14"})
    @Tag("S-048")
    @Tag("S-180")
    @Tag("S-181")
    @Tag("S-185")
    void largeMessagesArePutTogetherFromChunks(String name) {
        DecodedCapture capture = decode(name);

        assertThat(detailsOf(capture, "CERTIFICATE", "chunks")).hasSizeGreaterThanOrEqualTo(3);
        assertThat(detailsOf(capture, "SET_CERTIFICATE", "chunks")).isNotEmpty();
        assertThat(detailsOf(capture, "ERROR", "LARGE_RESPONSE")).isNotEmpty();
        assertThat(detailsOf(capture, "CHUNK_SEND", "chunk 0")).isNotEmpty();
    }

    @Test
    @Tag("S-155")
    void recordsThatAreOnlyAuthenticatedAreOpened() {
        DecodedCapture capture = decode("maconly-12");

        assertThat(capture.records()).isEqualTo(216);
        assertThat(capture.messages()).extracting(DecodedMessage::protocol).contains("TDISP", "IDE_KM");
    }

    @Test
    @Tag("S-123")
    @Tag("S-132")
    void sessionsOfPreSharedKeysAreFollowedInBothForms() {
        assertThat(names(decode("psk-nocontext"))).contains("PSK_EXCHANGE_RSP").doesNotContain("PSK_FINISH");
        assertThat(names(decode("psk-only"))).contains("PSK_EXCHANGE_RSP", "PSK_FINISH", "PSK_FINISH_RSP");
        assertThat(names(decode("mctp-13"))).contains("PSK_EXCHANGE_RSP", "PSK_FINISH_RSP");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mctp-13", "pqc-ML_DSA_65-mctp", "pqc-hybrid-ecdsa-mlkem", "chunk-doe-14"})
    @Tag("S-042")
    @Tag("S-083")
    @Tag("S-098")
    @Tag("S-121")
    @Tag("S-198")
    void whatCameWithVersionThreeIsVerified(String name) {
        DecodedCapture capture = decode(name);

        assertThat(detailsOf(capture, "MEASUREMENT_EXTENSION_LOG", "portion 63 remainder 0"))
                .isNotEmpty()
                .allMatch(message -> isVerified(message, "hash-extend measurement"));
        assertThat(detailsOf(capture, "ENDPOINT_INFO", ""))
                .isNotEmpty()
                .allMatch(message -> isVerified(message, "signature"));
        assertThat(detailsOf(capture, "DELIVER_ENCAPSULATED_RESPONSE", "ENDPOINT_INFO"))
                .isNotEmpty()
                .allMatch(message -> isVerified(message, "signature"));
        assertThat(detailsOf(capture, "KEY_PAIR_INFO", "key pair 1 of 24")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"meassum-TCB", "doe-12"})
    @Tag("S-076")
    void summaryHashesAreThoseOfTheMeasurements(String name) {
        List<Verification> summaries = decode(name).messages().stream()
                .flatMap(message -> message.verifications().stream())
                .filter(verification -> verification.subject().equals("measurement summary"))
                .toList();

        assertThat(summaries).hasSize(5).allMatch(Verification::isGood);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mut-W_ENCAP", "mut-DIGESTS", "keyupd-RSP", "hs-encrypted-12-mctp", "maconly-12", "tcp-12"})
    void oneChangedByteOfWhatIsVerifiedIsNoticed(String name) {
        PcapFile file = PcapFile.decode(Captures.pcap(name));
        List<DecodedMessage> verified = decode(name).messages().stream()
                .filter(message -> !message.verifications().isEmpty())
                .toList();
        int step = Math.max(1, verified.size() / 8);

        for (int i = 0; i < verified.size(); i += step) {
            int packet = verified.get(i).packet() - 1;
            int at = Math.min(RECORD_BODY, file.packets().get(packet).content().size() - 4);
            DecodedCapture capture = CaptureDecoder.decode(changed(file, packet, at), Captures.secrets(name));

            assertThat(capture.isComplete())
                    .as("packet %d byte %d", packet + 1, at)
                    .isFalse();
        }
    }

    @Test
    void aChangedChunkIsNoticedInTheWholeMessage() {
        PcapFile file = PcapFile.decode(Captures.pcap("chunk-mctp-12"));
        PcapFile start =
                new PcapFile(file.linkType(), file.snapLength(), file.packets().subList(0, 24));

        DecodedCapture capture = CaptureDecoder.decode(changed(start, 13, 100), CaptureSecrets.NONE);

        assertThat(capture.messages().get(13).isVerified()).isTrue();
        assertThat(capture.messages().get(23).isVerified()
                        && capture.messages().get(23).isDecoded())
                .isFalse();
    }

    @Test
    void chunksOutOfOrderOrTooFewAreProblems() {
        assertThat(problems("12850001 00000000 1e000000 64000000 " + "00".repeat(30), "12050001 0000"))
                .isEmpty();
        assertThat(problems("12850001 01000000 02000000 0000")).anyMatch(problem -> problem.contains("out of order"));
        assertThat(problems("12850101 00000000 04000000 08000000 12810000"))
                .anyMatch(problem -> problem.contains("4 bytes in chunks, 8 announced"));
        assertThat(problems("12850101 00000000 06000000 06000000 128600020000"))
                .anyMatch(problem -> problem.contains("CHUNK_GET in chunks"));
    }

    @Test
    @Tag("S-192")
    void aDeferredResponseAnswersTheDeferredRequest() {
        DecodedCapture capture =
                bare("10840000", "1004000000010012", "12E20000", "127F420001E20102", "12FFE201", "1262000000000000");

        assertThat(names(capture)).endsWith("RESPOND_IF_READY", "SUPPORTED_EVENT_TYPES");
        assertThat(capture.messages().get(5).isDecoded()).isTrue();
    }

    @Test
    void whatNobodyAskedForIsAProblem() {
        assertThat(problems("1004000000010012")).anyMatch(problem -> problem.contains("nothing was asked"));
        assertThat(problems("12860001 0000", "12060101 00000000 00000000 00000000"))
                .anyMatch(problem -> problem.contains("nothing was asked"));
        assertThat(problems("12FF8101", "12010000")).anyMatch(problem -> problem.contains("nothing was asked"));
    }

    @Test
    void anEncapsulatedResponseToAnotherRequestIsAProblem() {
        assertThat(problems("12EA0000", "126A0100 12810000", "12EB0200 127F0100"))
                .anyMatch(problem -> problem.contains("another request was pending"));
        assertThat(problems("12EA0000", "126A0100 12810000", "12EB0100 127F0100", "126B000001000000"))
                .isEmpty();
    }

    private static List<String> problems(String... packets) {
        return bare(packets).messages().stream()
                .flatMap(message -> message.problems().stream())
                .toList();
    }

    /** Decodes SPDM messages that no transport carries. */
    private static DecodedCapture bare(String... packets) {
        List<PcapPacket> content = Stream.of(packets)
                .map(hex -> new PcapPacket(Instant.EPOCH, Bytes.fromHex(hex)))
                .toList();
        return CaptureDecoder.decode(new PcapFile(PcapFile.LINK_TYPE_USER, 65_536, content), CaptureSecrets.NONE);
    }

    private static DecodedCapture decode(String name) {
        return CaptureDecoder.decode(PcapFile.decode(Captures.pcap(name)), Captures.secrets(name));
    }

    private static List<String> names(DecodedCapture capture) {
        return capture.messages().stream().map(DecodedMessage::name).toList();
    }

    private static List<DecodedMessage> detailsOf(DecodedCapture capture, String name, String detail) {
        return capture.messages().stream()
                .filter(message ->
                        message.name().equals(name) && message.detail().contains(detail))
                .toList();
    }

    private static boolean isVerified(DecodedMessage message, String subject) {
        return message.verifications().contains(new Verification(subject, true));
    }

    private static PcapFile changed(PcapFile file, int packet, int at) {
        List<PcapPacket> packets = new ArrayList<>(file.packets());
        PcapPacket before = packets.get(packet);
        packets.set(
                packet,
                new PcapPacket(
                        before.at(), before.content().with(at, before.content().at(at) ^ 0x10)));
        return new PcapFile(file.linkType(), file.snapLength(), packets);
    }
}
