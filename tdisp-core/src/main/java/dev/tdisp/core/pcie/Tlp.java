package dev.tdisp.core.pcie;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import java.util.Optional;

/**
 * A transaction layer packet (section 2.2), with its bytes as in non-flit mode.
 *
 * <p>Addresses and lengths are in bytes; byte enables and the doubleword count come from them. Bytes that no record here
 * can hold without loss (atomic operations, hints, a digest, gaps between byte enables, data in disabled bytes) decode to
 * {@link OtherTlp}.
 *
 * <pre>{@code
 * Tlp read = new MemoryRead(new RequesterId(0x0100), 5, 0x1_2345_6000L, 64);
 * Tlp.decode(read.encode()).equals(read);
 * }</pre>
 */
public sealed interface Tlp permits Completion, ConfigRead, ConfigWrite, MemoryRead, MemoryWrite, MessageTlp, OtherTlp {
    /**
     * Returns who asked: for a completion the function it goes to.
     *
     * @return the Requester ID
     */
    RequesterId requester();

    /**
     * Returns the tag, by which a completion finds its request.
     *
     * @return 0 to 1023
     */
    int tag();

    /**
     * Returns the bits that every packet carries.
     *
     * @return the attributes
     */
    TlpAttributes attributes();

    /**
     * Returns the kind of traffic.
     *
     * @return the sub-stream in which an IDE stream carries it
     */
    SubStream subStream();

    /**
     * Returns the header.
     *
     * @return 12 or 16 bytes, in the order of transmission
     */
    Bytes header();

    /**
     * Returns the data behind the header.
     *
     * @return whole doublewords, perhaps none
     */
    Bytes data();

    /**
     * Says what it is, without its data.
     *
     * @return for example {@code MRd 01:00.1 tag 5 123456000h +64}
     */
    String describe();

    /**
     * Returns the packet as it crosses the link.
     *
     * @return header and data
     */
    default Bytes encode() {
        return header().plus(data());
    }

    /**
     * Tells whether a header leads its packet by an address in memory.
     *
     * @param header of any packet
     * @return true for reads, writes and atomic operations on memory
     */
    static boolean hasMemoryAddress(Bytes header) {
        return header.size() >= TlpStart.SHORT_HEADER && TlpStart.BY_ADDRESS.contains(header.at(0) & TlpStart.TYPE);
    }

    /**
     * Reads a packet.
     *
     * @param content header and data
     * @return the packet
     * @throws dev.tdisp.core.wire.MalformedMessageException if the size is not what the header says
     */
    static Tlp decode(Bytes content) {
        WireReader in = WireReader.of(content);
        TlpStart start = TlpStart.read(in);
        if (start.isPrefix()) {
            return OtherTlp.read(content);
        }
        if (start.totalSize() != content.size()) {
            throw in.malformed(
                    "Length", 2, "%d bytes announced, %d there".formatted(start.totalSize(), content.size()));
        }
        Optional<Tlp> typed = start.hasUnmodelledBits() ? Optional.empty() : readTyped(start, in);
        return typed.filter(tlp -> tlp.encode().equals(content)).orElseGet(() -> OtherTlp.read(content));
    }

    private static Optional<Tlp> readTyped(TlpStart start, WireReader in) {
        return switch (start.type()) {
            case MemoryRead.TYPE -> start.hasData() ? MemoryWrite.read(start, in) : MemoryRead.read(start, in);
            case Completion.TYPE -> Completion.read(start, in);
            case ConfigRead.TYPE_0, ConfigRead.TYPE_1 ->
                start.hasData() ? ConfigWrite.read(start, in) : ConfigRead.read(start, in);
            default -> (start.type() & ~7) == MessageTlp.TYPE ? MessageTlp.read(start, in) : Optional.empty();
        };
    }
}
