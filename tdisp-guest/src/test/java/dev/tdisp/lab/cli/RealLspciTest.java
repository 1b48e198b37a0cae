package dev.tdisp.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.MemoryRead;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.device.config.DeviceLayout;
import dev.tdisp.device.function.DeviceFunction;
import dev.tdisp.lab.render.ConfigurationText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the real {@code lspci} says of our bytes is what we meant by them. */
class RealLspciTest {
    private static final RequesterId PF = RequesterId.of(1, 0, 0);
    private static final RequesterId VF1 = RequesterId.of(1, 0, 1);
    private static final RequesterId ROOT_PORT = RequesterId.of(0, 1, 0);

    @TempDir
    private Path folder;

    @Test
    @Tag("P-008")
    @Tag("P-009")
    @Tag("P-010")
    @Tag("P-012")
    void physicalFunctionIsReadAsItWasMeant() throws Exception {
        SrIovDevice device = workedExample();

        String text = Pciutils.read(folder, dump(device)).get("01:00.0");

        assertThat(text.lines())
                .contains(
                        "01:00.0 1200: abcd:7e10 (rev 01)",
                        "Subsystem: abcd:0001",
                        "Region 0: Memory at 4000000000 (64-bit, prefetchable)",
                        "Region 2: Memory at 4001000000 (64-bit, prefetchable)",
                        "Capabilities: [40] Power Management version 3",
                        "Status: D0 NoSoftRst+ PME-Enable- DSel=0 DScale=0 PME-",
                        "Capabilities: [50] MSI-X: Enable+ Count=64 Masked-",
                        "Vector table: BAR=2 offset=00000000",
                        "PBA: BAR=2 offset=00010000",
                        "Capabilities: [70] Express (v2) Endpoint, MSI 00",
                        "DevCap:\tMaxPayload 512 bytes, PhantFunc 0, Latency L0s <64ns, L1 <1us",
                        "ExtTag+ AttnBtn- AttnInd- PwrInd- RBE+ FLReset+ SlotPowerLimit 0W",
                        "DevCtl:\tCorrErr+ NonFatalErr+ FatalErr+ UnsupReq+",
                        "RlxdOrd+ ExtTag+ PhantFunc- AuxPwr- NoSnoop+ FLReset-",
                        "MaxPayload 256 bytes, MaxReadReq 512 bytes",
                        "LnkCap:\tPort #0, Speed 16GT/s, Width x16, ASPM not supported",
                        "10BitTagComp+ 10BitTagReq+ OBFF Not Supported, ExtFmt- EETLPPrefix+, MaxEETLPPrefixes 1");
    }

    @Test
    @Tag("P-026")
    @Tag("P-032")
    @Tag("P-039")
    void extendedCapabilitiesAreReadAsTheyWereMeant() throws Exception {
        SrIovDevice device = workedExample();

        String text = Pciutils.read(folder, dump(device)).get("01:00.0");

        assertThat(text.lines())
                .contains(
                        "Capabilities: [100 v2] Advanced Error Reporting",
                        "UESvrt:\tDLP+ SDES+ TLP- FCP+ CmpltTO- CmpltAbrt- UnxCmplt- RxOF+ MalfTLP+ ECRC- UnsupReq- ACSViol-",
                        "AERCap:\tFirst Error Pointer: 00, ECRCGenCap+ ECRCGenEn- ECRCChkCap+ ECRCChkEn-",
                        "Capabilities: [150 v1] Alternative Routing-ID Interpretation (ARI)",
                        "ARICap:\tMFVC- ACS-, Next Function: 0",
                        "Capabilities: [160 v1] Single Root I/O Virtualization (SR-IOV)",
                        "IOVCap:\tMigration- 10BitTagReq+ Interrupt Message Number: 000",
                        "IOVCtl:\tEnable+ Migration- Interrupt- MSE+ ARIHierarchy+ 10BitTagReq+",
                        "Initial VFs: 8, Total VFs: 8, Number of VFs: 8, Function Dependency Link: 00",
                        "VF offset: 1, stride: 1, Device ID: 7e11",
                        "Supported Page Size: 00000553, System Page Size: 00000001",
                        "Region 0: Memory at 0000004002000000 (64-bit, prefetchable)",
                        "Region 2: Memory at 0000004002800000 (64-bit, prefetchable)",
                        "Capabilities: [210 v1] Access Control Services",
                        "Capabilities: [230 v1] Address Translation Service (ATS)",
                        "ATSCtl:\tEnable+, Smallest Translation Unit: 03");
        assertThat(places(text, "0030|0x30|Integrity")).as("IDE").containsExactly("1c0");
        assertThat(places(text, "002f|0x2f|Device 3")).as("Device 3").containsExactly("220");
        assertThat(places(text, "002e|0x2e|Data Object")).as("DOE").containsExactly("1a0");
    }

    @Test
    @Tag("P-023")
    @Tag("P-024")
    @Tag("P-025")
    void virtualFunctionIsReadAsItWasMeant() throws Exception {
        SrIovDevice device = workedExample();
        device.configWrite(VF1, 0x04, 2, 0x0547);
        device.configWrite(VF1, 0x52, 2, 0xC000);
        device.configWrite(VF1, 0x116, 2, 0x8000);

        Map<String, String> texts = Pciutils.read(folder, dump(device));

        assertThat(texts.keySet())
                .containsExactly(
                        "01:00.0", "01:00.1", "01:00.2", "01:00.3", "01:00.4", "01:00.5", "01:00.6", "01:00.7",
                        "01:01.0");
        assertThat(texts.get("01:00.1").lines())
                .contains(
                        "01:00.1 1200: ffff:ffff (rev 01)",
                        "Control: I/O- Mem- BusMaster+ SpecCycle- MemWINV- VGASnoop- ParErr- Stepping- SERR- FastB2B- DisINTx-",
                        "Capabilities: [50] MSI-X: Enable+ Count=16 Masked+",
                        "Capabilities: [70] Express (v2) Endpoint, MSI 00",
                        "Capabilities: [100 v1] Alternative Routing-ID Interpretation (ARI)",
                        "ATSCtl:\tEnable+, Smallest Translation Unit: 00")
                .noneMatch(line -> line.startsWith("Region"));
    }

    @Test
    @Tag("P-007")
    void errorThatWasLoggedIsReadWithItsPacket() throws Exception {
        SrIovDevice device = workedExample();
        var lost = new MemoryRead(ROOT_PORT, 0x25, 0x41_2345_6780L, 64);
        device.receive(new LinkFrame.Plain(lost));

        String logged = Pciutils.read(folder, dump(device)).get("01:00.0");
        device.configWrite(PF, 0x104, 4, 1 << 20);
        device.configWrite(PF, 0x7A, 2, 0xF);
        String cleared = Pciutils.read(folder, dump(device)).get("01:00.0");

        assertThat(logged.lines())
                .contains(
                        "DevSta:\tCorrErr- NonFatalErr+ FatalErr- UnsupReq+ AuxPwr- TransPend-",
                        "UESta:\tDLP- SDES- TLP- FCP- CmpltTO- CmpltAbrt- UnxCmplt- RxOF- MalfTLP- ECRC- UnsupReq+ ACSViol-",
                        "AERCap:\tFirst Error Pointer: 14, ECRCGenCap+ ECRCGenEn- ECRCChkCap+ ECRCChkEn-",
                        "HeaderLog: 20000010 000825ff 00000041 23456780");
        assertThat(cleared)
                .contains("DevSta:\tCorrErr- NonFatalErr- FatalErr- UnsupReq-")
                .contains("ECRC- UnsupReq- ACSViol-");
    }

    @Test
    @Tag("P-027")
    @Tag("P-058")
    void otherLayoutIsReadAsItWasMeant() throws Exception {
        SrIovDevice device = device(DeviceLayout.complete(8));
        device.configWrite(PF, 0x346, 2, 0x48);

        String text = Pciutils.read(folder, dump(device)).get("01:00.0");

        assertThat(text.lines())
                .contains(
                        "Capabilities: [40] Express (v2) Endpoint, MSI 00",
                        "Capabilities: [80] MSI: Enable- Count=1/1 Maskable+ 64bit+",
                        "Capabilities: [a0] MSI-X: Enable- Count=32 Masked-",
                        "Status: D0 NoSoftRst- PME-Enable- DSel=0 DScale=0 PME-",
                        "Capabilities: [d0] Enhanced Allocation (EA): NumEntries=1",
                        "Capabilities: [100 v1] Device Serial Number ab-cd-00-00-00-00-00-01",
                        "PRISta: RF- UPRGI- Stopped+",
                        "PASIDCap: Exec- Priv-, Max PASID Width: 14",
                        "BAR 0: current size: 16MB, supported: 16MB 32MB 64MB",
                        "BAR 0: current size: 1MB, supported: 1MB 2MB 4MB",
                        "VF offset: 256, stride: 2, Device ID: 7e21",
                        "ACSCap:\tSrcValid- TransBlk- ReqRedir+ CmpltRedir+ UpstreamFwd- EgressCtrl- DirectTrans+",
                        "ACSCtl:\tSrcValid- TransBlk- ReqRedir- CmpltRedir+ UpstreamFwd- EgressCtrl- DirectTrans+");
        assertThat(places(text, "002e|0x2e|Data Object")).containsExactly("110", "e00");
        assertThat(places(text, "Virtual Channel")).containsExactly("e40");
        assertThat(places(text, "Dynamic Power Allocation|0016|0x16")).containsExactly("e60");
        assertThat(places(text, "L1 PM Substates")).containsExactly("e80");
        assertThat(places(text, "Precision Time Measurement")).containsExactly("e90");
        assertThat(places(text, "Secondary PCI Express")).containsExactly("ea0");
        assertThat(places(text, "Physical Layer 16.0 GT/s|0026|0x26")).containsExactly("ed0");
        assertThat(places(text, "Physical Layer 32.0 GT/s|002a|0x2a")).containsExactly("f00");
        assertThat(places(text, "Physical Layer 64.0 GT/s|0031|0x31")).containsExactly("f30");
    }

    @Test
    @Tag("P-026")
    @Tag("P-040")
    void manyVirtualFunctionsReachIntoTheNextBus() throws Exception {
        SrIovDevice device = device(DeviceLayout.accelerator(256));
        device.configWrite(PF, 0x168, 2, 0x10);
        device.configWrite(PF, 0x170, 2, 256);
        device.configWrite(PF, 0x168, 2, 0x19);

        Map<String, String> texts = Pciutils.read(folder, dump(device));

        assertThat(texts).hasSize(257).containsKeys("01:00.1", "01:1f.7", "02:00.0");
        assertThat(texts.get("02:00.0")).contains("1200: ffff:ffff").contains("MSI-X");
    }

    /** The physical function and its eight virtual ones as in the worked example. */
    private static SrIovDevice workedExample() {
        SrIovDevice device = device(DeviceLayout.accelerator(8));
        write64(device, 0x10, 0x40_0000_0000L);
        write64(device, 0x18, 0x40_0100_0000L);
        write64(device, 0x184, 0x40_0200_0000L);
        write64(device, 0x18C, 0x40_0280_0000L);
        device.configWrite(PF, 0x04, 2, 0x0406);
        device.configWrite(PF, 0x52, 2, 0x8000);
        device.configWrite(PF, 0x78, 2, 0x293F);
        device.configWrite(PF, 0x98, 2, 0x1000);
        device.configWrite(PF, 0x170, 2, 8);
        device.configWrite(PF, 0x168, 2, 0x39);
        device.configWrite(PF, 0x236, 2, 0x8003);
        return device;
    }

    private static SrIovDevice device(DeviceLayout layout) {
        SrIovDevice device = SrIovDevice.builder(Env.seeded(1))
                .profile(DeviceProfile.SPEC.withLayout(layout))
                .build();
        device.configWrite(PF, 0x04, 2, 0);
        return device;
    }

    private static void write64(SrIovDevice device, int offset, long value) {
        device.configWrite(PF, offset, 4, value & 0xFFFF_FFFFL);
        device.configWrite(PF, offset + 4, 4, value >>> 32);
    }

    private static String dump(SrIovDevice device) {
        var functions = new ArrayList<DeviceFunction>(List.of(device.physicalFunction()));
        functions.addAll(device.physicalFunction().virtualFunctions());
        return functions.stream()
                .filter(DeviceFunction::isPresent)
                .flatMap(function -> new ConfigurationText(device, function).dump().stream())
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** Returns where lspci shows an extended capability, by one of its names or by its number. */
    private static List<String> places(String text, String names) {
        var pattern = java.util.regex.Pattern.compile("Capabilities: \\[([0-9a-f]{3}) v\\d].*(?:" + names + ").*");
        return text.lines()
                .map(pattern::matcher)
                .filter(java.util.regex.Matcher::matches)
                .map(matcher -> matcher.group(1))
                .toList();
    }
}
