package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.util.ArrayList;
import java.util.List;

/**
 * Opaque data in the general format, OpaqueDataFmt1 from 1.2 on, or in its forerunner of 1.0 and 1.1 (section 6.2).
 *
 * @param isGeneral whether this is OpaqueDataFmt1
 * @param opaqueVersion the byte OpaqueVersion of the forerunner; 0 in the general format
 * @param reserved 3 reserved bytes in the general format, 2 in the forerunner
 * @param elements the elements
 */
public record OpaqueData(boolean isGeneral, int opaqueVersion, int reserved, List<OpaqueElement> elements) {
    private static final long DMTF_SPEC_ID = 0x444D_5446L;

    /**
     * Copies the list.
     *
     * @param isGeneral whether this is OpaqueDataFmt1
     * @param opaqueVersion the byte OpaqueVersion of the forerunner; 0 in the general format
     * @param reserved 3 reserved bytes in the general format, 2 in the forerunner
     * @param elements the elements
     */
    public OpaqueData {
        elements = List.copyOf(elements);
    }

    /**
     * Creates opaque data.
     *
     * @param version the negotiated version, which decides the format
     * @param elements the elements
     * @return the opaque data
     */
    public static OpaqueData of(SpdmVersion version, List<OpaqueElement> elements) {
        boolean isGeneral = version.isAtLeast(SpdmVersion.V1_2);
        return new OpaqueData(isGeneral, isGeneral ? 0 : 1, 0, elements);
    }

    /**
     * Encodes the data.
     *
     * @return its bytes
     */
    public Bytes encode() {
        var out = WireWriter.create();
        if (isGeneral) {
            out.u8("TotalElements", elements.size());
            out.u24("Reserved", reserved);
        } else {
            out.u32("SpecID", DMTF_SPEC_ID);
            out.u8("OpaqueVersion", opaqueVersion);
            out.u8("TotalElements", elements.size());
            out.u16("Reserved", reserved);
        }
        elements.forEach(element -> element.write(out));
        return out.toBytes();
    }

    /**
     * Decodes opaque data.
     *
     * @param version the negotiated version, which decides the format
     * @param bytes the bytes
     * @return the opaque data
     * @throws MalformedMessageException if the bytes are not of that format
     */
    public static OpaqueData decode(SpdmVersion version, Bytes bytes) {
        var in = WireReader.of(bytes);
        OpaqueData data = version.isAtLeast(SpdmVersion.V1_2) ? readGeneral(in) : readForerunner(in);
        in.end();
        return data;
    }

    /**
     * Tells whether bytes are opaque data of this kind.
     *
     * @param version the negotiated version
     * @param bytes any bytes
     * @return true if {@link #decode} takes them
     */
    public static boolean isWellFormed(SpdmVersion version, Bytes bytes) {
        try {
            decode(version, bytes);
            return true;
        } catch (MalformedMessageException e) {
            return false;
        }
    }

    private static OpaqueData readGeneral(WireReader in) {
        int count = in.u8("TotalElements");
        int reserved = in.u24("Reserved");
        return new OpaqueData(true, 0, reserved, readElements(in, count));
    }

    private static OpaqueData readForerunner(WireReader in) {
        long specId = in.u32("SpecID");
        if (specId != DMTF_SPEC_ID) {
            throw in.malformed("SpecID", 4, "%08xh is not DMTF's".formatted(specId));
        }
        int opaqueVersion = in.u8("OpaqueVersion");
        int count = in.u8("TotalElements");
        int reserved = in.u16("Reserved");
        return new OpaqueData(false, opaqueVersion, reserved, readElements(in, count));
    }

    private static List<OpaqueElement> readElements(WireReader in, int count) {
        List<OpaqueElement> elements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            elements.add(OpaqueElement.read(in));
        }
        return elements;
    }
}
