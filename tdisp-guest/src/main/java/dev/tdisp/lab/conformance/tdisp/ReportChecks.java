package dev.tdisp.lab.conformance.tdisp;

import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.lab.conformance.Answer;
import dev.tdisp.lab.conformance.Check;
import dev.tdisp.lab.conformance.Tdi;

/** What the report of an interface may look like, in portions and as a whole. */
final class ReportChecks {
    private static final int REQUESTED = 0x400;
    private static final int HEADER = 20;
    private static final int MOST_PORTIONS = 0x10000;
    private static final int FIXED = 16;
    private static final int RANGE = 16;
    private static final int RANGE_COUNT = 12;
    private static final int RANGE_ATTRIBUTES = 12;
    private static final int RESERVED_INFO = 0xFFE0;
    private static final int RESERVED_ATTRIBUTES = 0xFFF0;

    private ReportChecks() {}

    static void portions(Check check, Tdi tdi, TdiState state) {
        long read = 0;
        long total = -1;
        for (int count = 0; count < MOST_PORTIONS; count++) {
            Answer answer = tdi.portion((int) read, REQUESTED);
            long portion = answer.number(16, 2);
            long remainder = answer.number(18, 2);
            check.on(1).equal("size", HEADER + Math.max(0, portion), (long) answer.size());
            new Reply(check, tdi, answer).header(2, RequestCode.GET_DEVICE_INTERFACE_REPORT.responseCode());
            boolean isInRange = portion > 0 && portion <= REQUESTED;
            boolean isConstant = total < 0 || total == read + portion + remainder;
            boolean isPortion = check.on(5)
                    .at(16)
                    .that(
                            "PORTION_LENGTH, REMAINDER_LENGTH",
                            isInRange && isConstant,
                            total < 0 ? "1 to 1024, any" : "1 to 1024, %d in all".formatted(total),
                            "%d, %d from %d".formatted(portion, remainder, read));
            read += Math.max(0, portion);
            total = read + remainder;
            if (!isPortion || remainder == 0) {
                break;
            }
        }
        Reply.state(check, 6, tdi, state);
    }

    static void structure(Check check, Tdi tdi) {
        Bytes report = tdi.report();
        long ranges = number(report, RANGE_COUNT);
        boolean isBounded = ranges >= 0 && FIXED + ranges * RANGE + Integer.BYTES <= report.size();
        int infoAt = isBounded ? FIXED + (int) ranges * RANGE : report.size();
        long expected = isBounded ? infoAt + Integer.BYTES + number(report, infoAt) : -1;
        check.on(1).equal("size of the report", expected, (long) report.size());
        check.on(2)
                .at(0)
                .that(
                        "INTERFACE_INFO",
                        report.size() >= 2 && (short16(report, 0) & RESERVED_INFO) == 0,
                        "bits 15:5 clear",
                        report.slice(0, Math.min(2, report.size())).toHex());
        boolean isClear = isBounded;
        for (int i = 0; isBounded && i < ranges; i++) {
            isClear &= (short16(report, FIXED + i * RANGE + RANGE_ATTRIBUTES) & RESERVED_ATTRIBUTES) == 0;
        }
        check.on(3).at(FIXED).that("attributes of %d ranges".formatted(ranges), isClear, "bits 15:4 clear", isClear);
    }

    private static int short16(Bytes report, int offset) {
        return report.at(offset) | report.at(offset + 1) << 8;
    }

    private static long number(Bytes report, int offset) {
        if (report.size() < offset + Integer.BYTES) {
            return -1;
        }
        return short16(report, offset) | (long) short16(report, offset + 2) << 16;
    }
}
