package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;

/**
 * What GET_CSR asks for (section 2.15).
 *
 * @param keyPairId the key pair to be certified; 0 for the device's only one
 * @param certificateModel what the certificate is to be; 0 if there is no choice
 * @param requesterInfo a CertificationRequestInfo in DER that says what the request is to contain, or nothing
 * @param opaqueData opaque data
 */
public record CertificateDemand(int keyPairId, int certificateModel, Bytes requesterInfo, Bytes opaqueData) {}
