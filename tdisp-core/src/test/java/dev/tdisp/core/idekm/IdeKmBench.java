package dev.tdisp.core.idekm;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.ide.IdePort;
import dev.tdisp.core.ide.IdeProfile;
import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.ide.IdeStreamSettings;
import dev.tdisp.core.ide.RidRange;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.trace.RecordingTrace;
import dev.tdisp.core.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A device's port with its responder, and a root port. */
final class IdeKmBench implements IdeKmRegisters {
    static final StreamId STREAM = new StreamId(0x10);
    static final long SESSION = 1;
    static final RequesterId FUNCTION = new RequesterId(0x0100);

    final RecordingTrace trace = new RecordingTrace();
    final Env env = Env.seeded(1, trace);
    final IdePort port;
    final IdeStream stream;
    final IdeStream root;
    final IdeKmResponder responder;
    final List<String> losses = new ArrayList<>();

    IdeKmBench() {
        this(IdeProfile.STRICT);
    }

    IdeKmBench(IdeProfile profile) {
        port = new IdePort("device", IdePort.Role.ENDPOINT, profile, env);
        stream = port.addStream(IdeStreamSettings.defaultStream(STREAM));
        port.addListener((id, cause) -> losses.add(cause.name()));
        var rootPort = new IdePort("root port", IdePort.Role.ROOT_PORT, profile, env);
        root = rootPort.addStream(IdeStreamSettings.of(STREAM, RidRange.of(FUNCTION), List.of()));
        responder = new IdeKmResponder(List.of(port), this, "tsm", env);
    }

    IdeKmRequester requester(long session) {
        return new IdeKmRequester(request -> responder.handle(session, request).orElseThrow(NoAnswer::new), env);
    }

    String ask(String hex) {
        return ask(SESSION, Bytes.fromHex(hex));
    }

    String ask(long session, Bytes request) {
        Optional<Bytes> response = responder.handle(session, request);
        return response.map(Bytes::toString).orElse("nothing");
    }

    @Override
    public FunctionId function(int portIndex) {
        return new FunctionId(0, FUNCTION);
    }

    @Override
    public List<Long> registers(int portIndex) {
        var registers = new ArrayList<>(List.of(0x0100_00C2L, 0L));
        registers.addAll(stream.settings().orElseThrow().toRegisters(1, stream.isEnabled(), stream.state()));
        return registers;
    }

    static final class NoAnswer extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
