package dev.tdisp.spdm.message;

import static dev.tdisp.spdm.message.MessageReading.context;
import static dev.tdisp.spdm.message.MessageReading.request;
import static dev.tdisp.spdm.message.MessageReading.requireMalformedRequest;
import static dev.tdisp.spdm.message.MessageReading.requireMalformedResponse;
import static dev.tdisp.spdm.message.MessageReading.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.AlgorithmSuite;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.CapabilityFlags;
import dev.tdisp.spdm.algorithm.PqcAsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The edges of the messages that manage certificates, keys, events and chunks, and of those that carry others. */
class ManagementMessagesTest {
    @ParameterizedTest
    @CsvSource({
        "11eb0100 11010001, 116b0201 11820000 0000ffff, 0, 1182000000 00ffff",
        "12eb0100 12010001, 126b0201 01000000 12820000 0000ffff, 1, 1282000000 00ffff"
    })
    @Tag("S-172")
    void theAcknowledgedIdCameWithVersionTwo(String delivery, String ack, int ackRequestId, String next) {
        var decoded = (EncapsulatedResponseAck) response(delivery, ack);

        assertThat(decoded.ackRequestId()).isEqualTo(ackRequestId);
        assertThat(decoded.requestId()).isEqualTo(2);
        assertThat(decoded.request()).contains(Bytes.fromHex(next));
        assertThat(decoded.slot()).isEmpty();
    }

    @Test
    @Tag("S-174")
    void theLastAcknowledgementNamesASlotOrNothing() {
        var slot = (EncapsulatedResponseAck) response("12eb0200", "126b0002 02000000 05 000000");
        var nothing = (EncapsulatedResponseAck) response("12eb0200", "126b0000 02000000");

        assertThat(slot.slot()).contains(5);
        assertThat(slot.encode()).isEqualTo(Bytes.fromHex("126b0002 02000000 05"));
        assertThat(nothing.slot()).isEmpty();
        assertThat(nothing.request()).isEmpty();
        assertThat(EncapsulatedResponseAck.slot(SpdmVersion.V1_2, 2, 5)).isEqualTo(slot);
        assertThat(EncapsulatedResponseAck.last(SpdmVersion.V1_2, 2)).isEqualTo(nothing);
    }

    @Test
    void anAcknowledgementWithoutTheAnnouncedSlotIsMalformed() {
        requireMalformedResponse("12eb0200", "126b0002 02000000", "ReqSlotNumber");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EncapsulatedResponseAck(
                        SpdmHeader.of(SpdmVersion.V1_2, 0, EncapsulatedResponseAck.ABSENT), 1, 0, Bytes.fromHex("00")));
    }

    @Test
    void encapsulatedMessagesAreReadWithTheRolesSwapped() {
        var flags = CapabilityFlags.NONE.with(Capability.MEAS_CAP, 2);
        var suite = AlgorithmSuite.builder()
                .signature(AsymmetricAlgorithm.ECDSA_P384)
                .requesterSignature(PqcAsymmetricAlgorithm.ML_DSA_44)
                .multiKey(true, false)
                .build();
        var context = new NegotiatedContext(SpdmVersion.V1_3, CapabilityFlags.NONE, flags, suite);

        NegotiatedContext reversed = context.reversed();

        assertThat(reversed.suite().signature()).isEqualTo(PqcAsymmetricAlgorithm.ML_DSA_44);
        assertThat(reversed.suite().requesterSignature()).isEqualTo(AsymmetricAlgorithm.ECDSA_P384);
        assertThat(reversed.suite().isResponderMultiKey()).isTrue();
        assertThat(reversed.suite().isRequesterMultiKey()).isFalse();
        assertThat(reversed.requester()).isEqualTo(flags);
        assertThat(reversed.reversed()).isEqualTo(context);
    }

    @Test
    @Tag("S-180")
    void sequenceNumbersGrewWithVersionFour() {
        var narrow = (ChunkSend) request("12850107 0100 0000 02000000 aabb");
        var wide = (ChunkSend) request("14850107 01000000 02000000 aabb");

        assertThat(narrow.chunk()).isEqualTo(wide.chunk());
        assertThat(narrow.chunk().sequenceNumber()).isEqualTo(1);
        assertThat(narrow.chunk().largeMessageSize()).isZero();
        assertThat(narrow.isLast()).isTrue();
        assertThat(narrow.handle()).isEqualTo(7);
        assertThat(request("12860003 0200")).isEqualTo(ChunkGet.of(SpdmVersion.V1_2, 3, 2));
        assertThat(request("14860003 02000100")).isEqualTo(ChunkGet.of(SpdmVersion.V1_4, 3, 0x10002));
    }

    @Test
    @Tag("S-180")
    void onlyTheFirstChunkSaysTheSizeOfAll() {
        var first = (ChunkResponse) response("14860001 00000000", "14060001 00000000 02000000 ea2f0000 1402");

        assertThat(first.chunk()).isEqualTo(Chunk.first(0x2fea, Bytes.fromHex("1402")));
        assertThat(first.isLast()).isFalse();
    }

    @Test
    void aChunkLongerThanTheMessageIsMalformed() {
        requireMalformedRequest("12850107 0100 0000 03000000 aabb", "SPDMchunk");
        requireMalformedRequest("14850107 00000000 02000000 0400", "LargeMessageSize");
        requireMalformedRequest("12850107 0100 0000 ffffffff aabb", "SPDMchunk");
    }

    @Test
    void aResponseIsInTheLastAcknowledgementOfChunksOnly() {
        var middle = (ChunkSendAck) response("12850007 0100 0000 01000000 aa", "12050007 0100 0000");
        var last = (ChunkSendAck) response("12850107 0100 0000 01000000 aa", "12050007 0100 127f0100");
        var early = (ChunkSendAck) response("12850007 0100 0000 01000000 aa", "12050107 0100 127f0100");

        assertThat(middle.response()).isEqualTo(Bytes.EMPTY);
        assertThat(last.response()).isEqualTo(Bytes.fromHex("127f0100"));
        assertThat(early.isEarlyErrorDetected()).isTrue();
        assertThat(early.response()).isEqualTo(Bytes.fromHex("127f0100"));
    }

    @Test
    void tracesDoNotShowWhatChunksAndVendorsCarry() {
        List<SpdmMessage> messages = List.of(
                new ChunkSend(SpdmHeader.of(SpdmVersion.V1_2, 0, 1), Chunk.first(9, Bytes.fromHex("aabbcc"))),
                new ChunkResponse(SpdmHeader.of(SpdmVersion.V1_4, 0, 1), Chunk.next(9, Bytes.fromHex("aabbcc"))),
                new ChunkSendAck(SpdmHeader.of(SpdmVersion.V1_2, 0, 1), 0, Bytes.fromHex("aabbcc")),
                VendorDefinedRequest.of(SpdmVersion.V1_2, 3, Bytes.fromHex("0100"), Bytes.fromHex("00aabbcc")));

        for (SpdmMessage message : messages) {
            assertThat(message.encode().toHex()).contains("aabbcc");
            assertThat(message.blanked().encode().toHex())
                    .doesNotContain("aabbcc")
                    .endsWith("000000");
            assertThat(message.blanked().encode().size())
                    .isEqualTo(message.encode().size());
            assertThat(message.blanked().name()).isEqualTo(message.name());
        }
        assertThat(Heartbeat.of(SpdmVersion.V1_2).blanked()).isEqualTo(Heartbeat.of(SpdmVersion.V1_2));
    }

    @Test
    @Tag("S-195")
    void attributesOfACsrCameWithVersionThree() {
        var now = (GetCsr) request("13ed03 9a 0200 0100 3000 ff");
        var before = (GetCsr) request("12ed03 9a 0000 0000");

        assertThat(now.keyPairId()).isEqualTo(3);
        assertThat(now.certificateModel()).isEqualTo(2);
        assertThat(now.trackingTag()).isEqualTo(3);
        assertThat(now.isOverwrite()).isTrue();
        assertThat(now.requesterInfo()).isEqualTo(Bytes.fromHex("3000"));
        assertThat(now.opaqueData()).isEqualTo(Bytes.fromHex("ff"));
        assertThat(before.keyPairId() + before.certificateModel() + before.trackingTag())
                .isZero();
        assertThat(before.isOverwrite()).isFalse();
    }

    @Test
    @Tag("S-195")
    void aChainToInstallEndsWhereItsLengthSays() {
        Decoded<SpdmRequest> decoded =
                SpdmCodec.request(Bytes.fromHex("13ee12 05 06000000 aabb 0000"), Samples.context(SpdmVersion.V1_3));
        var set = (SetCertificate) decoded.message();

        assertThat(set.chain()).isEqualTo(Bytes.fromHex("06000000aabb"));
        assertThat(set.slot()).isEqualTo(2);
        assertThat(set.certificateModel()).isEqualTo(1);
        assertThat(set.keyPairId()).isEqualTo(5);
        assertThat(decoded.trailing()).isEqualTo(Bytes.fromHex("0000"));
    }

    @Test
    @Tag("S-195")
    void aChainIsErasedFromVersionThreeOn() {
        assertThat(request("13ee82 00")).isEqualTo(SetCertificate.erase(SpdmVersion.V1_3, 2));
        assertThat(((SetCertificate) request("13ee82 00")).isErase()).isTrue();
        assertThat(((SetCertificate) request("12ee82 00 04000000")).isErase()).isFalse();
    }

    @Test
    void reservedBytesBehindALengthOfTwoBytesAreKept() {
        var set = (SetCertificate) request("13ee0200 0600 0700 aabb");

        assertThat(set.encode()).isEqualTo(Bytes.fromHex("13ee0200 0600 0700 aabb"));
        requireMalformedRequest("14ee0200 0600 0700 aabb", "CertChain");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000", "03000000"})
    void aChainShorterThanItsLengthFieldIsMalformed(String length) {
        requireMalformedRequest("13ee0200" + length, "Length");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SetCertificate.of(SpdmVersion.V1_3, 0, Bytes.fromHex(length)));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new SetCertificate(SpdmHeader.of(SpdmVersion.V1_3, 0x80, 0), Bytes.fromHex("04000000")));
    }

    @Test
    @Tag("S-196")
    void postQuantumAlgorithmsOfKeyPairsCameWithVersionFour() {
        String common = "18 01 3f00 0100 0100 ff010000 01000000 0200 03 3000";
        var before = (KeyPairInfo) response("13fc0000 01", "137c0000" + common);
        var now = (KeyPairInfo) response("14fc0000 01", "147c0000" + common + "04 07000000 04 01000000");

        assertThat(before.totalKeyPairs()).isEqualTo(24);
        assertThat(before.publicKeyInfo()).isEqualTo(Bytes.fromHex("3000"));
        assertThat(before.assocCertSlotMask()).isEqualTo(3);
        assertThat(before.pqcAsymAlgoCapabilities()).isEqualTo(Bytes.EMPTY);
        assertThat(now.pqcAsymAlgoCapabilities()).isEqualTo(Bytes.fromHex("07000000"));
        assertThat(now.currentPqcAsymAlgo()).isEqualTo(Bytes.fromHex("01000000"));
    }

    @Test
    @Tag("S-196")
    void wantedValuesMayBeLeftOutToEraseOnly() {
        assertThat(request("13fd0100 01")).isEqualTo(SetKeyPairInfo.erase(SpdmVersion.V1_3, 1));
        assertThat(request("13fd0100 01 000000")).isEqualTo(SetKeyPairInfo.erase(SpdmVersion.V1_3, 1));
        assertThat(((SetKeyPairInfo) request("13fd0100 01 0000000000000000")).change())
                .isEqualTo(new KeyPairChange(0, 0, 0, 0, Bytes.EMPTY));
        requireMalformedRequest("13fd0000 01", "Reserved");
        requireMalformedRequest("13fd0200 01 00 0100", "DesiredAsymAlgo");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SetKeyPairInfo(SpdmHeader.of(SpdmVersion.V1_3, 0, 0), 1, null));
    }

    @Test
    @Tag("S-197")
    void allEventsOfDmtfTakeTwentySixBytes() {
        var dmtf = new EventGroup(
                StandardsBody.DMTF,
                1,
                0,
                List.of(
                        EventType.of(Event.EVENT_LOST),
                        EventType.of(Event.MEASUREMENT_CHANGED),
                        EventType.of(Event.MEASUREMENT_PRE_UPDATE),
                        EventType.of(Event.CERTIFICATE_CHANGED)));

        SupportedEventTypes message = SupportedEventTypes.of(SpdmVersion.V1_3, List.of(dmtf));

        assertThat(message.eventGroups())
                .isEqualTo(Bytes.fromHex("0000 0400 0100 00000000 0100 0000 0200 0000 0300 0000 0400 0000"));
        assertThat(message.groupCount()).isEqualTo(1);
        assertThat(EventGroup.decodeAll(message.eventGroups())).containsExactly(dmtf);
        assertThatThrownBy(() -> EventGroup.decodeAll(Bytes.fromHex("0000 0100 0100 00000000")))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    @Tag("S-197")
    void noEventsAreWantedInFourBytes() {
        var none = SubscribeEventTypes.of(SpdmVersion.V1_3, List.of());

        assertThat(none.encode()).isEqualTo(Bytes.fromHex("13f00000"));
        assertThat(request("13f00000")).isEqualTo(none);
        requireMalformedRequest("13f00100", "SubscribeListLen");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SubscribeEventTypes(SpdmHeader.of(SpdmVersion.V1_3, 0, 0), Bytes.fromHex("00")));
    }

    @ParameterizedTest
    @CsvSource({"'5,6,7', true", "'7,5,6', true", "'5,7', false", "'5,5', false", "'', true"})
    @Tag("S-197")
    void idsOfEventsAreContiguousInAnyOrder(String ids, boolean isContiguous) {
        List<Event> events = ids.isEmpty()
                ? List.of()
                : List.of(ids.split(",")).stream()
                        .map(id -> Event.dmtf(Long.parseLong(id), Event.CERTIFICATE_CHANGED, Bytes.fromHex("01")))
                        .toList();

        assertThat(SendEvent.of(SpdmVersion.V1_3, events).hasContiguousIds()).isEqualTo(isContiguous);
    }

    @Test
    void moreEventsThanThereAreAreMalformed() {
        requireMalformedRequest("13f10000 ffffffff 00000000", "Reserved");
    }

    @Test
    @Tag("S-198")
    void theSignatureOfEndpointInfoIsThereIfItWasAskedFor() {
        Bytes nonce = Bytes.filled(7, 32);
        String signed = GetEndpointInfo.signed(SpdmVersion.V1_3, GetEndpointInfo.DEVICE_CLASS, 2, nonce)
                .encode()
                .toHex();
        String info = "0c000000 01000000 07 0000 01 03 123456";

        var plain = (EndpointInfo) response("13870100 00000000", "13070000 00000000" + info);
        var answer = (EndpointInfo) response(signed, "13070002 00000000" + "09".repeat(32) + info + "5a".repeat(96));

        assertThat(signed).startsWith("1387010201000000");
        assertThat(plain.signature()).isEqualTo(Bytes.EMPTY);
        assertThat(answer.slot()).isEqualTo(2);
        assertThat(answer.signature()).isEqualTo(Bytes.filled(0x5a, 96));
        assertThat(answer.encodeWithoutSignature().plus(answer.signature())).isEqualTo(answer.encode());
        requireMalformedResponse(signed, "13070002 00000000" + "09".repeat(32) + info, "Signature");
    }

    @Test
    void theClassOfADeviceIsRead() {
        Bytes info = Bytes.fromHex("01000000 07 0000 01 03 123456");

        DeviceClassInfo decoded = DeviceClassInfo.decode(info);

        assertThat(decoded.identifiers())
                .containsExactly(new DeviceClass(StandardsBody.DMTF, List.of(Bytes.fromHex("123456"))));
        assertThat(decoded.encode()).isEqualTo(info);
        assertThatThrownBy(() -> DeviceClassInfo.decode(info.with(4, 6)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("ElementLength at offset 4");
        assertThatThrownBy(() -> DeviceClassInfo.decode(info.plus(Bytes.fromHex("00"))))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void anyBytesAreAClassAndEventGroupsOrMalformed() {
        RandomSource random = RandomSource.seeded(20261125);
        for (int i = 0; i < 20_000; i++) {
            Bytes bytes = small(random.next(random.next(1).at(0) % 24));
            requireTotal(bytes, noise -> DeviceClassInfo.decode(noise).encode());
            requireTotal(bytes, noise -> EventGroup.encodeAll(EventGroup.decodeAll(noise)));
        }
    }

    /** Makes lengths and counts that often fit. */
    private static Bytes small(Bytes bytes) {
        Bytes small = bytes;
        for (int i = 0; i < bytes.size(); i++) {
            small = small.with(i, bytes.at(i) % 4);
        }
        return small;
    }

    private static void requireTotal(Bytes bytes, UnaryOperator<Bytes> decodeAndEncode) {
        try {
            assertThat(decodeAndEncode.apply(bytes)).isEqualTo(bytes);
        } catch (MalformedMessageException e) {
            assertThat(e.offset()).isBetween(0, bytes.size());
        }
    }

    @Test
    void slotManagementKeepsItsBytes() {
        SpdmRequest request = request("14880300 0800 0000 0800 0000 00000000");

        assertThat(request).isInstanceOf(UnknownRequest.class);
        assertThat(request.name()).isEqualTo("SLOT_MANAGEMENT");
        assertThat(response("14880300", "14080300 aabb")).isInstanceOf(UnknownResponse.class);
    }

    @Test
    @Tag("S-048")
    void theLargeFormOfCertificatesHoldsFourByteSizes() {
        var request = (GetCertificate) request("148280000000000000000000f07f0200");

        assertThat(request).isEqualTo(GetCertificate.large(SpdmVersion.V1_4, 0, 0, 0x27ff0));
        assertThat(request.wantedLength()).isEqualTo(0x27ff0);
        assertThat(Certificate.large(SpdmVersion.V1_4, 1, Bytes.fromHex("aabb"), 70_000)
                        .encode())
                .isEqualTo(Bytes.fromHex("14028100 0000 0000 02000000 70110100 aabb"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    12850107 0100 0000 02000000 aabb | handle 7 chunk 1, 2 bytes
                    12860003 0200                    | handle 3 chunk 2
                    12ff8104                         | request 81h token 4
                    13ee82 00                        | slot 2 erase
                    13fc0000 05                      | key pair 5
                    13fd0100 05                      | key pair 5 operation 1
                    13f00000                         | 0 groups
                    13f10000 00000000                | 0 events
                    13870100 00000000                | code 1
                    12eb0300 12010000                | request 3
                    12810000                         | ''
                    """)
    void aLineSaysWhatAMessageCarries(String hex, String detail) {
        assertThat(request(hex).detail()).isEqualTo(detail);
    }
}
