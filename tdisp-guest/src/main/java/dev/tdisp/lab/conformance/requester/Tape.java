package dev.tdisp.lab.conformance.requester;

import dev.tdisp.core.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a requester said to a device, and what it got for it, in order. */
final class Tape {
    private final List<Said> said = new ArrayList<>();
    private int deviatedAt = -1;

    void add(Said one) {
        if (one.isChanged() && deviatedAt < 0) {
            deviatedAt = said.size();
        }
        said.add(one);
    }

    /** Says that whatever follows is that of another device. */
    void deviate() {
        deviatedAt = 0;
    }

    List<Said> all() {
        return List.copyOf(said);
    }

    /** Tells whether the script was asked for what it does otherwise. */
    boolean isDeviated() {
        return deviatedAt >= 0;
    }

    /** Tells whether the script was silent in a session, so that nothing can be said over it any more, and nothing was. */
    boolean isSilenced() {
        if (deviatedAt < 0 || said.isEmpty()) {
            return false;
        }
        Said first = said.get(deviatedAt);
        return first.response().isEmpty()
                && first.session() != 0
                && afterwards().stream().noneMatch(later -> later.session() == first.session());
    }

    /** Returns what was said after the first answer that was otherwise. */
    List<Said> afterwards() {
        return deviatedAt < 0 || said.isEmpty() ? List.of() : List.copyOf(said.subList(deviatedAt + 1, said.size()));
    }

    /** Returns what was said up to the first answer that was otherwise, with it. */
    List<Said> before() {
        return deviatedAt < 0 || said.isEmpty() ? all() : List.copyOf(said.subList(0, deviatedAt + 1));
    }

    List<Said> all(Layer layer, int code) {
        return said.stream().filter(each -> each.is(layer, code)).toList();
    }

    /** Returns the last answer of a kind that left. */
    Optional<Bytes> last(Layer layer, int code) {
        return said.stream()
                .filter(each -> each.is(layer, code))
                .reduce((first, second) -> second)
                .flatMap(Said::response);
    }

    /** Returns the last answer of a protocol that left. */
    Optional<Bytes> last(Layer layer) {
        return said.stream()
                .filter(each -> each.layer() == layer)
                .reduce((first, second) -> second)
                .flatMap(Said::response);
    }
}
