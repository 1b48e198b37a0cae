package dev.tdisp.lab.script;

import dev.tdisp.core.idekm.KeyProg;
import dev.tdisp.core.idekm.KeySetGo;
import dev.tdisp.core.idekm.KeySetStop;
import dev.tdisp.core.idekm.Query;
import dev.tdisp.core.message.BindP2pStreamRequest;
import dev.tdisp.core.message.GetDeviceInterfaceState;
import dev.tdisp.core.message.GetTdispCapabilities;
import dev.tdisp.core.message.GetTdispVersion;
import dev.tdisp.core.message.LockInterfaceRequest;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.SetMmioAttributeRequest;
import dev.tdisp.core.message.SetTdispConfigRequest;
import dev.tdisp.core.message.StartInterfaceRequest;
import dev.tdisp.core.message.StopInterfaceRequest;
import dev.tdisp.core.message.TdispRequest;
import dev.tdisp.core.message.UnbindP2pStreamRequest;
import dev.tdisp.core.message.VdmRequest;

/** The words of a device's script: what it awaits. */
public abstract sealed class DeviceWords permits ScriptedDevice {
    private final Script script;

    DeviceWords(Script script) {
        this.script = script;
    }

    final Script script() {
        return script;
    }

    /**
     * Awaits GET_TDISP_VERSION.
     *
     * @return the expectation, to be completed
     */
    public final RequestExpectation<GetTdispVersion> expectGetVersion() {
        return expect(RequestCode.GET_TDISP_VERSION, "expectGetVersion");
    }

    /**
     * Awaits GET_TDISP_CAPABILITIES.
     *
     * @return the expectation, to be completed
     */
    public final RequestExpectation<GetTdispCapabilities> expectGetCapabilities() {
        return expect(RequestCode.GET_TDISP_CAPABILITIES, "expectGetCapabilities");
    }

    /**
     * Awaits LOCK_INTERFACE_REQUEST.
     *
     * @return the expectation, to be completed
     */
    public final RequestExpectation<LockInterfaceRequest> expectLockInterface() {
        return expect(RequestCode.LOCK_INTERFACE_REQUEST, "expectLockInterface");
    }

    /**
     * Awaits GET_DEVICE_INTERFACE_REPORT.
     *
     * @return the expectation, to be completed
     */
    public final ReportExpectation expectGetReport() {
        return new ReportExpectation(script, Kind.tdisp(RequestCode.GET_DEVICE_INTERFACE_REPORT, "expectGetReport"));
    }

    /**
     * Awaits GET_DEVICE_INTERFACE_STATE.
     *
     * @return the expectation, to be completed
     */
    public final RequestExpectation<GetDeviceInterfaceState> expectGetState() {
        return expect(RequestCode.GET_DEVICE_INTERFACE_STATE, "expectGetState");
    }

    /**
     * Awaits START_INTERFACE_REQUEST.
     *
     * @return the expectation, to be completed
     */
    public final RequestExpectation<StartInterfaceRequest> expectStartInterface() {
        return expect(RequestCode.START_INTERFACE_REQUEST, "expectStartInterface");
    }

    /**
     * Awaits STOP_INTERFACE_REQUEST.
     *
     * @return the expectation, to be completed
     */
    public final RequestExpectation<StopInterfaceRequest> expectStopInterface() {
        return expect(RequestCode.STOP_INTERFACE_REQUEST, "expectStopInterface");
    }

    /**
     * Awaits BIND_P2P_STREAM_REQUEST.
     *
     * @return the expectation, to be completed
     */
    public final RequestExpectation<BindP2pStreamRequest> expectBindP2pStream() {
        return expect(RequestCode.BIND_P2P_STREAM_REQUEST, "expectBindP2pStream");
    }

    /**
     * Awaits UNBIND_P2P_STREAM_REQUEST.
     *
     * @return the expectation, to be completed
     */
    public final RequestExpectation<UnbindP2pStreamRequest> expectUnbindP2pStream() {
        return expect(RequestCode.UNBIND_P2P_STREAM_REQUEST, "expectUnbindP2pStream");
    }

    /**
     * Awaits SET_MMIO_ATTRIBUTE_REQUEST.
     *
     * @return the expectation, to be completed
     */
    public final RequestExpectation<SetMmioAttributeRequest> expectSetMmioAttribute() {
        return expect(RequestCode.SET_MMIO_ATTRIBUTE_REQUEST, "expectSetMmioAttribute");
    }

    /**
     * Awaits VDM_REQUEST.
     *
     * @return the expectation, to be completed
     */
    public final RequestExpectation<VdmRequest> expectVdm() {
        return expect(RequestCode.VDM_REQUEST, "expectVdm");
    }

    /**
     * Awaits SET_TDISP_CONFIG_REQUEST.
     *
     * @return the expectation, to be completed
     */
    public final RequestExpectation<SetTdispConfigRequest> expectSetTdispConfig() {
        return expect(RequestCode.SET_TDISP_CONFIG_REQUEST, "expectSetTdispConfig");
    }

    /**
     * Awaits QUERY.
     *
     * @return the expectation, to be completed
     */
    public final IdeKmExpectation<Query> expectQuery() {
        return new IdeKmExpectation<>(script, Kind.ideKm("QUERY", "expectQuery"));
    }

    /**
     * Awaits KEY_PROG. The key is forgotten when the assertions are made.
     *
     * @return the expectation, to be completed
     */
    public final IdeKmExpectation<KeyProg> expectKeyProg() {
        return new IdeKmExpectation<>(script, Kind.ideKm("KEY_PROG", "expectKeyProg"));
    }

    /**
     * Awaits K_SET_GO.
     *
     * @return the expectation, to be completed
     */
    public final IdeKmExpectation<KeySetGo> expectKeySetGo() {
        return new IdeKmExpectation<>(script, Kind.ideKm("K_SET_GO", "expectKeySetGo"));
    }

    /**
     * Awaits K_SET_STOP.
     *
     * @return the expectation, to be completed
     */
    public final IdeKmExpectation<KeySetStop> expectKeySetStop() {
        return new IdeKmExpectation<>(script, Kind.ideKm("K_SET_STOP", "expectKeySetStop"));
    }

    private <M extends TdispRequest> RequestExpectation<M> expect(RequestCode code, String word) {
        return new RequestExpectation<>(script, Kind.tdisp(code, word));
    }
}
