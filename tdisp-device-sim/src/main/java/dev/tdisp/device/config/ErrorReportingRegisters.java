package dev.tdisp.device.config;

import dev.tdisp.core.pcie.AerCapability;
import dev.tdisp.core.pcie.CapabilityId;
import java.util.List;

/** The advanced error reporting extended capability, version 2. */
public final class ErrorReportingRegisters implements Capability {

    private static final long UNCORRECTABLE = 0xFFFF_F030L;
    private static final long CORRECTABLE = 0x0000_F1C1;

    private final int offset;
    private final Register uncorrectableStatus;

    /**
     * Places the capability.
     *
     * @param offset where
     */
    public ErrorReportingRegisters(int offset) {
        this.offset = offset;
        this.uncorrectableStatus = sticky("Uncorrectable Error Status", AerCapability.UNCORRECTABLE_STATUS)
                .withClearable(UNCORRECTABLE);
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
        return CapabilityId.EXTENDED_AER;
    }

    @Override
    public int version() {
        return AerCapability.VERSION;
    }

    @Override
    public int size() {
        return AerCapability.SIZE;
    }

    @Override
    public List<Register> registers() {
        return List.of(
                uncorrectableStatus,
                sticky("Uncorrectable Error Mask", AerCapability.UNCORRECTABLE_MASK)
                        .withReset(0x0040_0000)
                        .withWritable(UNCORRECTABLE),
                sticky("Uncorrectable Error Severity", AerCapability.UNCORRECTABLE_SEVERITY)
                        .withReset(AerCapability.DEFAULT_SEVERITY)
                        .withWritable(UNCORRECTABLE),
                sticky("Correctable Error Status", AerCapability.CORRECTABLE_STATUS)
                        .withClearable(CORRECTABLE),
                sticky("Correctable Error Mask", AerCapability.CORRECTABLE_MASK)
                        .withReset(0xE000)
                        .withWritable(CORRECTABLE),
                sticky("Advanced Error Capabilities and Control", AerCapability.CONTROL)
                        .withReset(0xA0)
                        .withWritable(0x140));
    }

    private Register sticky(String name, int at) {
        return Register.of(name, offset + at, 4).withRetained(0xFFFF_FFFFL).withEffect(RegisterEffect.ERROR_REPORTING);
    }
}
