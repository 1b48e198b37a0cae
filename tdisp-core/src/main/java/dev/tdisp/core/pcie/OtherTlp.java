package dev.tdisp.core.pcie;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;

/**
 * A packet that no other record holds without loss; a simulated function answers it as unsupported.
 *
 * @param header 12 or 16 bytes; 12 if the packet starts with a prefix
 * @param data what follows, whole doublewords
 */
public record OtherTlp(Bytes header, Bytes data) implements Tlp {
    private static final int MIN_SIZE = 12;

    /**
     * Checks the sizes.
     *
     * @param header 12 or 16 bytes
     * @param data what follows
     */
    public OtherTlp {
        if (header.size() != MIN_SIZE && header.size() != MIN_SIZE + 4 || data.size() % 4 != 0) {
            throw new IllegalArgumentException(
                    "no packet has a header of %d and %d bytes behind it".formatted(header.size(), data.size()));
        }
    }

    static OtherTlp read(Bytes content) {
        if (content.size() < MIN_SIZE || content.size() % 4 != 0) {
            throw new MalformedMessageException("Header", 0, "no packet has %d bytes".formatted(content.size()));
        }
        TlpStart start = TlpStart.read(WireReader.of(content));
        int headerSize = start.isPrefix() ? MIN_SIZE : start.headerSize();
        return new OtherTlp(content.slice(0, headerSize), content.from(headerSize));
    }

    @Override
    public RequesterId requester() {
        int offset = subStream() == SubStream.COMPLETION ? 8 : 4;
        return new RequesterId(header.at(offset) << 8 | header.at(offset + 1));
    }

    @Override
    public int tag() {
        return start().tag(header.at(subStream() == SubStream.COMPLETION ? 10 : 6));
    }

    @Override
    public TlpAttributes attributes() {
        return start().attributes();
    }

    @Override
    public SubStream subStream() {
        TlpStart start = start();
        boolean isCompletion = start.type() == Completion.TYPE || start.type() == Completion.TYPE + 1;
        boolean isWrite = start.type() == MemoryRead.TYPE && start.hasData();
        boolean isMessage = (start.type() & ~7) == MessageTlp.TYPE;
        if (isCompletion) {
            return SubStream.COMPLETION;
        }
        return isWrite || isMessage ? SubStream.POSTED : SubStream.NON_POSTED;
    }

    @Override
    public String describe() {
        return "TLP %02xh %s +%d".formatted(header.at(0), requester(), data.size());
    }

    /**
     * Says what it is, without its data, which may be secret.
     *
     * @return the same as {@link #describe()}
     */
    @Override
    public String toString() {
        return describe();
    }

    private TlpStart start() {
        return TlpStart.read(WireReader.of(header));
    }
}
