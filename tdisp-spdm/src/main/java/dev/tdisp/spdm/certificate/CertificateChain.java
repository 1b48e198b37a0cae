package dev.tdisp.spdm.certificate;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.crypto.Hash;
import java.util.ArrayList;
import java.util.List;

/**
 * A slot's certificates in SPDM's format: length, hash of the root, certificates from the root to the leaf
 * (section 2.5).
 *
 * @param rootHash the hash of the root certificate by the negotiated base hash
 * @param certificates the certificates; at least one
 */
public record CertificateChain(Bytes rootHash, List<X509Certificate> certificates) {
    private static final int LENGTH_SIZE = 4;

    /**
     * Copies the list.
     *
     * @param rootHash the hash of the root certificate
     * @param certificates the certificates
     */
    public CertificateChain {
        certificates = List.copyOf(certificates);
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("certificates: there is none");
        }
    }

    /**
     * Builds the chain that begins with its root.
     *
     * @param hash the negotiated base hash
     * @param certificates the certificates from the root to the leaf
     * @return the chain
     */
    public static CertificateChain of(Hash hash, List<X509Certificate> certificates) {
        return new CertificateChain(hash.digest(certificates.get(0).encoded()), certificates);
    }

    /**
     * Returns the device's certificate.
     *
     * @return the last one
     */
    public X509Certificate leaf() {
        return certificates.get(certificates.size() - 1);
    }

    /**
     * Encodes the chain.
     *
     * @return what CERTIFICATE carries
     */
    public Bytes encode() {
        int size = LENGTH_SIZE + rootHash.size();
        for (X509Certificate certificate : certificates) {
            size += certificate.encoded().size();
        }
        var out = WireWriter.create();
        out.u32("Length", size);
        out.bytes("RootHash", rootHash);
        for (X509Certificate certificate : certificates) {
            out.bytes("Certificate", certificate.encoded());
        }
        return out.toBytes();
    }

    /**
     * Digests the whole chain, as DIGESTS and transcripts do.
     *
     * @param hash the negotiated base hash
     * @return the digest
     */
    public Bytes digest(Hash hash) {
        return hash.digest(encode());
    }

    /**
     * Decodes a chain.
     *
     * @param encoded what CERTIFICATE carried
     * @param hash the negotiated base hash
     * @return the chain
     * @throws MalformedMessageException if the bytes are no chain
     */
    public static CertificateChain decode(Bytes encoded, Hash hash) {
        var in = WireReader.of(encoded);
        long length = in.u32("Length");
        if (length != encoded.size()) {
            throw in.malformed("Length", LENGTH_SIZE, "%d, but there are %d bytes".formatted(length, encoded.size()));
        }
        Bytes rootHash = in.bytes("RootHash", hash.size());
        List<X509Certificate> certificates = new ArrayList<>();
        do {
            certificates.add(certificate(encoded, in));
        } while (in.remaining() > 0);
        return new CertificateChain(rootHash, certificates);
    }

    private static X509Certificate certificate(Bytes encoded, WireReader in) {
        int start = in.offset();
        long size = DerSequence.sizeAt(encoded, start);
        Bytes certificate = in.bytes("Certificate", size);
        try {
            return X509Certificate.decode(certificate);
        } catch (MalformedMessageException e) {
            throw new MalformedMessageException("Certificate", start, String.valueOf(e.getMessage()));
        }
    }
}
