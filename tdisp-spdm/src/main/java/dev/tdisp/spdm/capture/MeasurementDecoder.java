package dev.tdisp.spdm.capture;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.MeasurementHashAlgorithm;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.measurement.MeasurementBlock;
import dev.tdisp.spdm.measurement.MeasurementLog;
import dev.tdisp.spdm.measurement.MeasurementSummary;
import dev.tdisp.spdm.measurement.MeasurementType;
import dev.tdisp.spdm.message.GetMeasurementExtensionLog;
import dev.tdisp.spdm.message.GetMeasurements;
import dev.tdisp.spdm.message.MeasurementExtensionLog;
import dev.tdisp.spdm.message.Measurements;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares what a responder says of its measurements in different messages: the blocks, their summary hashes, and the log.
 *
 * <p>A summary hash that comes before the blocks is compared when they come.
 */
final class MeasurementDecoder {
    private static final int MOST_BLOCKS_TO_CHOOSE_FROM = 12;

    private final List<Summary> waiting = new ArrayList<>();
    private List<MeasurementBlock> blocks = List.of();
    private Bytes log = Bytes.EMPTY;

    void clear() {
        waiting.clear();
        blocks = List.of();
        log = Bytes.EMPTY;
    }

    /** Takes the summary hash of a response; it is empty if none was asked for. */
    void summary(MessageEntry entry, int type, Bytes summaryHash, Hash hash) {
        var summary = new Summary(type, summaryHash);
        if (summaryHash.isEmpty()) {
            return;
        }
        if (blocks.isEmpty()) {
            waiting.add(summary);
        } else {
            entry.verify("measurement summary", isSummary(summary, hash));
        }
    }

    /** Takes the blocks of a response. */
    void blocks(MessageEntry entry, GetMeasurements request, Measurements response, Hash hash) {
        Bytes encoded = response.measurementRecord();
        List<MeasurementBlock> decoded = MeasurementBlock.decodeAll(encoded);
        entry.requireSame("measurement record", encoded, MeasurementBlock.encodeAll(decoded));
        if (request.operation() == GetMeasurements.ALL && !request.isRawRequested()) {
            blocks = decoded;
            waiting.forEach(summary -> entry.verify("measurement summary", isSummary(summary, hash)));
            waiting.clear();
        }
    }

    /** Takes a part of the log; the whole one must lead to the blocks that extend it. */
    void log(
            MessageEntry entry,
            GetMeasurementExtensionLog request,
            MeasurementExtensionLog response,
            MeasurementHashAlgorithm measurementHash) {
        log = (request.offset() == 0 ? Bytes.EMPTY : log).plus(response.portion());
        if (response.remainderLength() != 0) {
            return;
        }
        MeasurementLog whole = MeasurementLog.decode(log);
        entry.requireSame("measurement extension log", log, whole.encode());
        measurementHash
                .hash()
                .map(Hash::of)
                .ifPresent(hash -> blocks.stream()
                        .filter(block -> block.type()
                                .filter(MeasurementType.HASH_EXTEND::equals)
                                .isPresent())
                        .forEach(block -> entry.verify(
                                "hash-extend measurement", block.value().equals(whole.extended(block.index(), hash)))));
    }

    /** Compares a summary hash with the blocks; which ones the trusted computing base has, only the device knows. */
    private boolean isSummary(Summary summary, Hash hash) {
        if (summary.type() == MeasurementSummary.ALL.code()) {
            return summary.value().equals(MeasurementSummary.hash(hash, blocks));
        }
        return blocks.size() <= MOST_BLOCKS_TO_CHOOSE_FROM && isSummaryOfSome(summary.value(), List.of(), blocks, hash);
    }

    private static boolean isSummaryOfSome(
            Bytes value, List<MeasurementBlock> chosen, List<MeasurementBlock> left, Hash hash) {
        if (left.isEmpty()) {
            return value.equals(MeasurementSummary.hash(hash, chosen));
        }
        List<MeasurementBlock> with = new ArrayList<>(chosen);
        with.add(left.get(0));
        List<MeasurementBlock> rest = left.subList(1, left.size());
        return isSummaryOfSome(value, with, rest, hash) || isSummaryOfSome(value, chosen, rest, hash);
    }

    private record Summary(int type, Bytes value) {}
}
