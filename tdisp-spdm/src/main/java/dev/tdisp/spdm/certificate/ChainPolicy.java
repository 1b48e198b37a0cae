package dev.tdisp.spdm.certificate;

import dev.tdisp.spdm.algorithm.AlgorithmSuite;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.SignatureAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.algorithm.SpdmVersion;

/**
 * What a chain must fit.
 *
 * @param version the negotiated version
 * @param owner whose chain it is
 * @param algorithm what the leaf's key must be for
 * @param hash the negotiated base hash
 * @param model whose key the leaf holds
 */
public record ChainPolicy(
        SpdmVersion version, SpdmRole owner, SignatureAlgorithm algorithm, HashAlgorithm hash, CertificateModel model) {
    /**
     * Returns the policy for a responder's chain of the device model.
     *
     * @param version the negotiated version
     * @param suite the negotiated algorithms
     * @return the policy
     */
    public static ChainPolicy responder(SpdmVersion version, AlgorithmSuite suite) {
        return new ChainPolicy(version, SpdmRole.RESPONDER, suite.signature(), suite.hash(), CertificateModel.DEVICE);
    }

    /**
     * Returns the policy for a requester's chain of the device model.
     *
     * @param version the negotiated version
     * @param suite the negotiated algorithms
     * @return the policy
     */
    public static ChainPolicy requester(SpdmVersion version, AlgorithmSuite suite) {
        return new ChainPolicy(
                version, SpdmRole.REQUESTER, suite.requesterSignature(), suite.hash(), CertificateModel.DEVICE);
    }
}
