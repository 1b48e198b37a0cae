package dev.tdisp.spdm.crypto;

import dev.tdisp.core.wire.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Keys and certificates made by OpenSSL, from the test resources. */
public final class KeyFiles {
    private KeyFiles() {}

    public static Bytes of(String name) {
        try (var in = KeyFiles.class.getResourceAsStream("/dev/tdisp/spdm/keys/" + name + ".pem")) {
            if (in == null) {
                throw new AssertionError("no key " + name);
            }
            return Bytes.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
