package dev.tdisp.host.tsm;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.ide.IdeForm;
import dev.tdisp.core.ide.IdePort;
import dev.tdisp.core.ide.IdeProfile;
import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.ide.IdeStreamEvent;
import dev.tdisp.core.ide.IdeStreamSettings;
import dev.tdisp.core.ide.IdeStreamState;
import dev.tdisp.core.ide.RidRange;
import dev.tdisp.core.idekm.IdeKmRegisters;
import dev.tdisp.core.idekm.IdeKmResponder;
import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdispError;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.message.TdispRequest;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.pcie.UpstreamPort;
import dev.tdisp.core.report.DeviceInterfaceReport;
import dev.tdisp.core.report.InterfaceFeature;
import dev.tdisp.core.report.InterfaceInfo;
import dev.tdisp.core.report.MmioAttribute;
import dev.tdisp.core.report.MmioAttributes;
import dev.tdisp.core.report.MmioRange;
import dev.tdisp.core.responder.HostedTdi;
import dev.tdisp.core.responder.TdiBackend;
import dev.tdisp.core.responder.TdispProfile;
import dev.tdisp.core.responder.TdispResponder;
import dev.tdisp.core.tdi.LockCheck;
import dev.tdisp.core.tdi.LockRefusal;
import dev.tdisp.core.tdi.TdiEvent;
import dev.tdisp.core.tdi.TdiStateMachine;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.tsm.TsmException.Reason;
import dev.tdisp.spdm.algorithm.AeadAlgorithm;
import dev.tdisp.spdm.algorithm.AlgorithmSuite;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.transport.SpdmTransport;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A device as the security manager meets it, without SPDM: real responders of TDISP and IDE_KM behind a session that is
 * taken for secure, and a hypervisor that does what it is asked.
 */
class FakeDsm implements DsmConnector, HostServices, IdeKmRegisters, TdiBackend, PcieDevice {
    static final FunctionId PF = new FunctionId(0, RequesterId.of(1, 0, 0));
    static final FunctionId VF1 = new FunctionId(0, RequesterId.of(1, 0, 1));
    static final FunctionId VF2 = new FunctionId(0, RequesterId.of(1, 0, 2));
    static final PageRange WINDOW = new PageRange(0x40_0000_0000L, 0x1000);
    static final Bytes NEGOTIATION = Bytes.fromHex("10840000");
    static final Bytes CHAIN = Bytes.fromHex("C4A1");
    static final int TEE_PAGES = 2;

    final Map<FunctionId, Map<EvidenceKind, Bytes>> kept = new HashMap<>();
    final List<String> requests = new ArrayList<>();
    final IdePort ide;

    /** Whom QUERY_RESP names. */
    FunctionId claimed;

    /** What gets lost on the way. */
    final Losses losses = new Losses();

    /** How many TDISP requests are answered with BUSY from now on. */
    int busy;

    boolean forgetsToEnable;
    boolean sessionEnded;
    int heartbeatPeriod;

    /** Happens once, while a TDISP request is under way. */
    Runnable meanwhile = () -> {};

    private final IdeStream block;
    private final List<FakeTdi> tdis;
    private final TdispResponder tdisp;
    private final IdeKmResponder ideKm;
    private Optional<Session> session = Optional.empty();
    private long nextSession = 0xFFFF_FFFFL;

    private final int number;
    private final SpdmTransport transport = request -> {
        throw new AssertionError(this + " needs no transport"); // each has its own
    };

    FakeDsm(Env env) {
        this(env, 0);
    }

    /** Creates the device on one of several buses. */
    FakeDsm(Env env, int number) {
        this.number = number;
        claimed = pf();
        ide = new IdePort("device", IdePort.Role.ENDPOINT, IdeProfile.STRICT, env);
        block = ide.addStream();
        long bar = window().address();
        tdis = List.of(new FakeTdi(vf(1), bar, env), new FakeTdi(vf(2), bar + 0x10_0000, env));
        tdisp = new TdispResponder(this, TdispProfile.SPEC, env, "device");
        ideKm = new IdeKmResponder(List.of(ide), this, "tsm", env);
        ide.addListener((stream, cause) -> tdis.forEach(tdi -> tdi.machine.on(TdiEvent.DEFAULT_STREAM_INSECURE)));
    }

    FunctionId pf() {
        return vf(0);
    }

    FunctionId vf(int index) {
        return new FunctionId(0, RequesterId.of(1 + number & 0xFF, 0, index));
    }

    PageRange window() {
        return new PageRange(WINDOW.address() + number * WINDOW.size(), WINDOW.count());
    }

    FakeTdi tdi(FunctionId function) {
        return tdis.stream()
                .filter(tdi -> tdi.function.equals(function))
                .findFirst()
                .orElseThrow();
    }

    /** The security manager's end finds that the session is of no use any more. */
    void loseSession() {
        session.orElseThrow().lossListener.accept("a record cannot be opened");
    }

    void breakStream() {
        block.invalidate(IdeStreamEvent.CHECK_FAILED);
    }

    // DsmConnector

    @Override
    public DsmSession connect(SpdmTransport transport) {
        session.ifPresent(Session::end);
        session = Optional.of(new Session(nextSession--));
        return session.get();
    }

    // HostServices

    @Override
    public DeviceLocation location() {
        return new DeviceLocation(pf(), vf(2), window());
    }

    @Override
    public SpdmTransport transport() {
        return transport;
    }

    @Override
    public void programStream(StreamId stream, RequesterId partner, IdeForm form) {
        block.configure(new IdeStreamSettings(
                stream, 0, true, false, false, Optional.of(RidRange.of(partner)), List.of(), form));
    }

    @Override
    public void enableStream(StreamId stream) {
        if (!forgetsToEnable) {
            block.enable();
        }
    }

    @Override
    public void disableStream(StreamId stream) {
        block.disable();
    }

    @Override
    public void keep(FunctionId function, EvidenceKind kind, Bytes evidence) {
        kept.computeIfAbsent(function, key -> new EnumMap<>(EvidenceKind.class)).put(kind, evidence);
    }

    // IdeKmRegisters

    @Override
    public FunctionId function(int portIndex) {
        return claimed;
    }

    @Override
    public List<Long> registers(int portIndex) {
        List<Long> registers = new ArrayList<>(List.of(0x42L, 0L));
        registers.addAll(block.settings()
                .map(settings -> settings.toRegisters(0, block.isEnabled(), block.state()))
                .orElse(List.of(0L, 0xFF00_0000L, (long) IdeStreamState.INSECURE.statusCode(), 0L, 0L)));
        return registers;
    }

    // TdiBackend

    @Override
    public List<? extends HostedTdi> interfaces() {
        return tdis;
    }

    // PcieDevice

    @Override
    public void connect(UpstreamPort port) {}

    @Override
    public long configRead(RequesterId function, int offset, int size) {
        return -1;
    }

    @Override
    public void configWrite(RequesterId function, int offset, int size, long value) {}

    @Override
    public Optional<LinkFrame> receive(LinkFrame frame) {
        return Optional.empty();
    }

    @Override
    public void conventionalReset() {}

    private static Bytes busy(Bytes request) {
        var header = TdispRequest.decode(request).header();
        return TdispError.of(header, TdispErrorCode.BUSY).toBytes();
    }

    private final class Session implements DsmSession {
        private final long id;
        private Consumer<String> lossListener = cause -> {};

        Session(long id) {
            this.id = id;
        }

        @Override
        public DsmSession another() {
            return new Session(nextSession--);
        }

        @Override
        public long id() {
            return id;
        }

        @Override
        public SpdmVersion version() {
            return SpdmVersion.V1_2;
        }

        @Override
        public AlgorithmSuite algorithms() {
            return AlgorithmSuite.builder()
                    .hash(HashAlgorithm.SHA_384)
                    .aead(AeadAlgorithm.AES_256_GCM)
                    .build();
        }

        @Override
        public Bytes negotiation() {
            return NEGOTIATION;
        }

        @Override
        public Bytes certificateChain() {
            return CHAIN;
        }

        @Override
        public Bytes tdisp(Bytes request) {
            int code = request.at(1);
            requests.add(RequestCode.nameOf(code));
            Runnable event = meanwhile;
            meanwhile = () -> {};
            event.run();
            losses.onTheWay(code);
            if (busy > 0) {
                busy--;
                return busy(request);
            }
            Optional<Bytes> answer = tdisp.handle(id, request);
            losses.onTheWayBack(code);
            return answer.orElseThrow(() -> new TsmException(Reason.DEVICE_REFUSED, "no TDISP answer"));
        }

        @Override
        public Bytes ideKm(Bytes request) {
            int object = request.at(0);
            losses.onTheWay(object);
            Optional<Bytes> answer = ideKm.handle(id, request);
            losses.onTheWayBack(object);
            return answer.orElseThrow(() -> new TsmException(Reason.DEVICE_REFUSED, "no IDE_KM answer"));
        }

        @Override
        public SignedMeasurements measure(Bytes nonce) {
            losses.onTheWay(Losses.MEASURE);
            return new SignedMeasurements(nonce, Bytes.fromHex("3EA5"), Bytes.EMPTY, Bytes.EMPTY);
        }

        @Override
        public void onLoss(Consumer<String> listener) {
            lossListener = listener;
        }

        @Override
        public void heartbeat() {
            requests.add("HEARTBEAT");
            losses.onTheWay(Losses.HEARTBEAT);
        }

        @Override
        public int heartbeatPeriod() {
            return heartbeatPeriod;
        }

        @Override
        public void updateKeys() {
            requests.add("KEY_UPDATE");
            losses.onTheWay(Losses.KEY_UPDATE);
        }

        @Override
        public boolean end() {
            if (losses.takes(Losses.END_SESSION)) {
                return false;
            }
            sessionEnded = true;
            ideKm.sessionEnded(id);
            tdisp.sessionEnded(id);
            return true;
        }
    }

    /** An interface with two pages of TEE memory, one of other memory, and two more of TEE memory. */
    final class FakeTdi implements HostedTdi {
        final TdiStateMachine machine;
        Optional<Bytes> otherReport = Optional.empty();
        private final FunctionId function;
        private final long bar;
        private long offset;

        FakeTdi(FunctionId function, long bar, Env env) {
            this.function = function;
            this.bar = bar;
            this.machine = new TdiStateMachine("device/" + function, TdispProfile.SPEC.switches(), env);
        }

        @Override
        public InterfaceId interfaceId() {
            return InterfaceId.of(function);
        }

        @Override
        public TdiStateMachine machine() {
            return machine;
        }

        @Override
        public List<LockRefusal> lockRefusals(long sessionId, LockParameters parameters) {
            boolean isKeyed = block.isSecure() && block.keyedBy().orElse(0) == sessionId;
            return isKeyed ? List.of() : List.of(LockCheck.L3.refuse("the stream is not keyed"));
        }

        @Override
        public void lock(long sessionId, LockParameters parameters) {
            offset = parameters.mmioReportingOffset();
        }

        @Override
        public Bytes report() {
            MmioAttributes other = MmioAttributes.of(MmioAttribute.IS_NON_TEE_MEM);
            var ranges = List.of(
                    MmioRange.at(bar, offset, TEE_PAGES, MmioAttributes.NONE, 0),
                    MmioRange.at(bar + 0x2000, offset, 1, other, 0),
                    MmioRange.at(bar + 0x3000, offset, TEE_PAGES, MmioAttributes.NONE, 0));
            return otherReport.orElseGet(
                    () -> DeviceInterfaceReport.of(InterfaceInfo.of(InterfaceFeature.NO_FW_UPDATE), ranges, Bytes.EMPTY)
                            .toBytes());
        }

        @Override
        public void start() {}

        @Override
        public void stop() {}
    }
}
