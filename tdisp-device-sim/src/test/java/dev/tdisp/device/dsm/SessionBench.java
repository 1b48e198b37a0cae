package dev.tdisp.device.dsm;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.ide.IdeStreamSettings;
import dev.tdisp.core.idekm.IdeKmRequester;
import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.message.Nonce;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.requester.TdispRequester;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.Bench;
import dev.tdisp.device.function.DeviceFunction;
import dev.tdisp.spdm.certificate.CertificatePolicy;
import dev.tdisp.spdm.requester.RequesterOptions;
import dev.tdisp.spdm.requester.RequesterSession;
import dev.tdisp.spdm.requester.SessionOptions;
import dev.tdisp.spdm.requester.SpdmRequester;
import dev.tdisp.spdm.transport.DoeTransport;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A trusted host in front of a bench's device: real SPDM sessions, as many as wanted. */
public final class SessionBench {
    private final Bench bench;
    private final Env tsm;
    private final SpdmRequester spdm;
    private final List<Bytes> sent = new ArrayList<>();

    public SessionBench(Bench bench) {
        this.bench = bench;
        this.tsm = bench.env("tsm");
        var trust = CertificatePolicy.trusting(
                List.of(bench.device().credentials().identity().root()));
        this.spdm = new SpdmRequester(new DoeTransport(this::exchange), RequesterOptions.TDISP.withPolicy(trust), tsm);
        spdm.connect();
        spdm.certificateChain(0);
    }

    private Bytes exchange(Bytes object) {
        sent.add(object);
        return bench.device().dsm().exchange(object).orElse(Bytes.EMPTY);
    }

    public SpdmRequester spdm() {
        return spdm;
    }

    /** Hands an object that was sent before to the device once more. */
    public Optional<Bytes> replay(Bytes object) {
        return bench.device().dsm().exchange(object);
    }

    public Bytes lastSent() {
        return sent.get(sent.size() - 1);
    }

    public RequesterSession session() {
        return spdm.startSession(SessionOptions.DEFAULT);
    }

    public IdeKmRequester ideKm(RequesterSession session) {
        return new IdeKmRequester(session.channel(VendorProtocol.IDE_KM), tsm);
    }

    public TdispRequester tdisp(RequesterSession session, DeviceFunction function) {
        var requester = new TdispRequester(
                session.channel(VendorProtocol.TDISP),
                InterfaceId.of(function.requesterId()),
                dev.tdisp.core.requester.RequesterOptions.DEFAULT,
                tsm);
        requester.version();
        requester.capabilities();
        return requester;
    }

    /** Makes the default stream of the bench secure over a session. */
    public void secure(RequesterSession session) {
        bench.configureStream(0, Bench.STREAM, 1 << 22);
        IdeStream host = bench.hostStream();
        host.configure(IdeStreamSettings.defaultStream(Bench.STREAM));
        IdeKmRequester keys = ideKm(session);
        keys.query(0);
        keys.programAll(0, host, session.id(), KeySet.K0);
        keys.startAll(0, host, KeySet.K0);
        bench.setStreamControl(0, bench.streamControl(0) | 1);
        host.enable();
    }

    public Nonce lock(RequesterSession session, DeviceFunction function) {
        return tdisp(session, function).lock(bench.parameters());
    }

    public void run(RequesterSession session, DeviceFunction function) {
        run(session, function, bench.parameters());
    }

    public void run(RequesterSession session, DeviceFunction function, LockParameters parameters) {
        TdispRequester requester = tdisp(session, function);
        requester.start(requester.lock(parameters));
    }
}
