package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How two ends agree on a version of secured messages (DSP0277): elements in the opaque data of KEY_EXCHANGE and
 * PSK_EXCHANGE (section 6.2). A version is a number like that of VERSION, for example 1200h.
 */
public final class SecuredMessageVersions {
    private static final int DATA_VERSION = 1;
    private static final int SELECTION = 0;
    private static final int SUPPORTED_LIST = 1;
    private static final int AEAD_LIMIT = 2;
    private static final int NO_LIMIT = 64;
    private static final int FIRST_WITH_LIMIT = 0x1300;
    private static final int DMTF = 0;

    private SecuredMessageVersions() {}

    /**
     * Builds the requester's opaque data, without a limit of records.
     *
     * @param version the negotiated version of SPDM
     * @param supported the versions of secured messages that the requester knows
     * @return the opaque data
     */
    public static Bytes offer(SpdmVersion version, List<Integer> supported) {
        return offer(version, supported, NO_LIMIT);
    }

    /**
     * Builds the requester's opaque data.
     *
     * @param version the negotiated version of SPDM
     * @param supported the versions of secured messages that the requester knows
     * @param limitExponent how many records one key may protect: 2 to this power; said only if the versions know of it, and if
     *     it is not 64
     * @return the opaque data
     */
    public static Bytes offer(SpdmVersion version, List<Integer> supported, int limitExponent) {
        var out = WireWriter.create();
        out.u8("SMDataVersion", DATA_VERSION);
        out.u8("SMDataID", SUPPORTED_LIST);
        out.u8("VersionCount", supported.size());
        supported.forEach(entry -> out.u16("VersionsList", entry));
        boolean isLimitKnown = supported.stream().anyMatch(SecuredMessageVersions::hasLimit);
        return opaqueData(version, out.toBytes(), isLimitKnown ? limitExponent : NO_LIMIT);
    }

    /**
     * Builds the responder's opaque data.
     *
     * @param version the negotiated version of SPDM
     * @param selected the version of secured messages
     * @param limitExponent how many records one key may protect: 2 to this power; said only if the version knows of it, and if
     *     it is not 64
     * @return the opaque data
     */
    public static Bytes selection(SpdmVersion version, int selected, int limitExponent) {
        var out = WireWriter.create();
        out.u8("SMDataVersion", DATA_VERSION);
        out.u8("SMDataID", SELECTION);
        out.u16("SelectedVersion", selected);
        return opaqueData(version, out.toBytes(), hasLimit(selected) ? limitExponent : NO_LIMIT);
    }

    private static Bytes opaqueData(SpdmVersion version, Bytes versions, int limitExponent) {
        List<OpaqueElement> elements = new ArrayList<>(List.of(OpaqueElement.dmtf(versions)));
        if (limitExponent != NO_LIMIT) {
            var out = WireWriter.create();
            out.u8("SMDataVersion", DATA_VERSION);
            out.u8("SMDataID", AEAD_LIMIT);
            out.u8("AEADLimitExponent", limitExponent);
            elements.add(OpaqueElement.dmtf(out.toBytes()));
        }
        return OpaqueData.of(version, elements).encode();
    }

    /**
     * Tells whether a version of secured messages lets both ends limit how many records a key protects.
     *
     * @param securedVersion for example 1300h
     * @return true from 1.3 on
     */
    public static boolean hasLimit(int securedVersion) {
        return securedVersion >>> 8 >= FIRST_WITH_LIMIT >>> 8;
    }

    /**
     * Reads the requester's opaque data.
     *
     * @param version the negotiated version of SPDM
     * @param opaqueData the opaque data
     * @return the versions of secured messages that the requester knows
     * @throws MalformedMessageException if this is no such data
     */
    public static List<Integer> offered(SpdmVersion version, Bytes opaqueData) {
        WireReader in = element(version, opaqueData, SUPPORTED_LIST);
        int count = in.u8("VersionCount");
        List<Integer> versions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            versions.add(in.u16("VersionsList"));
        }
        return versions;
    }

    /**
     * Reads the responder's opaque data.
     *
     * @param version the negotiated version of SPDM
     * @param opaqueData the opaque data
     * @return the version of secured messages that the responder selected
     * @throws MalformedMessageException if this is no such data
     */
    public static int selected(SpdmVersion version, Bytes opaqueData) {
        return element(version, opaqueData, SELECTION).u16("SelectedVersion");
    }

    /**
     * Finds the latest version that both ends know; update and alpha numbers do not count.
     *
     * @param own the versions of this end
     * @param peer the versions of the peer
     * @return this end's entry of that version, if there is one
     */
    public static Optional<Integer> latestCommon(List<Integer> own, List<Integer> peer) {
        return own.stream()
                .filter(entry -> peer.stream().anyMatch(other -> other >>> 8 == entry >>> 8))
                .max(Integer::compare);
    }

    /**
     * Finds how many records a key may protect, which an element of DSP0277 1.3 says.
     *
     * @param version the negotiated version of SPDM
     * @param selected the version of secured messages; older ones have no limit, whatever the opaque data says
     * @param opaqueData opaque data of KEY_EXCHANGE, PSK_EXCHANGE or their responses
     * @return the exponent of 2: 0 to 64; 64, no limit, if the element is absent
     * @throws MalformedMessageException if the element says more than 64
     */
    public static int aeadLimitExponent(SpdmVersion version, int selected, Bytes opaqueData) {
        Optional<WireReader> element = find(version, opaqueData, AEAD_LIMIT);
        if (!hasLimit(selected) || element.isEmpty()) {
            return NO_LIMIT;
        }
        WireReader in = element.get();
        int exponent = in.u8("AEADLimitExponent");
        if (exponent > NO_LIMIT) {
            throw in.malformed("AEADLimitExponent", 1, "%d is more than 64".formatted(exponent));
        }
        return exponent;
    }

    private static WireReader element(SpdmVersion version, Bytes opaqueData, int dataId) {
        return find(version, opaqueData, dataId)
                .orElseThrow(() -> new MalformedMessageException("SMDataID", 0, "no element %d".formatted(dataId)));
    }

    private static Optional<WireReader> find(SpdmVersion version, Bytes opaqueData, int dataId) {
        for (OpaqueElement element : OpaqueData.decode(version, opaqueData).elements()) {
            Bytes data = element.data();
            if (element.id() == DMTF && element.vendorId().isEmpty() && data.size() >= 2 && data.at(1) == dataId) {
                var in = WireReader.of(data);
                in.u8("SMDataVersion");
                in.u8("SMDataID");
                return Optional.of(in);
            }
        }
        return Optional.empty();
    }
}
