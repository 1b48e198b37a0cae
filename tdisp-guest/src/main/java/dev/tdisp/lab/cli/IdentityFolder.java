package dev.tdisp.lab.cli;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.SignatureAlgorithm;
import dev.tdisp.spdm.certificate.DeviceIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads the identity of a device from a folder: its chain and its private key, by the names usual for them. */
final class IdentityFolder {
    private static final List<String> CHAINS =
            List.of("chain.pem", "chain.der", "bundle_responder.certchain.der", "bundle_responder.certchain.pem");
    private static final List<String> KEYS =
            List.of("key.pem", "key.der", "end_responder.key", "end_responder.key.p8", "end_responder.key.der");

    private final Path folder;

    IdentityFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads the identity.
     *
     * @throws IOException if a file is missing, or cannot be read
     */
    DeviceIdentity read(SignatureAlgorithm algorithm, RandomSource random) throws IOException {
        Path chain = file("chain", CHAINS);
        Path key = file("private key", KEYS);
        try {
            return DeviceIdentity.read(algorithm, bytes(chain), bytes(key), random);
        } catch (MalformedMessageException | IllegalArgumentException e) {
            throw new IOException("%s and %s: %s".formatted(chain, key, e.getMessage()), e);
        }
    }

    private Path file(String what, List<String> names) throws IOException {
        Optional<Path> found =
                names.stream().map(folder::resolve).filter(Files::isRegularFile).findFirst();
        return found.orElseThrow(() ->
                new IOException("%s: no %s; it is called %s".formatted(folder, what, String.join(" or ", names))));
    }

    private static Bytes bytes(Path path) throws IOException {
        return Bytes.of(Files.readAllBytes(path));
    }
}
