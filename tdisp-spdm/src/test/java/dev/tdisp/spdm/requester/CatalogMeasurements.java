package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.SpdmSession;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The cases of MEASUREMENTS. */
final class CatalogMeasurements {
    private static final String SIGNING = "responder-measurements signing";
    private static final int RECORD = 8;
    private static final int NONCE_SIZE = 32;
    private static final List<SpdmVersion> NEW = CatalogCase.ALL.subList(2, CatalogCase.ALL.size());

    private CatalogMeasurements() {}

    static Stream<CatalogCase> cases() {
        List<SpdmVersion> first = List.of(SpdmVersion.V1_0);
        List<SpdmVersion> second = List.of(SpdmVersion.V1_1);
        return Stream.of(
                        flow(first, "SPDM-MEAS-01", CatalogMeasurements::outside),
                        CatalogCase.in(CatalogCase.ALL, "SPDM-MEAS-04", "blocks", CatalogMeasurements::blocks),
                        flow(second, "SPDM-MEAS-05", CatalogMeasurements::outside),
                        flow(second, "SPDM-MEAS-06", CatalogMeasurements::inSession),
                        flow(NEW, "SPDM-MEAS-08", CatalogMeasurements::outside),
                        flow(NEW, "SPDM-MEAS-09", CatalogMeasurements::inSession))
                .flatMap(cases -> cases);
    }

    private static Stream<CatalogCase> flow(
            List<SpdmVersion> versions, String id, Function<SpdmVersion, CatalogTalk> begin) {
        return CatalogCase.in(versions, id, "number, all, each, the last one signed", version -> {
            CatalogTalk talk = begin.apply(version);
            int count = counted(talk);
            List<Bytes> all = all(talk);
            assertThat(all).hasSize(count);
            for (Bytes block : all.subList(0, count - 1)) {
                Bytes answer = talk.keep("vv e0 00 %02x ctx".formatted(block.at(0)));
                assertThat(blocks(talk.version, answer, false)).containsExactly(block);
            }
            signed(talk, all.get(count - 1));
        });
    }

    private static CatalogTalk outside(SpdmVersion version) {
        CatalogTalk talk = CatalogTalk.of(version);
        talk.ask("vv 81 00 00");
        talk.ask("vv 83 00 00 nonce ctx");
        return talk;
    }

    private static CatalogTalk inSession(SpdmVersion version) {
        Bench bench = Bench.of(version);
        SpdmSession session = bench.established();
        return new CatalogTalk(version, bench, message -> bench.inSession(session, message));
    }

    private static int counted(CatalogTalk talk) {
        Bytes answer = talk.keep("vv e0 00 00 ctx");

        assertThat(blocks(talk.version, answer, false)).isEmpty();
        assertThat(answer.at(2)).as("number of indices").isPositive();
        return answer.at(2);
    }

    private static List<Bytes> all(CatalogTalk talk) {
        return blocks(talk.version, talk.keep("vv e0 00 ff ctx"), false);
    }

    private static void signed(CatalogTalk talk, Bytes block) {
        boolean hasSlot = talk.version != SpdmVersion.V1_0;
        Bytes request = CatalogCase.request(
                talk.version, "vv e0 01 %02x nonce %s ctx".formatted(block.at(0), hasSlot ? "00" : ""));
        Bytes before = talk.taken();
        Bytes answer = talk.keep(request.toHex());
        talk.taken();

        assertThat(blocks(talk.version, answer, true)).containsExactly(block);
        assertThat(answer.at(3) & 0x0F).as("slot").isZero();
        assertThat(answer.at(3) >> 4 & 3).as("content changed").isNotEqualTo(1);
        int end = answer.size() - CatalogTalk.SIGNATURE_SIZE;
        Bytes start = talk.version.isAtLeast(SpdmVersion.V1_2) ? talk.negotiation : Bytes.EMPTY;
        talk.requireSigned(SIGNING, start.plus(before).plus(request).plus(answer.slice(0, end)), answer.from(end));
    }

    /** Takes a response apart: everything behind its record has its natural size. */
    private static List<Bytes> blocks(SpdmVersion version, Bytes answer, boolean isSigned) {
        CatalogCase.requireHeader(version, 0x60, answer);
        int size = CatalogTalk.u16(answer, 5) | answer.at(7) << 16;
        int opaque = RECORD + size + NONCE_SIZE;
        int context = version.isAtLeast(SpdmVersion.V1_3) ? 8 : 0;
        int end = opaque + 2 + CatalogTalk.u16(answer, opaque) + context;
        assertThat(answer.size()).isEqualTo(end + (isSigned ? CatalogTalk.SIGNATURE_SIZE : 0));
        assertThat(answer.slice(end - context, end)).isEqualTo(CatalogCase.request(version, "ctx"));
        List<Bytes> blocks = new ArrayList<>();
        for (int start = RECORD; start < RECORD + size; ) {
            int next = start + 4 + CatalogTalk.u16(answer, start + 2);
            blocks.add(answer.slice(start, next));
            start = next;
        }
        assertThat(answer.at(4)).as("NumberOfBlocks").isEqualTo(blocks.size());
        return blocks;
    }

    private static void blocks(SpdmVersion version) {
        List<Bytes> blocks = all(CatalogTalk.of(version));

        assertThat(blocks).isNotEmpty();
        for (Bytes block : blocks) {
            int type = block.at(4);
            int valueSize = CatalogTalk.u16(block, 5);
            boolean isRaw = (type & 0x80) != 0;
            assertThat(block.at(1)).as("MeasurementSpecification").isEqualTo(1);
            assertThat(CatalogTalk.u16(block, 2)).isEqualTo(3 + valueSize);
            assertThat(block.size()).isEqualTo(7 + valueSize);
            assertThat(isRaw || valueSize == CatalogTalk.HASH_SIZE).isTrue();
            assertThat((type & 0x7F) != 5 || isRaw).as("device mode").isTrue();
        }
    }
}
