package dev.tdisp.device;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.env.VirtualTime;
import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.ide.IdeStreamSettings;
import dev.tdisp.core.idekm.IdeKmRequester;
import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.message.Nonce;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.Completion;
import dev.tdisp.core.pcie.CompletionStatus;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.MemoryWrite;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.pcie.Tlp;
import dev.tdisp.core.requester.RequesterOptions;
import dev.tdisp.core.requester.TdispRequester;
import dev.tdisp.core.trace.RecordingTrace;
import dev.tdisp.core.trace.Trace;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.device.config.Register;
import dev.tdisp.device.dsm.Credentials;
import dev.tdisp.device.engine.EngineRegister;
import dev.tdisp.device.function.DeviceFunction;
import dev.tdisp.device.tdi.TeeDeviceInterface;
import dev.tdisp.spdm.responder.SpdmProfile;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A device on a fake host, and what a test does to both; sessions are mere numbers here. */
public final class Bench {
    public static final RequesterId PF = RequesterId.of(1, 0, 0);
    public static final StreamId STREAM = new StreamId(0x10);
    public static final long SESSION = 0xFFFF_FFFEL;
    public static final long BAR0 = 0x40_0000_0000L;
    public static final long BAR2 = 0x40_0100_0000L;
    public static final long VF_BAR0 = 0x40_0200_0000L;
    public static final long VF_BAR2 = 0x40_0280_0000L;
    public static final long MIB = 1 << 20;
    public static final long MSIX_BAR = 128 << 10;
    public static final long HOST_BUFFER = 0x1_0000_0000L;

    /** Made once: keys and certificates take longer than anything else here. */
    public static final Credentials CREDENTIALS = Credentials.issue(SpdmProfile.TDISP, RandomSource.seeded(3));

    private final VirtualTime time = new VirtualTime();
    private final RecordingTrace trace = new RecordingTrace();
    private final Env env;
    private final Env tsm;
    private final FakeHost host;
    private final SrIovDevice device;
    private PcieDevice bus;
    private final IdeStream hostStream;
    private RequesterId self = PF;
    private long shift;

    public Bench() {
        this(DeviceProfile.SPEC);
    }

    public Bench(DeviceProfile profile) {
        this(builder -> builder.profile(profile));
    }

    /** A device with what a test gives it beside its credentials. */
    public Bench(UnaryOperator<SrIovDeviceBuilder> parts) {
        this(parts, true);
    }

    private Bench(UnaryOperator<SrIovDeviceBuilder> parts, boolean isTraced) {
        env = new Env(time, time, RandomSource.seeded(1), isTraced ? trace : Trace.none());
        tsm = env.forParty("tsm");
        host = new FakeHost(env.forParty("host"));
        hostStream = host.port().addStream();
        device = parts.apply(SrIovDevice.builder(env.forParty("device")).credentials(CREDENTIALS))
                .build();
        bus = device;
        bus.connect(host);
    }

    /** The same, in less time and without a trace. */
    public static Bench untraced(UnaryOperator<SrIovDeviceBuilder> parts) {
        return new Bench(parts, false);
    }

    /** Puts something between the device and the bus from now on. */
    public Bench behind(Function<SrIovDevice, PcieDevice> front) {
        bus = front.apply(device);
        bus.connect(host);
        return this;
    }

    /** The device as the bus sees it. */
    public PcieDevice bus() {
        return bus;
    }

    /** A device with placed BARs, bus master, memory on, and virtual functions. */
    public static Bench enumerated(int virtualFunctions) {
        return new Bench().enumerate(virtualFunctions);
    }

    public Bench enumerate(int virtualFunctions) {
        write64("BAR0", BAR0 + shift);
        write64("BAR2", BAR2 + shift);
        write64("VF BAR0", VF_BAR0 + shift);
        write64("VF BAR2", VF_BAR2 + shift);
        write(pf(), "Command", 0x0406);
        write(pf(), "Device Control", 0x293F);
        write(pf(), "Device Control 2", 0x1000);
        if (virtualFunctions > 0) {
            enableVirtualFunctions(virtualFunctions);
        }
        return this;
    }

    public void enableVirtualFunctions(int count) {
        write(pf(), "NumVFs", count);
        write(pf(), "SR-IOV Control", 0x39);
        for (int index = 1; index <= count; index++) {
            write(vf(index), "Command", 0x04);
        }
    }

    /** Puts the device on another bus and its windows to other addresses, before it is enumerated. */
    public Bench at(int bus, long newShift) {
        self = RequesterId.of(bus, 0, 0);
        shift = newShift;
        return this;
    }

    /** Lets the host translate addresses for a function. */
    public void enableTranslation(DeviceFunction function) {
        write(function, "ATS Control", 0x8000);
    }

    public SrIovDevice device() {
        return device;
    }

    public FakeHost host() {
        return host;
    }

    /** The environment of another party on the same bench. */
    public Env env(String party) {
        return env.forParty(party);
    }

    public VirtualTime time() {
        return time;
    }

    public RecordingTrace trace() {
        return trace;
    }

    public DeviceFunction pf() {
        return device.physicalFunction();
    }

    public DeviceFunction vf(int index) {
        return device.virtualFunction(index);
    }

    public TeeDeviceInterface tdi(DeviceFunction function) {
        return device.interfaceOf(function);
    }

    // configuration space

    public long read(RequesterId function, int offset, int size) {
        return bus.configRead(function, offset, size);
    }

    public void write(RequesterId function, int offset, int size, long value) {
        bus.configWrite(function, offset, size, value);
    }

    /** Writes a register by its name, wherever it lies in this layout. */
    public void write(DeviceFunction function, String register, long value) {
        Register found = register(function, register);
        write(function.isPhysical() ? self : function.requesterId(), found.offset(), found.size(), value);
    }

    public long read(DeviceFunction function, String register) {
        Register found = register(function, register);
        return read(function.isPhysical() ? self : function.requesterId(), found.offset(), found.size());
    }

    private static Register register(DeviceFunction function, String name) {
        return function.registers().space().register(name).orElseThrow();
    }

    private void write64(String name, long address) {
        write(pf(), name, address & 0xFFFF_FFFFL);
        write(pf(), name + " upper", address >>> 32);
    }

    // keys

    /** Programs the registers of a stream block, without Enable. */
    public void configureStream(int block, StreamId stream, long moreControl) {
        write(pf(), selective(block) + "RID Association 1", 0x0800);
        write(pf(), selective(block) + "RID Association 2", 0x0801);
        write(pf(), selective(block) + "Control", (long) stream.value() << 24 | moreControl);
    }

    private static String selective(int block) {
        return "Selective IDE Stream %d ".formatted(block);
    }

    public void setStreamControl(int block, long value) {
        write(pf(), selective(block) + "Control", value);
    }

    public long streamControl(int block) {
        return read(pf(), selective(block) + "Control");
    }

    public long streamStatus(int block) {
        return read(pf(), selective(block) + "Status");
    }

    public IdeKmRequester ideKm(long session) {
        return new IdeKmRequester(message -> exchange(VendorProtocol.IDE_KM, session, message), tsm);
    }

    public Bytes exchange(VendorProtocol protocol, long session, Bytes message) {
        return device.dsm()
                .protocols()
                .registry()
                .handle(session, protocol.wrap(message))
                .flatMap(protocol::unwrap)
                .orElse(Bytes.EMPTY);
    }

    /** Makes the default stream secure at both ends. */
    public Bench secure() {
        return secure(SESSION);
    }

    public Bench secure(long session) {
        configureStream(0, STREAM, 1 << 22);
        hostStream.configure(IdeStreamSettings.defaultStream(STREAM));
        IdeKmRequester requester = ideKm(session);
        requester.query(0);
        requester.programAll(0, hostStream, session, KeySet.K0);
        requester.startAll(0, hostStream, KeySet.K0);
        setStreamControl(0, streamControl(0) | 1);
        hostStream.enable();
        return this;
    }

    public IdeStream hostStream() {
        return hostStream;
    }

    // TDISP

    public TdispRequester tdisp(DeviceFunction function) {
        return tdisp(function, SESSION);
    }

    public TdispRequester tdisp(DeviceFunction function, long session) {
        return new TdispRequester(
                message -> exchange(VendorProtocol.TDISP, session, message),
                InterfaceId.of(function.requesterId()),
                RequesterOptions.DEFAULT,
                tsm);
    }

    private TdispRequester greeted(DeviceFunction function) {
        TdispRequester requester = tdisp(function);
        requester.version();
        requester.capabilities();
        return requester;
    }

    public LockParameters parameters() {
        return LockParameters.of(LockFlags.NONE, STREAM.value());
    }

    public Nonce lock(DeviceFunction function) {
        return lock(function, parameters());
    }

    public Nonce lock(DeviceFunction function, LockParameters parameters) {
        return greeted(function).lock(parameters);
    }

    public void run(DeviceFunction function) {
        run(function, parameters());
    }

    public void run(DeviceFunction function, LockParameters parameters) {
        TdispRequester requester = greeted(function);
        requester.start(requester.lock(parameters));
    }

    public void stop(DeviceFunction function) {
        greeted(function).stop();
    }

    public TdiState state(DeviceFunction function) {
        return tdi(function).state();
    }

    // packets

    /** Sends a frame and opens the answer. */
    public Optional<Completion> send(LinkFrame frame) {
        return bus.receive(frame).map(answer -> {
            Tlp tlp = answer instanceof LinkFrame.Protected sealed
                    ? host.opened(sealed).tlp()
                    : ((LinkFrame.Plain) answer).tlp();
            return (Completion) tlp;
        });
    }

    public LinkFrame frame(Tlp tlp, Way way) {
        return switch (way) {
            case CLEAR -> new LinkFrame.Plain(tlp);
            case UNTRUSTED -> host.seal(tlp, STREAM, false);
            case TRUSTED -> host.seal(tlp, STREAM, true);
        };
    }

    public Optional<Bytes> readMemory(long address, int length, Way way) {
        Completion completion =
                send(frame(host.read(address, length), way)).orElseThrow(() -> new AssertionError("no completion"));
        return completion.status() == CompletionStatus.SUCCESSFUL
                ? Optional.of(completion.payload())
                : Optional.empty();
    }

    public Optional<Bytes> readMemory(long address, int length) {
        return readMemory(address, length, Way.CLEAR);
    }

    public void writeMemory(long address, Bytes data, Way way) {
        send(frame(new MemoryWrite(FakeHost.ROOT_PORT, 0, address, data), way));
    }

    public void writeMemory(long address, Bytes data) {
        writeMemory(address, data, Way.CLEAR);
    }

    // the engine

    public static long engine(DeviceFunction function) {
        return function.address(function.bars().get(0));
    }

    public void set(DeviceFunction function, EngineRegister register, long value, Way way) {
        var out = WireWriter.create();
        out.u64("value", value);
        writeMemory(engine(function) + register.offset(), out.toBytes().slice(0, register.size()), way);
    }

    public long get(DeviceFunction function, EngineRegister register, Way way) {
        Bytes content = readMemory(engine(function) + register.offset(), register.size(), way)
                .orElseThrow();
        return WireReader.of(content.plus(Bytes.filled(0, 8))).u64("value");
    }

    /** Has the engine of a function copy; returns its status. */
    public long copy(DeviceFunction function, long from, long to, int length, Way way) {
        return work(function, 1, from, to, length, way);
    }

    /** Has the engine of a function copy, and does not look at its status. */
    public void startCopy(DeviceFunction function, long from, long to, int length, Way way) {
        start(function, 1, from, to, length, way);
    }

    private void start(DeviceFunction function, int operation, long from, long to, int length, Way way) {
        set(function, EngineRegister.OPERATION, operation, way);
        set(function, EngineRegister.SOURCE, from, way);
        set(function, EngineRegister.DESTINATION, to, way);
        set(function, EngineRegister.LENGTH, length, way);
        set(function, EngineRegister.DOORBELL, 1, way);
    }

    public long work(DeviceFunction function, int operation, long from, long to, int length, Way way) {
        start(function, operation, from, to, length, way);
        return get(function, EngineRegister.STATUS, way);
    }
}
