package dev.tdisp.device.engine;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.function.DeviceFunction;
import dev.tdisp.device.function.DmaPort;
import dev.tdisp.device.function.DmaResult;
import dev.tdisp.device.function.FunctionListener;
import dev.tdisp.device.function.FunctionReset;
import dev.tdisp.device.function.MmioRegion;
import dev.tdisp.device.function.MsixTable;
import dev.tdisp.device.function.PhysicalFunction;
import dev.tdisp.device.function.VirtualFunction;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The engine of one function: registers in front of work.
 *
 * @see EngineRegister
 */
public final class DmaEngine implements MmioRegion {
    static final int START = 1;
    static final int ABORT = 2;
    static final int IDLE = 0;
    static final int BUSY = 1;
    static final int DONE = 2;
    static final int FAILED = 3;
    static final int GIVEN_UP = 4;
    static final int BAD_REQUEST = 0x100;

    private static final long IDENTITY = 0x4541_4D44;
    private static final int CHUNK = 4096;
    private static final byte[] EMPTY = {};
    private static final int LONGEST = 1 << 20;
    private static final int SOURCE_IN_DEVICE = 1;
    private static final int DESTINATION_IN_DEVICE = 2;
    private static final int TRANSLATED = 4;
    private static final long INTERRUPT_ENABLE = 1L << 31;
    private static final int VECTOR = 0x7FF;

    private final DeviceFunction function;
    private final Function<DeviceFunction, DmaEngine> others;
    private final DmaPort host;
    private final DmaPort translated;
    private final DeviceMemory memory;
    private final MsixTable interrupts;
    private final Map<EngineRegister, Long> values = new EnumMap<>(EngineRegister.class);
    private byte[] buffer = EMPTY;
    private int epoch;
    private int longest = LONGEST;

    DmaEngine(DeviceFunction function, DeviceMemory memory, Function<DeviceFunction, DmaEngine> others) {
        this.function = function;
        this.others = others;
        this.host = function.dma();
        this.translated = function.translatedDma();
        this.memory = memory;
        this.interrupts = function.interrupts();
        function.addListener(new LimitReset());
        scrub();
    }

    @Override
    public Bytes read(long offset, int length) {
        Optional<EngineRegister> found = EngineRegister.at(offset, length).filter(EngineRegister::isReadable);
        if (found.isEmpty()) {
            return Bytes.filled(0, length);
        }
        long value = value(found.get()) >>> (8 * (offset - found.get().offset()));
        var content = new byte[length];
        for (int i = 0; i < length; i++) {
            content[i] = (byte) (value >>> (8 * i));
        }
        return Bytes.of(content);
    }

    @Override
    public void write(long offset, Bytes data) {
        Optional<EngineRegister> found = EngineRegister.at(offset, data.size()).filter(EngineRegister::isWritable);
        if (found.isEmpty()) {
            return;
        }
        EngineRegister register = found.get();
        long written = 0;
        for (int i = data.size() - 1; i >= 0; i--) {
            written = written << 8 | data.at(i);
        }
        int shift = (int) (8 * (offset - register.offset()));
        long mask = data.size() == 8 ? ~0L : ((1L << (8 * data.size())) - 1) << shift;
        if (register == EngineRegister.DOORBELL) {
            ring(written);
        } else if (register == EngineRegister.LIMIT) {
            limit(written, data.size());
        } else {
            values.put(register, value(register) & ~mask | written << shift);
        }
    }

    /** Limits the work of a virtual function; its interface is told if that is another limit than before. */
    private void limit(long written, int size) {
        int index = (int) written;
        if (size != Long.BYTES || !(function instanceof PhysicalFunction physical)) {
            return;
        }
        List<VirtualFunction> functions = physical.virtualFunctions();
        if (index >= 1 && index <= functions.size()) {
            DeviceFunction limited = functions.get(index - 1);
            int bytes = (int) Math.min(written >>> Integer.SIZE, LONGEST);
            DmaEngine engine = others.apply(limited);
            if (engine.longest != bytes) {
                engine.longest = bytes;
                limited.reconfigured("work of at most %d bytes".formatted(bytes));
            }
        }
    }

    private void ring(long command) {
        if (command == ABORT) {
            abort();
        } else if (command == START && !isBusy()) {
            run();
        }
    }

    @Override
    public void abort() {
        if (isBusy()) {
            epoch++;
            values.put(EngineRegister.STATUS, (long) GIVEN_UP);
        }
    }

    private boolean isBusy() {
        return value(EngineRegister.STATUS) == BUSY;
    }

    private void run() {
        Optional<Operation> operation = Operation.of(value(EngineRegister.OPERATION));
        long length = value(EngineRegister.LENGTH);
        values.put(EngineRegister.PROCESSED, 0L);
        values.put(EngineRegister.RESULT, 0L);
        values.put(EngineRegister.FAULT, 0L);
        if (operation.isEmpty() || length > longest) {
            finish(FAILED, BAD_REQUEST);
            return;
        }
        values.put(EngineRegister.STATUS, (long) BUSY);
        buffer = buffer == EMPTY ? new byte[CHUNK] : buffer;
        int started = epoch;
        DmaResult.Status status = process(Work.of(operation.get(), this), (int) length);
        if (started == epoch) {
            finish(status == DmaResult.Status.DONE ? DONE : FAILED, status.code());
        }
    }

    private DmaResult.Status process(Work work, int length) {
        int started = epoch;
        for (int done = 0; done < length; done += CHUNK) {
            int count = Math.min(CHUNK, length - done);
            DmaResult.Status status = processChunk(work, done, count);
            if (started != epoch) {
                return DmaResult.Status.DISCARDED;
            }
            if (status != DmaResult.Status.DONE) {
                return status;
            }
            values.put(EngineRegister.PROCESSED, (long) done + count);
        }
        values.put(EngineRegister.RESULT, work.result());
        return DmaResult.Status.DONE;
    }

    private DmaResult.Status processChunk(Work work, int done, int count) {
        int started = epoch;
        if (work.reads()) {
            DmaResult input = source().read(value(EngineRegister.SOURCE) + done, count);
            if (!input.isDone() || started != epoch) {
                return input.status();
            }
            System.arraycopy(input.data().toArray(), 0, buffer, 0, count);
        }
        work.process(buffer, count);
        if (!work.writes()) {
            return DmaResult.Status.DONE;
        }
        Bytes output = Bytes.of(Arrays.copyOf(buffer, count));
        return destination()
                .write(value(EngineRegister.DESTINATION) + done, output)
                .status();
    }

    private void finish(int status, int fault) {
        values.put(EngineRegister.STATUS, (long) status);
        values.put(EngineRegister.FAULT, (long) fault);
        if (status == DONE) {
            values.put(EngineRegister.COMPLETED, value(EngineRegister.COMPLETED) + 1);
        }
        long interrupt = value(EngineRegister.INTERRUPT);
        int vector = (int) interrupt & VECTOR;
        if ((interrupt & INTERRUPT_ENABLE) != 0 && vector < interrupts.vectors()) {
            interrupts.raise(vector);
        }
    }

    @Override
    public void scrub() {
        epoch++;
        Arrays.fill(buffer, (byte) 0);
        buffer = EMPTY;
        for (EngineRegister register : EngineRegister.values()) {
            values.put(register, 0L);
        }
        values.put(EngineRegister.IDENTITY, IDENTITY);
        values.put(EngineRegister.VERSION, 1L);
    }

    /**
     * Tells whether no trace of earlier work is left.
     *
     * @return true if registers and buffer are as after a reset
     */
    public boolean isClear() {
        boolean clear = true;
        for (EngineRegister register : EngineRegister.values()) {
            boolean isFixed = register == EngineRegister.IDENTITY || register == EngineRegister.VERSION;
            clear &= isFixed || value(register) == 0;
        }
        for (byte content : buffer) {
            clear &= content == 0;
        }
        return clear;
    }

    long value(EngineRegister register) {
        return values.getOrDefault(register, 0L);
    }

    private DmaPort source() {
        return port(SOURCE_IN_DEVICE);
    }

    private DmaPort destination() {
        return port(DESTINATION_IN_DEVICE);
    }

    private DmaPort port(int inDevice) {
        long flags = value(EngineRegister.FLAGS);
        if ((flags & inDevice) != 0) {
            return memory.port();
        }
        return (flags & TRANSLATED) == 0 ? host : translated;
    }

    /** Forgets a limit with the physical function that set it. */
    private final class LimitReset implements FunctionListener {
        @Override
        public void functionReset(DeviceFunction reset, FunctionReset cause) {
            if (cause != FunctionReset.FUNCTION_LEVEL && cause != FunctionReset.POWER) {
                longest = LONGEST;
            }
        }
    }
}
