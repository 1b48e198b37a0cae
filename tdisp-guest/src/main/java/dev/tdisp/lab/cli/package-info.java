/**
 * The {@code tdisp} command: {@link dev.tdisp.lab.cli.Tdisp} and one class a subcommand.
 *
 * <p>A subcommand reads its options, lets the lab do the work, and prints. Exit codes: 0 done, 1 not done, 2 the command
 * line is wrong.
 */
@NullMarked
package dev.tdisp.lab.cli;

import org.jspecify.annotations.NullMarked;
