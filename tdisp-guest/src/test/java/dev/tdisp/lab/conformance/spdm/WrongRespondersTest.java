package dev.tdisp.lab.conformance.spdm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.lab.conformance.Assertion;
import dev.tdisp.lab.conformance.CaseListener;
import dev.tdisp.lab.conformance.Clause;
import dev.tdisp.lab.conformance.Suite;
import dev.tdisp.spdm.responder.ResponseFilter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Responders that are wrong in one field of one response fail the clause of that field, and no other. */
class WrongRespondersTest {
    /**
     * A field that is wrong, and who notices.
     *
     * @param cases where to look
     * @param code the response
     * @param change what is done to it
     * @param clauses what fails
     */
    private record Fault(String cases, int code, UnaryOperator<Bytes> change, Set<String> clauses) {
        @Override
        public String toString() {
            return "%02Xh: %s".formatted(code, clauses);
        }
    }

    private static Fault set(String cases, int code, int offset, int value, String... clauses) {
        return new Fault(cases, code, response -> at(response, offset, value), Set.of(clauses));
    }

    private static Bytes at(Bytes response, int offset, int value) {
        int index = offset < 0 ? response.size() + offset : offset;
        return index < response.size() ? response.with(index, value) : response;
    }

    static Stream<Fault> faults() {
        return Stream.of(negotiation(), algorithms(), identity(), authentication(), sessions())
                .flatMap(List::stream);
    }

    private static List<Fault> negotiation() {
        return List.of(
                set("SPDM-VER-01", 0x04, 0, 0x11, "SPDM-VER-01.3"),
                set("SPDM-VER-01", 0x04, 1, 0x05, "SPDM-VER-01.2"),
                set("SPDM-VER-01", 0x04, 5, 0xFF, "SPDM-VER-01.4"),
                set("SPDM-VER-01", 0x04, 7, 0x29, "SPDM-VER-01.5"),
                set("SPDM-CAP-05", 0x61, 0, 0x11, "SPDM-CAP-05.3"),
                set("SPDM-CAP-05", 0x61, 8, 0xFE, "SPDM-CAP-05.4"),
                set("SPDM-CAP-05", 0x61, 9, 0xF0, "SPDM-CAP-05.5", "SPDM-CAP-05.6", "SPDM-CAP-05.11"),
                set("SPDM-CAP-05", 0x61, 8, 0x36, "SPDM-CAP-05.7", "SPDM-CAP-05.9"),
                set("SPDM-CAP-05", 0x61, 9, 0xFF, "SPDM-CAP-05.8"),
                set("SPDM-CAP-05", 0x61, 10, 0x01, "SPDM-CAP-05.12", "SPDM-CAP-05.15"),
                set("SPDM-CAP-05", 0x61, 8, 0xF4, "SPDM-CAP-05.13"),
                set("SPDM-CAP-05", 0x61, 13, 0x00, "SPDM-CAP-05.14"),
                set("SPDM-CAP-03", 0x61, 9, 0xEF, "SPDM-CAP-03.10", "SPDM-CAP-03.8"));
    }

    private static List<Fault> algorithms() {
        return List.of(
                set("SPDM-ALG-05", 0x63, 4, 0x33, "SPDM-ALG-05.4"),
                set("SPDM-ALG-05", 0x63, 6, 0x02, "SPDM-ALG-05.7"),
                set("SPDM-ALG-05", 0x63, 8, 0x06, "SPDM-ALG-05.8"),
                set("SPDM-ALG-05", 0x63, 12, 0xFF, "SPDM-ALG-05.9"),
                set("SPDM-ALG-05", 0x63, 16, 0x00, "SPDM-ALG-05.10"),
                set("SPDM-ALG-05", 0x63, 40, 0x02, "SPDM-ALG-05.11", "SPDM-ALG-05.14"),
                set("SPDM-ALG-05", 0x63, 37, 0x10, "SPDM-ALG-05.12"),
                set("SPDM-ALG-05", 0x63, 38, 0x00, "SPDM-ALG-05.13"),
                set("SPDM-ALG-05", 0x63, 42, 0x00, "SPDM-ALG-05.14"),
                set("SPDM-ALG-05", 0x63, 50, 0x00, "SPDM-ALG-05.16"),
                set("SPDM-ALG-05", 0x63, 7, 0x00, "SPDM-ALG-05.17"));
    }

    private static List<Fault> identity() {
        return List.of(
                set("SPDM-DIG-01", 0x01, 3, 0x04, "SPDM-DIG-01.4"),
                set("SPDM-DIG-01", 0x01, 3, 0xFF, "SPDM-DIG-01.5"),
                set("SPDM-DIG-01", 0x01, 0, 0x19, "SPDM-DIG-01.3"),
                set("SPDM-CERT-01", 0x02, 5, 0x7F, "SPDM-CERT-01.4"),
                set("SPDM-CERT-01", 0x02, -1, 0xA5, "SPDM-CERT-01.6"),
                new Fault(
                        "SPDM-CERT-05",
                        0x02,
                        response -> response.slice(0, 6).plus(Bytes.filled(0, 2)),
                        Set.of("SPDM-CERT-05.4")));
    }

    private static List<Fault> authentication() {
        return List.of(
                set("SPDM-CHAL-06", 0x03, 2, 0x01, "SPDM-CHAL-06.4", "SPDM-CHAL-06.7"),
                set("SPDM-CHAL-06", 0x03, 3, 0x04, "SPDM-CHAL-06.5", "SPDM-CHAL-06.7"),
                set("SPDM-CHAL-06", 0x03, 4, 0xA5, "SPDM-CHAL-06.6", "SPDM-CHAL-06.7"),
                set("SPDM-CHAL-06", 0x03, -1, 0xA5, "SPDM-CHAL-06.7"),
                set("SPDM-MEAS-04", 0x60, 9, 0x02, "SPDM-MEAS-04.1"),
                set(
                        "SPDM-MEAS-08",
                        0x60,
                        -1,
                        0xA5,
                        "SPDM-MEAS-08.7",
                        "SPDM-MEAS-08.13",
                        "SPDM-MEAS-08.14",
                        "SPDM-MEAS-08.20"));
    }

    private static List<Fault> sessions() {
        return List.of(
                set("SPDM-KEX-06", 0x64, -1, 0xA5, "SPDM-KEX-06.6"),
                set("SPDM-KEX-06", 0x64, 8, 0xA5, "SPDM-KEX-06.5", "SPDM-KEX-06.6"),
                set("SPDM-KEX-06", 0x64, 6, 0x01, "SPDM-KEX-06.4", "SPDM-KEX-06.5", "SPDM-KEX-06.6"),
                set("SPDM-FIN-08", 0x65, 0, 0x19, "SPDM-FIN-08.3"),
                set("SPDM-FIN-09", 0x65, -1, 0xA5, "SPDM-FIN-09.4"),
                set("SPDM-HB-01", 0x68, 1, 0x69, "SPDM-HB-01.2"),
                set("SPDM-KU-01", 0x69, 3, 0x77, "SPDM-KU-01.5", "SPDM-KU-01.10", "SPDM-KU-01.15", "SPDM-KU-01.20"),
                set("SPDM-END-01", 0x6C, 0, 0x19, "SPDM-END-01.3"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aWrongFieldFailsItsClause(Fault fault) {
        ResponseFilter wrong = (id, request, response) ->
                response.at(1) == fault.code() ? fault.change().apply(response) : response;

        assertThat(failed(wrong, List.of(fault.cases()), Assertion.Outcome.FAIL))
                .isEqualTo(new TreeSet<>(fault.clauses()));
    }

    /** The cases whose ERROR, DecryptError, our responder sends past its filter. */
    private static final Set<String> UNFILTERED = Set.of("SPDM-FIN-06", "SPDM-FIN-07");

    /** The fields of ERROR. */
    static Stream<Fault> errors() {
        return Stream.of(
                set("", 0x7F, 1, 0x7E, ".2"),
                set("", 0x7F, 0, 0x33, ".3"),
                set("", 0x7F, 2, 0x05, ".4"),
                set("", 0x7F, 3, 0x77, ".5"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void aWrongFieldOfAnErrorFailsItsClauseInEachCaseOfARefusal(Fault fault) {
        String number = fault.clauses().iterator().next();
        Set<String> expected = SpdmCases.catalogue().stream()
                .flatMap(each -> each.clauses().stream())
                .filter(clause -> clause.id().endsWith(number) && isOfAnError(clause, number))
                .filter(clause -> !UNFILTERED.contains(
                        clause.id().substring(0, clause.id().indexOf('.'))))
                .map(Clause::id)
                .collect(Collectors.toCollection(TreeSet::new));
        ResponseFilter wrong = (id, request, response) ->
                response.at(1) == 0x7F ? fault.change().apply(response) : response;

        Set<String> failed = failed(wrong, List.of(), Assertion.Outcome.FAIL);
        failed.addAll(failed(wrong, List.of(), Assertion.Outcome.CONCEPTUAL));

        assertThat(failed).containsAll(expected);
    }

    private static boolean isOfAnError(Clause clause, String number) {
        String text = clause.requirement();
        return switch (number) {
            case ".2" -> text.startsWith("RequestResponseCode is ERROR");
            case ".3" ->
                text.startsWith("SPDMVersion is the negotiated one")
                        || clause.id().startsWith("SPDM-CAP-02");
            case ".4" -> text.startsWith("Param1 is") && !text.contains("operation");
            default -> text.startsWith("Param2 is 0");
        };
    }

    private static Set<String> failed(ResponseFilter filter, List<String> cases, Assertion.Outcome outcome) {
        return new Suite(SpdmCases.catalogue())
                .only(cases).run(ResponderSubject.filtered(filter), 1, CaseListener.NONE).results().stream()
                        .flatMap(result -> result.assertions().stream())
                        .filter(assertion -> assertion.outcome() == outcome)
                        .map(assertion -> assertion.clause().id())
                        .collect(Collectors.toCollection(TreeSet::new));
    }
}
