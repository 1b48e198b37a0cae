package dev.tdisp.core.requester;

import dev.tdisp.core.message.BindP2pStreamRequest;
import dev.tdisp.core.message.BindP2pStreamResponse;
import dev.tdisp.core.message.DeviceInterfaceState;
import dev.tdisp.core.message.GetDeviceInterfaceReport;
import dev.tdisp.core.message.GetDeviceInterfaceState;
import dev.tdisp.core.message.GetTdispCapabilities;
import dev.tdisp.core.message.GetTdispVersion;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.LockInterfaceRequest;
import dev.tdisp.core.message.LockInterfaceResponse;
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
import dev.tdisp.core.message.SupportedRequests;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.message.TdispCapabilities;
import dev.tdisp.core.message.TdispError;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.message.TdispRequest;
import dev.tdisp.core.message.TdispResponse;
import dev.tdisp.core.message.TdispVersion;
import dev.tdisp.core.message.UnbindP2pStreamRequest;
import dev.tdisp.core.message.UnbindP2pStreamResponse;
import dev.tdisp.core.message.UnknownRequest;
import dev.tdisp.core.message.VdmRequest;
import dev.tdisp.core.message.VdmResponse;
import dev.tdisp.core.report.ReportPortions;
import dev.tdisp.core.wire.Bytes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A device that answers nicely, with a lie here or there: the answer to a request of one kind is bent. */
final class ScriptedResponder implements UnaryOperator<Bytes>, TdispRequest.Handler<TdispResponse> {
    static final Bytes NONCE = Bytes.filled(0xA5, Nonce.SIZE);

    final List<TdispRequest> received = new ArrayList<>();
    SupportedRequests supported = SupportedRequests.allOf7();
    LockFlags flags = LockFlags.ALL;
    Bytes versions = Bytes.fromHex("10");
    Bytes report = Bytes.filled(0, 20);
    int portionLimit = 65535;
    TdiState state = TdiState.CONFIG_UNLOCKED;
    private final Map<RequestCode, UnaryOperator<Bytes>> lies = new EnumMap<>(RequestCode.class);

    ScriptedResponder lieAbout(RequestCode code, UnaryOperator<Bytes> lie) {
        lies.put(code, lie);
        return this;
    }

    @Override
    public Bytes apply(Bytes bytes) {
        TdispRequest request = TdispRequest.decode(bytes);
        received.add(request);
        Bytes honest = request.accept(this).toBytes();
        UnaryOperator<Bytes> lie = lies.get(RequestCode.of(request.code()).orElseThrow());
        return lie == null ? honest : lie.apply(honest);
    }

    @Override
    public TdispResponse getTdispVersion(GetTdispVersion request) {
        return new TdispVersion(request.header(), versions);
    }

    @Override
    public TdispResponse getTdispCapabilities(GetTdispCapabilities request) {
        return new TdispCapabilities(request.header(), 0, supported, flags, 0, 52, 1, 1);
    }

    @Override
    public TdispResponse lockInterface(LockInterfaceRequest request) {
        state = TdiState.CONFIG_LOCKED;
        return new LockInterfaceResponse(request.header(), Nonce.of(NONCE));
    }

    @Override
    public TdispResponse getDeviceInterfaceReport(GetDeviceInterfaceReport request) {
        return new ReportPortions(report, portionLimit)
                .cut(request, request.header())
                .<TdispResponse>map(portion -> portion)
                .orElseGet(() -> TdispError.of(request.header(), TdispErrorCode.INVALID_REQUEST));
    }

    @Override
    public TdispResponse getDeviceInterfaceState(GetDeviceInterfaceState request) {
        return new DeviceInterfaceState(request.header(), state);
    }

    @Override
    public TdispResponse startInterface(StartInterfaceRequest request) {
        if (!request.nonce().matches(Nonce.of(NONCE))) {
            return TdispError.of(request.header(), TdispErrorCode.INVALID_NONCE);
        }
        state = TdiState.RUN;
        return new StartInterfaceResponse(request.header());
    }

    @Override
    public TdispResponse stopInterface(StopInterfaceRequest request) {
        state = TdiState.CONFIG_UNLOCKED;
        return new StopInterfaceResponse(request.header());
    }

    @Override
    public TdispResponse bindP2pStream(BindP2pStreamRequest request) {
        return new BindP2pStreamResponse(request.header());
    }

    @Override
    public TdispResponse unbindP2pStream(UnbindP2pStreamRequest request) {
        return new UnbindP2pStreamResponse(request.header());
    }

    @Override
    public TdispResponse setMmioAttribute(SetMmioAttributeRequest request) {
        return new SetMmioAttributeResponse(request.header());
    }

    @Override
    public TdispResponse vdm(VdmRequest request) {
        return new VdmResponse(request.header(), request.vendor());
    }

    @Override
    public TdispResponse setTdispConfig(SetTdispConfigRequest request) {
        return new SetTdispConfigResponse(request.header());
    }

    @Override
    public TdispResponse unknown(UnknownRequest request) {
        return TdispError.unsupportedRequest(request.header(), request.code());
    }
}
