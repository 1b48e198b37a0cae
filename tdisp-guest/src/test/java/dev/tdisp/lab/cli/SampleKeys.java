package dev.tdisp.lab.cli;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.Algorithm;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.PqcAsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.SignatureAlgorithm;
import dev.tdisp.spdm.certificate.DeviceIdentity;
import dev.tdisp.spdm.certificate.X509Certificate;
import dev.tdisp.spdm.crypto.Signer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The sample keys and certificates beside the peer's programs, of one algorithm. */
record SampleKeys(Path folder, SignatureAlgorithm algorithm) {
    static SampleKeys of(SignatureAlgorithm algorithm) {
        return new SampleKeys(LivePeer.home().resolve(name(algorithm)), algorithm);
    }

    private static String name(Algorithm algorithm) {
        if (algorithm instanceof PqcAsymmetricAlgorithm pqc) {
            String name = pqc.name().toLowerCase(Locale.ROOT).replace('_', '-');
            return name.startsWith("ml-dsa") ? name.replace("-", "") : name;
        }
        return switch ((AsymmetricAlgorithm) algorithm) {
            case RSASSA_2048, RSAPSS_2048 -> "rsa2048";
            case RSASSA_3072, RSAPSS_3072 -> "rsa3072";
            case RSASSA_4096, RSAPSS_4096 -> "rsa4096";
            case ECDSA_P256 -> "ecp256";
            case ECDSA_P384 -> "ecp384";
            case ECDSA_P521 -> "ecp521";
            case SM2_P256 -> "sm2";
            case ED25519 -> "ed25519";
            case ED448 -> "ed448";
        };
    }

    DeviceIdentity responder() {
        return identity("responder", "");
    }

    /** Slot 1 has the key of slot 0 and a chain from another root. */
    DeviceIdentity responderInSlot1() {
        return DeviceIdentity.read(
                algorithm, read("bundle_responder.certchain1.der"), key("responder", ""), RandomSource.secure());
    }

    DeviceIdentity responderInSlot4() {
        return identity("responder", "4");
    }

    DeviceIdentity requester() {
        return identity("requester", "");
    }

    Signer signer(String role) {
        try {
            return Signer.read(algorithm, key(role, ""), RandomSource.secure());
        } catch (MalformedMessageException e) {
            throw new IllegalArgumentException(folder + ": " + e.getMessage(), e);
        }
    }

    List<X509Certificate> roots() {
        try {
            return X509Certificate.decodeAll(read("ca.cert.der"));
        } catch (MalformedMessageException e) {
            throw new IllegalArgumentException(folder + ": " + e.getMessage(), e);
        }
    }

    private DeviceIdentity identity(String role, String slot) {
        Bytes chain = read("bundle_%s.certchain%s.der".formatted(role, slot));
        return DeviceIdentity.read(algorithm, chain, key(role, slot), RandomSource.secure());
    }

    private Bytes key(String role, String slot) {
        return read("end_%s%s.key".formatted(role, slot));
    }

    private Bytes read(String file) {
        try {
            return Bytes.of(Files.readAllBytes(folder.resolve(file)));
        } catch (IOException e) {
            throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
        }
    }
}
