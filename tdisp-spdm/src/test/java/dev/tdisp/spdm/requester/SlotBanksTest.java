package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.CertificateChain;
import dev.tdisp.spdm.connection.SpdmSwitch;
import dev.tdisp.spdm.message.NegotiatedContext;
import dev.tdisp.spdm.message.SlotManagement;
import dev.tdisp.spdm.message.SlotManagementResponse;
import dev.tdisp.spdm.message.SlotSubCode;
import dev.tdisp.spdm.message.SpdmCodec;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.message.UnknownRequest;
import dev.tdisp.spdm.responder.Peers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The experiment with SLOT_MANAGEMENT. */
class SlotBanksTest {
    private static final SpdmVersion VERSION = SpdmVersion.V1_4;
    private static final String ADDRESS = " 0800 00 00 00000000";

    private static Peers peers() {
        var profile = Peers.profile()
                .with(SpdmSwitch.SLOT_MANAGEMENT)
                .withVersions(VERSION)
                .withCapabilities(ManagedDevice.all(VERSION).with(Capability.SLOT_MGMT_CAP));
        return new Peers(profile, Peers.options().withVersions(VERSION)).identified();
    }

    @Test
    void theDeviceSaysWhatItAnswersAndWhichBanksItHas() {
        SlotBanks banks = peers().requester.management().slotBanks();

        assertThat(banks.supported())
                .containsExactly(
                        SlotSubCode.SUPPORTED_SUB_CODES,
                        SlotSubCode.GET_BANK_INFO,
                        SlotSubCode.GET_CERTIFICATE_CHAIN,
                        SlotSubCode.MANAGE_SLOT,
                        SlotSubCode.SET_CERTIFICATE);
        assertThat(banks.banks()).containsExactly(new SlotBanks.Bank(0, 0x05, 0xFF));
    }

    @Test
    void aSlotIsReadErasedAndFilledAgainInASession() {
        Peers peers = peers();
        RequesterSession session = peers.requester.startSession(SessionOptions.DEFAULT);
        SlotBanks banks = session.management().slotBanks();

        CertificateChain chain = banks.chain(0, 2);
        banks.erase(0, 2);
        assertThat(session.digests()).containsOnlyKeys(0);
        banks.install(0, 1, chain, 0, 0);

        assertThat(chain.leaf()).isEqualTo(peers.identity.leaf());
        assertThat(session.digests()).containsOnlyKeys(0, 1);
    }

    @Test
    void slotsOtherThanTheFirstChangeInASessionAlone() {
        SlotBanks banks = peers().requester.management().slotBanks();

        assertThatThrownBy(() -> banks.erase(0, 2))
                .isInstanceOfSatisfying(
                        SpdmException.class, e -> assertThat(e.error()).contains(SpdmErrorCode.UNEXPECTED_REQUEST));
        assertThat(banks.banks()).containsExactly(new SlotBanks.Bank(0, 0x05, 0xFF));
    }

    @ParameterizedTest
    @CsvSource({
        "reserved SubCode, 14 88 05 00 0000 0000, 14 7f 01 00",
        "SubCode that is not answered, 14 88 02 00 0800 0000, 14 7f 07 88",
        "structure where there is none, 14 88 00 00 0800 0000, 14 7f 01 00",
        "no structure where there is one, 14 88 03 00 0000 0000, 14 7f 01 00",
        "offset in the header, 14 88 03 00 0400 0000 0800 00 00 00000000, 14 7f 01 00",
        "offset behind the end, 14 88 03 00 1100 0000 0800 00 00 00000000, 14 7f 01 00",
        "short structure, 14 88 03 00 0800 0000 0800 00, 14 7f 01 00",
        "ReqLength, 14 88 03 00 0800 0000 0900 00 00 00000000, 14 7f 01 00",
        "bank, 14 88 03 00 0800 0000 0800 01 00 00000000, 14 7f 01 00",
        "slot 8, 14 88 03 00 0800 0000 0800 00 08 00000000, 14 7f 01 00",
        "empty slot, 14 88 03 00 0800 0000 0800 00 03 00000000, 14 7f 01 00",
        "operation, 14 88 21 00 0800 0000 0800 00 00 00000000 02 000000, 14 7f 01 00",
        "chain behind the end, 14 88 22 00 0800 0000 0800 00 00 00000000 ffffffff 00 00 0000, 14 7f 01 00",
        "chain without a length, 14 88 22 00 0800 0000 0800 00 00 00000000 02000000 00 00 0000 0102, 14 7f 01 00",
        "too short, 14 88 00 00 00, 14 7f 01 00",
        "version, 13 88 00 00 0000 0000, 14 7f 41 00"
    })
    void whatCannotBeIsRefused(String name, String request, String answer) {
        Bench bench = new Bench(peers()).negotiated();

        assertThat(bench.clear(request)).as(name).isEqualTo(Bytes.fromHex(answer));
    }

    @Test
    @Tag("S-033")
    @Tag("S-034")
    void withoutTheSwitchTheRequestIsNotSupported() {
        Bench bench = Bench.of(VERSION).negotiated();

        assertThat(bench.clear("14 88 00 00 0000 0000")).isEqualTo(Bytes.fromHex("14 7f 07 88"));
        assertThatThrownBy(() -> new DeviceManagement(bench.requester, java.util.Optional.empty()).slotBanks())
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Peers.profile()
                        .withCapabilities(Peers.profile().capabilities().with(Capability.SLOT_MGMT_CAP)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SLOT_MANAGEMENT");
    }

    @Test
    void anybodyElsesMessagesStayUnknown() {
        Bytes request = Bytes.fromHex("14 88 03 00 0800 0000" + ADDRESS);

        assertThat(SpdmCodec.request(request, NegotiatedContext.NONE).message()).isInstanceOf(UnknownRequest.class);
    }

    @Test
    void messagesAreEncodedAsTheyWereDecoded() {
        var context = new Bench(peers()).negotiated().requester.connection().context();
        Bytes request = Bytes.fromHex("14 88 03 00 0900 0102 ff" + ADDRESS);
        Bytes response = Bytes.fromHex("14 08 03 00 0800 0304 01000000 00000000 aa");

        var decoded = (SlotManagement) SpdmCodec.request(request, context).message();
        var answered = (SlotManagementResponse)
                SpdmCodec.response(response, decoded, context).message();

        assertThat(decoded.encode()).isEqualTo(request);
        assertThat(decoded.struct()).isEqualTo(Bytes.fromHex(ADDRESS));
        assertThat(answered.encode()).isEqualTo(response);
        assertThat(answered.struct()).isEqualTo(response.from(8));
        assertThatThrownBy(() -> SpdmCodec.request(Bytes.fromHex("14 88 00 00 00"), context))
                .isInstanceOf(MalformedMessageException.class);
    }
}
