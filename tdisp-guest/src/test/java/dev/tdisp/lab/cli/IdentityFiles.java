package dev.tdisp.lab.cli;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.certificate.CertificateAuthority;
import dev.tdisp.spdm.certificate.DeviceName;
import dev.tdisp.spdm.certificate.LeafOptions;
import dev.tdisp.spdm.certificate.X509Certificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.List;

/** A folder with a P-256 key and its chain, as users have them. */
record IdentityFiles(Path folder, Path root, Path chain) {
    static IdentityFiles ofHost(Path folder) throws IOException, GeneralSecurityException {
        return write(folder, "chain.der", "key.der", LeafOptions.DEFAULT.forRequesters());
    }

    static IdentityFiles write(Path folder, String chainName, String keyName, LeafOptions options)
            throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        List<X509Certificate> certificates = CertificateAuthority.root(
                        "ACME hosts", AsymmetricAlgorithm.ECDSA_P256, RandomSource.seeded(7))
                .issue(
                        new DeviceName("ACME", "HOST", "1"),
                        Bytes.of(pair.getPublic().getEncoded()),
                        options);
        Files.createDirectories(folder);
        Files.write(folder.resolve(keyName), pair.getPrivate().getEncoded());
        Bytes all =
                Bytes.concat(certificates.stream().map(X509Certificate::encoded).toArray(Bytes[]::new));
        Files.write(folder.resolve(chainName), all.toArray());
        Files.write(folder.resolve("root.der"), certificates.get(0).encoded().toArray());
        return new IdentityFiles(folder, folder.resolve("root.der"), folder.resolve(chainName));
    }
}
