package dev.tdisp.core.responder;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.message.SetMmioAttributeRequest;
import dev.tdisp.core.tdi.LockRefusal;
import dev.tdisp.core.tdi.Refusal;
import dev.tdisp.core.tdi.TdiStateMachine;
import dev.tdisp.core.tdi.TdispSwitch;
import dev.tdisp.core.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An interface in memory that writes down what the responder asks of it. */
final class MemoryTdi implements HostedTdi {
    /** The stream that can be bound for peer-to-peer traffic. */
    static final int P2P_STREAM = 9;

    private final InterfaceId interfaceId;
    private final TdiStateMachine machine;
    final List<String> calls = new ArrayList<>();
    final List<LockRefusal> lockRefusals = new ArrayList<>();
    Bytes report = Bytes.fromHex("0000 0000 0000 0000 00000000 00000000 00000000");
    Runnable whileLocking = () -> {};
    Runnable whileStarting = () -> {};
    Runnable whileStopping = () -> {};
    Runnable whileBinding = () -> {};

    MemoryTdi(InterfaceId interfaceId, Set<TdispSwitch> switches, Env env) {
        this.interfaceId = interfaceId;
        this.machine = new TdiStateMachine("device/" + interfaceId, switches, env);
    }

    @Override
    public InterfaceId interfaceId() {
        return interfaceId;
    }

    @Override
    public TdiStateMachine machine() {
        return machine;
    }

    @Override
    public List<LockRefusal> lockRefusals(long sessionId, LockParameters parameters) {
        return List.copyOf(lockRefusals);
    }

    @Override
    public void lock(long sessionId, LockParameters parameters) {
        calls.add("lock " + parameters);
        whileLocking.run();
    }

    @Override
    public Bytes report() {
        calls.add("report");
        return report;
    }

    @Override
    public void start() {
        calls.add("start in " + machine.state() + (machine.hasNonce() ? " with nonce" : " without nonce"));
        whileStarting.run();
    }

    @Override
    public void stop() {
        calls.add("stop in " + machine.state());
        whileStopping.run();
    }

    @Override
    public Optional<Refusal> bindP2pStream(long sessionId, int streamId) {
        calls.add("bind " + streamId);
        whileBinding.run();
        return streamId == P2P_STREAM
                ? Optional.empty()
                : Optional.of(Refusal.invalidRequest("P2P", "stream %d has no keys".formatted(streamId)));
    }

    @Override
    public Optional<Refusal> unbindP2pStream(int streamId) {
        calls.add("unbind " + streamId);
        return Optional.empty();
    }

    @Override
    public Optional<Refusal> setMmioAttribute(SetMmioAttributeRequest request) {
        calls.add("attribute " + request.rangeId());
        return request.rangeId() == 2
                ? Optional.empty()
                : Optional.of(Refusal.invalidRequest("MMIO", "range %d is not updatable".formatted(request.rangeId())));
    }
}
