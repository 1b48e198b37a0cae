package dev.tdisp.lab.cli;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.certificate.X509Certificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads certificates from a file, PEM or DER. */
final class CertificateFile {
    private CertificateFile() {}

    static List<X509Certificate> read(Path file) throws IOException {
        try {
            return X509Certificate.decodeAll(Bytes.of(Files.readAllBytes(file)));
        } catch (MalformedMessageException e) {
            throw new IOException("%s: %s".formatted(file, e.getMessage()), e);
        }
    }
}
