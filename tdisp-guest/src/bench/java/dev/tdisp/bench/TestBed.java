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
import dev.tdisp.core.pcie.CapabilityId;
import dev.tdisp.core.pcie.IdeCapability;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.PciExpressCapability;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.SrIovCapability;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.pcie.Type0Header;
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
    static final RequesterId FUNCTION_0 = RequesterId.of(0, 0, 0);
    static final RequesterId PF = RequesterId.of(1, 0, 0);
    static final long BAR0 = 0x40_0000_0000L;
    static final StreamId STREAM = new StreamId(0x10);

    /** Made once: keys and certificates take longer than anything else here. */
    private static final Credentials CREDENTIALS = Credentials.issue(SpdmProfile.TDISP, RandomSource.secure());

    private static final int PAYLOAD_OF_256 = 1;
    private static final int READS_OF_512 = 2;

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
        write(Type0Header.BAR0, 4, BAR0 & 0xFFFF_FFFFL);
        write(Type0Header.BAR0 + 4, 4, BAR0 >>> 32);
        write(Type0Header.COMMAND, 2, Type0Header.COMMAND_MEMORY_SPACE | Type0Header.COMMAND_BUS_MASTER);
        write(
                capability(CapabilityId.PCI_EXPRESS) + PciExpressCapability.DEVICE_CONTROL,
                2,
                PAYLOAD_OF_256 << PciExpressCapability.DEVICE_CONTROL_PAYLOAD_SHIFT
                        | READS_OF_512 << PciExpressCapability.DEVICE_CONTROL_READ_REQUEST_SHIFT
                        | PciExpressCapability.DEVICE_CONTROL_EXTENDED_TAG);
    }

    static void require(boolean isAsExpected) {
        if (!isAsExpected) {
            throw new IllegalStateException("the device does not do what is to be measured");
        }
    }

    static Env env() {
        var time = new VirtualTime();
        return new Env(time, time, RandomSource.secure(), Trace.none());
    }

    static SrIovDevice device(DeviceProfile profile, Env env) {
        return SrIovDevice.builder(env)
                .profile(profile)
                .credentials(CREDENTIALS)
                .build();
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
        int block = extendedCapability(CapabilityId.EXTENDED_IDE) + IdeCapability.FIRST_BLOCK;
        int control = block + IdeCapability.SELECTIVE_CONTROL;
        long settings =
                (long) STREAM.value() << IdeCapability.CONTROL_STREAM_ID_SHIFT | IdeCapability.CONTROL_DEFAULT_STREAM;
        write(block + IdeCapability.SELECTIVE_RID_1, 4, (long) LinkPartner.ROOT_PORT.value() << 8);
        write(
                block + IdeCapability.SELECTIVE_RID_2,
                4,
                (long) LinkPartner.ROOT_PORT.value() << 8 | IdeCapability.RID_2_VALID);
        write(control, 4, settings);
        IdeStream near = host.ide().addStream(IdeStreamSettings.defaultStream(STREAM));
        var keys = new IdeKmRequester(session.channel(VendorProtocol.IDE_KM), env);
        keys.query(0);
        keys.programAll(0, near, session.id(), KeySet.K0);
        keys.startAll(0, near, KeySet.K0);
        write(control, 4, settings | IdeCapability.CONTROL_ENABLE);
        near.enable();
        TdispRequester tdisp = tdisp(session, device.physicalFunction().requesterId());
        tdisp.capabilities();
        tdisp.start(tdisp.lock(LockParameters.of(LockFlags.NONE, STREAM.value())));
        host.protect(near);
        return this;
    }

    /** Enables virtual functions. */
    TestBed enable(int virtualFunctions) {
        int registers = extendedCapability(CapabilityId.EXTENDED_SR_IOV);
        write(registers + SrIovCapability.NUM_VFS, 2, virtualFunctions);
        write(
                registers + SrIovCapability.CONTROL,
                2,
                SrIovCapability.CONTROL_VF_ENABLE
                        | SrIovCapability.CONTROL_VF_MEMORY_SPACE
                        | SrIovCapability.CONTROL_ARI);
        return this;
    }

    int capability(int id) {
        int at = (int) read(Type0Header.CAPABILITIES_POINTER, 1);
        while (read(at, 1) != id) {
            at = (int) read(at + 1, 1);
        }
        return at;
    }

    int extendedCapability(int id) {
        int at = Type0Header.FIRST_EXTENDED_CAPABILITY;
        while (read(at, 2) != id) {
            at = (int) read(at + 2, 2) >>> 4;
        }
        return at;
    }

    private long read(int offset, int size) {
        return device.configRead(PF, offset, size);
    }

    private void write(int offset, int size, long value) {
        device.configWrite(PF, offset, size, value);
    }
}
