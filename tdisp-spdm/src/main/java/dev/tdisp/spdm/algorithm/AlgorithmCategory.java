package dev.tdisp.spdm.algorithm;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is negotiated one by one: at most one algorithm of each category is selected (NEGOTIATE_ALGORITHMS). */
public enum AlgorithmCategory {
    /** Digests of measurements; the responder's choice alone. */
    MEASUREMENT_HASH(0, MeasurementHashAlgorithm.values()),
    /** Signatures of the responder. */
    BASE_ASYM(0, AsymmetricAlgorithm.values()),
    /** The hash of everything. */
    BASE_HASH(0, HashAlgorithm.values()),
    /** Signatures of the responder, post-quantum. */
    PQC_ASYM(0, PqcAsymmetricAlgorithm.values()),
    /** Diffie-Hellman groups. */
    DHE(2, DheGroup.values()),
    /** Encryption of records. */
    AEAD(3, AeadAlgorithm.values()),
    /** Signatures of the requester. */
    REQ_BASE_ASYM(4, AsymmetricAlgorithm.values()),
    /** Derivation of keys. */
    KEY_SCHEDULE(5, KeyScheduleAlgorithm.values()),
    /** Signatures of the requester, post-quantum. */
    REQ_PQC_ASYM(6, PqcAsymmetricAlgorithm.values()),
    /** Key encapsulation. */
    KEM(7, KemAlgorithm.values());

    private final int tableType;
    private final List<Algorithm> algorithms;

    AlgorithmCategory(int tableType, Algorithm... algorithms) {
        this.tableType = tableType;
        this.algorithms = List.of(algorithms);
    }

    /**
     * Returns the AlgType of the structure table that carries this category.
     *
     * @return 2 to 7, or 0 if the category has a field of its own
     */
    public int tableType() {
        return tableType;
    }

    /**
     * Returns the algorithms of this category.
     *
     * @return all of them, by ascending bit
     */
    public List<Algorithm> algorithms() {
        return algorithms;
    }

    /**
     * Returns the first version in which this category is negotiated.
     *
     * @return the version of its first algorithm
     */
    public SpdmVersion since() {
        return tableType == 0
                ? algorithms.get(0).since()
                : maximum(SpdmVersion.V1_1, algorithms.get(0).since());
    }

    /**
     * Returns the category with the same meaning for the other role.
     *
     * @return the requester's signatures for the responder's and the other way round; else the same category
     */
    public AlgorithmCategory reversed() {
        return switch (this) {
            case BASE_ASYM -> REQ_BASE_ASYM;
            case REQ_BASE_ASYM -> BASE_ASYM;
            case PQC_ASYM -> REQ_PQC_ASYM;
            case REQ_PQC_ASYM -> PQC_ASYM;
            case MEASUREMENT_HASH, BASE_HASH, DHE, AEAD, KEY_SCHEDULE, KEM -> this;
        };
    }

    /**
     * Finds the category of a structure table.
     *
     * @param tableType the AlgType
     * @return the category, or nothing for an unknown type
     */
    public static Optional<AlgorithmCategory> ofTable(int tableType) {
        return Stream.of(values())
                .filter(category -> category.tableType != 0 && category.tableType == tableType)
                .findFirst();
    }

    /**
     * Finds the algorithm that exactly one bit stands for.
     *
     * @param mask a selection
     * @return the algorithm, or nothing if no bit, several bits, or an unknown bit is set
     */
    public Optional<Algorithm> selected(long mask) {
        return algorithms.stream().filter(algorithm -> algorithm.bit() == mask).findFirst();
    }

    /**
     * Finds the algorithms whose bits are set.
     *
     * @param mask an offer; unknown bits are left out
     * @return the algorithms, by ascending bit
     */
    public List<Algorithm> offered(long mask) {
        return algorithms.stream()
                .filter(algorithm -> (algorithm.bit() & mask) != 0)
                .toList();
    }

    /**
     * Builds the mask of an offer.
     *
     * @param algorithms what is offered
     * @return the bits of all of them
     */
    public static int mask(Collection<? extends Algorithm> algorithms) {
        return algorithms.stream().mapToInt(Algorithm::bit).reduce(0, (all, bit) -> all | bit);
    }

    private static SpdmVersion maximum(SpdmVersion left, SpdmVersion right) {
        return left.isAtLeast(right) ? left : right;
    }
}
