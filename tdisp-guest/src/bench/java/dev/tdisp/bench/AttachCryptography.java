package dev.tdisp.bench;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.ide.IdeKey;
import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.pcie.KeySet;
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
 * mailbox, no tables, no reading of certificates.
 *
 * <p>Each is one that the protocol demands of whoever does it: the device signs its measurements; security manager and guest
 * verify the signature, the guest the chain too, which the security manager has done in the handshake; all three digest the
 * transcript that is signed; the security manager digests the evidence that changes with each attach, the guest all that it
 * gets from its untrusted host, to compare; guest and device draw nonces; each record is sealed at one end and opened at the
 * other. No packet crosses the stream before the interface runs, so that none counts.
 */
final class AttachCryptography {
    private static final int TRANSCRIPT = 700; // negotiation, request, response
    private static final int SIGNED_MESSAGE = 148; // context and digest of the transcript
    private static final int MEASUREMENT_VERIFICATIONS = 2; // by the security manager, and by the guest
    private static final List<Integer> OF_EACH_ATTACH = List.of(500, 148); // measurements, report
    private static final List<Integer> EVIDENCE =
            List.of(1361, 500, 250, 148); // chain, measurements, negotiation, report
    private static final int NONCES = 3; // the guest's and the device's for the measurements, and that of the lock
    private static final int NONCE = 32;

    private final RandomSource random = RandomSource.secure();
    private final Hash hash = Hash.of(HashAlgorithm.SHA_384);
    private final KeyedAead aead =
            Aead.of(AeadAlgorithm.AES_256_GCM).keyed(secret(AeadAlgorithm.AES_256_GCM.keySize()));
    private final Signer signer;
    private final List<Bytes> certificates;
    private final Bytes transcript = Bytes.filled(1, TRANSCRIPT);
    private final Bytes message = Bytes.filled(1, SIGNED_MESSAGE);
    private final List<Bytes> evidence = blobs(EVIDENCE);
    private final List<Bytes> ofEachAttach = blobs(OF_EACH_ATTACH);
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

    private static List<Bytes> blobs(List<Integer> sizes) {
        return sizes.stream().map(size -> Bytes.filled(2, size)).toList();
    }

    private static Secret secret(int size) {
        return Secret.copyOf(Bytes.filled(5, size));
    }

    void run(Blackhole sink) {
        for (int i = 0; i < NONCES; i++) {
            sink.consume(random.next(NONCE));
        }
        sink.consume(hash.digest(transcript));
        Bytes signature = signer.sign(hash, "", message);
        for (int i = 0; i < MEASUREMENT_VERIFICATIONS; i++) {
            sink.consume(hash.digest(transcript));
            sink.consume(verify(message, signature));
        }
        for (Bytes certificate : certificates) {
            sink.consume(verify(certificate, signature));
        }
        sink.consume(hash.digest(certificates.get(0))); // the root hash
        ofEachAttach.forEach(blob -> sink.consume(hash.digest(blob)));
        evidence.forEach(blob -> sink.consume(hash.digest(blob)));
        exchangeRecords(sink);
    }

    /** Draws the keys of a stream. */
    void drawKeys(Blackhole sink) {
        for (int i = 0; i < KeySlotId.of(KeySet.K0).size(); i++) {
            sink.consume(random.next(IdeKey.SIZE));
        }
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
