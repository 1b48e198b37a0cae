package dev.tdisp.lab.assertion;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a failure says, without the lines of the trace, which are the same for all. */
final class FailureText {
    private FailureText() {}

    static void expect(ThrowingCallable assertion, String text) {
        assertThatThrownBy(assertion)
                .isInstanceOf(AssertionError.class)
                .extracting(failure -> withoutTrace(String.valueOf(failure.getMessage())))
                .isEqualTo(text.stripTrailing());
    }

    private static String withoutTrace(String text) {
        return text.lines()
                .filter(line -> !line.startsWith("    #") && !line.equals("  trace    :"))
                .reduce((a, b) -> a + "\n" + b)
                .orElse("");
    }
}
