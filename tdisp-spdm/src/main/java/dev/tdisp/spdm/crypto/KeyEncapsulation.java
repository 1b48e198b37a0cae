package dev.tdisp.spdm.crypto;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.KemAlgorithm;
import java.util.Optional;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;

/**
 * ML-KEM (FIPS 203): the requester sends an encapsulation key, the responder a ciphertext (section 5.1).
 *
 * <p>A ciphertext that was tampered with does not fail: it gives another secret, so that the HMACs differ.
 */
record KeyEncapsulation(KemAlgorithm algorithm, MLKEMParameters parameters) implements KeyAgreement {
    private static final int SEED_SIZE = 64;
    private static final int RHO_SIZE = 32;
    private static final int MODULUS = 3329;
    private static final int PAIR_SIZE = 3;

    static KeyEncapsulation of(KemAlgorithm algorithm) {
        return switch (algorithm) {
            case ML_KEM_512 -> new KeyEncapsulation(algorithm, MLKEMParameters.ml_kem_512);
            case ML_KEM_768 -> new KeyEncapsulation(algorithm, MLKEMParameters.ml_kem_768);
            case ML_KEM_1024 -> new KeyEncapsulation(algorithm, MLKEMParameters.ml_kem_1024);
        };
    }

    @Override
    public Initiator start(RandomSource random) {
        Secret seed = Secret.copyOf(random.next(SEED_SIZE));
        return new Decapsulation(this, seed, Bytes.of(seed.use(this::privateKey).getPublicKey()));
    }

    @Override
    public Optional<Response> respond(Bytes peerData, RandomSource random) {
        if (!isEncapsulationKey(peerData)) {
            return Optional.empty();
        }
        var key = new MLKEMPublicKeyParameters(parameters, peerData.toArray());
        var encapsulated = new MLKEMGenerator(new RandomSourceAdapter(random)).generateEncapsulated(key);
        return Optional.of(
                new Response(Bytes.of(encapsulated.getEncapsulation()), Secret.adopt(encapsulated.getSecret())));
    }

    private MLKEMPrivateKeyParameters privateKey(byte[] seed) {
        return new MLKEMPrivateKeyParameters(parameters, seed);
    }

    /** Checks size and modulus (FIPS 203, section 7.2): all numbers of 12 bits are below the modulus. */
    private boolean isEncapsulationKey(Bytes key) {
        if (key.size() != algorithm.requesterExchangeSize()) {
            return false;
        }
        for (int i = 0; i < key.size() - RHO_SIZE; i += PAIR_SIZE) {
            int pair = key.at(i) | key.at(i + 1) << 8 | key.at(i + 2) << 16;
            if ((pair & 0xFFF) >= MODULUS || pair >>> 12 >= MODULUS) {
                return false;
            }
        }
        return true;
    }

    /** Keeps the seed of the private key until the ciphertext comes. */
    private record Decapsulation(KeyEncapsulation algorithm, Secret seed, Bytes exchangeData) implements Initiator {
        @Override
        public Optional<Secret> finish(Bytes peerData) {
            try {
                MLKEMPrivateKeyParameters key = seed.use(algorithm::privateKey);
                boolean isCiphertext = peerData.size() == algorithm.algorithm().responderExchangeSize();
                return isCiphertext
                        ? Optional.of(Secret.adopt(new MLKEMExtractor(key).extractSecret(peerData.toArray())))
                        : Optional.empty();
            } finally {
                seed.destroy();
            }
        }

        @Override
        public void destroy() {
            seed.destroy();
        }
    }
}
