package dev.tdisp.lab.conformance.spdm;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * Writes a request by a template of hexadecimal bytes and words: {@code vv} is the version, {@code v+} and {@code v-} are its
 * neighbours, {@code nonce} is a nonce, {@code ctx} the RequesterContext where there is one, {@code opq} an empty OpaqueData
 * of FINISH where there is one, {@code mac} a MAC that is wrong.
 */
final class Template {
    /** The RequesterContext that the suite sends from version 1.3 on. */
    static final String CONTEXT = "01 02 03 04 05 06 07 08";

    private static final int WRONG = 0xA7;

    private Template() {}

    static Bytes request(SpdmPeer peer, String template) {
        SpdmVersion version = peer.version();
        boolean hasMac = template.contains("mac");
        return Bytes.fromHex(template.replace("vv", "%02x".formatted(version.code()))
                .replace("v+", "%02x".formatted(version.code() + 1))
                .replace("v-", "%02x".formatted(version.code() - 1))
                .replace("nonce", template.contains("nonce") ? peer.nonce().toHex() : "")
                .replace("mac", hasMac ? Bytes.filled(WRONG, peer.hash().size()).toHex() : "")
                .replace("opq", version.isAtLeast(SpdmVersion.V1_4) ? "00 00" : "")
                .replace("ctx", version.isAtLeast(SpdmVersion.V1_3) ? CONTEXT : ""));
    }
}
