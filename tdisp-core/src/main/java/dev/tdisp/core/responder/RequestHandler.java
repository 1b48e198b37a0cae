package dev.tdisp.core.responder;

import dev.tdisp.core.message.BindP2pStreamRequest;
import dev.tdisp.core.message.BindP2pStreamResponse;
import dev.tdisp.core.message.DeviceInterfaceState;
import dev.tdisp.core.message.GetDeviceInterfaceReport;
import dev.tdisp.core.message.GetDeviceInterfaceState;
import dev.tdisp.core.message.GetTdispCapabilities;
import dev.tdisp.core.message.GetTdispVersion;
import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.LockInterfaceRequest;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.message.Nonce;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.SetMmioAttributeRequest;
import dev.tdisp.core.message.SetMmioAttributeResponse;
import dev.tdisp.core.message.SetTdispConfigRequest;
import dev.tdisp.core.message.SetTdispConfigResponse;
import dev.tdisp.core.message.StartInterfaceRequest;
import dev.tdisp.core.message.StartInterfaceResponse;
import dev.tdisp.core.message.StopInterfaceRequest;
import dev.tdisp.core.message.StopInterfaceResponse;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.message.TdispHeader;
import dev.tdisp.core.message.TdispRequest;
import dev.tdisp.core.message.TdispResponse;
import dev.tdisp.core.message.TdispVersion;
import dev.tdisp.core.message.UnbindP2pStreamRequest;
import dev.tdisp.core.message.UnbindP2pStreamResponse;
import dev.tdisp.core.message.UnknownRequest;
import dev.tdisp.core.message.VdmRequest;
import dev.tdisp.core.message.VdmResponse;
import dev.tdisp.core.message.VendorData;
import dev.tdisp.core.tdi.LockBinding;
import dev.tdisp.core.tdi.Refusal;
import dev.tdisp.core.tdi.TdispSwitch;
import dev.tdisp.core.wire.Bytes;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Answers one request whose code, length, version and interface are right: the state and all that comes behind. */
final class RequestHandler implements TdispRequest.Handler<TdispResponse> {
    /** What the 16-bit length of a vendor-defined SPDM message leaves behind protocol ID and header. */
    private static final int MOST_VENDOR_DATA = 0xFFFF - 1 - TdispHeader.SIZE;

    private final Dsm dsm;
    private final Exchange exchange;

    RequestHandler(Dsm dsm, Exchange exchange) {
        this.dsm = dsm;
        this.exchange = exchange;
    }

    @Override
    public TdispResponse getTdispVersion(GetTdispVersion request) {
        exchange.machine().versionAsked(exchange.tdi()::stop);
        return new TdispVersion(header(), Bytes.of((byte) TdispHeader.VERSION_1_0));
    }

    @Override
    public TdispResponse getTdispCapabilities(GetTdispCapabilities request) {
        return Capabilities.answer(dsm.backend(), dsm.profile(), header());
    }

    @Override
    public TdispResponse lockInterface(LockInterfaceRequest request) {
        return new LockHandler(dsm, exchange).answer(request);
    }

    @Override
    public TdispResponse getDeviceInterfaceReport(GetDeviceInterfaceReport request) {
        return new ReportHandler(dsm, exchange).answer(request);
    }

    @Override
    public TdispResponse getDeviceInterfaceState(GetDeviceInterfaceState request) {
        return new DeviceInterfaceState(header(), exchange.machine().state());
    }

    @Override
    public TdispResponse startInterface(StartInterfaceRequest request) {
        try {
            return start(request.nonce());
        } finally {
            request.nonce().destroy();
        }
    }

    private TdispResponse start(Nonce offered) {
        return checked(RequestCode.START_INTERFACE_REQUEST, () -> {
            Optional<TdispErrorCode> refusal = exchange.machine().start(offered, exchange.tdi()::start);
            return refusal.isPresent()
                    ? error(refusal.get(), "START_INTERFACE_REQUEST in " + exchange.machine())
                    : new StartInterfaceResponse(header());
        });
    }

    @Override
    public TdispResponse stopInterface(StopInterfaceRequest request) {
        Optional<TdispErrorCode> refusal = exchange.machine().stop(exchange.tdi()::stop);
        return refusal.isPresent()
                ? error(refusal.get(), "STOP_INTERFACE_REQUEST in " + exchange.machine())
                : new StopInterfaceResponse(header());
    }

    @Override
    public TdispResponse bindP2pStream(BindP2pStreamRequest request) {
        return checked(RequestCode.BIND_P2P_STREAM_REQUEST, () -> {
            int streamId = request.streamId();
            Optional<Refusal> refusal =
                    refusalToBind(streamId).or(() -> exchange.tdi().bindP2pStream(exchange.sessionId(), streamId));
            if (refusal.isPresent()) {
                return refused(RequestCode.BIND_P2P_STREAM_REQUEST, refusal.get());
            }
            if (exchange.isRefusedByState(RequestCode.BIND_P2P_STREAM_REQUEST)) {
                return refusedByState(RequestCode.BIND_P2P_STREAM_REQUEST);
            }
            exchange.machine().bindP2pStream(streamId);
            return new BindP2pStreamResponse(header());
        });
    }

    @Override
    public TdispResponse unbindP2pStream(UnbindP2pStreamRequest request) {
        return checked(RequestCode.UNBIND_P2P_STREAM_REQUEST, () -> {
            int streamId = request.streamId();
            Optional<Refusal> refusal = exchange.machine().p2pStreams().contains(streamId)
                    ? exchange.tdi().unbindP2pStream(streamId)
                    : Optional.of(Refusal.invalidRequest("P2P", "stream %d is not bound".formatted(streamId)));
            if (refusal.isPresent()) {
                return refused(RequestCode.UNBIND_P2P_STREAM_REQUEST, refusal.get());
            }
            exchange.machine().unbindP2pStream(streamId);
            return new UnbindP2pStreamResponse(header());
        });
    }

    @Override
    public TdispResponse setMmioAttribute(SetMmioAttributeRequest request) {
        return checked(RequestCode.SET_MMIO_ATTRIBUTE_REQUEST, () -> {
            Optional<Refusal> refusal = refusalOfAttributes(request.attributes())
                    .or(() -> exchange.tdi().setMmioAttribute(request));
            return refusal.isPresent()
                    ? refused(RequestCode.SET_MMIO_ATTRIBUTE_REQUEST, refusal.get())
                    : new SetMmioAttributeResponse(header());
        });
    }

    @Override
    public TdispResponse vdm(VdmRequest request) {
        VendorData asked = request.vendor();
        VendorAnswer answer;
        try {
            answer = dsm.backend().vendorRequest(exchange.sessionId(), exchange.tdi(), asked);
        } catch (RuntimeException e) {
            return error(
                    TdispErrorCode.UNSPECIFIED,
                    "the vendor's part failed: " + e.getClass().getSimpleName());
        }
        return answer.fold(
                data -> vendorResponse(asked, data, answered -> new VdmResponse(header(), answered)),
                data -> vendorResponse(asked, data, told -> dsm.replies().vendorError(exchange.header(), told)),
                () -> dsm.replies().unsupported(exchange.header(), request.code()));
    }

    private TdispResponse vendorResponse(VendorData asked, Bytes data, Function<VendorData, TdispResponse> response) {
        var answered = new VendorData(asked.registryId(), asked.vendorId(), data);
        return answered.size() > MOST_VENDOR_DATA
                ? error(TdispErrorCode.UNSPECIFIED, "the vendor's answer is larger than a message")
                : response.apply(answered);
    }

    @Override
    public TdispResponse setTdispConfig(SetTdispConfigRequest request) {
        boolean isUnlocked = dsm.backend().interfaces().stream()
                .allMatch(tdi -> tdi.machine().state() == TdiState.CONFIG_UNLOCKED);
        if (!isUnlocked) {
            TdispErrorCode code = exchange.machine()
                    .refuse(RequestCode.SET_TDISP_CONFIG_REQUEST)
                    .orElseThrow();
            return error(code, "an interface of the device is not in CONFIG_UNLOCKED");
        }
        boolean xtMode = (request.config() & SetTdispConfigRequest.XT_MODE_ENABLE) != 0;
        boolean xtBit = (request.config() & SetTdispConfigRequest.XT_BIT_FOR_LOCKED_MSIX) != 0;
        dsm.backend().configure(xtMode, xtBit);
        return new SetTdispConfigResponse(header());
    }

    @Override
    public TdispResponse unknown(UnknownRequest request) {
        return dsm.replies().unsupported(exchange.header(), request.code());
    }

    /** Checks the state, then the session, which both come before what the request carries. */
    private TdispResponse checked(RequestCode code, Supplier<TdispResponse> work) {
        if (exchange.isRefusedByState(code)) {
            return refusedByState(code);
        }
        if (!dsm.has(TdispSwitch.ANY_SESSION_MAY_DRIVE) && !exchange.isFromLockingSession()) {
            return error(TdispErrorCode.INVALID_REQUEST, code + " from another session than the locking one");
        }
        return work.get();
    }

    private Optional<Refusal> refusalToBind(int streamId) {
        Optional<LockParameters> locked = exchange.machine().binding().map(LockBinding::parameters);
        if (locked.filter(parameters -> parameters.flags().has(LockFlag.BIND_P2P))
                .isEmpty()) {
            return Optional.of(Refusal.invalidRequest("P2P", "the interface was locked without BIND_P2P"));
        }
        if (locked.get().defaultStreamId() == streamId) {
            return Optional.of(Refusal.invalidRequest("P2P", "stream %d is the default stream".formatted(streamId)));
        }
        return exchange.machine().p2pStreams().contains(streamId)
                ? Optional.of(Refusal.invalidRequest("P2P", "stream %d is bound already".formatted(streamId)))
                : Optional.empty();
    }

    private Optional<Refusal> refusalOfAttributes(int attributes) {
        boolean hasReserved = (attributes & ~SetMmioAttributeRequest.IS_NON_TEE_MEM) != 0;
        return hasReserved && dsm.has(TdispSwitch.MMIO_ATTRIBUTE_RESERVED_CHECKED)
                ? Optional.of(Refusal.invalidRequest("MMIO", "attributes %04Xh".formatted(attributes)))
                : Optional.empty();
    }

    private TdispResponse refusedByState(RequestCode code) {
        return error(exchange.machine().refuse(code).orElseThrow(), code + " in " + exchange.machine());
    }

    private TdispResponse refused(RequestCode code, Refusal refusal) {
        exchange.machine().refuse(code);
        return error(refusal.code(), refusal.toString());
    }

    private TdispResponse error(TdispErrorCode code, String reason) {
        return dsm.replies().error(exchange.header(), code, reason);
    }

    private TdispHeader header() {
        return dsm.replies().header(exchange.header());
    }
}
