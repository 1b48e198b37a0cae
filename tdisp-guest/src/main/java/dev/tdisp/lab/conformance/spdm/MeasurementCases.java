package dev.tdisp.lab.conformance.spdm;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.lab.conformance.SetupException;
import dev.tdisp.lab.conformance.spdm.MeasurementTalk.Taken;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The cases of MEASUREMENTS that are not refusals. */
final class MeasurementCases {
    private static final int DEVICE_MODE = 5;
    private static final int RAW = 0x80;
    private static final int DMTF = 1;
    private static final int VALUE = 7;
    private static final int CHANGED = 1;
    private static final int UNSIGNED_BLOCK = 14;

    private MeasurementCases() {}

    static Stream<SpdmScript> all() {
        List<SpdmVersion> first = List.of(SpdmVersion.V1_0);
        List<SpdmVersion> second = List.of(SpdmVersion.V1_1);
        List<Need> session = List.of(Need.MEAS, Need.CERT, Need.KEY_EX);
        List<Need> clear = List.of(Need.MEAS);
        return Stream.of(
                flow("SPDM-MEAS-01", first, clear, MeasurementCases::outside),
                new SpdmScript("SPDM-MEAS-04", "Measurement blocks", SpdmScript.ALL, clear, MeasurementCases::blocks),
                flow("SPDM-MEAS-05", second, clear, MeasurementCases::outside),
                flow("SPDM-MEAS-06", second, session, MeasurementCases::inSession),
                flow("SPDM-MEAS-08", SpdmScript.V1_2_ON, clear, MeasurementCases::outside),
                flow("SPDM-MEAS-09", SpdmScript.V1_2_ON, session, MeasurementCases::inSession));
    }

    private static SpdmScript flow(
            String id, List<SpdmVersion> versions, List<Need> needs, Function<Probe, MeasurementTalk> begin) {
        String where = needs.size() > 1 ? "in a session" : "outside sessions";
        String title =
                "MEASUREMENTS of %s: number, all, each, the last one signed, %s".formatted(versions.get(0), where);
        return new SpdmScript(id, title, versions, needs, probe -> {
            MeasurementTalk talk = begin.apply(probe);
            probe.go();
            int count = number(probe, talk);
            List<Bytes> all = all(probe, talk, count);
            for (int i = 0; i < all.size(); i++) {
                boolean isLast = i == all.size() - 1;
                one(probe, talk, all.get(i), isLast);
            }
        });
    }

    private static MeasurementTalk outside(Probe probe) {
        SpdmPeer peer = probe.peer();
        peer.negotiate(probe.version(), Offer.PLAIN);
        if (peer.context().responder().value(Capability.MEAS_CAP) == 2) {
            peer.chain(0);
        }
        if (peer.context().responder().has(Capability.CHAL_CAP)) {
            peer.require(peer.ask("vv 83 00 00 nonce ctx"), 0x03);
        }
        return new MeasurementTalk(peer, peer::ask);
    }

    private static MeasurementTalk inSession(Probe probe) {
        SpdmPeer peer = probe.peer();
        peer.negotiate(probe.version(), Offer.PLAIN);
        PeerSession session = PeerSession.established(peer);
        return new MeasurementTalk(peer, session::ask);
    }

    private static int number(Probe probe, MeasurementTalk talk) {
        Taken taken = talk.ask(0, true);
        probe.header(1, MeasurementTalk.MEASUREMENTS, taken.naturalSize(), taken.answer());
        probe.on(4).at(2).that("Param1 (number of indices)", taken.number() > 0, "more than 0", taken.number());
        probe.on(5).at(4).equal("NumberOfBlocks", 0, SpdmPeer.word(taken.answer(), 4) & 0xFF);
        probe.on(6).at(5).equal("MeasurementRecordLength", 0, taken.recordSize());
        signature(probe, 7, talk, taken);
        return taken.number();
    }

    private static List<Bytes> all(Probe probe, MeasurementTalk talk, int count) {
        Taken taken = talk.ask(MeasurementTalk.ALL, true);
        probe.header(8, MeasurementTalk.MEASUREMENTS, taken.naturalSize(), taken.answer());
        int said = SpdmPeer.word(taken.answer(), 4) & 0xFF;
        boolean isCounted = said == count && taken.blocks().size() == count;
        probe.on(11)
                .at(4)
                .that(
                        "NumberOfBlocks",
                        isCounted,
                        count,
                        "%d, and %d there".formatted(said, taken.blocks().size()));
        int sum = taken.blocks().stream().mapToInt(Bytes::size).sum();
        boolean isFilled = taken.recordSize() > 0 && taken.recordSize() == sum;
        probe.on(12)
                .at(5)
                .that(
                        "MeasurementRecordLength",
                        isFilled,
                        "%d, the sum of the blocks".formatted(sum),
                        taken.recordSize());
        signature(probe, 13, talk, taken);
        return taken.blocks();
    }

    private static void one(Probe probe, MeasurementTalk talk, Bytes block, boolean isLast) {
        Taken taken = talk.ask(block.at(0), isLast);
        probe.header(UNSIGNED_BLOCK, MeasurementTalk.MEASUREMENTS, taken.naturalSize(), taken.answer());
        int said = SpdmPeer.word(taken.answer(), 4) & 0xFF;
        probe.on(17).at(4).equal("NumberOfBlocks", 1, said);
        int sum = taken.blocks().stream().mapToInt(Bytes::size).sum();
        probe.on(18).at(5).equal("MeasurementRecordLength", sum, taken.recordSize());
        probe.on(19).at(8).equal("MeasurementBlock", List.of(block), taken.blocks());
        if (isLast) {
            signature(probe, 20, talk, taken);
            if (probe.version().isAtLeast(SpdmVersion.V1_2)) {
                int changed = taken.param2() >> 4 & 3;
                probe.on(20).at(3).that("ContentChanged", changed != CHANGED, "not supported, or no change", changed);
            }
        }
    }

    private static void signature(Probe probe, int number, MeasurementTalk talk, Taken taken) {
        if (!talk.canSign()) {
            probe.on(number).that("Signature", true, "none with MEAS_CAP 1", "none");
            return;
        }
        probe.on(number).at(3).equal("SlotID", 0, taken.param2() & 0x0F);
        probe.on(number).that("Signature", taken.isSigned(), "of L1/L2", taken.isSigned() ? "so" : "of something else");
    }

    private static void blocks(Probe probe) {
        SpdmPeer peer = probe.peer();
        peer.negotiate(probe.version(), Offer.PLAIN);
        List<Bytes> blocks = new MeasurementTalk(peer, peer::ask)
                .ask(MeasurementTalk.ALL, false)
                .blocks();
        if (blocks.isEmpty()) {
            throw new SetupException("MEASUREMENTS has no block");
        }
        int digest = peer.context().suite().measurementHash().size();
        for (Bytes block : blocks) {
            probe.each("index %02Xh".formatted(block.at(0)), () -> block(probe.go(), block, digest));
        }
    }

    private static void block(Probe probe, Bytes block, int digest) {
        probe.on(1).at(1).equal("MeasurementSpecification", DMTF, block.at(1));
        int type = block.size() > 4 ? block.at(4) : 0;
        int valueSize = SpdmPeer.word(block, 5);
        boolean isRaw = (type & RAW) != 0;
        boolean isSized = SpdmPeer.word(block, 2) == 3 + valueSize && block.size() == VALUE + valueSize;
        probe.on(2).at(2).that("MeasurementSize", isSized, 3 + valueSize, SpdmPeer.word(block, 2));
        String expected = isRaw ? "any" : "the size of the hash, %d".formatted(digest);
        probe.on(3).at(5).that("DMTFSpecMeasurementValueSize", isRaw || valueSize == digest, expected, valueSize);
        boolean isMode = probe.version().isAtLeast(SpdmVersion.V1_2) && (type & 0x7F) == DEVICE_MODE;
        probe.on(4)
                .at(4)
                .that("DMTFSpecMeasurementValueType", !isMode || isRaw, "raw for a device mode", Probe.hex(type));
    }

    /** Returns the indices that have blocks, by the answer to a request for all. */
    static List<Integer> indices(SpdmPeer peer) {
        List<Integer> indices = new ArrayList<>();
        new MeasurementTalk(peer, peer::ask)
                .ask(MeasurementTalk.ALL, false)
                .blocks()
                .forEach(block -> indices.add(block.at(0)));
        return indices;
    }
}
