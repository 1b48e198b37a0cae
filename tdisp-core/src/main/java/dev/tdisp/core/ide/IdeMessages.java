package dev.tdisp.core.ide;

import dev.tdisp.core.pcie.MessageTlp;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.pcie.Tlp;
import dev.tdisp.core.wire.Bytes;
import java.util.Optional;

/** The messages that the two ports of a stream exchange. Their encodings are this simulator's own. */
public final class IdeMessages {
    static final int SYNC = 0x54;
    private static final int FAIL = 0x55;
    private static final long ESCORT_NON_POSTED = 1;
    private static final long ESCORT_COMPLETION = 2;
    private static final int ESCORT_SHIFT = 16;

    private IdeMessages() {}

    /**
     * Makes the message that tells the partner of a failed check; it is not protected.
     *
     * @param sender the port's function
     * @param stream the stream that failed
     * @return an IDE Fail message
     */
    public static MessageTlp fail(RequesterId sender, StreamId stream) {
        return new MessageTlp(sender, MessageTlp.ROUTING_LOCAL, FAIL, stream.value(), Bytes.EMPTY);
    }

    /**
     * Reads an IDE Fail message.
     *
     * @param tlp a packet that arrived in the clear
     * @return the stream that failed at the partner; nothing if it is another packet
     */
    public static Optional<StreamId> failedStream(Tlp tlp) {
        return tlp instanceof MessageTlp message && message.code() == FAIL
                ? Optional.of(new StreamId((int) message.detail() & 0xFF))
                : Optional.empty();
    }

    static MessageTlp sync(RequesterId sender, int nonPosted, int completion) {
        long detail = (long) nonPosted << 8 | completion;
        return new MessageTlp(sender, MessageTlp.ROUTING_LOCAL, SYNC, detail, Bytes.EMPTY);
    }

    static MessageTlp escort(RequesterId sender, boolean isCompletion) {
        long detail = (isCompletion ? ESCORT_COMPLETION : ESCORT_NON_POSTED) << ESCORT_SHIFT;
        return new MessageTlp(sender, MessageTlp.ROUTING_LOCAL, SYNC, detail, Bytes.EMPTY);
    }

    static boolean isSync(Tlp tlp) {
        return tlp instanceof MessageTlp message && message.code() == SYNC;
    }

    static int syncedNonPosted(MessageTlp message) {
        return (int) (message.detail() >>> 8) & 0xFF;
    }

    static int syncedCompletion(MessageTlp message) {
        return (int) message.detail() & 0xFF;
    }

    static boolean escortsNonPosted(MessageTlp message) {
        return (message.detail() >>> ESCORT_SHIFT & ESCORT_NON_POSTED) != 0;
    }

    static boolean escortsCompletion(MessageTlp message) {
        return (message.detail() >>> ESCORT_SHIFT & ESCORT_COMPLETION) != 0;
    }
}
