package dev.tdisp.device.walk;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What a device with four interfaces, two sessions and two streams does, written down from the tables of the specification
 * with strings and numbers alone. Shares nothing with what it checks.
 */
final class WalkModel {
    static final int TDIS = 4;

    /** Answers by state 0 to 3. S: INVALID_INTERFACE_STATE; a digit: ok, then that state; words: see the code. */
    private static final String REQUESTS = """
            VERSION      .    .     .      .
            CAPABILITIES .    .     .      .
            LOCK         lock S     S      S
            REPORT       S    .     .      S
            STATE        .    .     .      .
            START        S    nonce S      S
            STOP         0    0     0      0
            BIND         S    S     never  S
            UNBIND       S    S     never  S
            ATTRIBUTE    S    S     never  S
            VDM          U    U     U      U
            UNKNOWN      U    U     U      U
            """;

    private static final Map<String, String[]> TABLE = new HashMap<>();

    static {
        for (String line : REQUESTS.split("\n")) {
            String[] words = line.trim().split("\\s+");
            TABLE.put(words[0], words);
        }
    }

    final int[] state = new int[TDIS];
    final String[] nonce = {"", "", "", ""};
    final long[] lockedBy = {-1, -1, -1, -1};
    final boolean[] msixLocked = new boolean[TDIS];
    final boolean[] frozen = new boolean[TDIS];
    final boolean[] busMaster = new boolean[TDIS];
    boolean exist;

    final boolean[] configured = new boolean[2];
    final boolean[] enabled = new boolean[2];
    final boolean[] secure = new boolean[2];
    final long[] keyedBy = {-1, -1};
    long keyOwner = -1;
    private final boolean supportsPeers;

    WalkModel(boolean supportsPeers) {
        this.supportsPeers = supportsPeers;
    }

    /** Answers a request: ok, or the name of the error. */
    String request(String name, int tdi, long session, String offered, int stream) {
        if (!exist && !name.equals("UNKNOWN") && !name.equals("VDM")) {
            return "INVALID_INTERFACE";
        }
        boolean isPeer = name.equals("BIND") || name.equals("UNBIND");
        String cell = isPeer && !supportsPeers ? "U" : TABLE.get(name)[1 + state[tdi]];
        return switch (cell) {
            case "." -> "ok";
            case "S" -> "INVALID_INTERFACE_STATE";
            case "U" -> "UNSUPPORTED_REQUEST";
            case "never" -> "INVALID_REQUEST";
            case "lock" -> lock(tdi, session, stream);
            case "nonce" -> start(tdi, session, offered);
            default -> {
                enter(tdi, Integer.parseInt(cell));
                yield "ok";
            }
        };
    }

    private String lock(int tdi, long session, int stream) {
        if (stream != 0 || !secure[0] || keyedBy[0] != session) {
            return "INVALID_REQUEST";
        }
        enter(tdi, 1);
        lockedBy[tdi] = session;
        return "ok";
    }

    private String start(int tdi, long session, String offered) {
        if (session != lockedBy[tdi]) {
            return "INVALID_REQUEST";
        }
        if (!nonce[tdi].equals(offered)) {
            return "INVALID_NONCE";
        }
        enter(tdi, 2);
        return "ok";
    }

    private void enter(int tdi, int next) {
        if (next != state[tdi]) {
            nonce[tdi] = "";
        }
        if (next == 0) {
            lockedBy[tdi] = -1;
            msixLocked[tdi] = false;
            frozen[tdi] = false;
        }
        state[tdi] = next;
    }

    boolean isLocked(int tdi) {
        return state[tdi] == 1 || state[tdi] == 2;
    }

    /** A violation of one locked interface. */
    void violate(int tdi) {
        if (isLocked(tdi)) {
            enter(tdi, 3);
        }
    }

    void violateAll() {
        for (int tdi = 0; tdi < TDIS; tdi++) {
            violate(tdi);
        }
    }

    /** A stream stops protecting and loses its keys; only the default stream has interfaces bound to it. */
    void insecure(int stream) {
        boolean was = secure[stream];
        secure[stream] = false;
        keyedBy[stream] = -1;
        if (was && stream == 0) {
            violateAll();
        }
    }

    void disable(int stream) {
        if (enabled[stream]) {
            enabled[stream] = false;
            insecure(stream);
        }
    }

    /** Registers, all keys, and Enable; keys of another session than the owner's are ignored. */
    void key(int stream, long session) {
        disable(stream);
        configured[stream] = true;
        if (keyOwner == -1) {
            keyOwner = session;
        }
        enabled[stream] = true;
        secure[stream] = keyOwner == session;
        keyedBy[stream] = secure[stream] ? session : -1;
    }

    void sessionEnded(long session) {
        for (int stream = 0; stream < 2; stream++) {
            if (keyedBy[stream] == session) {
                insecure(stream);
            }
        }
        if (keyOwner == session) {
            keyOwner = -1;
        }
        for (int tdi = 0; tdi < TDIS; tdi++) {
            if (lockedBy[tdi] == session) {
                violate(tdi);
            }
        }
    }

    void functionReset(int tdi) {
        busMaster[tdi] = false;
        violate(tdi);
    }

    void physicalReset() {
        violateAll();
        exist = false;
        Arrays.fill(busMaster, false);
        for (int stream = 0; stream < 2; stream++) {
            insecure(stream);
            enabled[stream] = false;
            configured[stream] = false;
        }
    }

    void conventionalReset() {
        physicalReset();
        keyOwner = -1;
        for (int tdi = 0; tdi < TDIS; tdi++) {
            enter(tdi, 0);
        }
    }

    /** Tells whether a read of an interface's BAR0 is answered. */
    boolean mayRead(int tdi, boolean isTee, boolean isTrusted, int stream) {
        if (!exist) {
            return false;
        }
        if (isTrusted) {
            return stream == 0 && state[tdi] == 2;
        }
        return !isTee || state[tdi] == 0;
    }
}
