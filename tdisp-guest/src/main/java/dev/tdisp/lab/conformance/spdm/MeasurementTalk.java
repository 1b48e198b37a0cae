package dev.tdisp.lab.conformance.spdm;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.crypto.SigningContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A row of GET_MEASUREMENTS whose signature covers all of them. */
final class MeasurementTalk {
    /** The answer to one request, taken apart. */
    record Taken(Bytes answer, List<Bytes> blocks, int recordSize, int naturalSize, boolean isSigned) {
        int number() {
            return answer.size() > 2 ? answer.at(2) : 0;
        }

        int param2() {
            return answer.size() > 3 ? answer.at(3) : -1;
        }
    }

    static final int MEASUREMENTS = 0x60;
    static final int ALL = 0xFF;
    private static final int RECORD = 8;
    private static final int NONCE = 32;
    private static final int CONTEXT = 8;
    private static final int SIGNATURE_WANTED = 1;
    private static final int MAXIMUM_BLOCKS = 255;

    private final SpdmPeer peer;
    private final UnaryOperator<Bytes> line;
    private final boolean canSign;
    private Bytes transcript = Bytes.EMPTY;

    MeasurementTalk(SpdmPeer peer, UnaryOperator<Bytes> line) {
        this.peer = peer;
        this.line = line;
        this.canSign = peer.context().responder().value(Capability.MEAS_CAP) == 2;
    }

    boolean canSign() {
        return canSign;
    }

    /** Asks for measurements; a signature ends the row. */
    Taken ask(int operation, boolean isSignatureWanted) {
        boolean isSigned = isSignatureWanted && canSign;
        boolean hasSlot = peer.version().isAtLeast(SpdmVersion.V1_1);
        String nonce = isSigned ? "nonce " + (hasSlot ? "00" : "") : "";
        Bytes request =
                peer.request("vv e0 %02x %02x %s ctx".formatted(isSigned ? SIGNATURE_WANTED : 0, operation, nonce));
        Bytes answer = line.apply(request);
        int recordSize = SpdmPeer.word(answer, 5) | (answer.size() > 7 ? answer.at(7) << Short.SIZE : 0);
        int opaque = RECORD + recordSize + NONCE;
        int context = peer.version().isAtLeast(SpdmVersion.V1_3) ? CONTEXT : 0;
        int open = opaque + 2 + SpdmPeer.word(answer, opaque) + context;
        int size = open + (isSigned ? peer.context().suite().signatureSize() : 0);
        boolean isRight = isSigned && size == answer.size() && isSigned(request, answer, open);
        transcript = isSigned ? Bytes.EMPTY : Bytes.concat(transcript, request, answer);
        return new Taken(answer, blocks(answer, recordSize), recordSize, size, isRight);
    }

    private boolean isSigned(Bytes request, Bytes answer, int open) {
        Bytes start = peer.version().isAtLeast(SpdmVersion.V1_2) ? peer.negotiation() : Bytes.EMPTY;
        Bytes signed = Bytes.concat(start, transcript, request, answer.slice(0, open));
        return peer.isSigned(0, SigningContext.RESPONDER_MEASUREMENTS, signed, answer.from(open));
    }

    /** Cuts a record into its blocks; what does not fit is left out. */
    private static List<Bytes> blocks(Bytes answer, int recordSize) {
        List<Bytes> blocks = new ArrayList<>();
        int end = Math.min(RECORD + recordSize, answer.size());
        for (int start = RECORD; start + 4 <= end && blocks.size() < MAXIMUM_BLOCKS; ) {
            int next = start + 4 + SpdmPeer.word(answer, start + 2);
            if (next > end) {
                break;
            }
            blocks.add(answer.slice(start, next));
            start = next;
        }
        return blocks;
    }
}
