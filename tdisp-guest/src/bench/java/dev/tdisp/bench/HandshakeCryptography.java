package dev.tdisp.bench;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AeadAlgorithm;
import dev.tdisp.spdm.algorithm.DheGroup;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.DeviceIdentity;
import dev.tdisp.spdm.certificate.X509Certificate;
import dev.tdisp.spdm.crypto.Aead;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.crypto.KeyAgreement;
import dev.tdisp.spdm.crypto.Secret;
import dev.tdisp.spdm.crypto.Signer;
import dev.tdisp.spdm.crypto.Verifier;
import java.util.List;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The cryptographic operations of one handshake, both ends, each on data as large as there, and nothing else: no messages,
 * no transcripts, no reading of certificates or keys.
 */
final class HandshakeCryptography {
    private static final int CHAIN_DIGESTS = 4; // DIGESTS at both ends, and the transcript at both ends
    private static final int TRANSCRIPT_DIGESTS = 9; // signed and verified, TH1, both HMACs, TH2
    private static final int EXTRACTS = 2 * 2;
    private static final int EXPANDS_TO_DIGEST = 2 * (5 + 3);
    private static final int EXPANDS_TO_KEY = 2 * (4 + 4);
    private static final int HMACS = 2 * 2;
    private static final int RECORDS = 2;

    private static final int TRANSCRIPT_SIZE = 800;
    private static final int LABEL_SIZE = 64;
    private static final int RECORD_SIZE = 54;
    private static final int RECORD_HEADER_SIZE = 6;

    private final RandomSource random = RandomSource.secure();
    private final Hash hash = Hash.of(HashAlgorithm.SHA_384);
    private final Aead aead = Aead.of(AeadAlgorithm.AES_256_GCM);
    private final KeyAgreement agreement = KeyAgreement.of(DheGroup.SECP_384_R1, SpdmVersion.V1_2);
    private final Signer signer;
    private final Bytes chain;
    private final List<Bytes> certificates;
    private final Bytes transcript = Bytes.filled(2, TRANSCRIPT_SIZE);
    private final Bytes label = Bytes.filled(3, LABEL_SIZE);
    private final Bytes header = Bytes.filled(4, RECORD_HEADER_SIZE);
    private final Bytes message = Bytes.filled(5, RECORD_SIZE);
    private final Secret digest = Secret.copyOf(Bytes.filled(6, HashAlgorithm.SHA_384.size()));
    private final Secret key = Secret.copyOf(Bytes.filled(7, AeadAlgorithm.AES_256_GCM.keySize()));
    private final Bytes nonce = Bytes.filled(8, AeadAlgorithm.AES_256_GCM.ivSize());

    HandshakeCryptography(DeviceIdentity identity) {
        signer = identity.signer();
        chain = identity.chain(hash).encode();
        certificates =
                identity.certificates().stream().map(X509Certificate::encoded).toList();
    }

    void run(Blackhole sink) {
        digests(sink);
        signAndVerify(sink);
        Secret shared = exchangeKeys(sink);
        deriveKeys(shared, sink);
        exchangeRecords(sink);
    }

    private void digests(Blackhole sink) {
        for (int i = 0; i < CHAIN_DIGESTS; i++) {
            sink.consume(hash.digest(chain));
        }
        sink.consume(hash.digest(certificates.get(0))); // the root hash
        for (int i = 0; i < TRANSCRIPT_DIGESTS; i++) {
            sink.consume(hash.digest(transcript));
        }
    }

    /** One signature; one verification for each certificate, and one for the key exchange. */
    private void signAndVerify(Blackhole sink) {
        Bytes signature = signer.sign(hash, "", transcript);
        for (Bytes certificate : certificates) {
            sink.consume(verify(certificate, signature));
        }
        sink.consume(verify(transcript, signature));
    }

    /** Verifies with a key just read: BouncyCastle is faster with one that it has seen before, but a handshake meets none. */
    private boolean verify(Bytes signed, Bytes signature) {
        return Verifier.of(signer.algorithm(), signer.publicKey()).verify(hash, "", signed, signature);
    }

    private Secret exchangeKeys(Blackhole sink) {
        KeyAgreement.Initiator initiator = agreement.start(random);
        KeyAgreement.Response response =
                agreement.respond(initiator.exchangeData(), random).orElseThrow();
        sink.consume(response);
        return initiator.finish(response.exchangeData()).orElseThrow();
    }

    private void deriveKeys(Secret shared, Blackhole sink) {
        for (int i = 0; i < EXTRACTS; i++) {
            sink.consume(hash.extract(digest, shared));
        }
        for (int i = 0; i < EXPANDS_TO_DIGEST; i++) {
            sink.consume(hash.expand(digest, label, digest.size()));
        }
        for (int i = 0; i < EXPANDS_TO_KEY; i++) {
            sink.consume(hash.expand(digest, label, key.size()));
        }
        for (int i = 0; i < HMACS; i++) {
            sink.consume(hash.hmac(digest, label));
        }
    }

    private void exchangeRecords(Blackhole sink) {
        for (int i = 0; i < RECORDS; i++) {
            Bytes sealed = aead.seal(key, nonce, header, message);
            sink.consume(aead.open(key, nonce, header, sealed).orElseThrow());
        }
    }
}
