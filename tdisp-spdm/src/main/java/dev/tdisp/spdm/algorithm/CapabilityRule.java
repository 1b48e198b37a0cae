package dev.tdisp.spdm.algorithm;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the capabilities of one endpoint must fulfil together (section 2.1.3, rules C1 to C14).
 *
 * <p>A responder refuses a GET_CAPABILITIES that violates a rule, a requester a CAPABILITIES.
 */
public enum CapabilityRule {
    /** PSK_CAP of a requester is 0 or 1, of a responder 0 to 2 (C1). */
    PSK_VALUE(
            1,
            4,
            (role, version, flags) -> role == SpdmRole.REQUESTER
                    ? flags.value(Capability.PSK_CAP) <= 1
                    : flags.value(Capability.PSK_CAP) <= 2),
    /** Sessions are authenticated or encrypted (C2). */
    SESSION_NEEDS_PROTECTION(
            1,
            4,
            (role, version, flags) ->
                    !hasSessions(flags) || flags.has(Capability.MAC_CAP) || flags.has(Capability.ENCRYPT_CAP)),
    /** Without sessions there is nothing that only sessions use (C3). */
    PROTECTION_NEEDS_SESSION(
            1,
            4,
            (role, version, flags) -> hasSessions(flags)
                    || hasNone(
                                    flags,
                                    Capability.MAC_CAP,
                                    Capability.ENCRYPT_CAP,
                                    Capability.HANDSHAKE_IN_THE_CLEAR_CAP,
                                    Capability.HBEAT_CAP,
                                    Capability.KEY_UPD_CAP)
                            && (!version.isAtLeast(SpdmVersion.V1_3) || !flags.has(Capability.EVENT_CAP))),
    /** Only KEY_EXCHANGE has a handshake in the clear (C4). */
    CLEAR_HANDSHAKE_NEEDS_KEY_EXCHANGE(
            1,
            4,
            (role, version, flags) -> flags.has(Capability.KEY_EX_CAP)
                    || !flags.has(Capability.PSK_CAP)
                    || !flags.has(Capability.HANDSHAKE_IN_THE_CLEAR_CAP)),
    /** Certificates and a provisioned key exclude each other (C5). */
    ONE_KIND_OF_IDENTITY(
            1, 4, (role, version, flags) -> !flags.has(Capability.CERT_CAP) || !flags.has(Capability.PUB_KEY_ID_CAP)),
    /** An identity is there to be used (C6). */
    IDENTITY_IS_USED(
            1,
            4,
            (role, version, flags) -> !hasIdentity(flags)
                    || flags.has(Capability.CHAL_CAP)
                    || flags.has(Capability.KEY_EX_CAP)
                    || role == SpdmRole.RESPONDER && flags.value(Capability.MEAS_CAP) == 2
                    || version.isAtLeast(SpdmVersion.V1_3) && flags.value(Capability.EP_INFO_CAP) == 2),
    /** What signs needs an identity (C7). */
    SIGNATURES_NEED_IDENTITY(1, 4, (role, version, flags) -> hasIdentity(flags) || !signs(role, version, flags)),
    /** Mutual authentication happens in KEY_EXCHANGE or CHALLENGE (C8). */
    MUTUAL_AUTHENTICATION_HAS_PLACE(
            1,
            4,
            (role, version, flags) -> !flags.has(Capability.MUT_AUTH_CAP)
                    || flags.has(Capability.KEY_EX_CAP)
                    || flags.has(Capability.CHAL_CAP)),
    /** In 1.1 mutual authentication is encapsulated (C9). */
    MUTUAL_AUTHENTICATION_IS_ENCAPSULATED(
            1, 1, (role, version, flags) -> !flags.has(Capability.MUT_AUTH_CAP) || flags.has(Capability.ENCAP_CAP)),
    /** What manages certificates builds on each other (C10). */
    CERTIFICATE_MANAGEMENT(
            2,
            4,
            (role, version, flags) -> role == SpdmRole.REQUESTER
                    || implies(flags, Capability.ALIAS_CERT_CAP, Capability.CERT_CAP)
                            && implies(flags, Capability.SET_CERT_CAP, Capability.CERT_CAP)
                            && implies(flags, Capability.CSR_CAP, Capability.SET_CERT_CAP)
                            && (implies(flags, Capability.CERT_INSTALL_RESET_CAP, Capability.CSR_CAP)
                                    || flags.has(Capability.SET_CERT_CAP))),
    /** Several keys need certificates, and of a responder that it tells about them (C11). */
    SEVERAL_KEYS(3, 4, CapabilityRule::isMultiKeyLegal),
    /** What resets a key pair sets it (C12). */
    KEY_PAIR_RESET(
            4,
            4,
            (role, version, flags) -> role == SpdmRole.REQUESTER
                    || implies(flags, Capability.SET_KEY_PAIR_RESET_CAP, Capability.SET_KEY_PAIR_INFO_CAP)),
    /** MEAS_CAP is 0 to 2, and fresh measurements are measurements (C13). */
    MEASUREMENT_VALUE(
            0,
            4,
            (role, version, flags) -> role == SpdmRole.REQUESTER
                    || flags.value(Capability.MEAS_CAP) <= 2
                            && implies(flags, Capability.MEAS_FRESH_CAP, Capability.MEAS_CAP)),
    /** In 1.0 certificates and challenges go together (C14). */
    CERTIFICATES_AND_CHALLENGES(
            0,
            0,
            (role, version, flags) -> role == SpdmRole.REQUESTER
                    || (flags.value(Capability.MEAS_CAP) == 2
                            ? flags.has(Capability.CERT_CAP)
                            : flags.has(Capability.CERT_CAP) == flags.has(Capability.CHAL_CAP)));

    private final int firstMinor;
    private final int lastMinor;
    private final Test test;

    CapabilityRule(int firstMinor, int lastMinor, Test test) {
        this.firstMinor = firstMinor;
        this.lastMinor = lastMinor;
        this.test = test;
    }

    /**
     * Finds the first rule that is violated.
     *
     * @param role whose capabilities these are
     * @param version the version
     * @param flags the capabilities; bits that the version does not define do not count
     * @return the rule, or nothing if all are fulfilled
     */
    public static Optional<CapabilityRule> violated(SpdmRole role, SpdmVersion version, CapabilityFlags flags) {
        CapabilityFlags defined = flags.defined(version, role);
        int minor = version.code() & 0x0F;
        return Stream.of(values())
                .filter(rule -> minor >= rule.firstMinor && minor <= rule.lastMinor)
                .filter(rule -> !rule.test.isFulfilled(role, version, defined))
                .findFirst();
    }

    private static boolean hasSessions(CapabilityFlags flags) {
        return flags.has(Capability.KEY_EX_CAP) || flags.has(Capability.PSK_CAP);
    }

    private static boolean hasIdentity(CapabilityFlags flags) {
        return flags.has(Capability.CERT_CAP) || flags.has(Capability.PUB_KEY_ID_CAP);
    }

    private static boolean signs(SpdmRole role, SpdmVersion version, CapabilityFlags flags) {
        boolean isResponder = role == SpdmRole.RESPONDER;
        return flags.has(Capability.CHAL_CAP)
                || flags.has(Capability.MUT_AUTH_CAP)
                || isResponder && flags.has(Capability.KEY_EX_CAP)
                || isResponder && flags.value(Capability.MEAS_CAP) == 2
                || version.isAtLeast(SpdmVersion.V1_3) && flags.value(Capability.EP_INFO_CAP) == 2;
    }

    private static boolean isMultiKeyLegal(SpdmRole role, SpdmVersion version, CapabilityFlags flags) {
        if (flags.value(Capability.EP_INFO_CAP) > 2 || flags.value(Capability.MULTI_KEY_CAP) > 2) {
            return false;
        }
        boolean isRequester = role == SpdmRole.REQUESTER;
        boolean isMultiKeyFounded = !flags.has(Capability.MULTI_KEY_CAP)
                || flags.has(Capability.CERT_CAP)
                        && !flags.has(Capability.PUB_KEY_ID_CAP)
                        && (isRequester || flags.has(Capability.GET_KEY_PAIR_INFO_CAP));
        boolean isKeyPairInfoFounded = isRequester
                || !flags.has(Capability.PUB_KEY_ID_CAP)
                || hasNone(flags, Capability.GET_KEY_PAIR_INFO_CAP, Capability.SET_KEY_PAIR_INFO_CAP);
        return isMultiKeyFounded && isKeyPairInfoFounded;
    }

    private static boolean implies(CapabilityFlags flags, Capability condition, Capability consequence) {
        return !flags.has(condition) || flags.has(consequence);
    }

    private static boolean hasNone(CapabilityFlags flags, Capability... capabilities) {
        return Stream.of(capabilities).noneMatch(flags::has);
    }

    @FunctionalInterface
    private interface Test {
        boolean isFulfilled(SpdmRole role, SpdmVersion version, CapabilityFlags flags);
    }
}
