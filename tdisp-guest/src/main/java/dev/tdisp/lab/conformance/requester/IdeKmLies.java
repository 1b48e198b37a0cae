package dev.tdisp.lab.conformance.requester;

import static dev.tdisp.lab.conformance.requester.Changes.cut;
import static dev.tdisp.lab.conformance.requester.Changes.flip;
import static dev.tdisp.lab.conformance.requester.Changes.longer;
import static dev.tdisp.lab.conformance.requester.Changes.previous;
import static dev.tdisp.lab.conformance.requester.Changes.set;
import static dev.tdisp.lab.conformance.requester.Changes.silence;

import java.util.List;
import java.util.stream.Stream;

/** Devices that lie in IDE_KM. */
final class IdeKmLies {
    private static final int QUERY = 0;
    private static final int KEY_PROG = 2;
    private static final int K_SET_GO = 4;
    private static final List<Integer> ALL = List.of(QUERY, KEY_PROG, K_SET_GO);
    private static final int STREAM = 3;
    private static final int STATUS = 4;
    private static final int SUB_STREAM = 5;
    private static final int PORT = 6;

    private IdeKmLies() {}

    static Stream<HostileCase> all() {
        return Stream.of(
                each("REQ-IDEKM-01", "Silence", ALL, "silence", silence()),
                each("REQ-IDEKM-02", "A message that is cut", ALL, "cut", cut(3)),
                each(
                        "REQ-IDEKM-03",
                        "Bytes behind an acknowledgement",
                        List.of(KEY_PROG, K_SET_GO),
                        "longer",
                        longer(8)),
                each("REQ-IDEKM-04", "Another object than the one that is due", ALL, "another", set(0, 0x09)),
                each("REQ-IDEKM-05", "A key that is not taken", List.of(KEY_PROG), "status 4", set(STATUS, 4)),
                new HostileCase(
                        "REQ-IDEKM-06",
                        "An acknowledgement of something else",
                        Expect.REFUSED,
                        Stream.of(KEY_PROG, K_SET_GO)
                                .flatMap(code -> Stream.of(
                                        on(code, "another stream", flip(STREAM)),
                                        on(code, "another sub-stream", set(SUB_STREAM, 0x23)),
                                        on(code, "another port", flip(PORT))))
                                .toList()),
                HostileCase.of(
                        "REQ-IDEKM-07",
                        "Each request is answered as the one before",
                        Expect.REFUSED,
                        Deviation.everywhere("all of IDE_KM: the previous", Layer.IDE_KM, 1, previous(Layer.IDE_KM))));
    }

    private static HostileCase each(
            String id, String title, List<Integer> codes, String name, Deviation.Change change) {
        return new HostileCase(
                id,
                title,
                Expect.REFUSED,
                codes.stream().map(code -> on(code, name, change)).toList());
    }

    private static Deviation on(int code, String name, Deviation.Change change) {
        String request = code == QUERY ? "QUERY" : code == KEY_PROG ? "KEY_PROG" : "K_SET_GO";
        return Deviation.of("%s: %s".formatted(request, name), Layer.IDE_KM, code, change);
    }
}
