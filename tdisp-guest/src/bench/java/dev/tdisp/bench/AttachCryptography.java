package dev.tdisp.bench;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AeadAlgorithm;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.certificate.DeviceIdentity;
import dev.tdisp.spdm.certificate.X509Certificate;
import dev.tdisp.spdm.crypto.Aead;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.crypto.KeyedAead;
import dev.tdisp.spdm.crypto.Secret;
import dev.tdisp.spdm.crypto.Signer;
import dev.tdisp.spdm.crypto.Verifier;
import java.util.List;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The cryptographic operations of one attach, all parties, each on data as large as there, and nothing else: no messages, no
 * mailbox, no tables, no reading of certificates or keys.
 */
final class AttachCryptography {
    private static final int SIGNED_MEASUREMENTS = 700; // negotiation, request, response
    private static final int MEASUREMENT_VERIFICATIONS = 2; // by the security manager, and by the guest
    private static final List<Integer> EVIDENCE =
            List.of(1361, 500, 250, 148); // chain, measurements, negotiation, report

    private final Hash hash = Hash.of(HashAlgorithm.SHA_384);
    private final KeyedAead aead =
            Aead.of(AeadAlgorithm.AES_256_GCM).keyed(secret(AeadAlgorithm.AES_256_GCM.keySize()));
    private final Signer signer;
    private final List<Bytes> certificates;
    private final Bytes measurements = Bytes.filled(1, SIGNED_MEASUREMENTS);
    private final List<Bytes> evidence =
            EVIDENCE.stream().map(size -> Bytes.filled(2, size)).toList();
    private final List<Bytes> records;
    private final Bytes header = Bytes.filled(3, 6);
    private long sequence;

    /**
     * Prepares the data.
     *
     * @param identity the device's
     * @param records how large the plaintext of each record is that crosses the mailbox
     */
    AttachCryptography(DeviceIdentity identity, List<Integer> records) {
        signer = identity.signer();
        certificates =
                identity.certificates().stream().map(X509Certificate::encoded).toList();
        this.records = records.stream().map(size -> Bytes.filled(4, size)).toList();
    }

    private static Secret secret(int size) {
        return Secret.copyOf(Bytes.filled(5, size));
    }

    void run(Blackhole sink) {
        Bytes signature = signer.sign(hash, "", measurements);
        for (int i = 0; i < MEASUREMENT_VERIFICATIONS; i++) {
            sink.consume(verify(measurements, signature));
        }
        for (Bytes certificate : certificates) {
            sink.consume(verify(certificate, signature));
        }
        for (Bytes blob : evidence) {
            sink.consume(hash.digest(blob));
        }
        exchangeRecords(sink);
    }

    /** Seals and opens each record. */
    void exchangeRecords(Blackhole sink) {
        for (Bytes plaintext : records) {
            Bytes nonce = nonce();
            Bytes sealed = aead.seal(nonce, header, plaintext);
            sink.consume(aead.open(nonce, header, sealed).orElseThrow());
        }
    }

    private Bytes nonce() {
        var nonce = new byte[AeadAlgorithm.AES_256_GCM.ivSize()];
        sequence++;
        for (int i = 0; i < Long.BYTES; i++) {
            nonce[i] = (byte) (sequence >>> 8 * i);
        }
        return Bytes.of(nonce);
    }

    /** Verifies with a key just read, as who gets a certificate must. */
    private boolean verify(Bytes signed, Bytes signature) {
        return Verifier.of(signer.algorithm(), signer.publicKey()).verify(hash, "", signed, signature);
    }
}
