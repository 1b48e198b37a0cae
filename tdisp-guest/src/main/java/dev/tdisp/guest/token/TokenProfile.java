package dev.tdisp.guest.token;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * How tokens are written and read. Both ends must take the same.
 *
 * @param switches the switches that are on
 */
public record TokenProfile(Set<TokenSwitch> switches) {
    /** The draft's text, as far as it can be followed. */
    public static final TokenProfile DRAFT = new TokenProfile(Set.of());

    /** The draft, and what a relying party needs to tell which interface in which state the evidence is of. */
    public static final TokenProfile BOUND = DRAFT.with(TokenSwitch.INTERFACE_CLAIM, TokenSwitch.ALL_BLOCKS);

    /**
     * Copies the set.
     *
     * @param switches the switches that are on
     */
    public TokenProfile {
        switches = Set.copyOf(switches);
    }

    /**
     * Turns switches on.
     *
     * @param more the switches
     * @return the changed copy
     */
    public TokenProfile with(TokenSwitch... more) {
        Set<TokenSwitch> all = EnumSet.noneOf(TokenSwitch.class);
        all.addAll(switches);
        all.addAll(Arrays.asList(more));
        return new TokenProfile(all);
    }

    /**
     * Tells whether a switch is on.
     *
     * @param which the switch
     * @return true if it is
     */
    public boolean has(TokenSwitch which) {
        return switches.contains(which);
    }
}
