package dev.tdisp.device.config;

import java.util.List;

/** The advanced error reporting extended capability, version 2. */
public final class ErrorReportingCapability implements Capability {
    /** Uncorrectable status: Completion Timeout. */
    public static final long COMPLETION_TIMEOUT = 1L << 14;
    /** Uncorrectable status: Completer Abort. */
    public static final long COMPLETER_ABORT = 1L << 15;
    /** Uncorrectable status: Unexpected Completion. */
    public static final long UNEXPECTED_COMPLETION = 1L << 16;
    /** Uncorrectable status: Unsupported Request. */
    public static final long UNSUPPORTED_REQUEST = 1L << 20;
    /** Uncorrectable status: IDE Check Failed. */
    public static final long IDE_CHECK_FAILED = 1L << 28;
    /** Uncorrectable status: Misrouted IDE TLP. */
    public static final long MISROUTED_IDE_TLP = 1L << 29;

    private static final long UNCORRECTABLE = 0xFFFF_F030L;
    private static final long CORRECTABLE = 0x0000_F1C1;

    private final int offset;
    private final Register uncorrectableStatus;

    /**
     * Places the capability.
     *
     * @param offset where
     */
    public ErrorReportingCapability(int offset) {
        this.offset = offset;
        this.uncorrectableStatus = sticky("Uncorrectable Error Status", 0x04).withClearable(UNCORRECTABLE);
    }

    /**
     * Returns the status of uncorrectable errors.
     *
     * @return the register
     */
    public Register uncorrectableStatus() {
        return uncorrectableStatus;
    }

    @Override
    public int offset() {
        return offset;
    }

    @Override
    public int id() {
        return 0x0001;
    }

    @Override
    public int version() {
        return 2;
    }

    @Override
    public int size() {
        return 0x48;
    }

    @Override
    public List<Register> registers() {
        return List.of(
                uncorrectableStatus,
                sticky("Uncorrectable Error Mask", 0x08).withReset(0x0040_0000).withWritable(UNCORRECTABLE),
                sticky("Uncorrectable Error Severity", 0x0C)
                        .withReset(0x1046_2030)
                        .withWritable(UNCORRECTABLE),
                sticky("Correctable Error Status", 0x10).withClearable(CORRECTABLE),
                sticky("Correctable Error Mask", 0x14).withReset(0xE000).withWritable(CORRECTABLE),
                sticky("Advanced Error Capabilities and Control", 0x18)
                        .withReset(0xA0)
                        .withWritable(0x140));
    }

    private Register sticky(String name, int at) {
        return Register.of(name, offset + at, 4)
                .withRetained(0xFFFF_FFFFL)
                .withEffect(RegisterEffect.ERROR_REPORTING);
    }
}
