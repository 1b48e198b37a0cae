package dev.tdisp.lab.script;

import dev.tdisp.core.ide.IdeKey;
import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.idekm.KeyProg;
import dev.tdisp.core.idekm.KeySetGo;
import dev.tdisp.core.idekm.KeySetStop;
import dev.tdisp.core.idekm.Query;
import dev.tdisp.core.message.BindP2pStreamRequest;
import dev.tdisp.core.message.GetDeviceInterfaceReport;
import dev.tdisp.core.message.GetDeviceInterfaceState;
import dev.tdisp.core.message.GetTdispCapabilities;
import dev.tdisp.core.message.GetTdispVersion;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.LockInterfaceRequest;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.StartInterfaceRequest;
import dev.tdisp.core.message.StopInterfaceRequest;
import dev.tdisp.core.message.TdispHeader;
import dev.tdisp.core.message.TdispRequest;
import dev.tdisp.core.message.UnbindP2pStreamRequest;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.report.DeviceInterfaceReport;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The words of a host's script: what it sends. Every request is right, unless {@link Sent#but} bends it. */
public abstract sealed class HostWords permits ScriptedHost {
    private static final int PORT = 0;

    private final HostScript script;
    private final StreamId stream;

    HostWords(HostScript script, StreamId stream) {
        this.script = script;
        this.stream = stream;
    }

    final HostScript script() {
        return script;
    }

    /**
     * Sends GET_TDISP_VERSION.
     *
     * @return the line, to be completed
     */
    public final Sent sendGetVersion() {
        return tdisp(RequestCode.GET_TDISP_VERSION, "sendGetVersion", GetTdispVersion::new);
    }

    /**
     * Sends GET_TDISP_CAPABILITIES.
     *
     * @return the line, to be completed
     */
    public final Sent sendGetCapabilities() {
        return tdisp(
                RequestCode.GET_TDISP_CAPABILITIES,
                "sendGetCapabilities",
                header -> new GetTdispCapabilities(header, 0));
    }

    /**
     * Sends LOCK_INTERFACE_REQUEST without flags, for the script's stream.
     *
     * @return the line, to be completed
     */
    public final Sent sendLockInterface() {
        return sendLockInterface(LockParameters.of(LockFlags.NONE, stream.value()));
    }

    /**
     * Sends LOCK_INTERFACE_REQUEST, bent.
     *
     * @param change bends the right request
     * @return the line, to be completed
     */
    public final Sent sendLockInterface(UnaryOperator<Bend> change) {
        return sendLockInterface().but(change);
    }

    /**
     * Sends LOCK_INTERFACE_REQUEST.
     *
     * @param parameters what to bind
     * @return the line, to be completed
     */
    public final Sent sendLockInterface(LockParameters parameters) {
        return tdisp(
                RequestCode.LOCK_INTERFACE_REQUEST,
                "sendLockInterface",
                header -> new LockInterfaceRequest(header, parameters));
    }

    /**
     * Sends GET_DEVICE_INTERFACE_REPORT for as much as there may be.
     *
     * @return the line, to be completed
     */
    public final Sent sendGetReport() {
        return sendGetReport(0, DeviceInterfaceReport.MAX_SIZE);
    }

    /**
     * Sends GET_DEVICE_INTERFACE_REPORT.
     *
     * @param offset where the portion starts
     * @param length its size
     * @return the line, to be completed
     */
    public final Sent sendGetReport(int offset, int length) {
        return tdisp(
                RequestCode.GET_DEVICE_INTERFACE_REPORT,
                "sendGetReport",
                header -> new GetDeviceInterfaceReport(header, offset, length));
    }

    /**
     * Sends GET_DEVICE_INTERFACE_STATE.
     *
     * @return the line, to be completed
     */
    public final Sent sendGetState() {
        return tdisp(RequestCode.GET_DEVICE_INTERFACE_STATE, "sendGetState", GetDeviceInterfaceState::new);
    }

    /**
     * Sends START_INTERFACE_REQUEST with the nonce of the last lock, or of {@link Sent#from} another one; with a nonce that
     * fits none if nothing was locked.
     *
     * @return the line, to be completed
     */
    public final Sent sendStartInterface() {
        Kind kind = Kind.tdisp(RequestCode.START_INTERFACE_REQUEST, "sendStartInterface");
        return line(kind, line -> {
            var request = new StartInterfaceRequest(script.header(), script.nonce(line));
            Bytes bytes = request.toBytes();
            request.nonce().destroy();
            return bytes;
        });
    }

    /**
     * Sends STOP_INTERFACE_REQUEST.
     *
     * @return the line, to be completed
     */
    public final Sent sendStopInterface() {
        return tdisp(RequestCode.STOP_INTERFACE_REQUEST, "sendStopInterface", StopInterfaceRequest::new);
    }

    /**
     * Sends BIND_P2P_STREAM_REQUEST.
     *
     * @param streamId the stream
     * @return the line, to be completed
     */
    public final Sent sendBindP2pStream(int streamId) {
        return tdisp(
                RequestCode.BIND_P2P_STREAM_REQUEST,
                "sendBindP2pStream",
                header -> new BindP2pStreamRequest(header, streamId));
    }

    /**
     * Sends UNBIND_P2P_STREAM_REQUEST.
     *
     * @param streamId the stream
     * @return the line, to be completed
     */
    public final Sent sendUnbindP2pStream(int streamId) {
        return tdisp(
                RequestCode.UNBIND_P2P_STREAM_REQUEST,
                "sendUnbindP2pStream",
                header -> new UnbindP2pStreamRequest(header, streamId));
    }

    /**
     * Sends any other request of TDISP.
     *
     * @param code which
     * @param request makes it for the header of this script
     * @return the line, to be completed
     */
    public final Sent send(RequestCode code, Function<TdispHeader, ? extends TdispRequest> request) {
        return tdisp(code, "send(%s)".formatted(code), request);
    }

    /**
     * Sends any bytes as TDISP.
     *
     * @param message the whole message
     * @return the line, to be completed
     */
    public final Sent sendRaw(Bytes message) {
        return line(new Kind(VendorProtocol.TDISP, "raw bytes", "TDISP 11.3.3", "sendRaw"), line -> message);
    }

    /**
     * Sends QUERY for port 0.
     *
     * @return the line, to be completed
     */
    public final Sent sendQuery() {
        return line(Kind.ideKm("QUERY", "sendQuery"), line -> new Query(PORT).encode());
    }

    /**
     * Sends KEY_PROG with a fresh key, which is then forgotten.
     *
     * @param slot the slot, from the device's point of view
     * @return the line, to be completed
     */
    public final Sent sendKeyProg(KeySlotId slot) {
        return line(Kind.ideKm("KEY_PROG", "sendKeyProg"), line -> {
            IdeKey key = IdeKey.random(script.env().random());
            Bytes bytes = new KeyProg(stream, slot, PORT, key).encode();
            key.destroy();
            return bytes;
        });
    }

    /**
     * Sends K_SET_GO.
     *
     * @param slot the slot, from the device's point of view
     * @return the line, to be completed
     */
    public final Sent sendKeySetGo(KeySlotId slot) {
        return line(Kind.ideKm("K_SET_GO", "sendKeySetGo"), line -> new KeySetGo(stream, slot, PORT).encode());
    }

    /**
     * Sends K_SET_STOP.
     *
     * @param slot the slot, from the device's point of view
     * @return the line, to be completed
     */
    public final Sent sendKeySetStop(KeySlotId slot) {
        return line(Kind.ideKm("K_SET_STOP", "sendKeySetStop"), line -> new KeySetStop(stream, slot, PORT).encode());
    }

    private Sent tdisp(RequestCode code, String word, Function<TdispHeader, ? extends TdispRequest> request) {
        return line(
                Kind.tdisp(code, word), line -> request.apply(script.header()).toBytes());
    }

    private Sent line(Kind kind, Function<HostLine, Bytes> request) {
        return new Sent(script, script.begin(new HostLine(kind, request)));
    }
}
