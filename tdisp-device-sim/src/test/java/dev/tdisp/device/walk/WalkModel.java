package dev.tdisp.device.walk;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What a device with four interfaces, two sessions, two streams to its host and one to a peer does, written down from the
 * tables of the specification with strings and numbers alone. Shares nothing with what it checks.
 *
 * <p>Interface 0 is that of the physical function, the others are those of virtual ones. Stream 0 is the default stream,
 * stream 2 leads to the other device.
 */
final class WalkModel {
    static final int TDIS = 4;
    static final int STREAMS = 3;
    static final int PEER = 2;

    /** Answers by state 0 to 3. S: INVALID_INTERFACE_STATE; a digit: ok, then that state; words: see the code. */
    private static final String REQUESTS = """
            VERSION      .    .     .      .
            CAPABILITIES .    .     .      .
            LOCK         lock S     S      S
            REPORT       S    .     .      S
            STATE        .    .     .      .
            START        S    nonce S      S
            STOP         0    0     0      0
            BIND         S    S     bind   S
            UNBIND       S    S     unbind S
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
    final boolean[] peers = new boolean[TDIS];
    final boolean[] bound = new boolean[TDIS];
    final boolean[] translates = new boolean[TDIS];
    final boolean[] interrupts = new boolean[TDIS];
    final boolean[] unmasked = new boolean[TDIS];

    /** Whether the virtual functions exist, and whether the physical one has addresses. */
    boolean exist;

    boolean placed;
    final boolean[] enabled = new boolean[STREAMS];
    final boolean[] secure = new boolean[STREAMS];
    final long[] keyedBy = {-1, -1, -1};
    long keyOwner = -1;
    int security = 1;

    boolean exists(int tdi) {
        return tdi == 0 || exist;
    }

    /** Answers a request: ok, or the name of the error. */
    String request(String name, int tdi, long session, String offered, int stream) {
        if (!exists(tdi) && !name.equals("UNKNOWN") && !name.equals("VDM")) {
            return "INVALID_INTERFACE";
        }
        String cell = TABLE.get(name)[1 + state[tdi]];
        return switch (cell) {
            case "." -> "ok";
            case "S" -> "INVALID_INTERFACE_STATE";
            case "U" -> "UNSUPPORTED_REQUEST";
            case "never" -> "INVALID_REQUEST";
            case "lock" -> lock(tdi, session, stream);
            case "nonce" -> start(tdi, session, offered);
            case "bind" -> bind(tdi, session, stream);
            case "unbind" -> unbind(tdi, session, stream);
            default -> {
                enter(tdi, Integer.parseInt(cell));
                unmasked[tdi] = false;
                yield "ok";
            }
        };
    }

    private String bind(int tdi, long session, int stream) {
        boolean isPossible = session == lockedBy[tdi] && peers[tdi] && translates[tdi] && !bound[tdi];
        if (!isPossible || stream != PEER || !secure[PEER] || keyedBy[PEER] != session) {
            return "INVALID_REQUEST";
        }
        bound[tdi] = true;
        return "ok";
    }

    private String unbind(int tdi, long session, int stream) {
        if (session != lockedBy[tdi] || stream != PEER || !bound[tdi]) {
            return "INVALID_REQUEST";
        }
        bound[tdi] = false;
        return "ok";
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
            peers[tdi] = false;
            bound[tdi] = false;
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

    /** A stream stops protecting and loses its keys; all interfaces are bound to the default stream, some to the peer's. */
    void insecure(int stream) {
        boolean was = secure[stream];
        secure[stream] = false;
        keyedBy[stream] = -1;
        for (int tdi = 0; was && tdi < TDIS; tdi++) {
            if (stream == 0 || stream == PEER && state[tdi] == 2 && bound[tdi]) {
                violate(tdi);
            }
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
        if (keyOwner == -1) {
            keyOwner = session;
        }
        enabled[stream] = true;
        secure[stream] = keyOwner == session;
        keyedBy[stream] = secure[stream] ? session : -1;
    }

    void sessionEnded(long session) {
        for (int stream = 0; stream < STREAMS; stream++) {
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

    /** What a reset of one function takes; that of the physical one takes everything. */
    void functionReset(int tdi) {
        if (tdi == 0) {
            physicalReset();
        } else {
            forgetRegisters(tdi);
            violate(tdi);
        }
    }

    private void forgetRegisters(int tdi) {
        busMaster[tdi] = false;
        translates[tdi] = false;
        interrupts[tdi] = false;
        unmasked[tdi] = false;
    }

    private void physicalReset() {
        disableVirtualFunctions();
        placed = false;
        forgetRegisters(0);
        for (int stream = 0; stream < STREAMS; stream++) {
            insecure(stream);
            enabled[stream] = false;
        }
    }

    void disableVirtualFunctions() {
        violateAll();
        exist = false;
        for (int tdi = 1; tdi < TDIS; tdi++) {
            forgetRegisters(tdi);
        }
    }

    void conventionalReset() {
        physicalReset();
        keyOwner = -1;
        for (int tdi = 0; tdi < TDIS; tdi++) {
            enter(tdi, 0);
        }
    }

    /** Everything gets its address and its rights; new virtual functions are a change that the physical one sees. */
    void restore() {
        if (!exist) {
            violateAll();
        }
        for (int tdi = 0; tdi < TDIS; tdi++) {
            if (!translates[tdi]) {
                violate(tdi);
            }
        }
        if (!translates[0]) {
            violateAll();
        }
        exist = true;
        placed = true;
        Arrays.fill(busMaster, true);
        Arrays.fill(translates, true);
        Arrays.fill(interrupts, true);
    }

    /** Lets the host translate for a function, or not; the physical function's register is of concern to all. */
    void translation(int tdi, boolean on) {
        if (!exists(tdi) || translates[tdi] == on) {
            return;
        }
        translates[tdi] = on;
        if (tdi == 0) {
            violateAll();
        } else {
            violate(tdi);
        }
    }

    /** Firmware of another security version; answers how that ends. */
    String update(int version) {
        for (int tdi = 0; tdi < TDIS; tdi++) {
            if (isLocked(tdi) && frozen[tdi]) {
                return "REFUSED_BY_LOCK";
            }
        }
        for (int tdi = 0; tdi < TDIS; tdi++) {
            if (isLocked(tdi) && version < security) {
                return "REFUSED_DOWNGRADE";
            }
        }
        security = version;
        return "ACCEPTED";
    }

    /** What neither a forced update nor a debugger leaves: interfaces, streams, and what guests wrote. */
    void distrust() {
        violateAll();
        for (int stream = 0; stream < STREAMS; stream++) {
            insecure(stream);
        }
        for (int tdi = 0; tdi < TDIS; tdi++) {
            unmasked[tdi] = unmasked[tdi] && state[tdi] == 0;
        }
    }

    /** Tells whether a function's memory is there at all. */
    boolean decodes(int tdi) {
        return tdi == 0 ? placed : exist;
    }

    /** Tells whether a read of an interface's BAR0 is answered. */
    boolean mayRead(int tdi, boolean isTee, boolean isTrusted, int stream) {
        if (!decodes(tdi)) {
            return false;
        }
        if (isTrusted) {
            return stream == 0 && state[tdi] == 2;
        }
        return !isTee || state[tdi] == 0;
    }

    /** Tells whether a packet of the peer gets through to an interface. */
    boolean mayBeReachedByPeer(int tdi) {
        return secure[PEER] && decodes(tdi) && state[tdi] == 2 && bound[tdi];
    }

    /** Tells how an interrupt leaves: 0 not at all, 1 without trust, 2 with. */
    int interrupt(int tdi) {
        if (state[tdi] == 3) {
            return 0;
        }
        return state[tdi] == 2 && msixLocked[tdi] ? 2 : 1;
    }
}
