/**
 * The DOE mailbox: registers of function 0 through which data objects enter and leave, double word by double word.
 *
 * <p>What the objects mean is not known here: whole ones go to whoever answers them.
 */
@NullMarked
package dev.tdisp.device.doe;

import org.jspecify.annotations.NullMarked;
