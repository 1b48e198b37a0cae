package dev.tdisp.host.platform;

import static dev.tdisp.core.message.LockFlag.ALL_REQUEST_REDIRECT;
import static dev.tdisp.core.message.LockFlag.LOCK_MSIX;
import static dev.tdisp.core.message.LockFlag.NO_FW_UPDATE;
import static dev.tdisp.core.message.TdiState.CONFIG_LOCKED;
import static dev.tdisp.core.message.TdiState.CONFIG_UNLOCKED;
import static dev.tdisp.core.message.TdiState.ERROR;
import static dev.tdisp.core.message.TdiState.RUN;
import static dev.tdisp.host.platform.PlatformStep.MAP_MMIO;
import static dev.tdisp.host.platform.PlatformStep.OPEN_DMA;
import static dev.tdisp.host.platform.PlatformStep.START;

import dev.tdisp.core.message.LockFlag;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The platforms, as data: one line a step, the host's verb and the guest's; a dash where there is no verb. */
public final class Platforms {
    private static final List<PlatformStep> MAP_FIRST = List.of(MAP_MMIO, START, OPEN_DMA);
    private static final List<PlatformStep> START_FIRST = List.of(START, MAP_MMIO, OPEN_DMA);
    private static final Set<LockFlag> USUAL = Set.of(NO_FW_UPDATE, LOCK_MSIX, ALL_REQUEST_REDIRECT);

    /** The PCI/TSM core of Linux: connect and bind at the host, lock and accept in the guest. */
    public static final PlatformProfile LINUX = new PlatformProfile(
            "linux",
            "Linux PCI/TSM",
            "drivers/pci/tsm.c, include/linux/pci-tsm.h; later steps of the guest from staging trees",
            words("""
                    AUTHENTICATE     connect                | -
                    KEY_LINK         connect                | -
                    DISCOVER         bind                   | -
                    LOCK             bind                   | lock
                    MEASURE          guest_req (info)       | evidence refresh
                    REPORT           guest_req (info)       | evidence read
                    BIND_EVIDENCE    -                      | accept (generation)
                    MAP_MMIO         -                      | accept
                    START            guest_req (state)      | accept
                    OPEN_DMA         -                      | accept (DMA)
                    STOP             unbind                 | unlock
                    DROP_LINK        disconnect             | -
                    """),
            Map.of(
                    CONFIG_UNLOCKED,
                    "unbound",
                    CONFIG_LOCKED,
                    "bound",
                    RUN,
                    "bound, accepted",
                    ERROR,
                    "bound, in error"),
            MAP_FIRST,
            USUAL,
            true,
            true);

    /** AMD SEV-TIO: the guest starts the interface, then validates its MMIO. */
    public static final PlatformProfile SEV_TIO = new PlatformProfile(
            "amd",
            "AMD SEV-TIO",
            "drivers/crypto/ccp/sev-dev-tio.c and development trees of the guest",
            words("""
                    AUTHENTICATE     DEV_CREATE, DEV_CONNECT | -
                    KEY_LINK         DEV_CONNECT            | -
                    LOCK             TDI_BIND               | op BIND
                    CONFIRM          TDI_STATUS             | TDI_INFO
                    MEASURE          DEV_MEASUREMENTS       | -
                    REPORT           TDI_REPORT             | TDI_INFO
                    BIND_EVIDENCE    -                      | TDI_INFO digests
                    MAP_MMIO         -                      | MMIO_VALIDATE
                    START            TDI_BIND (run)         | op RUN
                    OPEN_DMA         -                      | SDTE_WRITE
                    CHANGE_ATTRIBUTE -                      | MMIO_CONFIG
                    AGE_KEYS         IDE_REFRESH            | -
                    STOP             TDI_UNBIND             | op STOP, op UNBIND
                    DROP_LINK        DEV_DISCONNECT, DEV_RECLAIM | -
                    """),
            Map.of(),
            START_FIRST,
            USUAL,
            true,
            true);

    /** Intel TDX Connect. Its sources name the start before the acceptance of MMIO, and leave the order open otherwise. */
    public static final PlatformProfile TDX_CONNECT = new PlatformProfile(
            "tdx",
            "Intel TDX Connect",
            "drivers/virt/coco/tdx-host and drafts of the guest driver; names differ between drafts",
            words("""
                    AUTHENTICATE     SPDM create, SPDM connect | -
                    KEY_LINK         IDE stream create      | -
                    LOCK             TDI bind               | TDVMCALL bind
                    CONFIRM          -                      | TDI read (state)
                    MEASURE          SPDM manage (re-collect) | -
                    REPORT           TDI request            | TDVMCALL get report
                    BIND_EVIDENCE    -                      | TDI read (hashes), TDI validate
                    MAP_MMIO         MMIO map               | MMIO accept
                    START            TDI start              | TDI start (authorise)
                    OPEN_DMA         DMAR add               | DMAR accept
                    AGE_KEYS         SPDM manage            | -
                    STOP             TDI remove             | TDVMCALL unbind
                    DROP_LINK        SPDM disconnect, SPDM delete | -
                    """),
            Map.of(),
            START_FIRST,
            USUAL,
            true,
            true);

    /** Arm CCA: physical devices, virtual devices and their states in the realm management monitor. */
    public static final PlatformProfile ARM_CCA = new PlatformProfile(
            "cca",
            "Arm CCA",
            "TF-RMM runtime/rmi and runtime/rsi, app/device_assignment",
            words("""
                    AUTHENTICATE     RMI_PDEV_CREATE, PDEV_SET_PUBKEY | -
                    KEY_LINK         RMI_PDEV_STREAM_CONNECT | -
                    DISCOVER         RMI_VDEV_LOCK          | -
                    LOCK             RMI_VDEV_LOCK          | RHI set LOCKED
                    CONFIRM          -                      | RSI get info
                    MEASURE          RMI_VDEV_GET_MEASUREMENTS | RHI get measurements
                    REPORT           RMI_VDEV_GET_INTERFACE_REPORT | RHI get report
                    BIND_EVIDENCE    -                      | RSI get info (3 numbers)
                    MAP_MMIO         -                      | RSI validate mapping
                    START            RMI_VDEV_START         | RHI set RUN
                    OPEN_DMA         -                      | RSI DMA enable
                    PEER             -                      | RHI P2P unbind
                    AGE_KEYS         RMI_PDEV key refresh   | -
                    STOP             RMI_VDEV_UNLOCK        | RHI set UNLOCKED
                    DROP_LINK        RMI_PDEV_STOP, PDEV_DESTROY | -
                    """),
            Map.of(
                    CONFIG_UNLOCKED,
                    "VDEV UNLOCKED",
                    CONFIG_LOCKED,
                    "VDEV LOCKED",
                    RUN,
                    "VDEV STARTED",
                    ERROR,
                    "VDEV ERROR"),
            MAP_FIRST,
            Set.of(NO_FW_UPDATE, ALL_REQUEST_REDIRECT),
            false,
            true);

    /** RISC-V CoVE-IO, a draft with a complete flow: tables are filled at bind, and in force after the start. */
    public static final PlatformProfile COVE_IO = new PlatformProfile(
            "cove",
            "RISC-V CoVE-IO",
            "riscv-ap-tee-io, chapters on theory of operations and on the ABI",
            words("""
                    AUTHENTICATE     connect_device         | -
                    KEY_LINK         connect_device, COVT key program | -
                    DISCOVER         bind_interface         | -
                    LOCK             bind_interface         | -
                    CONFIRM          -                      | get_interface_state
                    MEASURE          -                      | get_device_measurements
                    REPORT           -                      | get_interface_report
                    BIND_EVIDENCE    -                      | get_device_transcript (digest)
                    MAP_MMIO         add_interface_region   | map_interface_mmio
                    START            -                      | start_interface
                    OPEN_DMA         -                      | (TSM, at start)
                    AGE_KEYS         SPDM key update, IDE key refresh, heartbeat | -
                    STOP             unbind_interface       | stop_interface
                    DROP_LINK        disconnect_device      | -
                    """),
            Map.of(),
            MAP_FIRST,
            USUAL,
            true,
            true);

    /** OpenVMM's paravisor: five commands of the guest, and no state for an error. */
    public static final PlatformProfile OPENHCL = new PlatformProfile(
            "openhcl",
            "OpenHCL",
            "vm/devices/tdisp and openhcl_tdisp of OpenVMM",
            words("""
                    DISCOVER         -                      | get device interface info
                    LOCK             -                      | bind
                    CONFIRM          -                      | state_after field
                    MEASURE          -                      | get report (measurements)
                    REPORT           -                      | get report (interface)
                    START            -                      | start
                    STOP             -                      | unbind
                    """),
            Map.of(CONFIG_UNLOCKED, "unlocked", CONFIG_LOCKED, "locked", RUN, "run", ERROR, "(none)"),
            MAP_FIRST,
            USUAL,
            true,
            true);

    /** A device without TDISP: it proves who it is, and all data goes by shared memory. */
    public static final PlatformProfile BOUNCE = new PlatformProfile(
            "bounce",
            "SPDM and bounce buffers",
            "the part of the flow that needs no TDISP",
            words("""
                    AUTHENTICATE     connect                | -
                    MEASURE          guest_req (info)       | evidence refresh
                    BIND_EVIDENCE    -                      | compare with digests
                    DROP_LINK        disconnect             | -
                    """),
            Map.of(CONFIG_UNLOCKED, "shared"),
            List.of(),
            Set.of(),
            true,
            false);

    /** All of them. */
    public static final List<PlatformProfile> ALL =
            List.of(LINUX, SEV_TIO, TDX_CONNECT, ARM_CCA, COVE_IO, OPENHCL, BOUNCE);

    private Platforms() {}

    private static Map<PlatformStep, PlatformWord> words(String table) {
        Map<PlatformStep, PlatformWord> words = new EnumMap<>(PlatformStep.class);
        table.lines().forEach(line -> {
            String[] columns = line.split("\\|");
            String[] left = columns[0].strip().split("\\s+", 2);
            words.put(PlatformStep.valueOf(left[0]), new PlatformWord(word(left[1]), word(columns[1])));
        });
        return words;
    }

    private static String word(String column) {
        String word = column.strip();
        return word.equals("-") ? "" : word;
    }
}
