package dev.tdisp.spdm.crypto;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The JDK's hash functions. */
record JdkHash(HashAlgorithm algorithm, String digestName, String macName) implements Hash {
    static JdkHash of(HashAlgorithm algorithm) {
        return switch (algorithm) {
            case SHA_256 -> new JdkHash(algorithm, "SHA-256", "HmacSHA256");
            case SHA_384 -> new JdkHash(algorithm, "SHA-384", "HmacSHA384");
            case SHA_512 -> new JdkHash(algorithm, "SHA-512", "HmacSHA512");
            case SHA3_256 -> new JdkHash(algorithm, "SHA3-256", "HmacSHA3-256");
            case SHA3_384 -> new JdkHash(algorithm, "SHA3-384", "HmacSHA3-384");
            case SHA3_512 -> new JdkHash(algorithm, "SHA3-512", "HmacSHA3-512");
            case SM3_256 -> throw new IllegalArgumentException("the JDK has no " + algorithm);
        };
    }

    @Override
    public int size() {
        return algorithm.size();
    }

    @Override
    public Bytes digest(Bytes... parts) {
        try {
            var digest = MessageDigest.getInstance(digestName);
            for (Bytes part : parts) {
                digest.update(part.toArray());
            }
            return Bytes.of(digest.digest());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("the JDK has " + digestName, e);
        }
    }

    @Override
    public Bytes hmac(Secret key, Bytes message) {
        return Bytes.of(key.use(bytes -> keyed(bytes).doFinal(message.toArray())));
    }

    @Override
    public Secret extract(Secret salt, Secret keyMaterial) {
        return salt.use(
                key -> keyMaterial.use(material -> Secret.adopt(keyed(key).doFinal(material))));
    }

    @Override
    public Secret expand(Secret key, Bytes info, int size) {
        return key.use(bytes -> {
            Mac mac = keyed(bytes);
            return Hkdf.expand(parts -> updated(mac, parts), size(), info, size);
        });
    }

    private static byte[] updated(Mac mac, byte[]... parts) {
        for (byte[] part : parts) {
            mac.update(part);
        }
        return mac.doFinal();
    }

    private Mac keyed(byte[] key) {
        try {
            var mac = Mac.getInstance(macName);
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, macName));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("the JDK has " + macName, e);
        }
    }
}
