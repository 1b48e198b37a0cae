package dev.tdisp.core.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * TDISP_VERSION: the versions that the responder supports (section 11.3.5).
 *
 * @param header what all messages begin with
 * @param versions VERSION_NUM_ENTRY: one byte a version, major in bits 7:4, minor in bits 3:0; 1 to 255 of them
 */
public record TdispVersion(TdispHeader header, Bytes versions) implements TdispResponse {
    /**
     * Checks the ranges.
     *
     * @param header what all messages begin with
     * @param versions VERSION_NUM_ENTRY: one byte a version, major in bits 7:4, minor in bits 3:0; 1 to 255 of them
     */
    public TdispVersion {
        if (versions.isEmpty() || versions.size() > 255) {
            throw new IllegalArgumentException("VERSION_NUM_COUNT: %d is not 1 to 255".formatted(versions.size()));
        }
    }

    @Override
    public int code() {
        return RequestCode.GET_TDISP_VERSION.responseCode();
    }

    @Override
    public String name() {
        return RequestCode.GET_TDISP_VERSION.responseName();
    }

    @Override
    public String detail() {
        return texts(versions);
    }

    @Override
    public TdispResponse blanked() {
        return this;
    }

    /**
     * Tells whether a version is in the list.
     *
     * @param version TDISPVersion
     * @return true if it is
     */
    public boolean supports(int version) {
        return IntStream.range(0, versions.size()).anyMatch(i -> versions.at(i) == version);
    }

    @Override
    public void encode(WireWriter out) {
        header.encode(out, code(), name());
        out.u8("VERSION_NUM_COUNT", versions.size());
        out.bytes("VERSION_NUM_ENTRY", versions);
        out.meaning(texts(versions));
    }

    static TdispVersion decode(TdispHeader header, WireReader in) {
        int count = in.u8("VERSION_NUM_COUNT");
        if (count == 0) {
            throw in.malformed("VERSION_NUM_COUNT", 1, "a responder supports at least one version");
        }
        Bytes versions = in.bytes("VERSION_NUM_ENTRY", count);
        in.meaning(texts(versions));
        return new TdispVersion(header, versions);
    }

    private static String texts(Bytes versions) {
        return IntStream.range(0, versions.size())
                .mapToObj(i -> new VersionNumber(versions.at(i)).toString())
                .collect(Collectors.joining(" "));
    }
}
