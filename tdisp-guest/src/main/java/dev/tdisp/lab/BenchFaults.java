package dev.tdisp.lab;

import dev.tdisp.core.adversary.FaultyLink;
import dev.tdisp.core.env.Env;
import dev.tdisp.core.fault.Fault;
import dev.tdisp.core.fault.FaultEffect;
import dev.tdisp.core.fault.FaultInjector;
import dev.tdisp.core.fault.FaultPlan;
import dev.tdisp.core.fault.FaultSubject;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.tsm.DsmConnector;
import dev.tdisp.spdm.message.SpdmCode;
import dev.tdisp.spdm.transport.FaultyTransport;
import dev.tdisp.spdm.transport.TransportMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Where a lab's plan of faults is carried out, apart from the device. */
final class BenchFaults {
    private static final String RECORD = "RECORD";

    private final FaultPlan plan;
    private final Env env;
    private final Consumer<Duration> pause;
    private final FaultInjector onTheWay;
    private final List<FaultyLink> links = new ArrayList<>();
    private final List<Fault> injected = new ArrayList<>();

    BenchFaults(FaultPlan plan, Env env, Consumer<Duration> pause) {
        this.plan = plan;
        this.env = env;
        this.pause = pause;
        this.onTheWay = new FaultInjector(plan, env, this::act);
    }

    void inject(Fault fault) {
        injected.add(fault);
        onTheWay.inject(fault);
        links.forEach(link -> link.inject(fault));
    }

    PcieDevice onTheLink(PcieDevice device) {
        var link = new FaultyLink(device, plan, pause, env);
        injected.forEach(link::inject);
        links.add(link);
        return link;
    }

    DsmConnector onTheWay(DsmConnector connector) {
        return transport -> connector.connect(new FaultyTransport(transport, onTheWay, BenchFaults::subject));
    }

    private void act(FaultEffect.Act act) {
        if (act instanceof FaultEffect.Delay delay) {
            pause.accept(Duration.ofMillis(delay.milliseconds()));
        }
    }

    private static FaultSubject subject(TransportMessage message) {
        Bytes content = message.payload();
        boolean isPlain = message.kind() == TransportMessage.Kind.SPDM && content.size() > 1;
        return FaultSubject.of(isPlain ? name(content.at(1)) : RECORD, content);
    }

    private static String name(int code) {
        return SpdmCode.ofRequest(code)
                .map(SpdmCode::requestName)
                .or(() -> SpdmCode.ofResponse(code).map(SpdmCode::responseName))
                .orElse("");
    }
}
