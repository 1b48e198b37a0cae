package dev.tdisp.spdm.crypto;

import dev.tdisp.spdm.algorithm.HashAlgorithm;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA3Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.digests.SM3Digest;

/** BouncyCastle's digests, for those of its signatures that compute one themselves. */
final class BcDigests {
    private BcDigests() {}

    static Digest of(HashAlgorithm algorithm) {
        return switch (algorithm) {
            case SHA_256 -> new SHA256Digest();
            case SHA_384 -> new SHA384Digest();
            case SHA_512 -> new SHA512Digest();
            case SHA3_256, SHA3_384, SHA3_512 -> new SHA3Digest(algorithm.size() * Byte.SIZE);
            case SM3_256 -> new SM3Digest();
        };
    }
}
