package dev.tdisp.core.message;

import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import java.util.Optional;

/**
 * DEVICE_INTERFACE_STATE: the state of the interface (section 11.3.13).
 *
 * @param header what all messages begin with
 * @param tdiState TDI_STATE, 0 to 255
 */
public record DeviceInterfaceState(TdispHeader header, int tdiState) implements TdispResponse {
    /**
     * Checks the ranges.
     *
     * @param header what all messages begin with
     * @param tdiState TDI_STATE, 0 to 255
     */
    public DeviceInterfaceState {
        Ranges.u8("TDI_STATE", tdiState);
    }

    /**
     * Creates the response.
     *
     * @param header what all messages begin with
     * @param state the state
     */
    public DeviceInterfaceState(TdispHeader header, TdiState state) {
        this(header, state.code());
    }

    /**
     * Returns the state.
     *
     * @return the state, or nothing for a reserved value
     */
    public Optional<TdiState> state() {
        return TdiState.of(tdiState);
    }

    @Override
    public int code() {
        return RequestCode.GET_DEVICE_INTERFACE_STATE.responseCode();
    }

    @Override
    public String name() {
        return RequestCode.GET_DEVICE_INTERFACE_STATE.responseName();
    }

    @Override
    public String detail() {
        return text(tdiState);
    }

    @Override
    public TdispResponse blanked() {
        return this;
    }

    @Override
    public void encode(WireWriter out) {
        header.encode(out, code(), name());
        out.u8("TDI_STATE", tdiState);
        out.meaning(text(tdiState));
    }

    static DeviceInterfaceState decode(TdispHeader header, WireReader in) {
        int tdiState = in.u8("TDI_STATE");
        in.meaning(text(tdiState));
        return new DeviceInterfaceState(header, tdiState);
    }

    private static String text(int tdiState) {
        return TdiState.of(tdiState).map(TdiState::name).orElseGet(() -> "%02Xh".formatted(tdiState));
    }
}
