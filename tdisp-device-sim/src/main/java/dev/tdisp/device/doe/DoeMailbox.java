package dev.tdisp.device.doe;

import dev.tdisp.core.env.Timers;
import dev.tdisp.core.pcie.DoeCapability;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.device.config.ConfigurationSpace;
import dev.tdisp.device.config.DoeRegisters;
import dev.tdisp.device.config.RegisterChange;
import dev.tdisp.device.function.DeviceFunction;
import dev.tdisp.device.function.FunctionListener;
import dev.tdisp.device.function.FunctionReset;
import dev.tdisp.device.function.PhysicalFunction;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A mailbox behind DOE registers of function 0 (section 6.30).
 *
 * <p>An object whose length field is not the number of double words written, or that nobody answers, is dropped without
 * a sign: neither Ready nor Error is set.
 */
public final class DoeMailbox implements FunctionListener {
    private static final long LENGTH = 0x3FFFF;
    private static final int HEADER_SIZE = 8;

    private final PhysicalFunction function;
    private final DoeRegisters registers;
    private final DoeSettings settings;
    private final Timers timers;
    private final Function<Bytes, Optional<Bytes>> responder;
    private final Deque<Long> response = new ArrayDeque<>();
    private WireWriter request = WireWriter.create();
    private Timers.@Nullable Deadline pending;

    /**
     * Puts a mailbox behind the registers of a function.
     *
     * @param function the function
     * @param registers those of one of its mailboxes
     * @param settings how the mailbox behaves
     * @param timers for answers that take their time
     * @param responder answers whole objects; nothing for an object of a type that is not offered, or that gets no answer
     */
    public DoeMailbox(
            PhysicalFunction function,
            DoeRegisters registers,
            DoeSettings settings,
            Timers timers,
            Function<Bytes, Optional<Bytes>> responder) {
        this.function = function;
        this.registers = registers;
        this.settings = settings;
        this.timers = timers;
        this.responder = responder;
        function.addListener(this);
    }

    @Override
    public void registerWritten(DeviceFunction written, RegisterChange change) {
        if (!registers.has(change.register())) {
            return;
        }
        switch (change.register().effect()) {
            case DOE_CONTROL -> control(change);
            case DOE_WRITE_MAILBOX -> append(change.written());
            case DOE_READ_MAILBOX -> pop();
            default -> {
                // another capability's
            }
        }
    }

    @Override
    public void functionReset(DeviceFunction reset, FunctionReset cause) {
        forget();
    }

    private void control(RegisterChange change) {
        if (change.triggers(DoeCapability.CONTROL_ABORT)) {
            forget();
            setStatus(DoeCapability.STATUS_BUSY | DoeCapability.STATUS_ERROR | DoeCapability.STATUS_READY, false);
        } else if (change.triggers(DoeCapability.CONTROL_GO)) {
            go();
        }
    }

    private void append(long doubleWord) {
        if (has(DoeCapability.STATUS_ERROR)) {
            return;
        }
        if (has(DoeCapability.STATUS_BUSY) || request.offset() / 4 >= settings.capacity()) {
            fail();
            return;
        }
        request.u32("Data Object Double Word", doubleWord);
    }

    private void go() {
        if (has(DoeCapability.STATUS_ERROR) || has(DoeCapability.STATUS_BUSY)) {
            return;
        }
        Bytes object = request.toBytes();
        request = WireWriter.create();
        if (!isWhole(object)) {
            return;
        }
        discardResponse();
        if (settings.latency().isZero()) {
            answer(object);
            return;
        }
        setStatus(DoeCapability.STATUS_BUSY, true);
        pending = timers.after(settings.latency(), () -> {
            setStatus(DoeCapability.STATUS_BUSY, false);
            answer(object);
        });
    }

    private static boolean isWhole(Bytes object) {
        if (object.size() < HEADER_SIZE) {
            return false;
        }
        long length = WireReader.of(object.from(4)).u32("Length") & LENGTH;
        return object.size() / 4 == (length == 0 ? DoeSettings.LARGEST : length);
    }

    private void answer(Bytes object) {
        responder.apply(object).ifPresent(answer -> {
            WireReader in = WireReader.of(answer);
            while (in.remaining() > 0) {
                response.add(in.u32("Data Object Double Word"));
            }
            show();
            raise(DoeCapability.STATUS_READY);
        });
    }

    /** Forgets an answer that nobody took: a mailbox holds one object at a time. */
    private void discardResponse() {
        response.clear();
        show();
        setStatus(DoeCapability.STATUS_READY, false);
    }

    private void pop() {
        if (!has(DoeCapability.STATUS_READY)) {
            if (settings.underflowIsError()) {
                fail();
            }
            return;
        }
        response.remove();
        show();
        if (response.isEmpty()) {
            setStatus(DoeCapability.STATUS_READY, false);
        }
    }

    private void show() {
        Long next = response.peek();
        space().set(registers.readMailbox(), next == null ? 0 : next);
    }

    private void fail() {
        forget();
        setStatus(DoeCapability.STATUS_BUSY | DoeCapability.STATUS_READY, false);
        raise(DoeCapability.STATUS_ERROR);
    }

    private void raise(long bit) {
        boolean isNew = !has(bit);
        setStatus(bit, true);
        boolean enabled = space().isSet(registers.control(), DoeCapability.CONTROL_INTERRUPT_ENABLE);
        if (isNew && enabled && !has(DoeCapability.STATUS_INTERRUPT)) {
            setStatus(DoeCapability.STATUS_INTERRUPT, true);
            function.interrupts().raise(registers.vector());
        }
    }

    private void forget() {
        if (pending != null) {
            pending.cancel();
            pending = null;
        }
        request = WireWriter.create();
        response.clear();
        show();
    }

    private boolean has(long bit) {
        return space().isSet(registers.status(), bit);
    }

    private void setStatus(long bits, boolean on) {
        space().set(registers.status(), bits, on);
    }

    private ConfigurationSpace space() {
        return function.registers().space();
    }
}
