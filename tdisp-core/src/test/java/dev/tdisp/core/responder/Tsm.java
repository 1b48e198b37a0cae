package dev.tdisp.core.responder;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.tdi.TdiEvent;
import dev.tdisp.core.wire.Bytes;
import java.util.Optional;

/**
 * The other side of a {@link MemoryDevice}: sends bytes written by hand, one session, one interface.
 *
 * <p>Knows the wire by offsets alone, so that an error in the codec shows.
 */
final class Tsm {
    static final long SESSION = 0xFFFF_FFFFL;
    static final String VERSION = "81";
    static final String CAPABILITIES = "82";
    static final String LOCK = "83";
    static final String REPORT = "84";
    static final String STATE = "85";
    static final String START = "86";
    static final String STOP = "87";
    static final String BIND = "88";
    static final String UNBIND = "89";
    static final String ATTRIBUTE = "8A";
    static final String VDM = "8B";
    static final String CONFIG = "8C";

    /** FUNCTION_ID 01000100h: segment 0, valid, 01:00.0. */
    static final String FIRST = "00010001 0000000000000000";

    /** FUNCTION_ID 01000101h. */
    static final String SECOND = "01010001 0000000000000000";

    private final MemoryDevice device;
    private final long session;
    private final String interfaceId;
    Bytes nonce = Bytes.filled(0xAA, 32);

    Tsm(MemoryDevice device) {
        this(device, SESSION, FIRST);
    }

    Tsm(MemoryDevice device, long session, String interfaceId) {
        this.device = device;
        this.session = session;
        this.interfaceId = interfaceId;
    }

    Optional<Bytes> sendRaw(String hex) {
        return device.responder.handle(session, Bytes.fromHex(hex));
    }

    Bytes send(String code, String payload) {
        return sendRaw("10 %s 0000 %s %s".formatted(code, interfaceId, payload)).orElseThrow();
    }

    Bytes send(String code) {
        return send(code, "");
    }

    Bytes lock() {
        return lock("1F00 05 00 0000000000000000 0000000000000000");
    }

    Bytes lock(String payload) {
        Bytes response = send(LOCK, payload);
        if (response.at(1) == 0x03) {
            nonce = response.from(16);
        }
        return response;
    }

    Bytes start() {
        return send(START, nonce.toHex());
    }

    Bytes startWithWrongNonce() {
        return send(START, nonce.with(31, nonce.at(31) ^ 1).toHex());
    }

    Bytes report(int offset, int length) {
        return send(REPORT, "%02x%02x%02x%02x".formatted(offset & 0xFF, offset >> 8, length & 0xFF, length >> 8));
    }

    TdiState state() {
        Bytes response = send(STATE);
        return TdiState.of(response.at(16)).orElseThrow();
    }

    /** Brings the interface from CONFIG_UNLOCKED to a state. */
    Tsm reach(TdiState state) {
        switch (state) {
            case CONFIG_UNLOCKED -> {}
            case CONFIG_LOCKED -> lock();
            case RUN -> {
                lock();
                start();
            }
            case ERROR -> {
                lock();
                device.tdis.stream()
                        .filter(tdi -> tdi.machine().state() == TdiState.CONFIG_LOCKED)
                        .forEach(tdi -> tdi.machine().on(TdiEvent.BAR_MODIFIED));
            }
        }
        return this;
    }

    /** What a response is: {@code ok} or the name of the error. */
    static String outcome(Bytes response) {
        if (response.at(1) != 0x7F) {
            return "ok";
        }
        long code = response.at(16) | response.at(17) << 8 | response.at(18) << 16 | (long) response.at(19) << 24;
        return TdispErrorCode.of(code).orElseThrow().name();
    }
}
