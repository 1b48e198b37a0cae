package dev.tdisp.device.config;

import dev.tdisp.core.pcie.AerCapability;
import dev.tdisp.core.pcie.CapabilityId;
import dev.tdisp.core.wire.Bytes;
import java.util.ArrayList;
import java.util.List;

/** The advanced error reporting extended capability, version 2. */
public final class ErrorReportingRegisters implements Capability {

    private static final long UNCORRECTABLE = 0xFFFF_F030L;
    private static final long CORRECTABLE = 0x0000_F1C1;
    private static final long FIRST_ERROR = 0x1F;
    private static final int LOG_SIZE = 4;

    private final int offset;
    private final Register uncorrectableStatus;
    private final Register uncorrectableMask;
    private final Register uncorrectableSeverity;
    private final Register control;
    private final List<Register> headerLog = new ArrayList<>();
    private final List<Register> prefixLog = new ArrayList<>();

    /**
     * Places the capability.
     *
     * @param offset where
     */
    public ErrorReportingRegisters(int offset) {
        this.offset = offset;
        this.uncorrectableStatus = sticky("Uncorrectable Error Status", AerCapability.UNCORRECTABLE_STATUS)
                .withClearable(UNCORRECTABLE);
        this.uncorrectableMask = sticky("Uncorrectable Error Mask", AerCapability.UNCORRECTABLE_MASK)
                .withReset(0x0040_0000)
                .withWritable(UNCORRECTABLE);
        this.uncorrectableSeverity = sticky("Uncorrectable Error Severity", AerCapability.UNCORRECTABLE_SEVERITY)
                .withReset(AerCapability.DEFAULT_SEVERITY)
                .withWritable(UNCORRECTABLE);
        this.control = sticky("Advanced Error Capabilities and Control", AerCapability.CONTROL)
                .withReset(0xA0)
                .withWritable(0x140);
        for (int i = 0; i < LOG_SIZE; i++) {
            headerLog.add(sticky("Header Log " + (i + 1), AerCapability.HEADER_LOG + 4 * i));
            prefixLog.add(sticky("TLP Prefix Log " + (i + 1), AerCapability.PREFIX_LOG + 4 * i));
        }
    }

    /**
     * Returns the status of uncorrectable errors.
     *
     * @return the register
     */
    public Register uncorrectableStatus() {
        return uncorrectableStatus;
    }

    /**
     * Notes an uncorrectable error. The first one that is not masked is pointed to, with the header of its packet, until
     * its status is cleared.
     *
     * @param space the configuration space that holds the registers
     * @param error its bit
     * @param header of the packet that caused it; no bytes if none did
     */
    public void log(ConfigurationSpace space, long error, Bytes header) {
        long first = 1L << (space.value(control) & FIRST_ERROR);
        long unmasked = space.value(uncorrectableStatus) & ~space.value(uncorrectableMask);
        boolean isFirst = (unmasked & first) == 0;
        space.set(uncorrectableStatus, error, true);
        if (!isFirst || (error & ~space.value(uncorrectableMask)) == 0) {
            return;
        }
        space.set(control, space.value(control) & ~FIRST_ERROR | Long.numberOfTrailingZeros(error));
        for (int i = 0; i < LOG_SIZE; i++) {
            space.set(headerLog.get(i), doubleWord(header, 4 * i));
        }
    }

    /** Returns four bytes of a header with the first in the most significant place, as the log has them. */
    private static long doubleWord(Bytes header, int at) {
        long value = 0;
        for (int i = at; i < at + 4; i++) {
            value = value << 8 | (i < header.size() ? header.at(i) : 0);
        }
        return value;
    }

    /**
     * Tells whether an error is fatal.
     *
     * @param space the configuration space that holds the registers
     * @param error its bit
     * @return what its severity says
     */
    public boolean isFatal(ConfigurationSpace space, long error) {
        return space.isSet(uncorrectableSeverity, error);
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
        var registers = new ArrayList<>(List.of(
                uncorrectableStatus,
                uncorrectableMask,
                uncorrectableSeverity,
                sticky("Correctable Error Status", AerCapability.CORRECTABLE_STATUS)
                        .withClearable(CORRECTABLE),
                sticky("Correctable Error Mask", AerCapability.CORRECTABLE_MASK)
                        .withReset(0xE000)
                        .withWritable(CORRECTABLE),
                control));
        registers.addAll(headerLog);
        registers.addAll(prefixLog);
        return registers;
    }

    private Register sticky(String name, int at) {
        return Register.of(name, offset + at, 4).withSticky(0xFFFF_FFFFL).withEffect(RegisterEffect.ERROR_REPORTING);
    }
}
