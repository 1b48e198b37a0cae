package dev.tdisp.device.tdi;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.tdi.TdispSwitch;
import dev.tdisp.device.function.RegionKind;
import dev.tdisp.device.function.TrafficPolicy.RequestKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Which packets may pass in which state (section 11.2.1): the tables of both directions as data. */
final class AccessRules {
    private static final Set<TdiState> EVER = EnumSet.allOf(TdiState.class);
    private static final Set<TdiState> NEVER = EnumSet.noneOf(TdiState.class);
    private static final Set<TdiState> RUN = EnumSet.of(TdiState.RUN);

    private static final List<Incoming> INCOMING = List.of(
            new Incoming(Target.TEE, Way.TRUSTED_BOUND, RUN),
            new Incoming(Target.TEE, Way.TRUSTED_ELSEWHERE, NEVER),
            new Incoming(Target.TEE, Way.UNTRUSTED, EnumSet.of(TdiState.CONFIG_UNLOCKED)),
            new Incoming(Target.NON_TEE, Way.TRUSTED_BOUND, RUN),
            new Incoming(Target.NON_TEE, Way.TRUSTED_ELSEWHERE, NEVER),
            new Incoming(Target.NON_TEE, Way.UNTRUSTED, EVER),
            new Incoming(Target.LOCKED_MSIX, Way.TRUSTED_BOUND, RUN),
            new Incoming(Target.LOCKED_MSIX, Way.TRUSTED_ELSEWHERE, NEVER),
            new Incoming(Target.LOCKED_MSIX, Way.UNTRUSTED, NEVER));

    private static final List<Outgoing> OUTGOING = List.of(
            new Outgoing(RequestKind.MEMORY, TdiState.CONFIG_UNLOCKED, Issue.UNTRUSTED, Issue.UNTRUSTED),
            new Outgoing(RequestKind.MEMORY, TdiState.CONFIG_LOCKED, Issue.FORBIDDEN, Issue.FORBIDDEN),
            new Outgoing(RequestKind.MEMORY, TdiState.RUN, Issue.TRUSTED, Issue.TRUSTED),
            new Outgoing(RequestKind.MEMORY, TdiState.ERROR, Issue.FORBIDDEN, Issue.FORBIDDEN),
            new Outgoing(RequestKind.MSIX, TdiState.CONFIG_UNLOCKED, Issue.UNTRUSTED, Issue.UNTRUSTED),
            new Outgoing(RequestKind.MSIX, TdiState.CONFIG_LOCKED, Issue.UNTRUSTED, Issue.UNTRUSTED),
            new Outgoing(RequestKind.MSIX, TdiState.RUN, Issue.UNTRUSTED, Issue.TRUSTED),
            new Outgoing(RequestKind.MSIX, TdiState.ERROR, Issue.FORBIDDEN, Issue.FORBIDDEN),
            new Outgoing(RequestKind.TRANSLATION, TdiState.CONFIG_UNLOCKED, Issue.UNTRUSTED, Issue.UNTRUSTED),
            new Outgoing(RequestKind.TRANSLATION, TdiState.CONFIG_LOCKED, Issue.FORBIDDEN, Issue.FORBIDDEN),
            new Outgoing(RequestKind.TRANSLATION, TdiState.RUN, Issue.TRUSTED, Issue.TRUSTED),
            new Outgoing(RequestKind.TRANSLATION, TdiState.ERROR, Issue.FORBIDDEN, Issue.FORBIDDEN),
            new Outgoing(RequestKind.PAGE_REQUEST, TdiState.CONFIG_UNLOCKED, Issue.UNTRUSTED, Issue.UNTRUSTED),
            new Outgoing(RequestKind.PAGE_REQUEST, TdiState.CONFIG_LOCKED, Issue.FORBIDDEN, Issue.FORBIDDEN),
            new Outgoing(RequestKind.PAGE_REQUEST, TdiState.RUN, Issue.TRUSTED, Issue.TRUSTED),
            new Outgoing(RequestKind.PAGE_REQUEST, TdiState.ERROR, Issue.FORBIDDEN, Issue.FORBIDDEN));

    private AccessRules() {}

    /** What a request is for. */
    enum Target {
        /** TEE memory. */
        TEE,
        /** Memory that is not TEE memory, an MSI-X table that is not locked, or nothing. */
        NON_TEE,
        /** The MSI-X table or its pending bits, locked. */
        LOCKED_MSIX;

        static Target of(RegionKind kind, boolean msixLocked) {
            return switch (kind) {
                case TEE_MEMORY -> TEE;
                case NON_TEE_MEMORY, UNUSED -> NON_TEE;
                case MSIX_TABLE, MSIX_PENDING -> msixLocked ? LOCKED_MSIX : NON_TEE;
            };
        }
    }

    /** How a request came. */
    enum Way {
        /** With T set, on the stream the interface is bound to. */
        TRUSTED_BOUND,
        /** With T set, on another stream. */
        TRUSTED_ELSEWHERE,
        /** With T clear, or in the clear. */
        UNTRUSTED
    }

    /** How a request may leave. */
    enum Issue {
        /** Not at all. */
        FORBIDDEN,
        /** With T clear. */
        UNTRUSTED,
        /** With T set, on the bound stream. */
        TRUSTED
    }

    private record Incoming(Target target, Way way, Set<TdiState> states) {}

    private record Outgoing(RequestKind kind, TdiState state, Issue issue, Issue issueIfMsixLocked) {}

    static boolean accepts(Target target, Way way, TdiState state, Set<TdispSwitch> switches) {
        boolean trusted = way == Way.TRUSTED_BOUND;
        if (target == Target.NON_TEE && trusted && switches.contains(TdispSwitch.TRUSTED_ACCESS_TO_NON_TEE_REJECTED)) {
            return false;
        }
        if (target == Target.TEE && state == TdiState.CONFIG_LOCKED && trusted) {
            return switches.contains(TdispSwitch.TRUSTED_ACCESS_WHEN_LOCKED);
        }
        if (target == Target.TEE && state == TdiState.CONFIG_UNLOCKED && way == Way.UNTRUSTED) {
            return !switches.contains(TdispSwitch.UNTRUSTED_ACCESS_WHEN_UNLOCKED_REJECTED);
        }
        return INCOMING.stream().anyMatch(row -> row.target == target && row.way == way && row.states.contains(state));
    }

    static Issue issue(RequestKind kind, TdiState state, boolean msixLocked, Set<TdispSwitch> switches) {
        boolean isInterrupt = kind == RequestKind.MSIX;
        if (isInterrupt && state == TdiState.ERROR && switches.contains(TdispSwitch.INTERRUPTS_IN_ERROR)) {
            return Issue.UNTRUSTED;
        }
        boolean isTranslation = kind == RequestKind.TRANSLATION;
        if (isTranslation
                && state != TdiState.RUN
                && switches.contains(TdispSwitch.TRANSLATION_REQUEST_IN_EVERY_STATE)) {
            return Issue.UNTRUSTED;
        }
        return OUTGOING.stream()
                .filter(row -> row.kind == kind && row.state == state)
                .map(row -> msixLocked ? row.issueIfMsixLocked : row.issue)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row for %s in %s".formatted(kind, state)));
    }
}
