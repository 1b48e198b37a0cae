/**
 * Evidence for somebody elsewhere: the device attestation token of draft-poirier-rats-eat-da, signed by the guest.
 *
 * <pre>
 *   Evidence --&gt; DeviceToken --sign--&gt; CoseSign1 ~~~~ file, network ~~~~&gt; TokenAppraisal --&gt; RemoteVerdict
 * </pre>
 *
 * <p>CBOR is read and written by Jackson; what is read must be deterministic (RFC 8949, section 4.2), so that a token has one
 * form. What the draft leaves open, or cannot say, is a named {@link dev.tdisp.guest.token.TokenSwitch}.
 */
@NullMarked
package dev.tdisp.guest.token;

import org.jspecify.annotations.NullMarked;
