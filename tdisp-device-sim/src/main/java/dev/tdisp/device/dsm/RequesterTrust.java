package dev.tdisp.device.dsm;

import dev.tdisp.spdm.certificate.CertificatePolicy;
import dev.tdisp.spdm.certificate.X509Certificate;
import dev.tdisp.spdm.responder.SpdmResponderBuilder;
import java.util.List;

/**
 * Which requesters a device believes, if it asks them to prove themselves.
 *
 * @param policy decides about their chains
 * @param chain the chain of one of them that is known beforehand, from the root to the leaf; none if there is none
 */
public record RequesterTrust(CertificatePolicy policy, List<X509Certificate> chain) {
    /** Any requester with an authentic chain. */
    public static final RequesterTrust ANY = new RequesterTrust(CertificatePolicy.authentic(), List.of());

    private static final int SLOT = 0;

    /**
     * Copies the chain.
     *
     * @param policy decides about chains
     * @param chain a chain that is known beforehand
     */
    public RequesterTrust {
        chain = List.copyOf(chain);
    }

    /**
     * Tells a responder.
     *
     * @param responder the responder that is being built
     * @return the same
     */
    public SpdmResponderBuilder applyTo(SpdmResponderBuilder responder) {
        responder.requesterPolicy(policy);
        return chain.isEmpty() ? responder : responder.requesterChain(SLOT, chain);
    }
}
