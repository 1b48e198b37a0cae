/**
 * The confidential guest: it verifies a device before it accepts it, and uses it afterwards.
 *
 * <p>It believes itself and the security manager. What the hypervisor hands over counts only if its digest is the one that
 * the security manager vouches for.
 */
@NullMarked
package dev.tdisp.guest;

import org.jspecify.annotations.NullMarked;
