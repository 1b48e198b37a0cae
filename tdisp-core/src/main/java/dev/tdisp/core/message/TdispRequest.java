package dev.tdisp.core.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;

/** A request of the TSM. */
public sealed interface TdispRequest extends TdispMessage
        permits GetTdispVersion,
                GetTdispCapabilities,
                LockInterfaceRequest,
                GetDeviceInterfaceReport,
                GetDeviceInterfaceState,
                StartInterfaceRequest,
                StopInterfaceRequest,
                BindP2pStreamRequest,
                UnbindP2pStreamRequest,
                SetMmioAttributeRequest,
                VdmRequest,
                SetTdispConfigRequest,
                UnknownRequest {
    /**
     * Hands the request to the method of its kind.
     *
     * @param <R> what the methods return
     * @param handler the methods
     * @return what the method returned
     */
    <R> R accept(Handler<R> handler);

    @Override
    TdispRequest blanked();

    /**
     * Decodes a request.
     *
     * @param message its bytes, from the TDISPVersion byte on
     * @return the request; an {@link UnknownRequest} if its code is not defined
     * @throws dev.tdisp.core.wire.MalformedMessageException if the size is wrong
     */
    static TdispRequest decode(Bytes message) {
        return decode(WireReader.of(message));
    }

    /**
     * Decodes a request, and leaves the fields in the reader if it {@linkplain WireReader#recording(Bytes) records}.
     *
     * @param in a reader at the first byte of the message
     * @return the request; an {@link UnknownRequest} if its code is not defined
     * @throws dev.tdisp.core.wire.MalformedMessageException if the size is wrong
     */
    static TdispRequest decode(WireReader in) {
        return decode(Preamble.decode(in), in);
    }

    /**
     * Decodes the rest of a request.
     *
     * @param preamble the first 16 bytes
     * @param in a reader behind the preamble
     * @return the request; an {@link UnknownRequest} if its code is not defined
     * @throws dev.tdisp.core.wire.MalformedMessageException if the size is wrong
     */
    static TdispRequest decode(Preamble preamble, WireReader in) {
        TdispHeader header = preamble.header();
        TdispRequest request = RequestCode.of(preamble.messageType())
                .map(code -> decodePayload(code, header, in))
                .orElseGet(() -> UnknownRequest.decode(preamble, in));
        in.end();
        return request;
    }

    private static TdispRequest decodePayload(RequestCode code, TdispHeader header, WireReader in) {
        return switch (code) {
            case GET_TDISP_VERSION -> new GetTdispVersion(header);
            case GET_TDISP_CAPABILITIES -> GetTdispCapabilities.decode(header, in);
            case LOCK_INTERFACE_REQUEST -> LockInterfaceRequest.decode(header, in);
            case GET_DEVICE_INTERFACE_REPORT -> GetDeviceInterfaceReport.decode(header, in);
            case GET_DEVICE_INTERFACE_STATE -> new GetDeviceInterfaceState(header);
            case START_INTERFACE_REQUEST -> StartInterfaceRequest.decode(header, in);
            case STOP_INTERFACE_REQUEST -> new StopInterfaceRequest(header);
            case BIND_P2P_STREAM_REQUEST -> BindP2pStreamRequest.decode(header, in);
            case UNBIND_P2P_STREAM_REQUEST -> UnbindP2pStreamRequest.decode(header, in);
            case SET_MMIO_ATTRIBUTE_REQUEST -> SetMmioAttributeRequest.decode(header, in);
            case VDM_REQUEST -> VdmRequest.decode(header, in);
            case SET_TDISP_CONFIG_REQUEST -> SetTdispConfigRequest.decode(header, in);
        };
    }

    /**
     * One method for each kind of request.
     *
     * @param <R> what the methods return
     */
    interface Handler<R> {
        /**
         * Handles {@link GetTdispVersion}.
         *
         * @param request the request
         * @return the result
         */
        R getTdispVersion(GetTdispVersion request);

        /**
         * Handles {@link GetTdispCapabilities}.
         *
         * @param request the request
         * @return the result
         */
        R getTdispCapabilities(GetTdispCapabilities request);

        /**
         * Handles {@link LockInterfaceRequest}.
         *
         * @param request the request
         * @return the result
         */
        R lockInterface(LockInterfaceRequest request);

        /**
         * Handles {@link GetDeviceInterfaceReport}.
         *
         * @param request the request
         * @return the result
         */
        R getDeviceInterfaceReport(GetDeviceInterfaceReport request);

        /**
         * Handles {@link GetDeviceInterfaceState}.
         *
         * @param request the request
         * @return the result
         */
        R getDeviceInterfaceState(GetDeviceInterfaceState request);

        /**
         * Handles {@link StartInterfaceRequest}.
         *
         * @param request the request
         * @return the result
         */
        R startInterface(StartInterfaceRequest request);

        /**
         * Handles {@link StopInterfaceRequest}.
         *
         * @param request the request
         * @return the result
         */
        R stopInterface(StopInterfaceRequest request);

        /**
         * Handles {@link BindP2pStreamRequest}.
         *
         * @param request the request
         * @return the result
         */
        R bindP2pStream(BindP2pStreamRequest request);

        /**
         * Handles {@link UnbindP2pStreamRequest}.
         *
         * @param request the request
         * @return the result
         */
        R unbindP2pStream(UnbindP2pStreamRequest request);

        /**
         * Handles {@link SetMmioAttributeRequest}.
         *
         * @param request the request
         * @return the result
         */
        R setMmioAttribute(SetMmioAttributeRequest request);

        /**
         * Handles {@link VdmRequest}.
         *
         * @param request the request
         * @return the result
         */
        R vdm(VdmRequest request);

        /**
         * Handles {@link SetTdispConfigRequest}.
         *
         * @param request the request
         * @return the result
         */
        R setTdispConfig(SetTdispConfigRequest request);

        /**
         * Handles a request whose code is not defined.
         *
         * @param request the request
         * @return the result
         */
        R unknown(UnknownRequest request);
    }
}
