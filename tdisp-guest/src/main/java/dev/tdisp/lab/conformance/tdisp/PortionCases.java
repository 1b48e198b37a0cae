package dev.tdisp.lab.conformance.tdisp;

import static dev.tdisp.core.message.TdiState.CONFIG_LOCKED;
import static dev.tdisp.core.message.TdiState.CONFIG_UNLOCKED;
import static dev.tdisp.core.message.TdiState.RUN;
import static dev.tdisp.core.message.TdispErrorCode.INVALID_INTERFACE_STATE;
import static dev.tdisp.core.message.TdispErrorCode.INVALID_REQUEST;

import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.lab.conformance.Answer;
import dev.tdisp.lab.conformance.Check;
import dev.tdisp.lab.conformance.Clauses;
import dev.tdisp.lab.conformance.ConformanceCase;
import dev.tdisp.lab.conformance.Scene;
import dev.tdisp.lab.conformance.SetupException;
import dev.tdisp.lab.conformance.Tdi;
import dev.tdisp.lab.conformance.Trait;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Group RPT: portions of the report at every edge, and reports of other locks. */
final class PortionCases {
    private static final int LENGTH = 16;
    private static final int REMAINDER = 18;
    private static final int CONTENT = 20;
    private static final int LARGEST = 0xFFFF;
    private static final int FIXED = 16;
    private static final int RANGE = 16;
    private static final int COUNT = 12;
    private static final long PAGE = 0x1000;
    private static final long FIRST_OFFSET = 0xD000_0000L;

    private PortionCases() {}

    static List<ConformanceCase> of(Clauses clauses) {
        var group = new Group(clauses);
        edges(group);
        orders(group);
        locks(group);
        return group.cases();
    }

    private static void edges(Group group) {
        group.add("GAP-RPT-01", PortionCases::grid);
        group.add("GAP-RPT-02", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            Answer answer = stage.tdi.portion(0, 0);
            stage.is(answer, INVALID_REQUEST.name(), Stage.OK).state(CONFIG_LOCKED);
        });
        group.add("GAP-RPT-03", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            int size = stage.tdi.report().size();
            stage.is(stage.tdi.portion(size, 1), INVALID_REQUEST.name(), Stage.OK);
        });
        group.add("GAP-RPT-04", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            Bytes report = stage.tdi.report();
            Answer answer = stage.tdi.portion(1, LARGEST);
            Bytes content = answer.piece(CONTENT, answer.size());
            stage.is(answer, Stage.OK)
                    .holds(
                            "content",
                            begins(report.from(1), content),
                            "the report from 1 on",
                            content.size() + " bytes");
        });
        group.add("GAP-RPT-05", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            Answer answer = stage.tdi.portion(stage.tdi.report().size() - 1, LARGEST);
            check.on(1).at(LENGTH).equal("PORTION_LENGTH", 1L, answer.number(LENGTH, 2));
            check.on(1).at(REMAINDER).equal("REMAINDER_LENGTH", 0L, answer.number(REMAINDER, 2));
        });
        group.add("GAP-RPT-10", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            for (int length : new int[] {1, 7, 16, 64}) {
                Answer answer = stage.tdi.portion(0, length);
                long portion = answer.number(LENGTH, 2);
                check.on(1)
                        .at(LENGTH)
                        .that("PORTION_LENGTH", portion > 0 && portion <= length, "1 to " + length, portion);
                check.on(1).equal("size", CONTENT + portion, (long) answer.size());
            }
        });
    }

    private static boolean begins(Bytes whole, Bytes part) {
        return !part.isEmpty()
                && part.size() <= whole.size()
                && whole.slice(0, part.size()).equals(part);
    }

    private static void grid(Scene scene, Check check) {
        Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
        Bytes report = stage.tdi.report();
        int size = report.size();
        Set<Integer> edges = new TreeSet<>(List.of(0, 1, size - 1, size, size + 1, 0x7FFF, 0x8000, LARGEST));
        for (int offset : edges) {
            for (int length : edges) {
                stage.each("offset %d, length %d".formatted(offset, length), () -> {
                    Answer answer = stage.tdi.portion(offset, length);
                    if (offset >= size || length == 0) {
                        stage.is(answer, INVALID_REQUEST.name(), Stage.OK);
                    } else {
                        portion(stage, report, offset, length, answer);
                    }
                });
            }
        }
        stage.state(CONFIG_LOCKED);
    }

    private static void portion(Stage stage, Bytes report, int offset, int length, Answer answer) {
        long portion = answer.number(LENGTH, 2);
        long remainder = answer.number(REMAINDER, 2);
        stage.holds("PORTION_LENGTH", portion > 0 && portion <= length, "1 to " + length, portion);
        stage.check
                .on(1)
                .at(REMAINDER)
                .equal("offset, portion and remainder", (long) report.size(), offset + portion + remainder);
        Bytes content = answer.piece(CONTENT, answer.size());
        stage.holds("content", begins(report.from(offset), content), "of the report", content.size() + " bytes");
    }

    private static void orders(Group group) {
        group.add("GAP-RPT-06", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            Bytes report = stage.tdi.report();
            Bytes read = Bytes.EMPTY;
            for (int i = 0; i < report.size(); i++) {
                read = read.plus(stage.tdi.portion(i, 1).piece(CONTENT, CONTENT + 1));
            }
            stage.same("report", report, read);
        });
        group.add("GAP-RPT-07", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            Bytes report = stage.tdi.report();
            Bytes read = Bytes.filled(0, report.size());
            for (int offset : shuffled(scene, report.size())) {
                read = read.with(
                        offset, (int) Math.max(0, stage.tdi.portion(offset, 1).number(CONTENT, 1)));
            }
            stage.same("report", report, read);
        });
        group.add(
                "GAP-RPT-08",
                (scene, check) -> {
                    Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
                    Tdi other = scene.tdi(stage.tdi.session(), 1);
                    other.greet();
                    other.lock();
                    Bytes mine = stage.tdi.report();
                    Bytes theirs = other.report();
                    for (int i = 0; i < Math.min(mine.size(), theirs.size()); i++) {
                        check.on(1).equal("byte of one", mine.at(i), byteAt(stage.tdi, i));
                        check.on(1).equal("byte of the other", theirs.at(i), byteAt(other, i));
                    }
                },
                Trait.SEVERAL_INTERFACES);
    }

    /** All numbers below a size, in an order that the scene draws. */
    private static List<Integer> shuffled(Scene scene, int size) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Bytes draw = scene.env().random().next(2);
            numbers.add((draw.at(0) | draw.at(1) << 8) % (i + 1), i);
        }
        return numbers;
    }

    private static int byteAt(Tdi tdi, int offset) {
        return (int) tdi.portion(offset, 1).number(CONTENT, 1);
    }

    private static void locks(Group group) {
        group.add("GAP-RPT-12", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            Bytes locked = stage.tdi.report();
            stage.tdi.start();
            stage.same("report", locked, stage.tdi.report());
        });
        group.add("GAP-RPT-13", PortionCases::movesWithTheOffset);
        group.add("GAP-RPT-14", (scene, check) -> {
            Stage stage = lockable(scene, check);
            Bytes first = lockedReport(stage, LockFlags.NONE, FIRST_OFFSET);
            stage.tdi.stop();
            Bytes second = lockedReport(stage, new LockFlags(1), FIRST_OFFSET + PAGE);
            boolean isOther = !first.equals(second);
            stage.holds("report of the second lock", isOther, "another one", isOther ? "another one" : "the first one");
        });
        group.add("GAP-RPT-15", (scene, check) -> {
            Stage stage = Stage.at(scene, check, RUN);
            stage.tdi.report();
            stage.tdi.stop();
            stage.is(stage.tdi.portion(0, 1), INVALID_INTERFACE_STATE, INVALID_REQUEST)
                    .exactly(CONFIG_UNLOCKED);
        });
    }

    private static Stage lockable(Scene scene, Check check) {
        Stage stage = Stage.at(scene, check, CONFIG_UNLOCKED);
        stage.tdi.secure();
        return stage;
    }

    private static Bytes lockedReport(Stage stage, LockFlags flags, long offset) {
        stage.tdi.lock(Tdi.lockPayload(flags, stage.scene.subject().stream().value(), offset));
        return stage.tdi.report();
    }

    private static void movesWithTheOffset(Scene scene, Check check) {
        Stage stage = lockable(scene, check);
        Bytes first = lockedReport(stage, LockFlags.NONE, FIRST_OFFSET);
        stage.tdi.stop();
        Bytes second = lockedReport(stage, LockFlags.NONE, FIRST_OFFSET + PAGE);
        int ranges = first.size() > COUNT ? first.at(COUNT) : 0;
        if (first.size() != second.size() || first.size() < FIXED + ranges * RANGE) {
            throw new SetupException("the reports differ in size: %d, %d".formatted(first.size(), second.size()));
        }
        Bytes moved = first;
        for (int range = 0; range < ranges; range++) {
            int at = FIXED + range * RANGE;
            long page = number(first, at) + 1;
            for (int i = 0; i < Long.BYTES; i++) {
                moved = moved.with(at + i, (int) (page >>> 8 * i) & 0xFF);
            }
        }
        stage.holds("MMIO ranges", ranges > 0, "at least 1", ranges);
        stage.same("report but for first pages, each one more", moved, second);
    }

    private static long number(Bytes report, int offset) {
        long value = 0;
        for (int i = Long.BYTES - 1; i >= 0; i--) {
            value = value << 8 | report.at(offset + i);
        }
        return value;
    }
}
