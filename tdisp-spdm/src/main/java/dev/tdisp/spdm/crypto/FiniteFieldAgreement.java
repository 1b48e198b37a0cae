package dev.tdisp.spdm.crypto;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.DheGroup;
import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.crypto.agreement.DHStandardGroups;
import org.bouncycastle.crypto.params.DHParameters;
import org.bouncycastle.util.BigIntegers;

/** Diffie-Hellman in a group of RFC 7919; all values have the size of the modulus, with their leading zeros. */
record FiniteFieldAgreement(DHParameters group, int size, int privateSize) implements DiffieHellman {
    static FiniteFieldAgreement of(DheGroup group) {
        return switch (group) {
            case FFDHE_2048 -> new FiniteFieldAgreement(DHStandardGroups.rfc7919_ffdhe2048, 256, 32);
            case FFDHE_3072 -> new FiniteFieldAgreement(DHStandardGroups.rfc7919_ffdhe3072, 384, 40);
            case FFDHE_4096 -> new FiniteFieldAgreement(DHStandardGroups.rfc7919_ffdhe4096, 512, 48);
            case SECP_256_R1, SECP_384_R1, SECP_521_R1, SM2_P256 ->
                throw new IllegalArgumentException(group + " is no finite field");
        };
    }

    @Override
    public Secret privateValue(RandomSource random) {
        byte[] value = random.next(privateSize).toArray();
        value[0] |= (byte) 0x80;
        return Secret.adopt(value);
    }

    @Override
    public Bytes publicValue(Secret privateValue) {
        return Bytes.of(power(group.getG(), privateValue));
    }

    @Override
    public Optional<Secret> agree(Secret privateValue, Bytes peerData) {
        var peer = new BigInteger(1, peerData.toArray());
        boolean isValid = peerData.size() == size
                && peer.compareTo(BigInteger.ONE) > 0
                && peer.compareTo(group.getP().subtract(BigInteger.ONE)) < 0;
        return isValid ? Optional.of(Secret.adopt(power(peer, privateValue))) : Optional.empty();
    }

    private byte[] power(BigInteger base, Secret exponent) {
        var value = new BigInteger(1, exponent.use(byte[]::clone));
        return BigIntegers.asUnsignedByteArray(size, base.modPow(value, group.getP()));
    }
}
