package dev.tdisp.core.ide;

import dev.tdisp.core.pcie.Tlp;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import java.util.zip.CRC32;

/**
 * Which bytes of a packet are encrypted: address bits first, then the data, then the checksum.
 *
 * <p>Polynomial, order of bytes and the treatment of short addresses are this simulator's own.
 */
final class SealedForm {
    private static final int ADDRESS = 8;
    private static final int LONG_HEADER = 1 << 5;
    private static final int LONGEST_IN_SHORT_HEADER = 3;

    private SealedForm() {}

    /** Returns how many bytes of the address in a header are encrypted; of one of 32 bits, bits 25:2 at most. */
    static int hiddenBytes(Bytes header, IdeForm form) {
        if (!Tlp.hasMemoryAddress(header)) {
            return 0;
        }
        return isLong(header) ? form.hiddenBytes() : Math.min(form.hiddenBytes(), LONGEST_IN_SHORT_HEADER);
    }

    /** Takes the lowest address bits but two, in order of significance. */
    static Bytes hidden(Bytes header, int size) {
        long field = address(header) >>> 2;
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (field >>> (8 * (size - 1 - i)));
        }
        return Bytes.of(bytes);
    }

    /** Puts other bits in the place of the hidden ones. */
    static Bytes withHidden(Bytes header, Bytes field) {
        if (field.isEmpty()) {
            return header;
        }
        long value = 0;
        for (int i = 0; i < field.size(); i++) {
            value = value << 8 | field.at(i);
        }
        long mask = (1L << (8 * field.size())) - 1 << 2;
        long address = address(header) & ~mask | value << 2;
        var out = WireWriter.create();
        out.bytes("Header", header.slice(0, ADDRESS));
        if (isLong(header)) {
            out.u64BigEndian("Address", address);
        } else {
            out.u32BigEndian("Address", address);
        }
        return out.toBytes();
    }

    private static boolean isLong(Bytes header) {
        return (header.at(0) & LONG_HEADER) != 0;
    }

    private static long address(Bytes header) {
        WireReader in = WireReader.of(header.from(ADDRESS));
        return isLong(header) ? in.u64BigEndian("Address") : in.u32BigEndian("Address");
    }

    /** Returns the checksum of the data: CRC-32 of IEEE 802.3, the most significant byte first. */
    static Bytes pcrc(Bytes data) {
        var crc = new CRC32();
        crc.update(data.toArray());
        var out = WireWriter.create();
        out.u32BigEndian("PCRC", crc.getValue());
        return out.toBytes();
    }
}
