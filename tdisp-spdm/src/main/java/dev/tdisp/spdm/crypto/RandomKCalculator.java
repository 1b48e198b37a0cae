package dev.tdisp.spdm.crypto;

import dev.tdisp.core.env.RandomSource;
import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.crypto.signers.DSAKCalculator;

/** Draws k from a source of randomness; calls itself deterministic so that nobody offers another source. */
record RandomKCalculator(RandomSource random, EllipticCurve curve) implements DSAKCalculator {
    @Override
    public boolean isDeterministic() {
        return true;
    }

    @Override
    public void init(BigInteger order, SecureRandom unused) {
        throw new AssertionError("only the deterministic initialization is used");
    }

    @Override
    public void init(BigInteger order, BigInteger privateValue, byte[] message) {}

    @Override
    public BigInteger nextK() {
        return new BigInteger(1, curve.privateValue(random).use(byte[]::clone));
    }
}
