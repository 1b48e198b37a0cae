package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;

/**
 * What a device says of one of its key pairs (section 2.17); the masks are those of KEY_PAIR_INFO.
 *
 * @param capabilities what can be done with it: 1 generate, 2 erase, 4 associate, 8 change its usage, 10h its algorithm, 20h share
 * @param usageCapabilities the usages it can have
 * @param usage the usages it has
 * @param algorithmCapabilities the algorithms it can be of
 * @param algorithm the algorithm it is of; 0 if there is no key
 * @param publicKeyInfo its AlgorithmIdentifier in DER, or nothing
 * @param slots the slots that use it
 * @param pqcCapabilities the post-quantum algorithms it can be of
 * @param pqcAlgorithm the post-quantum algorithm it is of
 */
public record KeyPair(
        int capabilities,
        int usageCapabilities,
        int usage,
        long algorithmCapabilities,
        long algorithm,
        Bytes publicKeyInfo,
        int slots,
        long pqcCapabilities,
        long pqcAlgorithm) {
    /** The key can be generated. */
    public static final int GENERATE = 0x01;

    /** The key can be erased. */
    public static final int ERASE = 0x02;

    /** The slots that use the key can be changed. */
    public static final int ASSOCIATE = 0x04;

    /** What the key is used for can be changed. */
    public static final int CHANGE_USAGE = 0x08;

    /** The key's algorithm can be changed. */
    public static final int CHANGE_ALGORITHM = 0x10;

    /** Several slots can use the key. */
    public static final int SHARE = 0x20;

    /**
     * Tells whether something can be done with the key.
     *
     * @param capability one of the constants
     * @return true if it can
     */
    public boolean can(int capability) {
        return (capabilities & capability) != 0;
    }

    /**
     * Returns the key with what can be wished for.
     *
     * @param wantedUsage the usages
     * @param wantedAlgorithm the algorithm
     * @param wantedPqc the post-quantum algorithm
     * @param wantedSlots the slots
     * @return the changed copy
     */
    public KeyPair with(int wantedUsage, long wantedAlgorithm, long wantedPqc, int wantedSlots) {
        return new KeyPair(
                capabilities,
                usageCapabilities,
                wantedUsage,
                algorithmCapabilities,
                wantedAlgorithm,
                publicKeyInfo,
                wantedSlots,
                pqcCapabilities,
                wantedPqc);
    }
}
