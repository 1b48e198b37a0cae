package dev.tdisp.lab.attack;

import dev.tdisp.core.wire.Bytes;
import java.util.function.UnaryOperator;

/** Gives the genuine report once, and one without public ranges from then on. */
final class SecondTime implements UnaryOperator<Bytes> {
    private boolean wasAsked;

    @Override
    public Bytes apply(Bytes genuine) {
        Bytes given = wasAsked ? EvidenceAttacks.withoutPublicRanges(genuine) : genuine;
        wasAsked = true;
        return given;
    }
}
