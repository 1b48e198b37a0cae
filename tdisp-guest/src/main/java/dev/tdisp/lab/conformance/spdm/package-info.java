/**
 * The cases for SPDM: what public tests ask of responders, in each version that a subject offers, and what they do not ask.
 *
 * <p>The suite's end of a connection, {@code SpdmPeer}, sends any bytes in any state, and keeps the transcripts of signatures
 * itself. Algorithms, capabilities and slots are learnt from the subject; what it lacks makes a case not applicable. See
 * {@link dev.tdisp.lab.conformance.spdm.SpdmCases}.
 */
@NullMarked
package dev.tdisp.lab.conformance.spdm;

import org.jspecify.annotations.NullMarked;
