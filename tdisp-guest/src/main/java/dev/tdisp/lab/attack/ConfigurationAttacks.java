package dev.tdisp.lab.attack;

import static dev.tdisp.lab.Milestone.LOCKED;
import static dev.tdisp.lab.Milestone.RUNNING;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.CapabilityId;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.IdeCapability;
import dev.tdisp.core.pcie.MsixCapability;
import dev.tdisp.core.pcie.PciExpressCapability;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.SrIovCapability;
import dev.tdisp.core.pcie.Type0Header;
import dev.tdisp.core.tdi.TdiEvent;
import dev.tdisp.host.tsm.TsmOptions;
import dev.tdisp.host.vmm.ConfigAccess;
import java.util.List;
import java.util.stream.Stream;

/** Attacks by configuration cycles and resets on an interface that is locked or runs. */
final class ConfigurationAttacks {
    private static final long ELSEWHERE = 0x0010_0000;
    private static final long ALL_ONES = 0xFFFF_FFFFL;

    private ConfigurationAttacks() {}

    static List<Attack> all() {
        return Stream.of(bars(), resets(), streams(), registers())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Attack> bars() {
        return List.of(
                onRunning("S01", "Remap a BAR after verification", "VF BAR0", "11.2.6")
                        .step("write another address into VF BAR0", scene -> moveBar(scene, 0))
                        .against("LETS_SRIOV_CHANGE"),
                onRunning("S02", "Remap a BAR between LOCK and START", "VF BAR0", "11.2.6")
                        .at(LOCKED)
                        .step("write another address into VF BAR0", scene -> moveBar(scene, 0))
                        .step("let the attach go on", Scene::goOn)
                        .against("LETS_SRIOV_CHANGE"),
                onRunning("S03", "Probe the size of a BAR, and restore it", "VF BAR0", "11.2.6")
                        .step("write all ones to VF BAR0, then what was there", ConfigurationAttacks::probeBar)
                        .against("LETS_SRIOV_CHANGE"),
                onRunning("S06", "Change VF BARs through the physical function", "VF BAR2", "11.2.6")
                        .step("write another address into VF BAR2", scene -> moveBar(scene, 2))
                        .against("LETS_SRIOV_CHANGE"));
    }

    private static List<Attack> resets() {
        return List.of(
                onRunning("A12", "Rewrite a BAR, clear bus mastering, reset the function", "TDI ERROR", "11.2.6")
                        .step("write another address into VF BAR0", scene -> moveBar(scene, 0))
                        .step("clear Bus Master Enable", ConfigurationAttacks::clearBusMaster)
                        .step("reset the function", scene -> driverResets(scene, scene.function()))
                        .against(Weakness.deaf(
                                TdiEvent.SRIOV_OR_PRI_MODIFIED,
                                TdiEvent.BAR_MODIFIED,
                                TdiEvent.COMMAND_ENABLE_CLEARED,
                                TdiEvent.FUNCTION_LEVEL_RESET,
                                TdiEvent.DEVICE_CONTROL_MODIFIED)),
                onRunning("S08", "Reset the virtual function in RUN", "E2", "11.4.9")
                        .step("let the guest use the second function too", PublishedAttacks::acceptByGuest)
                        .step("Initiate FLR in its Device Control", scene -> driverResets(scene, scene.function()))
                        .goal(
                                "it runs on, or the session, the stream or the other function is lost",
                                ResetGoals::isAmiss)
                        .against("SURVIVES_A_FUNCTION_RESET"),
                onRunning("S09", "Reset the physical function in RUN", "E3", "11.4.9")
                        .step("Initiate FLR in function 0", scene -> driverResets(scene, physicalId(scene)))
                        .against("SURVIVES_A_RESET_OF_FUNCTION_0"),
                onRunning("S10", "Get a clean, unlocked interface by a reset of the device", "E1", "11.4.8")
                        .step("let the guest put a secret into the device", MemoryAttacks::putIntoDevice)
                        .step(
                                "reset the device",
                                scene -> scene.lab().vmm().driver().conventionalReset())
                        .step("enumerate it anew", ResetGoals::enumerate)
                        .step("read the device without trust", MemoryAttacks::readResidue)
                        .goal(
                                "it runs on, or the secret, the session or the stream is left",
                                ResetGoals::isAnythingLeft)
                        .against("SURVIVES_A_CONVENTIONAL_RESET"));
    }

    private static List<Attack> streams() {
        return List.of(
                onRunning("S22", "Disable the stream of a running interface", "TDI ERROR", "11.4.5")
                        .step("clear Enable of the stream", ConfigurationAttacks::disableStream)
                        .against("LETS_ITS_STREAM_CHANGE"),
                onRunning("S23", "Rewrite the associated Requester IDs of the bound stream", "TDI ERROR", "11.2.6")
                        .step("clear Enable, without which nothing can be written", ConfigurationAttacks::disableStream)
                        .step("write RID Association 1", scene -> associate(scene, IdeCapability.SELECTIVE_RID_1))
                        .against("LETS_ITS_STREAM_CHANGE"),
                onRunning("GAP-ATT-10", "Change an address association between check and use", "TDI ERROR", "11.2.6")
                        .at(LOCKED)
                        .step("clear Enable, without which nothing can be written", ConfigurationAttacks::disableStream)
                        .step(
                                "write the address association",
                                scene -> associate(scene, IdeCapability.SELECTIVE_ADDRESS))
                        .step("let the attach go on", Scene::goOn)
                        .against("LETS_ITS_STREAM_CHANGE"));
    }

    private static List<Attack> registers() {
        return List.of(
                onRunning("S05", "Disable bus mastering", "E9", "11.2.6")
                        .step("clear Bus Master Enable", ConfigurationAttacks::clearBusMaster)
                        .against("RUNS_WITHOUT_BUS_MASTER"),
                onRunning("S30", "Change the MSI-X capability while its table is locked", "E14", "11.2.6")
                        .step("write Message Control", ConfigurationAttacks::enableMsix)
                        .against("LETS_LOCKED_MSIX_CHANGE"),
                onRunning("S45", "Renumber the bus so that the Requester ID changes", "E11", "11.2.6")
                        .step("write to function 0 on another bus", ConfigurationAttacks::renumber)
                        .against("LETS_ITSELF_BE_RENUMBERED"),
                onRunning("S46", "Flip tag modes and No Snoop", "E12", "11.2.6")
                        .step("write Device Control of function 0", ConfigurationAttacks::flipNoSnoop)
                        .against("LETS_DEVICE_CONTROL_CHANGE"));
    }

    private static AttackBuilder onRunning(String id, String title, String seen, String clause) {
        return Attack.of(id, title)
                .by(Power.CONFIGURATION)
                .at(RUNNING)
                .wantsState(TdiState.RUN)
                .seenBy(Party.DEVICE, seen)
                .per(clause);
    }

    private static FunctionId physicalId(Scene scene) {
        return scene.lab().vmm().driver().function().id();
    }

    private static int vfBar(ConfigAccess config, int bar) {
        return config.extendedCapability(CapabilityId.EXTENDED_SR_IOV).orElseThrow()
                + SrIovCapability.VF_BAR0
                + 4 * bar;
    }

    private static void moveBar(Scene scene, int bar) {
        ConfigAccess config = scene.physical();
        int at = vfBar(config, bar);
        config.write(at, 4, config.read(at, 4) + ELSEWHERE);
    }

    private static void probeBar(Scene scene) {
        ConfigAccess config = scene.physical();
        int at = vfBar(config, 0);
        long before = config.read(at, 4);
        config.write(at, 4, ALL_ONES);
        config.write(at, 4, before);
    }

    static void clearBusMaster(Scene scene) {
        scene.virtual().clearBits(Type0Header.COMMAND, 2, Type0Header.COMMAND_BUS_MASTER);
    }

    private static void driverResets(Scene scene, FunctionId function) {
        scene.lab().vmm().driver().functionLevelReset(function);
    }

    private static void disableStream(Scene scene) {
        scene.lab().vmm().driver().ideRegisters().disable(TsmOptions.DEFAULT.stream());
    }

    private static void associate(Scene scene, int register) {
        int block = scene.lab().vmm().driver().ideRegisters().block(TsmOptions.DEFAULT.stream());
        ConfigAccess config = scene.physical();
        config.write(block + register, 4, config.read(block + register, 4) ^ 0x0000_0100);
    }

    static void enableMsix(Scene scene) {
        ConfigAccess config = scene.virtual();
        int at = config.capability(CapabilityId.MSI_X).orElseThrow() + MsixCapability.CONTROL;
        config.write(at, 2, config.read(at, 2) ^ MsixCapability.CONTROL_ENABLE);
    }

    private static void renumber(Scene scene) {
        ConfigAccess elsewhere = scene.lab()
                .vmm()
                .driver()
                .config(new FunctionId(physicalId(scene).segment(), RequesterId.of(2, 0, 0)));
        elsewhere.setBits(Type0Header.COMMAND, 2, Type0Header.COMMAND_INTX_DISABLE);
    }

    private static void flipNoSnoop(Scene scene) {
        ConfigAccess config = scene.physical();
        int at = config.capability(CapabilityId.PCI_EXPRESS).orElseThrow() + PciExpressCapability.DEVICE_CONTROL;
        config.write(at, 2, config.read(at, 2) ^ PciExpressCapability.DEVICE_CONTROL_NO_SNOOP);
    }
}
