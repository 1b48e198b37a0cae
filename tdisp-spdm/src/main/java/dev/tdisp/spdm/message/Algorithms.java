package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.AlgorithmCategory;
import dev.tdisp.spdm.algorithm.AlgorithmSuite;
import dev.tdisp.spdm.algorithm.OpaqueDataFormat;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.util.List;

/**
 * ALGORITHMS: selects the algorithms of the connection.
 *
 * @param header version and parameters; Param1 is the number of tables, Param2 is reserved
 * @param measurementSpecification the byte MeasurementSpecificationSel
 * @param otherParams the byte OtherParamsSelection: opaque format in bits 3:0, RequesterMultiKeyConnSel in bit 4
 * @param measurementHash the mask MeasurementHashAlgo
 * @param baseAsym the mask BaseAsymSel
 * @param baseHash the mask BaseHashSel
 * @param pqcAsym the mask PqcAsymSel; reserved before 1.4
 * @param reserved 7 reserved bytes
 * @param melSpecification the byte MELspecificationSel; reserved before 1.3
 * @param reserved2 2 reserved bytes
 * @param extAsym the signature of another registry; usually none
 * @param extHash the hash of another registry; usually none
 * @param tables the algorithm structure tables
 */
public record Algorithms(
        SpdmHeader header,
        int measurementSpecification,
        int otherParams,
        long measurementHash,
        long baseAsym,
        long baseHash,
        long pqcAsym,
        Bytes reserved,
        int melSpecification,
        int reserved2,
        List<Long> extAsym,
        List<Long> extHash,
        List<AlgorithmTable> tables)
        implements SpdmResponse {
    private static final int FIXED_SIZE = 36;
    private static final int RESERVED_SIZE = 7;
    private static final int OPAQUE_MASK = 0x0F;
    private static final int MULTI_KEY = 0x10;

    /**
     * Checks that the parts fit together.
     *
     * @param header version and parameters; Param1 is the number of tables, Param2 is reserved
     * @param measurementSpecification the byte MeasurementSpecificationSel
     * @param otherParams the byte OtherParamsSelection: opaque format in bits 3:0, RequesterMultiKeyConnSel in bit 4
     * @param measurementHash the mask MeasurementHashAlgo
     * @param baseAsym the mask BaseAsymSel
     * @param baseHash the mask BaseHashSel
     * @param pqcAsym the mask PqcAsymSel; reserved before 1.4
     * @param reserved 7 reserved bytes
     * @param melSpecification the byte MELspecificationSel; reserved before 1.3
     * @param reserved2 2 reserved bytes
     * @param extAsym the signature of another registry; usually none
     * @param extHash the hash of another registry; usually none
     * @param tables the algorithm structure tables
     * @throws IllegalArgumentException if the parts do not fit together
     */
    public Algorithms {
        if (reserved.size() != RESERVED_SIZE || tables.size() != tableCount(header)) {
            throw new IllegalArgumentException(
                    "reserved: %d bytes; tables: %d".formatted(reserved.size(), tables.size()));
        }
        extAsym = List.copyOf(extAsym);
        extHash = List.copyOf(extHash);
        tables = List.copyOf(tables);
    }

    @Override
    public int code() {
        return SpdmCode.NEGOTIATE_ALGORITHMS.responseCode();
    }

    @Override
    public String name() {
        return SpdmCode.NEGOTIATE_ALGORITHMS.responseName();
    }

    /**
     * Returns the mask of one category.
     *
     * @param category which
     * @return the selected algorithm's bit; 0 if none is selected
     */
    public long mask(AlgorithmCategory category) {
        return switch (category) {
            case BASE_ASYM -> baseAsym;
            case BASE_HASH -> baseHash;
            case PQC_ASYM -> pqcAsym;
            case MEASUREMENT_HASH -> measurementHash;
            case DHE, AEAD, REQ_BASE_ASYM, KEY_SCHEDULE, REQ_PQC_ASYM, KEM ->
                tables.stream()
                        .filter(table -> table.type() == category.tableType())
                        .mapToLong(AlgorithmTable::algorithms)
                        .findFirst()
                        .orElse(0);
        };
    }

    /**
     * Returns the selections as a suite.
     *
     * @param request the offer that this answers
     * @return the suite; a mask that selects no single known algorithm selects nothing
     */
    public AlgorithmSuite suite(NegotiateAlgorithms request) {
        AlgorithmSuite.Builder suite = AlgorithmSuite.builder();
        for (AlgorithmCategory category : AlgorithmCategory.values()) {
            category.selected(mask(category)).ifPresent(algorithm -> suite.select(category, algorithm));
        }
        OpaqueDataFormat.of(otherParams & OPAQUE_MASK).ifPresent(suite::opaqueDataFormat);
        return suite.dmtfMeasurements(measurementSpecification == 1)
                .multiKey((otherParams & MULTI_KEY) != 0, (request.offer().otherParams() & MULTI_KEY) != 0)
                .build();
    }

    /**
     * Returns the field Length.
     *
     * @return the size of the whole message
     */
    public int length() {
        int tableSize = tables.stream().mapToInt(AlgorithmTable::size).sum();
        return FIXED_SIZE + 4 * (extAsym.size() + extHash.size()) + tableSize;
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        out.u16("Length", length());
        out.u8("MeasurementSpecificationSel", measurementSpecification);
        out.u8("OtherParamsSelection", otherParams);
        out.u32("MeasurementHashAlgo", measurementHash);
        out.u32("BaseAsymSel", baseAsym);
        out.u32("BaseHashSel", baseHash);
        out.u32("PqcAsymSel", pqcAsym);
        out.bytes("Reserved", reserved);
        out.u8("MELspecificationSel", melSpecification);
        out.u8("ExtAsymSelCount", extAsym.size());
        out.u8("ExtHashSelCount", extHash.size());
        out.u16("Reserved2", reserved2);
        extAsym.forEach(algorithm -> out.u32("ExtAsymSel", algorithm));
        extHash.forEach(algorithm -> out.u32("ExtHashSel", algorithm));
        tables.forEach(table -> table.write(out));
    }

    static Algorithms read(SpdmHeader header, WireReader in) {
        int length = in.u16("Length");
        int measurementSpecification = in.u8("MeasurementSpecificationSel");
        int otherParams = in.u8("OtherParamsSelection");
        long measurementHash = in.u32("MeasurementHashAlgo");
        long baseAsym = in.u32("BaseAsymSel");
        long baseHash = in.u32("BaseHashSel");
        long pqcAsym = in.u32("PqcAsymSel");
        Bytes reserved = in.bytes("Reserved", RESERVED_SIZE);
        int melSpecification = in.u8("MELspecificationSel");
        int extAsymCount = in.u8("ExtAsymSelCount");
        int extHashCount = in.u8("ExtHashSelCount");
        var response = new Algorithms(
                header,
                measurementSpecification,
                otherParams,
                measurementHash,
                baseAsym,
                baseHash,
                pqcAsym,
                reserved,
                melSpecification,
                in.u16("Reserved2"),
                AlgorithmOffer.readExternal(in, "ExtAsymSel", extAsymCount),
                AlgorithmOffer.readExternal(in, "ExtHashSel", extHashCount),
                AlgorithmOffer.readTables(in, tableCount(header)));
        AlgorithmOffer.requireLength(SpdmHeader.SIZE, length, response.length());
        return response;
    }

    private static int tableCount(SpdmHeader header) {
        return header.isAtLeast(SpdmVersion.V1_1) ? header.param1() : 0;
    }
}
