/**
 * JUnit Jupiter tests with a lab: {@link dev.tdisp.lab.junit.TdispTest} builds one for each test, hands its parties over, and
 * publishes all that there is to know when the test fails.
 *
 * <p>For use in tests, with JUnit Jupiter 5 or 6 beside it. Nothing else in the project needs this package.
 */
@NullMarked
package dev.tdisp.lab.junit;

import org.jspecify.annotations.NullMarked;
