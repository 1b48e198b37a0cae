/** The page on which a reader steps through a run: as one file, or served on loopback with everything that can be broken. */
@NullMarked
package dev.tdisp.lab.web;

import org.jspecify.annotations.NullMarked;
