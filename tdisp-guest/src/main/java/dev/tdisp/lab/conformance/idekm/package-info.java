/**
 * Cases for IDE_KM: what other suites ask of a device, and what they leave out.
 *
 * <p>{@link dev.tdisp.lab.conformance.idekm.IdeKmCases} lists them.
 */
@NullMarked
package dev.tdisp.lab.conformance.idekm;

import org.jspecify.annotations.NullMarked;
