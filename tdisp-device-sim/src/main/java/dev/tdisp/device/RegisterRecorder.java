package dev.tdisp.device;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.device.config.RegisterChange;
import dev.tdisp.device.function.DeviceFunction;
import dev.tdisp.device.function.FunctionListener;

/** Records each register that a write changed. */
record RegisterRecorder(String device, Env env) implements FunctionListener {
    @Override
    public void registerWritten(DeviceFunction function, RegisterChange change) {
        if (change.isModification() && env.trace().isEnabled()) {
            env.trace()
                    .record(new TraceEvent.RegisterWrite(
                            env.clock().instant(),
                            device + "/" + function.name(),
                            change.register().name(),
                            change.before(),
                            change.after()));
        }
    }
}
