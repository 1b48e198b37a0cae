/**
 * IDE: keys, streams, and packets that nobody on the way can read or change (section 6.33).
 *
 * <p>Both ends of a link use the same classes: an {@link dev.tdisp.core.ide.IdePort} has
 * {@link dev.tdisp.core.ide.IdeStream}s, a stream has twelve key slots: two key sets, two directions, three
 * sub-streams. What one end transmits the other receives, so a key goes into opposite directions at the two ends.
 *
 * <pre>
 *   INSECURE --six keys--&gt; READY --all started, Enable = 1--&gt; SECURE --any invalidation--&gt; INSECURE
 * </pre>
 *
 * <p>The table is {@link dev.tdisp.core.ide.IdeStreamTransitions}. Whoever depends on a stream listens to it:
 * {@link dev.tdisp.core.ide.IdeStreamListener}. Every edge out of SECURE erases all keys of the stream.
 *
 * <pre>{@code
 * stream.configure(IdeStreamSettings.defaultStream(new StreamId(0x10)));
 * stream.program(session, slot, key, 1); // each of the six slots of a key set
 * stream.start(slot);
 * stream.enable();
 * for (LinkFrame frame : stream.seal(write, true)) {
 *     device.receive(frame);
 * }
 * }</pre>
 *
 * <p>The encodings of IDE messages, the order of the prefix's flags and of the additional authenticated data are this
 * simulator's own where no public source confirms them.
 */
@NullMarked
package dev.tdisp.core.ide;

import org.jspecify.annotations.NullMarked;
