package dev.tdisp.guest;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.guest.JobResult.Outcome;
import dev.tdisp.host.vmm.InterruptSetup;
import java.util.Optional;
import java.util.OptionalLong;

/** Talks to the registers of an engine: gives it a piece of work and waits for its end. */
final class EngineChannel {
    static final long COPY = 1;
    static final long CHECKSUM = 2;
    static final long FILL = 3;
    static final long ENCRYPT = 4;

    private static final int MOST_POLLS = 1000;

    private final RegisterAccess registers;
    private final Optional<RegisterAccess> table;
    private final InterruptLine line;
    private Completion completion = Completion.INTERRUPT;
    private long flags;
    private boolean isProgrammed;
    private long pieces;
    private long polls;
    private long interrupts;

    EngineChannel(RegisterAccess registers, Optional<RegisterAccess> table, InterruptLine line) {
        this.registers = registers;
        this.table = table;
        this.line = line;
    }

    void completion(Completion wanted) {
        completion = wanted;
    }

    void translating(boolean isTranslating) {
        flags = isTranslating ? EngineRegisters.TRANSLATED : 0;
    }

    boolean isPresent() {
        return registers.read32(EngineRegisters.IDENTITY).equals(OptionalLong.of(EngineRegisters.IS_ENGINE));
    }

    void key(Bytes key) {
        registers.writeAll(EngineRegisters.KEY, key);
    }

    void counter(Bytes block) {
        registers.writeAll(EngineRegisters.COUNTER, block);
    }

    void pattern(long pattern) {
        registers.write64(EngineRegisters.PATTERN, pattern);
    }

    DriverWork work(long jobs) {
        long tableWrites = table.map(RegisterAccess::writes).orElse(0L);
        return new DriverWork(jobs, pieces, registers.writes() + tableWrites, registers.reads(), polls, interrupts);
    }

    JobResult run(long operation, long source, long destination, int size) {
        pieces++;
        boolean isWritten = registers.write64(EngineRegisters.SOURCE, source)
                && registers.write64(EngineRegisters.DESTINATION, destination)
                && registers.write32(EngineRegisters.LENGTH, size)
                && registers.write32(EngineRegisters.FLAGS, flags)
                && registers.write32(EngineRegisters.INTERRUPT, interrupt())
                && registers.write32(EngineRegisters.OPERATION, operation)
                && registers.write32(EngineRegisters.DOORBELL, EngineRegisters.START);
        return isWritten ? await() : unreachable();
    }

    /** What to write into the interrupt's register; the vector is programmed before its first use. */
    private long interrupt() {
        if (completion == Completion.POLLING || table.isEmpty()) {
            return 0;
        }
        if (!isProgrammed) {
            InterruptSetup setup = line.setup().orElseThrow();
            isProgrammed = InterruptLine.program(table.get(), setup);
        }
        line.take();
        return EngineRegisters.RAISE_INTERRUPT | InterruptLine.VECTOR;
    }

    /** Waits for the end. Whatever an interrupt says, the status decides. */
    private JobResult await() {
        boolean isTold = line.take();
        interrupts += isTold ? 1 : 0;
        for (int i = 0; i < MOST_POLLS; i++) {
            polls += isTold && i == 0 ? 0 : 1;
            OptionalLong status = registers.read32(EngineRegisters.STATUS);
            if (status.isEmpty()) {
                return unreachable();
            }
            if (status.getAsLong() != EngineRegisters.STATUS_BUSY) {
                return ended(status.getAsLong());
            }
        }
        return JobResult.of(Outcome.FAILED, "still busy");
    }

    private JobResult ended(long status) {
        if (status != EngineRegisters.STATUS_DONE) {
            OptionalLong fault = registers.read32(EngineRegisters.FAULT);
            return JobResult.of(Outcome.FAILED, "status %d, fault %xh".formatted(status, fault.orElse(0)));
        }
        OptionalLong result = registers.read64(EngineRegisters.RESULT);
        return result.isPresent() ? JobResult.done(result.getAsLong()) : unreachable();
    }

    private static JobResult unreachable() {
        return JobResult.of(Outcome.NO_DEVICE, "the registers cannot be reached");
    }
}
