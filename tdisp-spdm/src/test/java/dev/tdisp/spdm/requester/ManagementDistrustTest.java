package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.responder.TwistedResponder;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers about the device, outside sessions and in them, that a requester does not believe. */
class ManagementDistrustTest {
    private static final int WITH_EVERYTHING = 2;

    @Test
    @Tag("S-195")
    void aSigningRequestThatItsOwnKeyDidNotSignIsNotBelieved() {
        requireRefused(
                0x6D,
                answer -> answer.with(answer.size() - 1, answer.at(answer.size() - 1) ^ 1),
                requester -> requester.management().certificateRequest(CsrQuery.DEFAULT),
                "not signed by its own key");
    }

    @Test
    @Tag("S-195")
    void aSigningRequestWithoutAFormIsNotBelieved() {
        requireRefused(
                0x6D,
                answer -> answer.with(8, 0x31),
                requester -> requester.management().certificateRequest(CsrQuery.DEFAULT),
                "malformed");
    }

    @Test
    @Tag("S-195")
    void anotherSlotThanTheInstalledOneIsNotBelieved() {
        requireRefused(
                0x6E,
                answer -> answer.with(2, 3),
                requester -> requester.management().eraseCertificate(0),
                "slot 0 is not echoed");
    }

    @ParameterizedTest
    @CsvSource({"4, 00", "5, 02", "5, 00", "4, 01"})
    @Tag("S-196")
    void aKeyPairThatWasNotAskedForIsNotBelieved(int offset, String value) {
        requireRefused(
                0x7C,
                answer -> answer.with(offset, Integer.parseInt(value, 16)),
                requester -> requester.management().keyPair(offset == 4 ? 2 : 1),
                "key pair");
    }

    @ParameterizedTest
    @CsvSource({"2, 00", "2, 02", "2, ff", "4, ff"})
    @Tag("S-197")
    void eventsThatAreNotThereAreNotBelieved(int offset, String value) {
        requireRefused(
                0x62,
                answer -> answer.with(offset, Integer.parseInt(value, 16)),
                requester -> session(requester).management().supportedEvents(),
                "");
    }

    @Test
    @Tag("S-198")
    void theClassOfAnotherSlotIsNotBelieved() {
        requireRefused(
                0x07,
                answer -> answer.with(3, 5),
                requester -> requester.management().deviceClass(0),
                "");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0xFF})
    @Tag("S-190")
    void aVendorsAnswerOfAnotherProtocolIsNotBelieved(int protocol) {
        requireRefused(
                0x7E,
                answer -> answer.with(answer.size() - 3, protocol),
                requester -> session(requester).vendor(VendorProtocol.TDISP, Bytes.fromHex("07")),
                "not of");
    }

    @Test
    @Tag("S-190")
    void aVendorsAnswerInAnotherFormIsNotBelieved() {
        requireRefused(
                0x7E,
                answer -> Bytes.fromHex("14 7e 80 00 03 00 02 01 00 00 00 03 00 00 00 01 07 07"),
                requester -> session(requester).vendor(VendorProtocol.TDISP, Bytes.fromHex("07")),
                "another form");
    }

    @Test
    @Tag("S-070")
    void aNonceOfTheCallersOwnIsSentAsItIs() {
        FuzzDevice device = FuzzDevice.of(WITH_EVERYTHING);
        Bytes nonce = Bytes.filled(0x77, 32);
        device.peers().requester.connect();
        device.peers().requester.certificateChain(0);

        MeasurementReport report = device.peers().requester.measurements(MeasurementQuery.ALL.signedBy(0, nonce));

        assertThat(report.request().slice(4, 36)).isEqualTo(nonce);
        assertThatThrownBy(() -> MeasurementQuery.ALL.signedBy(0, Bytes.filled(1, 31)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static RequesterSession session(SpdmRequester requester) {
        return requester.startSession(SessionOptions.DEFAULT);
    }

    /** Twists the answers of one code, inside and outside sessions, on a device of SPDM 1.4 that can do everything. */
    private static void requireRefused(
            int code, UnaryOperator<Bytes> twist, Consumer<SpdmRequester> action, String reason) {
        FuzzDevice device = FuzzDevice.of(WITH_EVERYTHING);
        var transport =
                new TwistedResponder(device.builder(), answer -> answer.at(1) == code ? twist.apply(answer) : answer);
        var requester = new SpdmRequester(
                transport, device.peers().options, device.peers().env.forParty("tsm"));
        assertThat(requester.connect().version()).isEqualTo(SpdmVersion.V1_4);
        requester.certificateChain(0);

        assertThatThrownBy(() -> action.accept(requester))
                .isInstanceOf(SpdmException.class)
                .hasMessageContaining(reason);
    }
}
