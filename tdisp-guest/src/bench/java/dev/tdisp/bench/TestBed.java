package dev.tdisp.bench;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.env.VirtualTime;
import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.ide.IdeStreamSettings;
import dev.tdisp.core.idekm.IdeKmRequester;
import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.requester.TdispRequester;
import dev.tdisp.core.trace.Trace;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.device.dsm.Credentials;
import dev.tdisp.spdm.certificate.CertificatePolicy;
import dev.tdisp.spdm.requester.RequesterOptions;
import dev.tdisp.spdm.requester.RequesterSession;
import dev.tdisp.spdm.requester.SessionOptions;
import dev.tdisp.spdm.requester.SpdmRequester;
import dev.tdisp.spdm.responder.SpdmProfile;
import dev.tdisp.spdm.transport.InMemoryTransport;
import dev.tdisp.spdm.transport.SpdmTransport;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.List;

/** A device on a {@link LinkPartner}, without a trace and with random numbers as in real use. */
final class TestBed {
    static final RequesterId PF = RequesterId.of(1, 0, 0);
    static final long BAR0 = 0x40_0000_0000L;
    static final StreamId STREAM = new StreamId(0x10);

    /** Made once: keys and certificates take longer than anything else here. */
    private static final Credentials CREDENTIALS = Credentials.issue(SpdmProfile.TDISP, RandomSource.secure());

    private static final int STREAM_CONTROL = 0x1D0;
    private static final long DEFAULT_STREAM = 1 << 22;

    private final Env env = env();
    private final LinkPartner host = new LinkPartner(env);
    private final SrIovDevice device;

    TestBed() {
        this(DeviceProfile.SPEC);
    }

    TestBed(DeviceProfile profile) {
        device = device(profile, env);
        device.connect(host);
        host.plug(device);
        write(0x10, 4, BAR0 & 0xFFFF_FFFFL);
        write(0x14, 4, BAR0 >>> 32);
        write(0x04, 2, 0x0406); // memory space, bus master, no INTx
        write(0x78, 2, 0x293F); // 256 bytes of payload, reads of 512 bytes, extended tags
        write(0x98, 2, 0x1000); // tags of ten bits
    }

    static Env env() {
        var time = new VirtualTime();
        return new Env(time, time, RandomSource.secure(), Trace.none());
    }

    static SrIovDevice device(DeviceProfile profile, Env env) {
        return SrIovDevice.builder(env).profile(profile).credentials(CREDENTIALS).build();
    }

    /** A requester that trusts the maker of the device. */
    static SpdmRequester requester(SpdmTransport transport) {
        var trust = CertificatePolicy.trusting(List.of(CREDENTIALS.identity().root()));
        return new SpdmRequester(transport, RequesterOptions.TDISP.withPolicy(trust), env());
    }

    /** The whole handshake: negotiation, digests, certificates and their check, key exchange. */
    static RequesterSession session(SpdmRequester requester) {
        requester.connect();
        requester.digests();
        requester.certificateChain(0);
        return requester.startSession(SessionOptions.DEFAULT);
    }

    /** A TDISP requester for function 0, past its first request. */
    static TdispRequester tdisp(RequesterSession session, RequesterId function) {
        var requester = new TdispRequester(
                session.channel(VendorProtocol.TDISP),
                InterfaceId.of(function),
                dev.tdisp.core.requester.RequesterOptions.DEFAULT,
                env());
        requester.version();
        return requester;
    }

    static Credentials credentials() {
        return CREDENTIALS;
    }

    SrIovDevice device() {
        return device;
    }

    LinkPartner host() {
        return host;
    }

    RequesterSession session() {
        return session(requester(new InMemoryTransport(device.dsm().spdm()::handle)));
    }

    /** Makes the default stream secure at both ends, and starts the interface of function 0. */
    TestBed start() {
        RequesterSession session = session();
        write(STREAM_CONTROL + 8, 4, 0x0800); // the root port alone is the partner
        write(STREAM_CONTROL + 12, 4, 0x0801);
        write(STREAM_CONTROL, 4, (long) STREAM.value() << 24 | DEFAULT_STREAM);
        IdeStream near = host.ide().addStream(IdeStreamSettings.defaultStream(STREAM));
        var keys = new IdeKmRequester(session.channel(VendorProtocol.IDE_KM), env);
        keys.query(0);
        keys.programAll(0, near, session.id(), KeySet.K0);
        keys.startAll(0, near, KeySet.K0);
        write(STREAM_CONTROL, 4, (long) STREAM.value() << 24 | DEFAULT_STREAM | 1);
        near.enable();
        TdispRequester tdisp = tdisp(session, device.physicalFunction().requesterId());
        tdisp.capabilities();
        tdisp.start(tdisp.lock(LockParameters.of(LockFlags.NONE, STREAM.value())));
        host.protect(near);
        return this;
    }

    private void write(int offset, int size, long value) {
        device.configWrite(PF, offset, size, value);
    }
}
