package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.AlgorithmCategory;
import java.util.ArrayList;
import java.util.List;

/**
 * One algorithm structure table: an offer or a selection of one category.
 *
 * @param type the byte AlgType: 2 DHE, 3 AEAD, 4 ReqBaseAsymAlg, 5 KeySchedule, 6 ReqPqcAsymAlg, 7 KEMAlg
 * @param algorithms the mask AlgSupported
 * @param external the AlgExternal of other registries; usually none
 */
public record AlgorithmTable(int type, int algorithms, List<Long> external) {
    private static final int FIXED_SIZE = 2;
    private static final int MAX_EXTERNAL = 15;

    /**
     * Checks that the parts fit together.
     *
     * @param type the byte AlgType: 2 DHE, 3 AEAD, 4 ReqBaseAsymAlg, 5 KeySchedule, 6 ReqPqcAsymAlg, 7 KEMAlg
     * @param algorithms the mask AlgSupported
     * @param external the AlgExternal of other registries; usually none
     * @throws IllegalArgumentException if the parts do not fit together
     */
    public AlgorithmTable {
        external = List.copyOf(external);
        if (external.size() > MAX_EXTERNAL) {
            throw new IllegalArgumentException("external: %d are too many".formatted(external.size()));
        }
    }

    /**
     * Creates a table without external algorithms.
     *
     * @param category a category that has a table
     * @param algorithms the mask
     * @return the table
     */
    public static AlgorithmTable of(AlgorithmCategory category, int algorithms) {
        return new AlgorithmTable(category.tableType(), algorithms, List.of());
    }

    int size() {
        return 4 + 4 * external.size();
    }

    void write(WireWriter out) {
        out.enter("AlgStruct");
        out.u8("AlgType", type);
        out.u8("AlgCount", FIXED_SIZE << 4 | external.size());
        out.u16("AlgSupported", algorithms);
        for (long algorithm : external) {
            out.u32("AlgExternal", algorithm);
        }
        out.leave();
    }

    static AlgorithmTable read(WireReader in) {
        in.enter("AlgStruct");
        int type = in.u8("AlgType");
        int count = in.u8("AlgCount");
        if (count >>> 4 != FIXED_SIZE) {
            throw in.malformed("AlgCount", 1, "%d fixed bytes are not 2".formatted(count >>> 4));
        }
        int algorithms = in.u16("AlgSupported");
        List<Long> external = new ArrayList<>();
        for (int i = 0; i < (count & MAX_EXTERNAL); i++) {
            external.add(in.u32("AlgExternal"));
        }
        in.leave();
        return new AlgorithmTable(type, algorithms, external);
    }
}
