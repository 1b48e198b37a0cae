/**
 * AssertJ assertions in the words of the protocol: {@link dev.tdisp.lab.assertion.TdispAssertions#assertThat} for labs, devices,
 * interfaces, traces, messages, reports, evidence, verdicts and flows.
 *
 * <p>For use in tests, with AssertJ beside it. Nothing else in the project needs this package.
 */
@NullMarked
package dev.tdisp.lab.assertion;

import org.jspecify.annotations.NullMarked;
