/**
 * Certificates: SPDM's chain format, its verification by our own code, and a small authority that issues device
 * identities.
 *
 * <p>A {@link dev.tdisp.spdm.certificate.CertificateChain} holds {@link dev.tdisp.spdm.certificate.X509Certificate}s from
 * the root to the leaf; {@link dev.tdisp.spdm.certificate.ChainVerifier} finds what is wrong with one.
 * {@link dev.tdisp.spdm.certificate.CertificateAuthority} issues a
 * {@link dev.tdisp.spdm.certificate.DeviceIdentity}. All certificates that it issues are valid from 1970-01-01, where a
 * simulated clock starts, to 9999-12-31, the date that means "no end" (RFC 5280, section 4.1.2.5).
 */
@NullMarked
package dev.tdisp.spdm.certificate;

import org.jspecify.annotations.NullMarked;
