package dev.tdisp.spdm.algorithm;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a negotiation selected.
 *
 * <pre>{@code
 * var suite = AlgorithmSuite.builder()
 *         .hash(HashAlgorithm.SHA_384)
 *         .signature(AsymmetricAlgorithm.ECDSA_P384)
 *         .keyExchange(DheGroup.SECP_384_R1)
 *         .aead(AeadAlgorithm.AES_256_GCM)
 *         .build();
 * }</pre>
 */
public final class AlgorithmSuite {
    /** The suite before the negotiation: nothing is selected. */
    public static final AlgorithmSuite NONE = builder().build();

    private final Map<AlgorithmCategory, Algorithm> selections;
    private final OpaqueDataFormat opaqueDataFormat;
    private final boolean isDmtfMeasurements;
    private final boolean isRequesterMultiKey;
    private final boolean isResponderMultiKey;

    private AlgorithmSuite(Builder builder) {
        this.selections = new EnumMap<>(builder.selections);
        this.opaqueDataFormat = builder.opaqueDataFormat;
        this.isDmtfMeasurements = builder.isDmtfMeasurements;
        this.isRequesterMultiKey = builder.isRequesterMultiKey;
        this.isResponderMultiKey = builder.isResponderMultiKey;
    }

    /**
     * Starts a suite without any selection.
     *
     * @return an empty builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the selection of one category.
     *
     * @param category which
     * @return the algorithm, if one was selected
     */
    public Optional<Algorithm> selected(AlgorithmCategory category) {
        return Optional.ofNullable(selections.get(category));
    }

    /**
     * Returns the base hash.
     *
     * @return the hash
     * @throws IllegalStateException if none was negotiated
     */
    public HashAlgorithm hash() {
        return (HashAlgorithm) require(AlgorithmCategory.BASE_HASH, AlgorithmCategory.BASE_HASH);
    }

    /**
     * Returns the hash of measurements.
     *
     * @return the hash
     * @throws IllegalStateException if none was negotiated
     */
    public MeasurementHashAlgorithm measurementHash() {
        return (MeasurementHashAlgorithm)
                require(AlgorithmCategory.MEASUREMENT_HASH, AlgorithmCategory.MEASUREMENT_HASH);
    }

    /**
     * Returns how the responder signs.
     *
     * @return the algorithm, classic or post-quantum
     * @throws IllegalStateException if none was negotiated
     */
    public SignatureAlgorithm signature() {
        return (SignatureAlgorithm) require(AlgorithmCategory.BASE_ASYM, AlgorithmCategory.PQC_ASYM);
    }

    /**
     * Returns how the requester signs.
     *
     * @return the algorithm, classic or post-quantum
     * @throws IllegalStateException if none was negotiated
     */
    public SignatureAlgorithm requesterSignature() {
        return (SignatureAlgorithm) require(AlgorithmCategory.REQ_BASE_ASYM, AlgorithmCategory.REQ_PQC_ASYM);
    }

    /**
     * Returns how KEY_EXCHANGE comes to a shared secret.
     *
     * @return the group or encapsulation
     * @throws IllegalStateException if none was negotiated
     */
    public KeyExchangeAlgorithm keyExchange() {
        return (KeyExchangeAlgorithm) require(AlgorithmCategory.DHE, AlgorithmCategory.KEM);
    }

    /**
     * Returns how records are protected.
     *
     * @return the algorithm
     * @throws IllegalStateException if none was negotiated
     */
    public AeadAlgorithm aead() {
        return (AeadAlgorithm) require(AlgorithmCategory.AEAD, AlgorithmCategory.AEAD);
    }

    /**
     * Returns how opaque data is built.
     *
     * @return the format
     */
    public OpaqueDataFormat opaqueDataFormat() {
        return opaqueDataFormat;
    }

    /**
     * Tells whether measurements are in DMTF's format.
     *
     * @return true if MeasurementSpecificationSel is 1
     */
    public boolean isDmtfMeasurements() {
        return isDmtfMeasurements;
    }

    /**
     * Tells whether the requester's slots have keys of their own.
     *
     * @return true if RequesterMultiKeyConnSel was set
     */
    public boolean isRequesterMultiKey() {
        return isRequesterMultiKey;
    }

    /**
     * Tells whether the responder's slots have keys of their own.
     *
     * @return true if ResponderMultiKeyConn was set
     */
    public boolean isResponderMultiKey() {
        return isResponderMultiKey;
    }

    /**
     * Returns the size of the base hash's digests.
     *
     * @return bytes, 0 if no hash was negotiated
     */
    public int hashSize() {
        return selected(AlgorithmCategory.BASE_HASH).isPresent() ? hash().size() : 0;
    }

    /**
     * Returns the size of the responder's signatures.
     *
     * @return bytes, 0 if the responder does not sign
     */
    public int signatureSize() {
        return hasEither(AlgorithmCategory.BASE_ASYM, AlgorithmCategory.PQC_ASYM)
                ? signature().signatureSize()
                : 0;
    }

    /**
     * Returns the size of the requester's signatures.
     *
     * @return bytes, 0 if the requester does not sign
     */
    public int requesterSignatureSize() {
        return hasEither(AlgorithmCategory.REQ_BASE_ASYM, AlgorithmCategory.REQ_PQC_ASYM)
                ? requesterSignature().signatureSize()
                : 0;
    }

    /**
     * Returns the size of one side's ExchangeData.
     *
     * @param sender whose
     * @return bytes, 0 if no key exchange was negotiated
     */
    public int exchangeSize(SpdmRole sender) {
        if (!hasEither(AlgorithmCategory.DHE, AlgorithmCategory.KEM)) {
            return 0;
        }
        KeyExchangeAlgorithm exchange = keyExchange();
        return sender == SpdmRole.REQUESTER ? exchange.requesterExchangeSize() : exchange.responderExchangeSize();
    }

    /**
     * Returns the same selections with the roles swapped: the requester's signatures and slots for the responder's.
     *
     * @return the changed copy
     */
    public AlgorithmSuite reversed() {
        var reversed = builder()
                .dmtfMeasurements(isDmtfMeasurements)
                .opaqueDataFormat(opaqueDataFormat)
                .multiKey(isResponderMultiKey, isRequesterMultiKey);
        selections.forEach((category, algorithm) -> reversed.select(category.reversed(), algorithm));
        return reversed.build();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AlgorithmSuite suite
                && selections.equals(suite.selections)
                && opaqueDataFormat == suite.opaqueDataFormat
                && isDmtfMeasurements == suite.isDmtfMeasurements
                && isRequesterMultiKey == suite.isRequesterMultiKey
                && isResponderMultiKey == suite.isResponderMultiKey;
    }

    @Override
    public int hashCode() {
        return 31 * selections.hashCode() + opaqueDataFormat.hashCode();
    }

    /**
     * Names the selections.
     *
     * @return for example <code>{BASE_ASYM=ECDSA_P384, BASE_HASH=SHA_384}</code>
     */
    @Override
    public String toString() {
        return selections.toString();
    }

    private boolean hasEither(AlgorithmCategory classic, AlgorithmCategory postQuantum) {
        return selections.containsKey(classic) || selections.containsKey(postQuantum);
    }

    private Algorithm require(AlgorithmCategory classic, AlgorithmCategory postQuantum) {
        return selected(classic)
                .or(() -> selected(postQuantum))
                .orElseThrow(() -> new IllegalStateException(classic + " was not negotiated: " + this));
    }

    /** Collects selections. */
    public static final class Builder {
        private final Map<AlgorithmCategory, Algorithm> selections = new EnumMap<>(AlgorithmCategory.class);
        private OpaqueDataFormat opaqueDataFormat = OpaqueDataFormat.NONE;
        private boolean isDmtfMeasurements;
        private boolean isRequesterMultiKey;
        private boolean isResponderMultiKey;

        private Builder() {}

        /**
         * Selects an algorithm of a category.
         *
         * @param category the category
         * @param algorithm one of its algorithms
         * @return this builder
         * @throws IllegalArgumentException if the algorithm is of another category
         */
        public Builder select(AlgorithmCategory category, Algorithm algorithm) {
            if (!category.algorithms().contains(algorithm)) {
                throw new IllegalArgumentException("%s is not of category %s".formatted(algorithm, category));
            }
            selections.put(category, algorithm);
            return this;
        }

        /**
         * Selects the base hash.
         *
         * @param hash the hash
         * @return this builder
         */
        public Builder hash(HashAlgorithm hash) {
            return select(AlgorithmCategory.BASE_HASH, hash);
        }

        /**
         * Selects the hash of measurements, in DMTF's format.
         *
         * @param hash the hash
         * @return this builder
         */
        public Builder measurementHash(MeasurementHashAlgorithm hash) {
            return dmtfMeasurements(true).select(AlgorithmCategory.MEASUREMENT_HASH, hash);
        }

        /**
         * Says whether measurements are in DMTF's format.
         *
         * @param isDmtf whether MeasurementSpecificationSel is 1
         * @return this builder
         */
        public Builder dmtfMeasurements(boolean isDmtf) {
            isDmtfMeasurements = isDmtf;
            return this;
        }

        /**
         * Selects how the responder signs.
         *
         * @param algorithm classic or post-quantum
         * @return this builder
         */
        public Builder signature(SignatureAlgorithm algorithm) {
            boolean isClassic = algorithm instanceof AsymmetricAlgorithm;
            return select(isClassic ? AlgorithmCategory.BASE_ASYM : AlgorithmCategory.PQC_ASYM, algorithm);
        }

        /**
         * Selects how the requester signs.
         *
         * @param algorithm classic or post-quantum
         * @return this builder
         */
        public Builder requesterSignature(SignatureAlgorithm algorithm) {
            boolean isClassic = algorithm instanceof AsymmetricAlgorithm;
            return select(isClassic ? AlgorithmCategory.REQ_BASE_ASYM : AlgorithmCategory.REQ_PQC_ASYM, algorithm);
        }

        /**
         * Selects how KEY_EXCHANGE comes to a shared secret.
         *
         * @param algorithm a group or an encapsulation
         * @return this builder
         */
        public Builder keyExchange(KeyExchangeAlgorithm algorithm) {
            boolean isClassic = algorithm instanceof DheGroup;
            return select(isClassic ? AlgorithmCategory.DHE : AlgorithmCategory.KEM, algorithm);
        }

        /**
         * Selects how records are protected, and with it SPDM's key schedule.
         *
         * @param algorithm the algorithm
         * @return this builder
         */
        public Builder aead(AeadAlgorithm algorithm) {
            return select(AlgorithmCategory.KEY_SCHEDULE, KeyScheduleAlgorithm.SPDM)
                    .select(AlgorithmCategory.AEAD, algorithm);
        }

        /**
         * Selects how opaque data is built.
         *
         * @param format the format
         * @return this builder
         */
        public Builder opaqueDataFormat(OpaqueDataFormat format) {
            opaqueDataFormat = format;
            return this;
        }

        /**
         * Says whose slots have keys of their own.
         *
         * @param isRequester whether the requester's have
         * @param isResponder whether the responder's have
         * @return this builder
         */
        public Builder multiKey(boolean isRequester, boolean isResponder) {
            isRequesterMultiKey = isRequester;
            isResponderMultiKey = isResponder;
            return this;
        }

        /**
         * Ends the collection.
         *
         * @return the suite
         */
        public AlgorithmSuite build() {
            return new AlgorithmSuite(this);
        }
    }
}
