/**
 * Captures: reading a recorded exchange, and decoding all of it.
 *
 * <p>{@link dev.tdisp.spdm.capture.PcapFile} is the file. {@link dev.tdisp.spdm.capture.CaptureDecoder} takes its packets
 * and the recorded {@linkplain dev.tdisp.spdm.capture.CaptureSecrets secrets}, derives every key, opens every record,
 * verifies every signature, HMAC and chain, encodes everything anew to compare it with what was recorded, and says of
 * each packet what it is. Nothing is skipped: what it cannot decode or verify is counted.
 */
@NullMarked
package dev.tdisp.spdm.capture;

import org.jspecify.annotations.NullMarked;
