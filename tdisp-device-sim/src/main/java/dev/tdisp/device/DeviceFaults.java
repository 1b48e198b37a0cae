package dev.tdisp.device;

import dev.tdisp.core.env.EntropyException;
import dev.tdisp.core.env.Env;
import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.fault.Fault;
import dev.tdisp.core.fault.FaultEffect;
import dev.tdisp.core.fault.FaultInjector;
import dev.tdisp.core.fault.FaultPlan;
import dev.tdisp.core.fault.FaultPoint;
import dev.tdisp.core.fault.FaultSubject;
import dev.tdisp.core.pcie.PciExpressCapability;
import dev.tdisp.core.tdi.LockCheck;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.dsm.MessageFields;
import dev.tdisp.device.dsm.VendorInterceptor;
import dev.tdisp.device.function.DeviceFunction;
import dev.tdisp.spdm.vendor.VendorHandler;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * What goes wrong inside a device, by a plan: the hooks {@link FaultPoint#REQUEST} and {@link FaultPoint#RESPONSE}, and the
 * acts reset, function-reset, lose-state, hang, no-entropy and skip.
 */
final class DeviceFaults implements VendorInterceptor {
    private final FaultInjector injector;
    private IntConsumer functionReset = function -> {};
    private IntConsumer stateLoss = function -> {};
    private Consumer<LockCheck> skipping = check -> {};
    private boolean hangs;
    private boolean isReset;
    private boolean lacksEntropy;

    DeviceFaults(FaultPlan plan, Env env) {
        this.injector = new FaultInjector(plan, env, this::act);
    }

    void inject(Fault fault) {
        injector.inject(fault);
    }

    /** Resets a function as somebody outside would. */
    static void reset(DeviceFunction function) {
        int control = function.registers().pciExpress().deviceControl().offset();
        long value = function.configRead(control, 2);
        function.configWrite(control, 2, value | PciExpressCapability.DEVICE_CONTROL_INITIATE_FLR);
    }

    /** Says how functions are reset, states lost and checks left out. */
    void on(IntConsumer resetting, IntConsumer losing, Consumer<LockCheck> leavingOut) {
        functionReset = resetting;
        stateLoss = losing;
        skipping = leavingOut;
    }

    /** Returns an environment whose randomness fails when the plan says so. */
    Env env(Env env) {
        return new Env(env.clock(), env.timers(), new Source(env.random()), env.trace());
    }

    boolean hangs() {
        return hangs;
    }

    /** Tells whether the device is to be reset, once. */
    boolean takeReset() {
        boolean was = isReset;
        isReset = false;
        return was;
    }

    @Override
    public Optional<Bytes> handle(VendorProtocol protocol, long session, Bytes request, VendorHandler device) {
        if (injector.isIdle()) {
            return device.handle(session, request);
        }
        Optional<Bytes> answer = Optional.empty();
        for (Bytes arriving : injector.pass(FaultPoint.REQUEST, subject(protocol, request))) {
            answer = device.handle(session, arriving);
        }
        Optional<List<Bytes>> leaving =
                answer.map(response -> injector.pass(FaultPoint.RESPONSE, subject(protocol, response)));
        return leaving.flatMap(responses -> responses.stream().findFirst());
    }

    private static FaultSubject subject(VendorProtocol protocol, Bytes message) {
        return protocol == VendorProtocol.TDISP ? MessageFields.tdisp(message) : MessageFields.ideKm(message);
    }

    private void act(FaultEffect.Act act) {
        if (act instanceof FaultEffect.Reset) {
            isReset = true;
        } else if (act instanceof FaultEffect.FunctionReset reset) {
            functionReset.accept(reset.function());
        } else if (act instanceof FaultEffect.LoseState loss) {
            stateLoss.accept(loss.function());
        } else if (act instanceof FaultEffect.Hang) {
            hangs = true;
        } else if (act instanceof FaultEffect.NoEntropy) {
            lacksEntropy = true;
        } else if (act instanceof FaultEffect.Skip skip) {
            skipping.accept(LockCheck.valueOf(skip.check()));
        }
    }

    /** Fails once when there is a lack. */
    private final class Source implements RandomSource {
        private final RandomSource source;

        Source(RandomSource source) {
            this.source = source;
        }

        @Override
        public Bytes next(int size) {
            if (lacksEntropy) {
                lacksEntropy = false;
                throw new EntropyException("a fault");
            }
            return source.next(size);
        }

        @Override
        public RandomSource forParty(String party) {
            return new Source(source.forParty(party));
        }

        @Override
        public boolean isDeterministic() {
            return source.isDeterministic();
        }
    }
}
