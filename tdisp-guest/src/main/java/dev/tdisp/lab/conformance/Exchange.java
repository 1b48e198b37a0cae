package dev.tdisp.lab.conformance;

import dev.tdisp.core.wire.Bytes;
import java.util.Optional;

/**
 * One message of SPDM that a subject got, and what it answered; both in the clear, also where they travelled in a session.
 *
 * @param number its place in the scene, from 1
 * @param session the session it travelled in; 0 for none
 * @param purpose what it is for: a state that is to be reached, or the case itself
 * @param request the message
 * @param response the answer; nothing if none came
 */
public record Exchange(int number, long session, String purpose, Bytes request, Optional<Bytes> response) {}
