/**
 * The cases for requesters: a host or guest on one side, and on the other a device of the suite's that does what a script says.
 *
 * <p>Whoever has a requester implements {@link dev.tdisp.lab.conformance.requester.RequesterSubject}. The suite hands it a
 * {@link dev.tdisp.lab.conformance.requester.PlayedDevice}, lets it attach, and judges what it says afterwards: from the
 * messages that the device got, and from its own word where it has one. An honest device must be accepted; one that lies,
 * stalls or falls silent must not, and what was locked must be let go. See
 * {@link dev.tdisp.lab.conformance.requester.RequesterCases}.
 */
@NullMarked
package dev.tdisp.lab.conformance.requester;

import org.jspecify.annotations.NullMarked;
