/**
 * The report on a locked interface (section 11.3.11), and how it travels in portions.
 *
 * <p>{@link dev.tdisp.core.report.DeviceInterfaceReport} is the body; a responder cuts it with
 * {@link dev.tdisp.core.report.ReportPortions}, a requester puts it together with
 * {@link dev.tdisp.core.report.ReportAssembly}, which refuses what a lying device might try.
 */
@NullMarked
package dev.tdisp.core.report;

import org.jspecify.annotations.NullMarked;
