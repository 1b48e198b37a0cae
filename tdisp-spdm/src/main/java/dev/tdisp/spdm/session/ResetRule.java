package dev.tdisp.spdm.session;

import java.util.Map;

/** What a request clears while the responder is not authenticated yet (section 3.5). */
enum ResetRule {
    /** B, C, and the same of the other direction. */
    CLEARS_BOTH_DIRECTIONS,
    /** B and C. */
    CLEARS_B,
    /** Nothing. */
    KEEPS;

    private static final int GET_MEASUREMENTS = 0xE0;

    private static final Map<Integer, ResetRule> RULES = Map.ofEntries(
            Map.entry(GET_MEASUREMENTS, CLEARS_BOTH_DIRECTIONS),
            Map.entry(0xE4, CLEARS_BOTH_DIRECTIONS), // KEY_EXCHANGE
            Map.entry(0xE5, CLEARS_BOTH_DIRECTIONS), // FINISH
            Map.entry(0xE6, CLEARS_BOTH_DIRECTIONS), // PSK_EXCHANGE
            Map.entry(0xE7, CLEARS_BOTH_DIRECTIONS), // PSK_FINISH
            Map.entry(0xE8, CLEARS_BOTH_DIRECTIONS), // HEARTBEAT
            Map.entry(0xE9, CLEARS_BOTH_DIRECTIONS), // KEY_UPDATE
            Map.entry(0xEA, CLEARS_BOTH_DIRECTIONS), // GET_ENCAPSULATED_REQUEST
            Map.entry(0xEC, CLEARS_BOTH_DIRECTIONS), // END_SESSION
            Map.entry(0xEF, CLEARS_BOTH_DIRECTIONS), // GET_MEASUREMENT_EXTENSION_LOG
            Map.entry(0xEB, CLEARS_B)); // DELIVER_ENCAPSULATED_RESPONSE

    /** Tells whether a request clears L of the scope in which it arrives. */
    static boolean clearsMeasurements(int code) {
        return code != GET_MEASUREMENTS;
    }

    static ResetRule of(int code) {
        return RULES.getOrDefault(code, KEEPS);
    }
}
