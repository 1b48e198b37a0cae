package dev.tdisp.core.requester;

import dev.tdisp.core.message.Nonce;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether the nonces of a device can be random (section 11.3.9): zeros, a constant and a counter are not.
 *
 * <p>Of two nonces drawn at random fewer than 32 of the 256 bits differ less than once in 2^100 locks, and so of a random nonce
 * and zeros. For one thread at a time.
 *
 * <pre>{@code
 * var judge = new NonceJudge();
 * Optional<String> objection = judge.objection(nonce);
 * judge.destroy(); // with the device
 * }</pre>
 */
public final class NonceJudge {
    private static final int FEWEST_BITS = 32;

    private @Nullable Nonce previous;

    /** Starts without having seen a nonce. */
    public NonceJudge() {}

    /**
     * Judges the nonce of a new lock, and keeps a copy of it until the next one.
     *
     * @param fresh the nonce
     * @return what is wrong with it, without showing it; nothing if it may be random
     */
    public Optional<String> objection(Nonce fresh) {
        int fromZero = fresh.distance(Nonce.blank());
        int fromBefore = previous == null ? FEWEST_BITS : fresh.distance(previous);
        destroy();
        previous = fresh.copy();
        if (fromZero < FEWEST_BITS) {
            return Optional.of("only %d bits of the nonce are set".formatted(fromZero));
        }
        return fromBefore < FEWEST_BITS
                ? Optional.of("the nonce differs from the one before in %d bits".formatted(fromBefore))
                : Optional.empty();
    }

    /** Overwrites the copy of the last nonce, and forgets it. */
    public void destroy() {
        if (previous != null) {
            previous.destroy();
            previous = null;
        }
    }
}
