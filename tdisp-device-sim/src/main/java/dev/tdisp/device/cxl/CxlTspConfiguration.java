package dev.tdisp.device.cxl;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/**
 * What a target was told, as far as GET_TARGET_CONFIGURATION tells it again; keys of secondary sessions are not read.
 *
 * @param encryption the memory encryption features
 * @param algorithm the memory encryption algorithm
 * @param accessControl the features of TE state changes and access control
 * @param outOfBandGranularity the granularity of explicit out-of-band changes
 * @param features the configuration features
 * @param ckidBase the first CKID
 * @param ckids how many CKIDs there are
 * @param inBandGranularities the eight granularities of explicit in-band changes
 */
record CxlTspConfiguration(
        int encryption,
        long algorithm,
        int accessControl,
        long outOfBandGranularity,
        int features,
        long ckidBase,
        long ckids,
        Bytes inBandGranularities) {
    static final int REQUEST_SIZE = 352;

    private static final int ENTRIES_SIZE = 128;
    /** Only SET has it: memory for special purposes. */
    private static final int ANSWERED_FEATURES = 0x0001;

    /** What is told before anything is set. */
    static final CxlTspConfiguration NONE = new CxlTspConfiguration(0, 0, 0, 0, 0, 0, 0, Bytes.filled(0, ENTRIES_SIZE));

    static CxlTspConfiguration read(Bytes request) {
        WireReader in = WireReader.of(request);
        in.u16("Header");
        int encryption = in.u16("MemoryEncryptionFeaturesEnable");
        long algorithm = in.u32("MemoryEncryptionAlgorithmSelect");
        in.u32("Reserved");
        int accessControl = in.u16("TeStateChangeAndAccessControlFeaturesEnable");
        in.u16("Reserved2");
        long outOfBand = in.u32("ExplicitOobTeStateGranularity");
        in.u32("Reserved3");
        int features = in.u16("ConfigurationFeaturesEnable") & ANSWERED_FEATURES;
        in.u16("Reserved4");
        long ckidBase = in.u32("CkidBase");
        long ckids = in.u32("NumberOfCkids");
        in.bytes("Reserved5", 12);
        Bytes entries = in.bytes("ExplicitIbTeStateGranularityEntries", ENTRIES_SIZE);
        return new CxlTspConfiguration(
                encryption, algorithm, accessControl, outOfBand, features, ckidBase, ckids, entries);
    }

    void write(WireWriter out, boolean isLocked) {
        out.u16("MemoryEncryptionFeaturesEnabled", encryption);
        out.u32("MemoryEncryptionAlgorithmSelected", algorithm);
        out.u32("Reserved", 0);
        out.u16("TeStateChangeAndAccessControlFeaturesEnabled", accessControl);
        out.u16("Reserved2", 0);
        out.u32("ExplicitOobTeStateGranularityEnabled", outOfBandGranularity);
        out.u32("Reserved3", 0);
        out.u16("ConfigurationFeaturesEnabled", features);
        out.u16("Reserved4", 0);
        out.u32("CkidBase", ckidBase);
        out.u32("NumberOfCkids", ckids);
        out.u8("CurrentTspState", isLocked ? 1 : 0);
        out.bytes("Reserved5", Bytes.filled(0, 11));
        out.bytes("ExplicitIbTeStateGranularityEntries", inBandGranularities);
        out.bytes("Reserved6", Bytes.filled(0, 16));
    }

    boolean isWithin(int encryptions, int algorithms, int accessControls) {
        return (encryption & ~encryptions) == 0
                && (algorithm & ~(long) algorithms) == 0
                && (accessControl & ~accessControls) == 0
                && outOfBandGranularity == 0
                && ckids == 0;
    }
}
