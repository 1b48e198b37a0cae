package dev.tdisp.core.adversary;

import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.SubStream;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import java.util.OptionalLong;

/**
 * A packet at the switch, with what can be seen of it.
 *
 * @param number the how-manieth packet, from 1
 * @param way where it goes
 * @param frame the packet
 */
public record Passage(long number, Way way, LinkFrame frame) {
    private static final int SHORT_HEADER = 12;
    private static final int TAG_OFFSET = 6;

    /**
     * Tells whether it is posted.
     *
     * @return true for writes and messages
     */
    public boolean isPosted() {
        return is(SubStream.POSTED);
    }

    /**
     * Tells whether it wants an answer.
     *
     * @return true for reads
     */
    public boolean isNonPosted() {
        return is(SubStream.NON_POSTED);
    }

    /**
     * Tells whether it is an answer.
     *
     * @return true for completions
     */
    public boolean isCompletion() {
        return is(SubStream.COMPLETION);
    }

    /**
     * Tells whether an IDE stream protects it.
     *
     * @return false if it is in the clear
     */
    public boolean isProtected() {
        return frame instanceof LinkFrame.Protected;
    }

    private boolean is(SubStream subStream) {
        if (frame instanceof LinkFrame.Protected sealed) {
            int code = sealed.prefix().subStreamCode() & 7;
            return SubStream.of(code).filter(subStream::equals).isPresent();
        }
        return ((LinkFrame.Plain) frame).tlp().subStream() == subStream;
    }

    /**
     * Returns the header, which is in the clear.
     *
     * @return 12 or 16 bytes
     */
    public Bytes header() {
        return frame instanceof LinkFrame.Protected sealed
                ? sealed.header()
                : ((LinkFrame.Plain) frame).tlp().header();
    }

    /**
     * Returns the lower eight bits of the tag.
     *
     * @return 0 to 255
     */
    public int tag() {
        return header().at(isCompletion() ? TAG_OFFSET + 4 : TAG_OFFSET);
    }

    /**
     * Returns where a request leads.
     *
     * @return the address; nothing for a completion
     */
    public OptionalLong address() {
        if (isCompletion()) {
            return OptionalLong.empty();
        }
        Bytes header = header();
        WireReader in = WireReader.of(header.from(8));
        return OptionalLong.of(header.size() == SHORT_HEADER ? in.u32BigEndian("Address") : in.u64BigEndian("Address"));
    }

    @Override
    public String toString() {
        return "%d %s %s".formatted(number, way, frame.describe());
    }
}
