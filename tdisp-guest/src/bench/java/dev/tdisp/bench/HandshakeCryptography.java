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
    private static final int ENDS = 2;
    private static final int CHAIN_DIGESTS = 2; // for DIGESTS, and for the transcript
    private static final List<Integer> TRANSCRIPTS = List.of(500, 596, 648, 700); // signed, TH1, FINISH, TH2
    private static final int SIGNED_MESSAGE = 148;
    private static final int EXTRACTS = 2;
    private static final int EXPANDS_TO_DIGEST = 5 + 3; // until TH1, and until TH2
    private static final int EXPANDS_TO_KEY = 2 + 2; // as many to an initialization vector
    private static final int HMACS = 2;
    /** FINISH and its response. */
    static final List<Integer> RECORDS = List.of(54, 6);

    private static final int RECORD_HEADER = 6;
    private static final int LABEL = 64;

    private final RandomSource random = RandomSource.secure();
    private final Hash hash = Hash.of(HashAlgorithm.SHA_384);
    private final Aead aead = Aead.of(AeadAlgorithm.AES_256_GCM);
    private final KeyAgreement agreement = KeyAgreement.of(DheGroup.SECP_384_R1, SpdmVersion.V1_2);
    private final Signer signer;
    private final Bytes chain;
    private final List<Bytes> certificates;
    private final List<Bytes> transcripts =
            TRANSCRIPTS.stream().map(size -> Bytes.filled(2, size)).toList();
    private final List<Bytes> records =
            RECORDS.stream().map(size -> Bytes.filled(3, size)).toList();
    private final Bytes message = Bytes.filled(4, SIGNED_MESSAGE);
    private final Bytes label = Bytes.filled(5, LABEL);
    private final Bytes header = Bytes.filled(9, RECORD_HEADER);
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
        signAndVerify(sink);
        Secret shared = exchangeKeys(sink);
        sink.consume(hash.digest(certificates.get(0))); // the root hash
        for (int end = 0; end < ENDS; end++) {
            digest(sink);
            deriveKeys(shared, sink);
        }
        exchangeRecords(sink);
    }

    /** One signature; one verification for each certificate, and one for the key exchange. */
    private void signAndVerify(Blackhole sink) {
        Bytes signature = signer.sign(hash, "", message);
        for (Bytes certificate : certificates) {
            sink.consume(verify(certificate, signature));
        }
        sink.consume(verify(message, signature));
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

    private void digest(Blackhole sink) {
        for (int i = 0; i < CHAIN_DIGESTS; i++) {
            sink.consume(hash.digest(chain));
        }
        for (Bytes transcript : transcripts) {
            sink.consume(hash.digest(transcript));
        }
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
            sink.consume(hash.expand(digest, label, nonce.size()));
        }
        for (int i = 0; i < HMACS; i++) {
            sink.consume(hash.hmac(digest, label));
        }
    }

    private void exchangeRecords(Blackhole sink) {
        for (Bytes plaintext : records) {
            Bytes sealed = aead.seal(key, nonce, header, plaintext);
            sink.consume(aead.open(key, nonce, header, sealed).orElseThrow());
        }
    }
}
