package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * VERSION: lists the versions that the responder knows.
 *
 * @param header version, always 1.0, and parameters; both are reserved
 * @param reserved the byte Reserved
 * @param entries each VersionNumberEntry: major, minor, update and alpha number, 4 bits each
 */
public record VersionResponse(SpdmHeader header, int reserved, List<Integer> entries) implements SpdmResponse {
    /**
     * Checks that the parts fit together.
     *
     * @param header version, always 1.0, and parameters; both are reserved
     * @param reserved the byte Reserved
     * @param entries each VersionNumberEntry: major, minor, update and alpha number, 4 bits each
     */
    public VersionResponse {
        entries = List.copyOf(entries);
    }

    @Override
    public int code() {
        return SpdmCode.GET_VERSION.responseCode();
    }

    @Override
    public String name() {
        return SpdmCode.GET_VERSION.responseName();
    }

    /**
     * Creates the message.
     *
     * @param versions the versions, in any order
     * @return the message
     */
    public static VersionResponse of(List<SpdmVersion> versions) {
        return new VersionResponse(
                SpdmHeader.of(SpdmVersion.V1_0, 0, 0),
                0,
                versions.stream().map(SpdmVersion::entry).toList());
    }

    /**
     * Finds the versions that are known here.
     *
     * @return the versions, in the order of the message
     */
    public List<SpdmVersion> versions() {
        return entries.stream()
                .map(SpdmVersion::ofEntry)
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        out.u8("Reserved", reserved);
        out.u8("VersionNumberEntryCount", entries.size());
        for (int entry : entries) {
            out.u16("VersionNumberEntry", entry);
        }
    }

    static VersionResponse read(SpdmHeader header, WireReader in) {
        int reserved = in.u8("Reserved");
        int count = in.u8("VersionNumberEntryCount");
        List<Integer> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(in.u16("VersionNumberEntry"));
        }
        return new VersionResponse(header, reserved, entries);
    }
}
