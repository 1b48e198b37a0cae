package dev.tdisp.core.responder;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What an interface does, written down a second time from the tables of the specification, with strings and numbers
 * alone. Shares nothing with what it checks.
 */
final class ReferenceModel {
    /** Answers by state 0 to 3. S: INVALID_INTERFACE_STATE; a digit: ok, then that state; words: see the code. */
    private static final String REQUESTS = """
            VERSION      .  .  .  .
            CAPABILITIES .  .  .  .
            LOCK         1  S  S  S
            REPORT       S  .  .  S
            STATE        .  .  .  .
            START        S  nonce S S
            STOP         0  0  0  0
            BIND         S  S  bind S
            UNBIND       S  S  unbind S
            ATTRIBUTE    S  S  driven S
            VDM          U  U  U  U
            """;

    /** New states by state 0 to 3. */
    private static final String EVENTS = """
            FLR      0 3 3 3
            RESET    0 0 0 0
            WRITE    0 3 3 3
            INSECURE 0 3 3 3
            """;

    private static final Map<String, String[]> TABLE = new HashMap<>();

    static {
        for (String line : (REQUESTS + EVENTS).split("\n")) {
            String[] words = line.trim().split("\\s+");
            TABLE.put(words[0], words);
        }
    }

    int state;
    String nonce = "";
    long lockedBy = -1;
    final Set<Integer> bound = new HashSet<>();

    /** Answers a request: ok, or the name of the error. */
    String request(String name, long session, String offeredNonce, int stream) {
        String cell = TABLE.get(name)[1 + state];
        boolean isOwner = session == lockedBy;
        return switch (cell) {
            case "." -> "ok";
            case "S" -> "INVALID_INTERFACE_STATE";
            case "U" -> "UNSUPPORTED_REQUEST";
            case "nonce" -> !isOwner ? "INVALID_REQUEST" : start(offeredNonce);
            case "driven" -> isOwner ? "ok" : "INVALID_REQUEST";
            case "bind" -> isOwner && stream == 9 && bound.add(stream) ? "ok" : "INVALID_REQUEST";
            case "unbind" -> isOwner && bound.remove(stream) ? "ok" : "INVALID_REQUEST";
            default -> {
                enter(Integer.parseInt(cell));
                if (name.equals("LOCK")) {
                    lockedBy = session;
                }
                yield "ok";
            }
        };
    }

    /** Tells the model which nonce the lock gave. */
    void locked(String given) {
        nonce = given;
    }

    void event(String name) {
        enter(Integer.parseInt(TABLE.get(name)[1 + state]));
    }

    void sessionEnded(long session) {
        if (lockedBy == session && (state == 1 || state == 2)) {
            enter(3);
        }
    }

    private String start(String offered) {
        if (nonce.isEmpty() || !nonce.equals(offered)) {
            return "INVALID_NONCE";
        }
        enter(2);
        return "ok";
    }

    private void enter(int next) {
        if (next != state) {
            nonce = "";
        }
        if (next == 0) {
            bound.clear();
            lockedBy = -1;
        }
        state = next;
    }
}
