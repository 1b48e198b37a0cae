package dev.tdisp.core.adversary;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.fault.Fault;
import dev.tdisp.core.fault.FaultEffect;
import dev.tdisp.core.fault.FaultInjector;
import dev.tdisp.core.fault.FaultPlan;
import dev.tdisp.core.fault.FaultPoint;
import dev.tdisp.core.fault.FaultSubject;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.PciExpressCapability;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.UpstreamPort;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A link that hurts what it carries, by a plan.
 *
 * <p>Its hooks: {@link FaultPoint#DOWN} and {@link FaultPoint#UP} for packets and their completions, named like
 * {@code MRd}, {@code CplD}, or {@code IDE} if a stream protects them; {@link FaultPoint#REGISTER} and
 * {@link FaultPoint#WRITTEN} for configuration writes, named by their offset, like {@code 004}. Its acts: delay, reset,
 * function-reset, and hang, after which nothing is answered any more. For one thread at a time.
 */
public final class FaultyLink implements PcieDevice {
    private static final int CAPABILITY_POINTER = 0x34;
    private static final int PCI_EXPRESS = 0x10;

    private final PcieDevice device;
    private final FaultInjector injector;
    private final Consumer<Duration> pause;
    private UpstreamPort upstream = frame -> Optional.empty();
    private RequesterId function0 = new RequesterId(0x0100);
    private boolean hangs;

    /**
     * Creates a link.
     *
     * @param device what is below it
     * @param plan what goes wrong
     * @param pause lets time pass
     * @param env trace
     */
    public FaultyLink(PcieDevice device, FaultPlan plan, Consumer<Duration> pause, Env env) {
        this.device = device;
        this.pause = pause;
        this.injector = new FaultInjector(plan, env, this::act);
    }

    /**
     * Adds a fault, after those of the plan.
     *
     * @param fault what goes wrong from now on
     */
    public void inject(Fault fault) {
        injector.inject(fault);
    }

    /**
     * Returns how often a fault was injected.
     *
     * @return the number so far
     */
    public int injected() {
        return injector.injected();
    }

    @Override
    public void connect(UpstreamPort port) {
        upstream = port;
        device.connect(this::fromDevice);
    }

    @Override
    public Optional<LinkFrame> receive(LinkFrame frame) {
        return carry(frame, FaultPoint.DOWN, device::receive, FaultPoint.UP);
    }

    private Optional<LinkFrame> fromDevice(LinkFrame frame) {
        return carry(frame, FaultPoint.UP, upstream, FaultPoint.DOWN);
    }

    private Optional<LinkFrame> carry(LinkFrame frame, FaultPoint there, UpstreamPort target, FaultPoint back) {
        if (injector.isIdle()) {
            return target.receive(frame);
        }
        List<LinkFrame> answers = new ArrayList<>();
        for (LinkFrame arriving : pass(there, frame)) {
            target.receive(arriving).ifPresent(answers::add);
        }
        return answers.stream().flatMap(answer -> pass(back, answer).stream()).findFirst();
    }

    /** Returns what goes on; what is no packet any more is dropped. */
    private List<LinkFrame> pass(FaultPoint point, LinkFrame frame) {
        List<LinkFrame> frames = new ArrayList<>();
        for (Bytes content : injector.pass(point, FaultSubject.of(name(frame), frame.encode()))) {
            try {
                frames.add(LinkFrame.decode(content));
            } catch (MalformedMessageException e) {
                // a receiver drops what it cannot read
            }
        }
        return hangs ? List.of() : frames;
    }

    private static String name(LinkFrame frame) {
        return frame.describe().split(" ")[0].replaceAll("[^\\w-]", "");
    }

    @Override
    public long configRead(RequesterId function, int offset, int size) {
        return hangs ? (1L << 8 * size) - 1 : device.configRead(function, offset, size);
    }

    @Override
    public void configWrite(RequesterId function, int offset, int size, long value) {
        if ((function.value() & 0xFF) == 0) {
            function0 = function;
        }
        if (injector.isIdle()) {
            device.configWrite(function, offset, size, value);
            return;
        }
        var out = WireWriter.create();
        out.u64("Value", value);
        Bytes content = out.toBytes().slice(0, size);
        String name = "%03x".formatted(offset).toLowerCase(Locale.ROOT);
        for (Bytes written : injector.pass(FaultPoint.REGISTER, FaultSubject.of(name, content))) {
            if (!hangs) {
                Bytes padded =
                        written.plus(Bytes.filled(0, Long.BYTES)).slice(0, size).plus(Bytes.filled(0, 8));
                device.configWrite(function, offset, size, WireReader.of(padded).u64("Value"));
            }
        }
        injector.pass(FaultPoint.WRITTEN, FaultSubject.of(name, content));
    }

    @Override
    public void conventionalReset() {
        device.conventionalReset();
    }

    private void act(FaultEffect.Act act) {
        if (act instanceof FaultEffect.Delay delay) {
            pause.accept(Duration.ofMillis(delay.milliseconds()));
        } else if (act instanceof FaultEffect.Reset) {
            device.conventionalReset();
        } else if (act instanceof FaultEffect.FunctionReset reset) {
            resetFunction(function0.plus(reset.function()));
        } else if (act instanceof FaultEffect.Hang) {
            hangs = true;
        }
    }

    /** Writes Initiate Function Level Reset, wherever the function has it. */
    private void resetFunction(RequesterId function) {
        int at = (int) device.configRead(function, CAPABILITY_POINTER, 1) & 0xFC;
        for (int steps = 0; at >= 0x40 && steps < 48; steps++) {
            int header = (int) device.configRead(function, at, 2);
            if ((header & 0xFF) == PCI_EXPRESS) {
                int control = at + PciExpressCapability.DEVICE_CONTROL;
                long value = device.configRead(function, control, 2);
                device.configWrite(function, control, 2, value | PciExpressCapability.DEVICE_CONTROL_INITIATE_FLR);
                return;
            }
            at = header >>> 8 & 0xFC;
        }
    }
}
