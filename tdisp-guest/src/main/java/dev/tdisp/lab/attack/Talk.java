package dev.tdisp.lab.attack;

import dev.tdisp.core.wire.Bytes;

/** TDISP messages written by hand. */
final class Talk {
    static final int VERSION = 0x81;
    static final int CAPABILITIES = 0x82;
    static final int LOCK = 0x83;
    static final int REPORT = 0x84;
    static final int STATE = 0x85;
    static final int START = 0x86;
    static final int STOP = 0x87;
    static final int BIND_P2P = 0x88;
    static final int UNBIND_P2P = 0x89;
    static final int ATTRIBUTE = 0x8A;
    static final int STREAM = 0x10;

    private static final int ERROR = 0x7F;
    private static final int HEADER = 16;

    private Talk() {}

    /** Sends a request about a virtual function. */
    static Bytes ask(Scene scene, int vf, int code, String payload) {
        return scene.session().tdisp(message(scene, vf, code, payload));
    }

    /** Sends a request about the first virtual function over another session than the security manager's. */
    static Bytes elsewhere(Scene scene, int code, String payload) {
        return scene.otherSession().tdisp(message(scene, 1, code, payload));
    }

    static Bytes message(Scene scene, int vf, int code, String payload) {
        int requester = scene.lab().function(vf).requesterId().value();
        return message(requester, code, payload);
    }

    static Bytes message(int requester, int code, String payload) {
        return Bytes.fromHex(
                "10%02x0000%02x%02x%s%s".formatted(code, requester & 0xFF, requester >>> 8, "00".repeat(10), payload));
    }

    static boolean isRefused(Bytes answer) {
        return answer.isEmpty() || answer.at(1) == ERROR;
    }

    static String lockPayload(int flags, int stream) {
        return "%02x00%02x00%s".formatted(flags, stream, "00".repeat(16));
    }

    /** Locks a virtual function, and returns the nonce in hexadecimal digits; no digits if that is refused. */
    static String lock(Scene scene, int vf) {
        Bytes answer = ask(scene, vf, LOCK, lockPayload(0, STREAM));
        return isRefused(answer) ? "" : answer.slice(HEADER, HEADER + 32).toHex();
    }

    /** Starts a virtual function; true if that is confirmed. */
    static boolean start(Scene scene, int vf, String nonce) {
        return !isRefused(ask(scene, vf, START, nonce));
    }

    static boolean stop(Scene scene, int vf) {
        return !isRefused(ask(scene, vf, STOP, ""));
    }
}
