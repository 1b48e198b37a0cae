package dev.tdisp.spdm.crypto;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/** BouncyCastle's hash functions, for those that the JDK lacks. */
record BcHash(HashAlgorithm algorithm) implements Hash {
    @Override
    public int size() {
        return algorithm.size();
    }

    @Override
    public Bytes digest(Bytes... parts) {
        Digest digest = BcDigests.of(algorithm);
        for (Bytes part : parts) {
            digest.update(part.toArray(), 0, part.size());
        }
        var result = new byte[size()];
        digest.doFinal(result, 0);
        return Bytes.of(result);
    }

    @Override
    public Bytes hmac(Secret key, Bytes message) {
        return Bytes.of(key.use(bytes -> keyed(bytes).of(message.toArray())));
    }

    @Override
    public Secret extract(Secret salt, Secret keyMaterial) {
        return salt.use(
                key -> keyMaterial.use(material -> Secret.adopt(keyed(key).of(material))));
    }

    @Override
    public Secret expand(Secret key, Bytes info, int size) {
        return key.use(bytes -> Hkdf.expand(keyed(bytes), size(), info, size));
    }

    private Hkdf.KeyedHmac keyed(byte[] key) {
        var mac = new HMac(BcDigests.of(algorithm));
        mac.init(new KeyParameter(key));
        return parts -> {
            for (byte[] part : parts) {
                mac.update(part, 0, part.length);
            }
            var code = new byte[mac.getMacSize()];
            mac.doFinal(code, 0);
            return code;
        };
    }
}
