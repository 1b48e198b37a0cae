/**
 * The requester's side of TDISP: {@link dev.tdisp.core.requester.TdispRequester}, a blocking facade for one interface.
 *
 * <p>It sends nothing that the specification forbids, and believes no response that is not the answer to its request:
 * what it refuses is a {@link dev.tdisp.core.requester.TdispException}.
 */
@NullMarked
package dev.tdisp.core.requester;

import org.jspecify.annotations.NullMarked;
