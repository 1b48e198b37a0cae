package dev.tdisp.core.pcie;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * What crosses a link: a packet in the clear, or one that an IDE stream protects.
 *
 * <p>The bytes of a frame say themselves which of the two it is: a protected one starts with an {@link IdePrefix}.
 */
public sealed interface LinkFrame {
    /** The size of a MAC in bytes. */
    int MAC_SIZE = 12;

    /** The size of a checksum of the data in bytes. */
    int PCRC_SIZE = 4;

    /**
     * Returns the frame as it crosses the link.
     *
     * @return its bytes
     */
    Bytes encode();

    /**
     * Says what it is, without its data.
     *
     * @return one line
     */
    String describe();

    /**
     * Reads a frame.
     *
     * @param content its bytes
     * @return the frame
     * @throws dev.tdisp.core.wire.MalformedMessageException if the size is not what the headers say
     */
    static LinkFrame decode(Bytes content) {
        boolean isProtected = !content.isEmpty() && content.at(0) == IdePrefix.FORMAT_AND_TYPE;
        return isProtected ? Protected.decode(content) : new Plain(Tlp.decode(content));
    }

    /**
     * A packet in the clear.
     *
     * @param tlp the packet
     */
    record Plain(Tlp tlp) implements LinkFrame {
        @Override
        public Bytes encode() {
            return tlp.encode();
        }

        @Override
        public String describe() {
            return tlp.describe();
        }
    }

    /**
     * A packet that an IDE stream protects.
     *
     * @param prefix says stream, sub-stream, key set and trust
     * @param header the header of the packet, in the clear; part of its address may be encrypted
     * @param ciphertext its data, encrypted, and the encrypted checksum if the prefix says that there is one
     * @param mac 12 bytes, or none if the prefix says that no MAC follows
     */
    record Protected(IdePrefix prefix, Bytes header, Bytes ciphertext, Bytes mac) implements LinkFrame {
        /**
         * Checks that the header is as long as it says itself; whether the rest fits is for the receiver to check.
         *
         * @param prefix says stream, sub-stream, key set and trust
         * @param header the header of the packet, 12 or 16 bytes
         * @param ciphertext its data, encrypted
         * @param mac 12 bytes, or none
         */
        public Protected {
            int size = header.isEmpty() ? 0 : TlpStart.headerSize(header.at(0));
            if (header.size() != size || size == 0) {
                throw new IllegalArgumentException("no header has %d bytes: %s".formatted(header.size(), header));
            }
        }

        @Override
        public Bytes encode() {
            var out = WireWriter.create();
            prefix.write(out);
            out.bytes("Header", header);
            out.bytes("Data", ciphertext);
            out.bytes("MAC", mac);
            return out.toBytes();
        }

        /**
         * Returns the data as they are on the link.
         *
         * @return the ciphertext without the checksum
         */
        public Bytes data() {
            return prefix.pcrc() && ciphertext.size() >= PCRC_SIZE
                    ? ciphertext.slice(0, ciphertext.size() - PCRC_SIZE)
                    : ciphertext;
        }

        static Protected decode(Bytes content) {
            WireReader in = WireReader.of(content);
            IdePrefix prefix = IdePrefix.read(in);
            TlpStart start = TlpStart.read(WireReader.of(content.from(IdePrefix.SIZE)));
            if (start.isPrefix()) {
                throw in.malformed("Fmt/Type", 0, "a second prefix");
            }
            Bytes header = in.bytes("Header", start.headerSize());
            int checksum = prefix.pcrc() ? PCRC_SIZE : 0;
            Bytes ciphertext = in.bytes("Data", start.totalSize() - start.headerSize() + checksum);
            Bytes mac = in.bytes("MAC", prefix.mac() ? MAC_SIZE : 0);
            in.end();
            return new Protected(prefix, header, ciphertext, mac);
        }

        @Override
        public String describe() {
            return "IDE %s sub-stream %d %s T=%d +%d"
                    .formatted(
                            prefix.streamId(),
                            prefix.subStreamCode(),
                            prefix.keySet(),
                            prefix.trusted() ? 1 : 0,
                            ciphertext.size());
        }
    }
}
