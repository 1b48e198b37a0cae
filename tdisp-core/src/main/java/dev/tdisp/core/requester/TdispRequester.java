package dev.tdisp.core.requester;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.message.BindP2pStreamRequest;
import dev.tdisp.core.message.BindP2pStreamResponse;
import dev.tdisp.core.message.DeviceInterfaceReportPortion;
import dev.tdisp.core.message.DeviceInterfaceState;
import dev.tdisp.core.message.GetDeviceInterfaceReport;
import dev.tdisp.core.message.GetDeviceInterfaceState;
import dev.tdisp.core.message.GetTdispCapabilities;
import dev.tdisp.core.message.GetTdispVersion;
import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.LockInterfaceRequest;
import dev.tdisp.core.message.LockInterfaceResponse;
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
import dev.tdisp.core.message.TdispCapabilities;
import dev.tdisp.core.message.TdispHeader;
import dev.tdisp.core.message.TdispVersion;
import dev.tdisp.core.message.UnbindP2pStreamRequest;
import dev.tdisp.core.message.UnbindP2pStreamResponse;
import dev.tdisp.core.message.VdmRequest;
import dev.tdisp.core.message.VdmResponse;
import dev.tdisp.core.message.VendorData;
import dev.tdisp.core.report.DeviceInterfaceReport;
import dev.tdisp.core.report.MmioRange;
import dev.tdisp.core.report.ReportAssembly;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Drives one interface of a device: each call is a request and its answer.
 *
 * <p>One request is outstanding at a time, which no device may forbid. What the responder refuses, and every response
 * that is not the answer to the request, is a {@link TdispException}; a call that must not be sent yet, or at all, is
 * an {@link IllegalStateException} or {@link IllegalArgumentException}, and nothing is sent. For one thread at a time.
 *
 * <pre>{@code
 * var requester = new TdispRequester(channel, interfaceId, RequesterOptions.DEFAULT, env);
 * requester.version();
 * LockFlags flags = requester.capabilities().supportedLockFlags().and(LockFlags.of(LockFlag.NO_FW_UPDATE));
 * Nonce nonce = requester.lock(LockParameters.of(flags, 5));
 * DeviceInterfaceReport report = requester.report();
 * requester.start(nonce);
 * }</pre>
 */
public final class TdispRequester {
    private static final int VERSION_UNKNOWN = -1;

    private final InterfaceId interfaceId;
    private final RequesterOptions options;
    private final Env env;
    private final Exchange exchange;
    private final NonceJudge nonces;
    private int version = VERSION_UNKNOWN;
    private @Nullable TdispCapabilities capabilities;

    /**
     * Creates a requester that has sent nothing.
     *
     * @param channel brings a request to the responder and its response back
     * @param interfaceId the interface to drive
     * @param options how to behave
     * @param env time and trace
     */
    public TdispRequester(UnaryOperator<Bytes> channel, InterfaceId interfaceId, RequesterOptions options, Env env) {
        this(channel, interfaceId, options, env, new NonceJudge());
    }

    /**
     * Creates a requester that has sent nothing, but may know nonces of other requesters of the same device.
     *
     * @param channel brings a request to the responder and its response back
     * @param interfaceId the interface to drive
     * @param options how to behave
     * @param env time and trace
     * @param nonces judges the nonces of locks, if the options say so
     */
    public TdispRequester(
            UnaryOperator<Bytes> channel,
            InterfaceId interfaceId,
            RequesterOptions options,
            Env env,
            NonceJudge nonces) {
        this.nonces = nonces;
        this.interfaceId = interfaceId;
        this.options = options;
        this.env = env;
        this.exchange = new Exchange(channel, options, env);
    }

    /**
     * Returns the interface that this drives.
     *
     * @return the INTERFACE_ID of every request
     */
    public InterfaceId interfaceId() {
        return interfaceId;
    }

    /**
     * Agrees on a version (GET_TDISP_VERSION, section 11.3.4); comes before everything else.
     *
     * @return the version that all later requests use
     * @throws TdispException if the responder does not support version 1.0, or does not answer properly
     */
    public int version() {
        var request = new GetTdispVersion(TdispHeader.of(interfaceId));
        TdispVersion answer = exchange.send(request, TdispVersion.class);
        if (!answer.supports(TdispHeader.VERSION_1_0)) {
            throw exchange.refusal("no common version: the responder supports " + answer.detail(), "11.3.4");
        }
        version = TdispHeader.VERSION_1_0;
        return version;
    }

    /**
     * Asks what the DSM supports (GET_TDISP_CAPABILITIES, section 11.3.6).
     *
     * @return the capabilities, kept for later checks
     * @throws TdispException if the responder refuses or does not answer properly
     * @throws IllegalStateException if no version is agreed
     */
    public TdispCapabilities capabilities() {
        var request = new GetTdispCapabilities(header(), 0);
        TdispCapabilities answer = exchange.send(request, TdispCapabilities.class);
        if (answer.supportedRequests().isSet(0)) {
            note("REQ_MSGS_SUPPORTED has bit 0 set, which no request has");
        }
        capabilities = answer;
        return answer;
    }

    /**
     * Locks the interface (LOCK_INTERFACE_REQUEST, section 11.3.8).
     *
     * @param parameters what to bind
     * @return the nonce for the start
     * @throws TdispException if the responder refuses or does not answer properly, the state is not CONFIG_LOCKED
     *     afterwards, or the nonce cannot be random
     * @throws IllegalStateException if the capabilities are not known
     * @throws IllegalArgumentException if a flag is not supported
     */
    public Nonce lock(LockParameters parameters) {
        LockFlags supported =
                known(RequestCode.LOCK_INTERFACE_REQUEST).supportedLockFlags().defined();
        if (!parameters.flags().isSubsetOf(supported)) {
            throw new IllegalArgumentException(
                    "FLAGS: %s is not within the supported %s".formatted(parameters.flags(), supported));
        }
        var request = new LockInterfaceRequest(header(), parameters);
        Nonce nonce = exchange.send(request, LockInterfaceResponse.class).nonce();
        try {
            verify(TdiState.CONFIG_LOCKED, RequestCode.LOCK_INTERFACE_REQUEST);
            judge(nonce);
        } catch (RuntimeException e) {
            nonce.destroy();
            throw e;
        }
        return nonce;
    }

    private void judge(Nonce nonce) {
        if (options.judgesNonces()) {
            nonces.objection(nonce).ifPresent(objection -> {
                throw exchange.refusal(objection, "11.3.9");
            });
        }
    }

    /**
     * Reads the report (GET_DEVICE_INTERFACE_REPORT, section 11.3.10) and decodes it.
     *
     * @return the report
     * @throws TdispException if the responder refuses or does not answer properly, or the report is malformed or has a
     *     {@linkplain DeviceInterfaceReport#flaw() flaw}
     * @throws IllegalStateException if no version is agreed
     */
    public DeviceInterfaceReport report() {
        Bytes body = reportBytes();
        DeviceInterfaceReport report;
        try {
            report = DeviceInterfaceReport.decode(body, options.addressUnit());
        } catch (MalformedMessageException e) {
            throw refusedReport(e);
        }
        report.flaw().ifPresent(flaw -> {
            throw exchange.refusal("the report is impossible: " + flaw, "11.3.11");
        });
        return report;
    }

    /**
     * Reads the report (GET_DEVICE_INTERFACE_REPORT, section 11.3.10) in as many portions as it takes.
     *
     * @return the body as the device sent it
     * @throws TdispException if the responder refuses, does not answer properly, or the portions do not fit together
     * @throws IllegalStateException if no version is agreed
     */
    public Bytes reportBytes() {
        var assembly = new ReportAssembly(options.portionSize());
        while (!assembly.isComplete()) {
            var request = new GetDeviceInterfaceReport(header(), assembly.nextOffset(), assembly.nextLength());
            DeviceInterfaceReportPortion portion = exchange.send(request, DeviceInterfaceReportPortion.class);
            try {
                assembly.add(portion);
            } catch (MalformedMessageException e) {
                throw refusedReport(e);
            }
        }
        return assembly.toBytes();
    }

    /**
     * Asks for the state (GET_DEVICE_INTERFACE_STATE, section 11.3.12).
     *
     * @return the state
     * @throws TdispException if the responder refuses, does not answer properly or says a reserved value
     * @throws IllegalStateException if no version is agreed
     */
    public TdiState state() {
        var request = new GetDeviceInterfaceState(header());
        DeviceInterfaceState answer = exchange.send(request, DeviceInterfaceState.class);
        return answer.state()
                .orElseThrow(() -> exchange.refusal("TDI_STATE has the reserved value " + answer.detail(), "11.3.13"));
    }

    /**
     * Starts the interface (START_INTERFACE_REQUEST, section 11.3.14).
     *
     * @param nonce the nonce of the lock
     * @throws TdispException if the responder refuses or does not answer properly, or the state is not RUN afterwards
     * @throws IllegalStateException if no version is agreed, or the nonce is destroyed
     */
    public void start(Nonce nonce) {
        var request = new StartInterfaceRequest(header(), nonce.copy());
        try {
            exchange.send(request, StartInterfaceResponse.class);
        } finally {
            request.nonce().destroy();
        }
        verify(TdiState.RUN, RequestCode.START_INTERFACE_REQUEST);
    }

    /**
     * Stops and unlocks the interface (STOP_INTERFACE_REQUEST, section 11.3.16).
     *
     * @throws TdispException if the responder refuses or does not answer properly, or the state is not CONFIG_UNLOCKED
     *     afterwards
     * @throws IllegalStateException if no version is agreed
     */
    public void stop() {
        var request = new StopInterfaceRequest(header());
        exchange.send(request, StopInterfaceResponse.class);
        verify(TdiState.CONFIG_UNLOCKED, RequestCode.STOP_INTERFACE_REQUEST);
    }

    /**
     * Binds a stream to another device (BIND_P2P_STREAM_REQUEST, section 11.3.18).
     *
     * @param streamId the stream, 0 to 255
     * @throws TdispException if the responder refuses or does not answer properly
     * @throws IllegalStateException if the request is not known to be supported
     */
    public void bindP2p(int streamId) {
        requireSupport(RequestCode.BIND_P2P_STREAM_REQUEST);
        var request = new BindP2pStreamRequest(header(), streamId);
        exchange.send(request, BindP2pStreamResponse.class);
    }

    /**
     * Takes the binding of a stream back (UNBIND_P2P_STREAM_REQUEST, section 11.3.20).
     *
     * @param streamId the stream, 0 to 255
     * @throws TdispException if the responder refuses or does not answer properly
     * @throws IllegalStateException if the request is not known to be supported
     */
    public void unbindP2p(int streamId) {
        requireSupport(RequestCode.UNBIND_P2P_STREAM_REQUEST);
        var request = new UnbindP2pStreamRequest(header(), streamId);
        exchange.send(request, UnbindP2pStreamResponse.class);
    }

    /**
     * Makes a reported range TEE memory or not (SET_MMIO_ATTRIBUTE_REQUEST, section 11.3.22).
     *
     * @param range the range as in the report; its attributes are not sent
     * @param isNonTee true if it is to be no TEE memory
     * @throws TdispException if the responder refuses or does not answer properly
     * @throws IllegalStateException if the request is not known to be supported
     */
    public void setMmioAttribute(MmioRange range, boolean isNonTee) {
        requireSupport(RequestCode.SET_MMIO_ATTRIBUTE_REQUEST);
        int attributes = isNonTee ? SetMmioAttributeRequest.IS_NON_TEE_MEM : 0;
        long first = options.addressUnit().fieldOf(range);
        var request = new SetMmioAttributeRequest(header(), first, range.pageCount(), attributes, range.rangeId());
        exchange.send(request, SetMmioAttributeResponse.class);
    }

    /**
     * Sends what a vendor defines (VDM_REQUEST, section 11.3.25).
     *
     * @param data the vendor and its data
     * @return what the responder answers
     * @throws TdispException if the responder refuses or does not answer properly
     * @throws IllegalStateException if the request is not known to be supported
     */
    public VendorData vdm(VendorData data) {
        requireSupport(RequestCode.VDM_REQUEST);
        var request = new VdmRequest(header(), data);
        VendorData answer = exchange.send(request, VdmResponse.class).vendor();
        boolean isSameVendor =
                answer.registryId() == data.registryId() && answer.vendorId().equals(data.vendorId());
        if (!isSameVendor) {
            throw exchange.refusal("%s answered by %s".formatted(data, answer), RequestCode.VDM_REQUEST.clause());
        }
        return answer;
    }

    /**
     * Configures the whole DSM (SET_TDISP_CONFIG_REQUEST, PCI Express 7.0).
     *
     * @param config {@link SetTdispConfigRequest#XT_MODE_ENABLE} and the other bits
     * @throws TdispException if the responder refuses or does not answer properly
     * @throws IllegalStateException if the request is not known to be supported
     */
    public void setTdispConfig(long config) {
        requireSupport(RequestCode.SET_TDISP_CONFIG_REQUEST);
        var request = new SetTdispConfigRequest(header(), config);
        exchange.send(request, SetTdispConfigResponse.class);
    }

    private TdispHeader header() {
        if (version == VERSION_UNKNOWN) {
            throw new IllegalStateException("no version is agreed: GET_TDISP_VERSION comes first (section 11.3.4)");
        }
        return TdispHeader.of(interfaceId).withVersion(version);
    }

    private TdispCapabilities known(RequestCode request) {
        if (capabilities == null) {
            throw new IllegalStateException("%s: the capabilities are not known".formatted(request));
        }
        return capabilities;
    }

    private void requireSupport(RequestCode request) {
        if (!known(request).supportedRequests().has(request)) {
            throw new IllegalStateException("%s is not in REQ_MSGS_SUPPORTED".formatted(request));
        }
    }

    private void verify(TdiState expected, RequestCode after) {
        if (!options.verifiesState()) {
            return;
        }
        TdiState actual = state();
        if (actual != expected) {
            throw exchange.refusal("state %s after %s, not %s".formatted(actual, after, expected), after.clause());
        }
    }

    private TdispException refusedReport(MalformedMessageException e) {
        TdispException refusal = exchange.refusal("the report is refused: " + e.getMessage(), "11.3.11");
        refusal.initCause(e);
        return refusal;
    }

    private void note(String text) {
        if (env.trace().isEnabled()) {
            env.trace().record(new TraceEvent.Note(env.clock().instant(), options.source(), text));
        }
    }
}
