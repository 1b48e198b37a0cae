package dev.tdisp.device.walk;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.vendor.VendorProtocol;

/** TDISP requests as bytes written by hand, and what their answers say. */
final class WalkRequests {
    private static final int ERROR = 0x7F;
    private static final int HEADER = 16;

    private WalkRequests() {}

    static String bytes(String name, int function, String nonce, int stream, int flags) {
        String payload = switch (name) {
            case "CAPABILITIES" -> "82%s00000000";
            case "LOCK" -> "83%s" + "%02x00%02x00".formatted(flags, 0x10 + stream) + "00".repeat(8) + "ff".repeat(8);
            case "REPORT" -> "84%s0000ffff";
            case "STATE" -> "85%s";
            case "START" -> "86%s" + nonce;
            case "STOP" -> "87%s";
            case "BIND" -> "88%s" + "%02x".formatted(0x10 + stream);
            case "UNBIND" -> "89%s" + "%02x".formatted(0x10 + stream);
            case "ATTRIBUTE" -> "8a%s00000101000000000001000004000200";
            case "VDM" -> "8b%s00023412aabb";
            case "UNKNOWN" -> "9d%s";
            default -> "81%s";
        };
        return "10" + payload.formatted("0000%02x%02x0001%s".formatted(function & 0xFF, function >> 8, "00".repeat(8)));
    }

    static Bytes send(WalkDevice device, long session, String hex) {
        return device.exchange(VendorProtocol.TDISP, session, Bytes.fromHex(hex));
    }

    /** Reads the outcome of an answer: ok, or the name of the error. */
    static String outcome(Bytes response) {
        if (response.isEmpty()) {
            return "silence";
        }
        if (response.at(1) != ERROR) {
            return "ok";
        }
        int code = response.at(HEADER) | response.at(HEADER + 1) << 8;
        return switch (code) {
            case 0x01 -> "INVALID_REQUEST";
            case 0x04 -> "INVALID_INTERFACE_STATE";
            case 0x07 -> "UNSUPPORTED_REQUEST";
            case 0x101 -> "INVALID_INTERFACE";
            case 0x102 -> "INVALID_NONCE";
            case 0x104 -> "INVALID_DEVICE_CONFIGURATION";
            default -> Integer.toHexString(code);
        };
    }
}
