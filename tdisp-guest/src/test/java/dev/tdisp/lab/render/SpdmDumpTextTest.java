package dev.tdisp.lab.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpdmDumpTextTest {
    private static final String LOCK =
            "49 (0) PCI_DOE(1, 2) REQ->RSP SecuredSPDM(0xffffffff) SPDM(12, 0xfe) " + "SPDM_VENDOR_DEFINED_REQUEST";

    @Test
    void aRunIsShownAsItsCaptureWouldBe() {
        List<String> lines = lines(false, false, false, false);

        assertThat(lines)
                .hasSize(86)
                .startsWith(
                        "1 (0) PCI_DOE(1, 1) REQ->RSP SPDM(10, 0x84) SPDM_GET_VERSION ()",
                        "2 (0) PCI_DOE(1, 1) RSP->REQ SPDM(10, 0x04) SPDM_VERSION (1.2.0.0)",
                        "3 (0) PCI_DOE(1, 1) REQ->RSP SPDM(12, 0xe1) SPDM_GET_CAPABILITIES (Flags=0x000062c0, CTExponent=0x00, "
                                + "DataTransSize=0x00001200, MaxSpdmMsgSize=0x00001200)")
                .contains(LOCK + " (StandID=0x0003)");
    }

    @Test
    void applicationDataIsShownWhenAskedFor() {
        assertThat(lines(false, false, false, true))
                .contains(
                        LOCK
                                + " (StandID=0x0003) PCI (vendor_id=0x0001) (ProtID=0x01) TDISP(0x83) LOCK_INTERFACE_REQ (01000101) "
                                + "(flags=0x0015, default_stream=0x10, mmio_offset=0xffffffc000000000, "
                                + "bind_p2p_mask=0x0000000000000000)",
                        "17 (0) PCI_DOE(1, 2) REQ->RSP SecuredSPDM(0xffffffff) SPDM(12, 0xfe) SPDM_VENDOR_DEFINED_REQUEST "
                                + "(StandID=0x0003) PCI (vendor_id=0x0001) (ProtID=0x00) IDE_KM(0x02) KEY_PROG (StreamId=0x10, "
                                + "KeySubStream=0x00 (KeySet=0, RxTx=0, SubStream=0), PortIndex=0x00)");
    }

    @Test
    void quietLinesHaveNamesAlone() {
        assertThat(lines(true, false, false, true))
                .contains(LOCK + " PCI TDISP(0x83) LOCK_INTERFACE_REQ")
                .noneMatch(line -> line.contains("="));
    }

    @Test
    void fieldsAndBytesStandBelow() {
        assertThat(lines(false, true, true, false))
                .containsSubsequence(
                        "    RequestResponseCode(GET_VERSION)",
                        "  SPDM Message:",
                        "    0000: 10 84 00 00",
                        "    VersionNumberEntryCount(01h)");
    }

    @Test
    void noNonceIsShown() {
        assertThat(lines(false, false, false, true))
                .filteredOn(line -> line.contains("nonce="))
                .hasSize(2)
                .allMatch(line -> line.endsWith("(nonce=(not shown))"));
    }

    private static List<String> lines(boolean isQuiet, boolean all, boolean hex, boolean applications) {
        return SpdmDumpText.lines(RecordedRuns.WHOLE, new SpdmDumpText.Options(isQuiet, all, hex, applications));
    }
}
