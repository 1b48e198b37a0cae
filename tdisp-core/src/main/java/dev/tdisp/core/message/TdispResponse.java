package dev.tdisp.core.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;

/** A response of the DSM. */
public sealed interface TdispResponse extends TdispMessage
        permits TdispVersion,
                TdispCapabilities,
                LockInterfaceResponse,
                DeviceInterfaceReportPortion,
                DeviceInterfaceState,
                StartInterfaceResponse,
                StopInterfaceResponse,
                BindP2pStreamResponse,
                UnbindP2pStreamResponse,
                SetMmioAttributeResponse,
                VdmResponse,
                SetTdispConfigResponse,
                TdispError,
                UnknownResponse {
    @Override
    TdispResponse blanked();

    /**
     * Decodes a response.
     *
     * @param message its bytes, from the TDISPVersion byte on
     * @return the response; an {@link UnknownResponse} if its code is not defined
     * @throws dev.tdisp.core.wire.MalformedMessageException if the size is wrong
     */
    static TdispResponse decode(Bytes message) {
        return decode(WireReader.of(message));
    }

    /**
     * Decodes a response, and leaves the fields in the reader if it {@linkplain WireReader#recording(Bytes) records}.
     *
     * @param in a reader at the first byte of the message
     * @return the response; an {@link UnknownResponse} if its code is not defined
     * @throws dev.tdisp.core.wire.MalformedMessageException if the size is wrong
     */
    static TdispResponse decode(WireReader in) {
        return decode(Preamble.decode(in), in);
    }

    /**
     * Decodes the rest of a response.
     *
     * @param preamble the first 16 bytes
     * @param in a reader behind the preamble
     * @return the response; an {@link UnknownResponse} if its code is not defined
     * @throws dev.tdisp.core.wire.MalformedMessageException if the size is wrong
     */
    static TdispResponse decode(Preamble preamble, WireReader in) {
        TdispHeader header = preamble.header();
        TdispResponse response = preamble.messageType() == TdispError.CODE
                ? TdispError.decode(header, in)
                : RequestCode.ofResponse(preamble.messageType())
                        .map(code -> decodePayload(code, header, in))
                        .orElseGet(() -> UnknownResponse.decode(preamble, in));
        in.end();
        return response;
    }

    private static TdispResponse decodePayload(RequestCode code, TdispHeader header, WireReader in) {
        return switch (code) {
            case GET_TDISP_VERSION -> TdispVersion.decode(header, in);
            case GET_TDISP_CAPABILITIES -> TdispCapabilities.decode(header, in);
            case LOCK_INTERFACE_REQUEST -> LockInterfaceResponse.decode(header, in);
            case GET_DEVICE_INTERFACE_REPORT -> DeviceInterfaceReportPortion.decode(header, in);
            case GET_DEVICE_INTERFACE_STATE -> DeviceInterfaceState.decode(header, in);
            case START_INTERFACE_REQUEST -> new StartInterfaceResponse(header);
            case STOP_INTERFACE_REQUEST -> new StopInterfaceResponse(header);
            case BIND_P2P_STREAM_REQUEST -> new BindP2pStreamResponse(header);
            case UNBIND_P2P_STREAM_REQUEST -> new UnbindP2pStreamResponse(header);
            case SET_MMIO_ATTRIBUTE_REQUEST -> new SetMmioAttributeResponse(header);
            case VDM_REQUEST -> VdmResponse.decode(header, in);
            case SET_TDISP_CONFIG_REQUEST -> new SetTdispConfigResponse(header);
        };
    }
}
