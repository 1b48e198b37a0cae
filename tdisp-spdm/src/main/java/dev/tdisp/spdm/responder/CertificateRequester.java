package dev.tdisp.spdm.responder;

import dev.tdisp.spdm.certificate.CertificateRequest;
import java.util.Optional;

/** Makes certificate signing requests for the keys of a device (section 2.15). */
@FunctionalInterface
public interface CertificateRequester {
    /**
     * Makes a request.
     *
     * @param demand what is asked for
     * @return the request, signed by the key; nothing if that cannot be done
     */
    Optional<CertificateRequest> request(CertificateDemand demand);
}
