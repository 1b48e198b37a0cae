package dev.tdisp.spdm.requester;

import dev.tdisp.core.wire.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * A sequence of actions, each a kind and some bytes, written as bytes so that a fuzzer can invent it.
 *
 * @param choice a byte before all actions
 * @param actions what to do, one after the other
 */
record Script(int choice, List<Action> actions) {
    /** What to do, and with what. */
    record Action(int kind, Bytes bytes) {}

    private static final int HEADER_SIZE = 3;
    private static final int MAXIMUM_ACTIONS = 32;

    Script {
        actions = List.copyOf(actions);
    }

    /** Reads any bytes; what an action lacks at the end it does without. */
    static Script decode(byte[] input) {
        Bytes bytes = Bytes.of(input);
        List<Action> actions = new ArrayList<>();
        int offset = 1;
        while (offset + HEADER_SIZE <= bytes.size() && actions.size() < MAXIMUM_ACTIONS) {
            int size = bytes.at(offset + 1) | bytes.at(offset + 2) << Byte.SIZE;
            int start = offset + HEADER_SIZE;
            int end = Math.min(bytes.size(), start + size);
            actions.add(new Action(bytes.at(offset), bytes.slice(start, end)));
            offset = end;
        }
        return new Script(bytes.isEmpty() ? 0 : bytes.at(0), actions);
    }

    byte[] encode() {
        Bytes encoded = Bytes.of((byte) choice);
        for (Action action : actions) {
            int size = action.bytes().size();
            encoded = encoded.plus(Bytes.of((byte) action.kind(), (byte) size, (byte) (size >> Byte.SIZE)))
                    .plus(action.bytes());
        }
        return encoded.toArray();
    }
}
