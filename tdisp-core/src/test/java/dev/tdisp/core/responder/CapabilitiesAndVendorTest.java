package dev.tdisp.core.responder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.tdi.TdispSwitch;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CapabilitiesAndVendorTest {
    private static final String REQUEST = "00 02 3412 aabb";

    @Test
    @Tag("T-029")
    @Tag("T-030")
    @Tag("T-031")
    @Tag("T-032")
    @Tag("T-034")
    @Tag("T-035")
    void theCapabilitiesAreThoseOfTheSpecification() {
        Bytes response = new Tsm(new MemoryDevice(TdispProfile.SPEC)).send(Tsm.CAPABILITIES, "00000000");

        assertThat(response)
                .isEqualTo(Bytes.fromHex(
                        "10 02 0000" + Tsm.FIRST + "00000000 FE0F0000000000000000000000000000 1F00 000000 34 01 02"));
    }

    @Test
    @Tag("T-030")
    @Tag("T-035")
    void theValidatorSeesTheMandatoryRequestsAlone() {
        Bytes response = new Tsm(new MemoryDevice(TdispProfile.TEEIO_VALIDATOR)).send(Tsm.CAPABILITIES, "00000000");

        assertThat(response.from(16))
                .isEqualTo(Bytes.fromHex("00000000 FE000000000000000000000000000000 1F00 000000 34 01 02"));
    }

    @Test
    void theCallersBitsOfTsmCapsAreIgnored() {
        assertThat(Tsm.outcome(new Tsm(new MemoryDevice(TdispProfile.SPEC)).send(Tsm.CAPABILITIES, "FFFFFFFF")))
                .isEqualTo("ok");
    }

    @ParameterizedTest
    @EnumSource
    void theCapabilitiesAreTheSameInEveryState(TdiState state) {
        var device = new MemoryDevice(TdispProfile.SPEC);
        Bytes before = new Tsm(device).send(Tsm.CAPABILITIES, "00000000");

        assertThat(new Tsm(device).reach(state).send(Tsm.CAPABILITIES, "00000000"))
                .isEqualTo(before);
    }

    @Test
    @Tag("T-149")
    void aVendorThatNobodyServesIsUnsupported() {
        Bytes response = new Tsm(new MemoryDevice(TdispProfile.SPEC)).send(Tsm.VDM, REQUEST);

        assertThat(response.from(16)).isEqualTo(Bytes.fromHex("07000000 8B000000"));
    }

    @Test
    @Tag("T-149")
    void aDeviceWithoutVendorsDoesNotKnowTheRequest() {
        var device = new MemoryDevice(TdispProfile.SPEC);
        device.optionalRequests.remove(RequestCode.VDM_REQUEST);

        assertThat(new Tsm(device).send(Tsm.VDM, REQUEST).from(16)).isEqualTo(Bytes.fromHex("07000000 8B000000"));
        assertThat(new Tsm(device).send(Tsm.CAPABILITIES, "00000000").at(21)).isEqualTo(0x07);
    }

    @Test
    void aVendorAnswersUnderTheIdOfTheRequest() {
        var device = new MemoryDevice(TdispProfile.SPEC);
        device.vendorAnswer = new VendorAnswer.Data(Bytes.fromHex("cc"));

        assertThat(new Tsm(device).send(Tsm.VDM, REQUEST))
                .isEqualTo(Bytes.fromHex("10 0B 0000" + Tsm.FIRST + "00 02 3412 cc"));
    }

    @Test
    @Tag("T-147")
    void aVendorsErrorCarriesItsData() {
        var device = new MemoryDevice(TdispProfile.SPEC);
        device.vendorAnswer = new VendorAnswer.Failure(Bytes.fromHex("01020304"));

        assertThat(new Tsm(device).send(Tsm.VDM, REQUEST))
                .isEqualTo(Bytes.fromHex("10 7F 0000" + Tsm.FIRST + "FF000000 08000000 00 02 3412 01020304"));
    }

    @Test
    @Tag("T-022")
    void aVendorIdBehindTheEndIsInvalid() {
        assertThat(Tsm.outcome(new Tsm(new MemoryDevice(TdispProfile.SPEC)).send(Tsm.VDM, "00 03 3412")))
                .isEqualTo("INVALID_REQUEST");
    }

    @Test
    @Tag("T-150")
    void theDeviceIsConfiguredWhileAllItsInterfacesAreUnlocked() {
        var device = MemoryDevice.with(TdispSwitch.PCIE_7_0);
        var tsm = new Tsm(device);
        var second = new Tsm(device, Tsm.SESSION, Tsm.SECOND);
        assertThat(tsm.send(Tsm.CONFIG, "01000000")).isEqualTo(Bytes.fromHex("10 0C 0000" + Tsm.FIRST));

        second.lock();

        assertThat(Tsm.outcome(tsm.send(Tsm.CONFIG, "02000000"))).isEqualTo("INVALID_INTERFACE_STATE");
        second.send(Tsm.STOP);
        assertThat(Tsm.outcome(tsm.send(Tsm.CONFIG, "FEFFFFFF"))).isEqualTo("ok");
        assertThat(device.settings).containsExactly("true false", "false true");
    }

    @Test
    @Tag("T-032")
    void theSeventhGenerationIsAdvertised() {
        Bytes response = new Tsm(MemoryDevice.with(TdispSwitch.PCIE_7_0)).send(Tsm.CAPABILITIES, "00000000");

        assertThat(response.slice(16, 22)).isEqualTo(Bytes.fromHex("01000000 FE1F"));
    }

    @Test
    @Tag("T-151")
    void withoutItTheRequestIsUnsupported() {
        Bytes response = new Tsm(new MemoryDevice(TdispProfile.SPEC)).send(Tsm.CONFIG, "01000000");

        assertThat(response.from(16)).isEqualTo(Bytes.fromHex("07000000 8C000000"));
    }

    @Test
    void aProfileChecksItsNumbers() {
        assertThatIllegalArgumentException().isThrownBy(() -> TdispProfile.SPEC.withAddressWidth(256));
        assertThatIllegalArgumentException().isThrownBy(() -> TdispProfile.SPEC.withRequests(-1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> TdispProfile.SPEC.withRequests(1, -2));
        assertThatIllegalArgumentException().isThrownBy(() -> TdispProfile.SPEC.withPortionLimit(0));
    }

    @Test
    void aProfileIsChangedByCopies() {
        var changed = TdispProfile.SPEC
                .named("MINE")
                .with(TdispSwitch.PCIE_7_0)
                .without(TdispSwitch.PCIE_7_0)
                .withAddressWidth(48);

        assertThat(changed.name()).isEqualTo("MINE");
        assertThat(changed.switches()).isEmpty();
        assertThat(changed.addressWidth()).isEqualTo(48);
        assertThat(TdispProfile.SPEC.addressWidth()).isEqualTo(52);
    }

    @Test
    void everyErrorReplySaysItsReasonInTheTrace() {
        var device = new MemoryDevice(TdispProfile.SPEC);
        device.vendorAnswer = new VendorAnswer.Failure(Bytes.fromHex("01"));
        var tsm = new Tsm(device);

        tsm.send("99");
        tsm.send(Tsm.VDM, REQUEST);
        tsm.start();

        assertThat(device.trace.events())
                .filteredOn(TraceEvent.Note.class::isInstance)
                .extracting(TraceEvent::summary)
                .containsExactly(
                        "device: UNSUPPORTED_REQUEST: request code 99h",
                        "device: VENDOR_SPECIFIC_ERROR: registry 0 vendor 34 12, 1 bytes",
                        "device: INVALID_INTERFACE_STATE: START_INTERFACE_REQUEST in device/0000:01:00.0 CONFIG_UNLOCKED");
    }
}
