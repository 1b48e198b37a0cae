package dev.tdisp.spdm.responder;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Key pairs that exist in description only: they change at once, and the keys of the slots stay what they are. */
public final class SimulatedKeyPairs implements KeyPairs {
    private final List<KeyPair> pairs;

    /**
     * Creates key pairs.
     *
     * @param pairs the key pairs, numbered from 1
     */
    public SimulatedKeyPairs(List<KeyPair> pairs) {
        this.pairs = new ArrayList<>(pairs);
    }

    @Override
    public int count() {
        return pairs.size();
    }

    @Override
    public Optional<KeyPair> find(int keyPairId) {
        boolean isThere = keyPairId >= 1 && keyPairId <= pairs.size();
        return isThere ? Optional.of(pairs.get(keyPairId - 1)) : Optional.empty();
    }

    @Override
    public ChangeOutcome change(int keyPairId, KeyPair wanted) {
        pairs.set(keyPairId - 1, wanted);
        return ChangeOutcome.DONE;
    }

    @Override
    public ChangeOutcome erase(int keyPairId) {
        return change(keyPairId, pairs.get(keyPairId - 1).with(0, 0, 0, 0));
    }

    @Override
    public ChangeOutcome generate(int keyPairId, KeyPair wanted) {
        return change(keyPairId, wanted);
    }
}
