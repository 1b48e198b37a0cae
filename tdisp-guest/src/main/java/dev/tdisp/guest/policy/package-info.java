/**
 * Policies as files: JSON with the keys of {@link dev.tdisp.guest.policy.PolicyKey}.
 *
 * <pre>{@code
 * AppraisalPolicy policy = PolicyFile.read(bytesOfTheFile);
 * }</pre>
 *
 * <p>A file is taken whole or not at all: an unknown key, a key that comes twice or a value of a wrong form is refused with
 * line, column and reason, because a demand that is silently dropped is worse than none. Files themselves are read elsewhere.
 */
@NullMarked
package dev.tdisp.guest.policy;

import org.jspecify.annotations.NullMarked;
