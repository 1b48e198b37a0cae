package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.Algorithm;
import dev.tdisp.spdm.algorithm.AlgorithmCategory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The algorithms that one end offers.
 *
 * @param measurementSpecification the byte MeasurementSpecification; bit 0 is DMTF's
 * @param otherParams the byte OtherParamsSupport: opaque formats in bits 3:0, ResponderMultiKeyConn in bit 4
 * @param baseAsym the mask BaseAsymAlgo
 * @param baseHash the mask BaseHashAlgo
 * @param pqcAsym the mask PqcAsymAlgo; reserved before 1.4
 * @param reserved 8 reserved bytes
 * @param reserved2 the reserved byte before MELspecification
 * @param melSpecification the byte MELspecification; reserved before 1.3
 * @param extAsym signatures of other registries; usually none
 * @param extHash hashes of other registries; usually none
 * @param tables the algorithm structure tables
 */
public record AlgorithmOffer(
        int measurementSpecification,
        int otherParams,
        long baseAsym,
        long baseHash,
        long pqcAsym,
        Bytes reserved,
        int reserved2,
        int melSpecification,
        List<Long> extAsym,
        List<Long> extHash,
        List<AlgorithmTable> tables) {
    private static final int FIXED_SIZE = 26;
    private static final int RESERVED_SIZE = 8;

    /**
     * Checks that the parts fit together.
     *
     * @param measurementSpecification the byte MeasurementSpecification; bit 0 is DMTF's
     * @param otherParams the byte OtherParamsSupport: opaque formats in bits 3:0, ResponderMultiKeyConn in bit 4
     * @param baseAsym the mask BaseAsymAlgo
     * @param baseHash the mask BaseHashAlgo
     * @param pqcAsym the mask PqcAsymAlgo; reserved before 1.4
     * @param reserved 8 reserved bytes
     * @param reserved2 the reserved byte before MELspecification
     * @param melSpecification the byte MELspecification; reserved before 1.3
     * @param extAsym signatures of other registries; usually none
     * @param extHash hashes of other registries; usually none
     * @param tables the algorithm structure tables
     * @throws IllegalArgumentException if the parts do not fit together
     */
    public AlgorithmOffer {
        if (reserved.size() != RESERVED_SIZE) {
            throw new IllegalArgumentException("reserved: %d bytes are not 8".formatted(reserved.size()));
        }
        extAsym = List.copyOf(extAsym);
        extHash = List.copyOf(extHash);
        tables = List.copyOf(tables);
    }

    /**
     * Returns the mask of one category.
     *
     * @param category which
     * @return the offered algorithms' bits; 0 if the category is not offered, or is the measurement hash
     */
    public long mask(AlgorithmCategory category) {
        return switch (category) {
            case BASE_ASYM -> baseAsym;
            case BASE_HASH -> baseHash;
            case PQC_ASYM -> pqcAsym;
            case MEASUREMENT_HASH -> 0;
            case DHE, AEAD, REQ_BASE_ASYM, KEY_SCHEDULE, REQ_PQC_ASYM, KEM ->
                tables.stream()
                        .filter(table -> table.type() == category.tableType())
                        .mapToLong(AlgorithmTable::algorithms)
                        .findFirst()
                        .orElse(0);
        };
    }

    /**
     * Creates an offer.
     *
     * @param algorithms the offered algorithms by category; a category without any gets no table
     * @param otherParams the byte OtherParamsSupport, 0 before 1.2
     * @param melSpecification the byte MELspecification, 0 before 1.3
     * @return the offer, with DMTF's measurements
     */
    public static AlgorithmOffer of(
            Map<AlgorithmCategory, ? extends Collection<? extends Algorithm>> algorithms,
            int otherParams,
            int melSpecification) {
        List<AlgorithmTable> tables = new ArrayList<>();
        for (AlgorithmCategory category : AlgorithmCategory.values()) {
            int mask = mask(algorithms, category);
            if (category.tableType() != 0 && mask != 0) {
                tables.add(AlgorithmTable.of(category, mask));
            }
        }
        return new AlgorithmOffer(
                1,
                otherParams,
                mask(algorithms, AlgorithmCategory.BASE_ASYM),
                mask(algorithms, AlgorithmCategory.BASE_HASH),
                mask(algorithms, AlgorithmCategory.PQC_ASYM),
                Bytes.filled(0, RESERVED_SIZE),
                0,
                melSpecification,
                List.of(),
                List.of(),
                tables);
    }

    int size() {
        int tableSize = tables.stream().mapToInt(AlgorithmTable::size).sum();
        return FIXED_SIZE + 4 * (extAsym.size() + extHash.size()) + tableSize;
    }

    void write(WireWriter out) {
        out.u8("MeasurementSpecification", measurementSpecification);
        out.u8("OtherParamsSupport", otherParams);
        out.u32("BaseAsymAlgo", baseAsym);
        out.u32("BaseHashAlgo", baseHash);
        out.u32("PqcAsymAlgo", pqcAsym);
        out.bytes("Reserved", reserved);
        out.u8("ExtAsymCount", extAsym.size());
        out.u8("ExtHashCount", extHash.size());
        out.u8("Reserved2", reserved2);
        out.u8("MELspecification", melSpecification);
        extAsym.forEach(algorithm -> out.u32("ExtAsym", algorithm));
        extHash.forEach(algorithm -> out.u32("ExtHash", algorithm));
        tables.forEach(table -> table.write(out));
    }

    static AlgorithmOffer read(WireReader in, int tableCount) {
        int measurementSpecification = in.u8("MeasurementSpecification");
        int otherParams = in.u8("OtherParamsSupport");
        long baseAsym = in.u32("BaseAsymAlgo");
        long baseHash = in.u32("BaseHashAlgo");
        long pqcAsym = in.u32("PqcAsymAlgo");
        Bytes reserved = in.bytes("Reserved", RESERVED_SIZE);
        int extAsymCount = in.u8("ExtAsymCount");
        int extHashCount = in.u8("ExtHashCount");
        int reserved2 = in.u8("Reserved2");
        int melSpecification = in.u8("MELspecification");
        return new AlgorithmOffer(
                measurementSpecification,
                otherParams,
                baseAsym,
                baseHash,
                pqcAsym,
                reserved,
                reserved2,
                melSpecification,
                readExternal(in, "ExtAsym", extAsymCount),
                readExternal(in, "ExtHash", extHashCount),
                readTables(in, tableCount));
    }

    static void requireLength(int offset, int length, int computed) {
        if (length != computed) {
            throw new MalformedMessageException("Length", offset, "%d is not the size %d".formatted(length, computed));
        }
    }

    static List<AlgorithmTable> readTables(WireReader in, int count) {
        List<AlgorithmTable> tables = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tables.add(AlgorithmTable.read(in));
        }
        return tables;
    }

    static List<Long> readExternal(WireReader in, String field, int count) {
        List<Long> algorithms = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            algorithms.add(in.u32(field));
        }
        return algorithms;
    }

    private static int mask(
            Map<AlgorithmCategory, ? extends Collection<? extends Algorithm>> algorithms, AlgorithmCategory category) {
        var offered = algorithms.get(category);
        return offered == null ? 0 : AlgorithmCategory.mask(offered);
    }
}
