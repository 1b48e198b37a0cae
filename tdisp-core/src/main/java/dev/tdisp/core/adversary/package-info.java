/**
 * Whoever sits on the link: a switch between the two ports that does with packets what it likes.
 *
 * <p>An {@link dev.tdisp.core.adversary.AdversarySwitch} is plugged in instead of a device and passes everything on, until it
 * is told otherwise: it holds, drops, repeats, swaps and reroutes packets. It has no keys, so of a protected packet it sees
 * the prefix and the header only.
 *
 * <pre>{@code
 * var adversary = new AdversarySwitch(device);
 * port.connect(adversary);
 * adversary.next(Passage::isPosted, new Deed.Hold());
 * // the host writes; nothing arrives
 * adversary.release(adversary.held().get(0));
 * }</pre>
 */
@NullMarked
package dev.tdisp.core.adversary;

import org.jspecify.annotations.NullMarked;
