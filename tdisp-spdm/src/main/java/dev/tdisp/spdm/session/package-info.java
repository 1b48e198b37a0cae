/**
 * Sessions: what is signed and hashed, the keys that come from it, and the records they protect.
 *
 * <p>{@link dev.tdisp.spdm.session.Transcript} collects the messages of a connection,
 * {@link dev.tdisp.spdm.session.SessionTranscript} those of a handshake; its digests TH1 and TH2 go into the
 * {@link dev.tdisp.spdm.session.KeySchedule}. {@link dev.tdisp.spdm.session.SecureSession} seals and opens records with
 * the keys in force.
 *
 * <pre>
 * A | [D] | Ct | KEY_EXCHANGE | KEY_EXCHANGE_RSP | [[encD] | Cm] | FINISH | FINISH_RSP
 *                                             TH1                                  TH2
 * </pre>
 */
@NullMarked
package dev.tdisp.spdm.session;

import org.jspecify.annotations.NullMarked;
