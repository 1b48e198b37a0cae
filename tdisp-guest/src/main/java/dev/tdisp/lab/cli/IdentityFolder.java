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

/**
 * Reads an identity from a folder: its chain and its private key, by the names usual for them.
 *
 * <p>The sample folders of DMTF's emulator hold those of both ends beside each other; each end takes its own.
 */
final class IdentityFolder {
    private final Path folder;
    private final List<String> chains;
    private final List<String> keys;

    private IdentityFolder(Path folder, String role) {
        this.folder = folder;
        this.chains = List.of(
                "chain.pem",
                "chain.der",
                "bundle_%s.certchain.der".formatted(role),
                "bundle_%s.certchain.pem".formatted(role));
        this.keys = List.of(
                "key.pem",
                "key.der",
                "end_%s.key".formatted(role),
                "end_%s.key.p8".formatted(role),
                "end_%s.key.der".formatted(role));
    }

    static IdentityFolder ofDevice(Path folder) {
        return new IdentityFolder(folder, "responder");
    }

    static IdentityFolder ofHost(Path folder) {
        return new IdentityFolder(folder, "requester");
    }

    /**
     * Reads the identity.
     *
     * @param algorithms what the key may be used for, the preferred one first
     * @throws IOException if a file is missing, cannot be read, or is for another algorithm
     */
    DeviceIdentity read(List<SignatureAlgorithm> algorithms, RandomSource random) throws IOException {
        Path chain = file("chain", chains);
        Path key = file("private key", keys);
        try {
            return DeviceIdentity.read(algorithms, bytes(chain), bytes(key), random);
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
