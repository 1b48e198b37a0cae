package dev.tdisp.spdm.responder;

import java.util.Optional;

/**
 * The key pairs of a device, as GET_KEY_PAIR_INFO and SET_KEY_PAIR_INFO see them (section 2.17).
 *
 * <p>The responder has checked what is asked for against what the key pair can do before it calls.
 */
public interface KeyPairs {
    /**
     * Counts the key pairs.
     *
     * @return their number; they are numbered from 1
     */
    int count();

    /**
     * Describes a key pair.
     *
     * @param keyPairId its number
     * @return what it is; nothing if there is none of that number
     */
    Optional<KeyPair> find(int keyPairId);

    /**
     * Changes a key pair.
     *
     * @param keyPairId its number
     * @param wanted what it is to be
     * @return whether that was done
     */
    ChangeOutcome change(int keyPairId, KeyPair wanted);

    /**
     * Erases the key of a key pair that no slot uses.
     *
     * @param keyPairId its number
     * @return whether that was done
     */
    ChangeOutcome erase(int keyPairId);

    /**
     * Generates the key of a key pair that no slot uses.
     *
     * @param keyPairId its number
     * @param wanted what it is to be
     * @return whether that was done
     */
    ChangeOutcome generate(int keyPairId, KeyPair wanted);
}
