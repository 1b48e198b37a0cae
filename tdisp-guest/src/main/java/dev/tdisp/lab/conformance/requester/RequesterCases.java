package dev.tdisp.lab.conformance.requester;

import dev.tdisp.lab.conformance.Clauses;
import dev.tdisp.lab.conformance.ConformanceCase;
import java.util.List;
import java.util.stream.Stream;

/** The cases for requesters. */
public final class RequesterCases {
    static final int VERSION = 0x81;
    static final int CAPABILITIES = 0x82;
    static final int LOCK = 0x83;
    static final int REPORT = 0x84;
    static final int STATE = 0x85;
    static final int START = 0x86;
    static final int STOP = 0x87;

    private static final Clauses CLAUSES = Clauses.named("requester");

    private static final List<ConformanceCase> ALL = Stream.concat(
                    HonestCases.all(CLAUSES),
                    Stream.of(TdispLies.all(), SpdmLies.all(), IdeKmLies.all())
                            .flatMap(cases -> cases)
                            .map(each -> each.toCase(CLAUSES)))
            .toList();

    private RequesterCases() {}

    /**
     * Returns all cases.
     *
     * @return for a {@link RequesterStand}: first with an honest device, then with others
     */
    public static List<ConformanceCase> all() {
        return ALL;
    }
}
