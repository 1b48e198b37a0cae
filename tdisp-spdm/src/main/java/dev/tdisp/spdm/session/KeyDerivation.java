package dev.tdisp.spdm.session;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.AeadAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.crypto.Secret;
import java.nio.charset.StandardCharsets;

/** Derives secrets by SPDM's labels (section 5.2). */
record KeyDerivation(SpdmVersion version, Hash hash, AeadAlgorithm aead) {
    Secret expand(Secret secret, String label, Bytes context, int size) {
        return hash.expand(secret, binConcat(size, label, context), size);
    }

    Secret expandToDigest(Secret secret, String label, Bytes context) {
        return expand(secret, label, context, hash.size());
    }

    Bytes binConcat(int size, String label, Bytes context) {
        var out = WireWriter.create();
        out.u16("Length", size);
        out.bytes("Version", ascii("spdm" + version + " "));
        out.bytes("Label", ascii(label));
        out.bytes("Context", context);
        return out.toBytes();
    }

    private static Bytes ascii(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.US_ASCII));
    }
}
