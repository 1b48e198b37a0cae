package dev.tdisp.spdm.connection;

import dev.tdisp.spdm.algorithm.AlgorithmCategory;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.CapabilityFlags;
import dev.tdisp.spdm.message.NegotiatedContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What the capabilities of both ends require the negotiation of algorithms to select (section 2.2.2). */
public enum RequiredAlgorithm {
    /** Sessions, signatures and chains need a hash. */
    HASH(
            List.of(AlgorithmCategory.BASE_HASH),
            context ->
                    hasSignatures(context.responder()) || hasKeyExchange(context) || context.both(Capability.PSK_CAP)),
    /** The responder signs with one algorithm. */
    SIGNATURE(
            List.of(AlgorithmCategory.BASE_ASYM, AlgorithmCategory.PQC_ASYM),
            context -> hasSignatures(context.responder()) || hasKeyExchange(context)),
    /** KEY_EXCHANGE comes to a secret by one algorithm. */
    KEY_EXCHANGE(List.of(AlgorithmCategory.DHE, AlgorithmCategory.KEM), RequiredAlgorithm::hasKeyExchange),
    /** Records are protected by one algorithm. */
    AEAD(
            List.of(AlgorithmCategory.AEAD),
            context -> context.both(Capability.ENCRYPT_CAP) || context.both(Capability.MAC_CAP)),
    /** The requester signs with one algorithm. */
    REQUESTER_SIGNATURE(
            List.of(AlgorithmCategory.REQ_BASE_ASYM, AlgorithmCategory.REQ_PQC_ASYM),
            context ->
                    context.both(Capability.MUT_AUTH_CAP) || context.requester().value(Capability.EP_INFO_CAP) == 2),
    /** Sessions derive keys. */
    KEY_SCHEDULE(
            List.of(AlgorithmCategory.KEY_SCHEDULE),
            context -> hasKeyExchange(context) || context.both(Capability.PSK_CAP));

    private final List<AlgorithmCategory> categories;
    private final Predicate<NegotiatedContext> isRequired;

    RequiredAlgorithm(List<AlgorithmCategory> categories, Predicate<NegotiatedContext> isRequired) {
        this.categories = categories;
        this.isRequired = isRequired;
    }

    /**
     * Finds what is missing.
     *
     * @param context capabilities and selected algorithms
     * @return the first requirement that is not met by exactly one algorithm
     */
    public static Optional<RequiredAlgorithm> missing(NegotiatedContext context) {
        return Stream.of(values())
                .filter(required -> required.isRequired.test(context))
                .filter(required -> required.selected(context) != 1)
                .findFirst();
    }

    private long selected(NegotiatedContext context) {
        return categories.stream()
                .filter(category -> context.suite().selected(category).isPresent())
                .count();
    }

    private static boolean hasSignatures(CapabilityFlags responder) {
        return responder.has(Capability.CERT_CAP)
                || responder.has(Capability.CHAL_CAP)
                || responder.value(Capability.MEAS_CAP) == 2
                || responder.value(Capability.EP_INFO_CAP) == 2;
    }

    private static boolean hasKeyExchange(NegotiatedContext context) {
        return context.both(Capability.KEY_EX_CAP);
    }
}
