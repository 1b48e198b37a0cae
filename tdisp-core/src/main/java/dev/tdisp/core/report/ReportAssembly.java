package dev.tdisp.core.report;

import dev.tdisp.core.message.DeviceInterfaceReportPortion;
import dev.tdisp.core.message.TdispHeader;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireWriter;

/**
 * The requester's side: asks for portions and puts the report together (sections 11.3.10 and 11.3.11).
 *
 * <p>Each portion brings the end nearer, and none changes the total, or it is refused. A responder that gives less than it is
 * asked for may do so {@value #MOST_PORTIONS} times, or as often as it takes if it is asked for less. For one thread at a time.
 *
 * <pre>{@code
 * var assembly = new ReportAssembly(0xFFFF);
 * while (!assembly.isComplete()) {
 *     assembly.add(ask(assembly.nextOffset(), assembly.nextLength()));
 * }
 * Bytes body = assembly.toBytes();
 * }</pre>
 */
public final class ReportAssembly {
    /** How many portions a report may have where fewer would do; as many as the emulator's 64 bytes make of the largest report. */
    public static final int MOST_PORTIONS = 1024;

    private static final int UNKNOWN = -1;

    private final int buffer;
    private final WireWriter body = WireWriter.create();
    private int total = UNKNOWN;
    private int portions;

    /**
     * Starts with nothing.
     *
     * @param buffer the largest portion to ask for, 1 to 65535
     */
    public ReportAssembly(int buffer) {
        if (buffer < 1 || buffer > DeviceInterfaceReport.MAX_SIZE) {
            throw new IllegalArgumentException("buffer: %d is not 1 to 65535".formatted(buffer));
        }
        this.buffer = buffer;
    }

    /**
     * Returns where the next portion starts.
     *
     * @return OFFSET of the next request
     */
    public int nextOffset() {
        return body.offset();
    }

    /**
     * Returns how much to ask for.
     *
     * @return LENGTH of the next request: the buffer, or what is left if that is less
     */
    public int nextLength() {
        return total == UNKNOWN ? buffer : Math.min(buffer, total - nextOffset());
    }

    /**
     * Takes the next portion.
     *
     * @param portion the answer to a request for {@link #nextOffset()} and {@link #nextLength()}
     * @throws MalformedMessageException if the portion is empty or larger than asked for, or if it changes the total
     *     or makes it larger than 65535, or if there are too many
     * @throws IllegalStateException if the report is complete
     */
    public void add(DeviceInterfaceReportPortion portion) {
        if (isComplete()) {
            throw new IllegalStateException("the report is complete");
        }
        int size = portion.reportBytes().size();
        if (size == 0) {
            throw refusal("PORTION_LENGTH", 0, "no byte, %d were asked for".formatted(nextLength()));
        }
        if (size > nextLength()) {
            throw refusal("PORTION_LENGTH", 0, "%d bytes, %d were asked for".formatted(size, nextLength()));
        }
        int newTotal = nextOffset() + size + portion.remainderLength();
        if (newTotal > DeviceInterfaceReport.MAX_SIZE) {
            throw refusal("REMAINDER_LENGTH", 2, "makes a report of %d bytes".formatted(newTotal));
        }
        if (total != UNKNOWN && newTotal != total) {
            throw refusal("REMAINDER_LENGTH", 2, "makes a report of %d bytes, it was %d".formatted(newTotal, total));
        }
        portions++;
        if (portions >= mostPortions() && nextOffset() + size < newTotal) {
            throw refusal("PORTION_LENGTH", 0, "%d portions, and the end is not there".formatted(portions));
        }
        total = newTotal;
        body.bytes("REPORT_BYTES", portion.reportBytes());
    }

    private int mostPortions() {
        return Math.max(MOST_PORTIONS, DeviceInterfaceReport.MAX_SIZE / buffer + 1);
    }

    /**
     * Tells whether everything is there.
     *
     * @return true if the last portion left nothing
     */
    public boolean isComplete() {
        return nextOffset() == total;
    }

    /**
     * Returns the report.
     *
     * @return all portions, one behind the other
     * @throws IllegalStateException if the report is not complete
     */
    public Bytes toBytes() {
        if (!isComplete()) {
            throw new IllegalStateException("the report is not complete");
        }
        return body.toBytes();
    }

    private static MalformedMessageException refusal(String field, int offset, String reason) {
        return new MalformedMessageException(field, TdispHeader.SIZE + offset, reason);
    }
}
