/**
 * Reports of the suite as files: JUnit's XML, JSON, one page of HTML, and a capture for each case that failed.
 *
 * <p>{@link dev.tdisp.lab.conformance.report.ReportFolder} writes them all. Nonces and keys are blanked in what is shown;
 * the key logs beside the captures open what the captures hold.
 */
@NullMarked
package dev.tdisp.lab.conformance.report;

import org.jspecify.annotations.NullMarked;
