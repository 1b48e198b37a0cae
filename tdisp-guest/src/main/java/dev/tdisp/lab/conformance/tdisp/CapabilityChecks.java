package dev.tdisp.lab.conformance.tdisp;

import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.lab.conformance.Answer;
import dev.tdisp.lab.conformance.Check;
import dev.tdisp.lab.conformance.Scene;
import dev.tdisp.lab.conformance.Tdi;
import java.util.Set;

/** What TDISP_CAPABILITIES may say; where sources differ, the other reading is a deviation. */
final class CapabilityChecks {
    private static final int MANDATORY = 0xFE;
    private static final int MANDATORY_FROM_81H = 0x7F;
    private static final int DEFINED_IN_6_0 = 0x0FFE;
    private static final int DEFINED_IN_7_0 = 0x1FFE;
    private static final int RESERVED_LOCK_FLAGS = 0xFFE0;
    private static final int WIDTH = 52;

    private CapabilityChecks() {}

    static void run(Scene scene, Check check) {
        Tdi tdi = scene.tdi(scene.session());
        tdi.version();
        Answer answer = tdi.ask(RequestCode.GET_TDISP_CAPABILITIES, Bytes.filled(0, Integer.BYTES));
        new Reply(check, tdi, answer).response(RequestCode.GET_TDISP_CAPABILITIES);
        check.on(5)
                .at(16)
                .noting("later revisions define bit 0")
                .equalOr("DSM_CAPS", 0L, Set.of(1L), answer.number(16, 4));
        requests(check, answer);
        long flags = answer.number(36, 2);
        check.on(7)
                .at(36)
                .that(
                        "LOCK_INTERFACE_FLAGS_SUPPORTED",
                        flags >= 0 && (flags & RESERVED_LOCK_FLAGS) == 0,
                        "bits 15:5 clear",
                        Reply.hex(flags));
        width(check, answer.number(41, 1));
        counted(check.on(9).at(42), "NUM_REQ_THIS", answer.number(42, 1));
        counted(check.on(10).at(43), "NUM_REQ_ALL", answer.number(43, 1));
    }

    private static void requests(Check check, Answer answer) {
        Bytes map = answer.piece(20, 36);
        long first = answer.number(20, 2);
        boolean isRestZero = map.size() == 16 && map.from(2).equals(Bytes.filled(0, 14));
        boolean isDefined = (first & ~DEFINED_IN_7_0) == 0 && isRestZero;
        Check.Point point = check.on(6).at(20);
        if (first == MANDATORY_FROM_81H && isRestZero) {
            point.noting("counted from 81h").deviates("REQ_MSGS_SUPPORTED", Reply.hex(MANDATORY), Reply.hex(first));
        } else if ((first & MANDATORY) == MANDATORY && isDefined && (first & ~DEFINED_IN_6_0) != 0) {
            point.noting("a request of PCIe 7.0").deviates("REQ_MSGS_SUPPORTED", "bits 15:12 clear", Reply.hex(first));
        } else {
            boolean isRight = (first & MANDATORY) == MANDATORY && isDefined;
            point.that("REQ_MSGS_SUPPORTED", isRight, "FEh, perhaps 8h to 11 more", map.toHex());
        }
    }

    private static void width(Check check, long width) {
        Check.Point point = check.on(8).at(41);
        if (width > 0 && width < WIDTH) {
            point.noting("published devices tell less").deviates("DEV_ADDR_WIDTH", "at least 52", width);
        } else {
            point.that("DEV_ADDR_WIDTH", width >= WIDTH, "at least 52", width);
        }
    }

    private static void counted(Check.Point point, String field, long count) {
        if (count == 0) {
            point.noting("published devices tell 0 and mean 1").deviates(field, "at least 1", count);
        } else {
            point.that(field, count > 0, "at least 1", count);
        }
    }
}
