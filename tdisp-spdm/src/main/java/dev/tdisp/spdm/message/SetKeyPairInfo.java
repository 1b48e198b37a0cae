package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import org.jspecify.annotations.Nullable;

/**
 * SET_KEY_PAIR_INFO: changes, erases or generates a key pair (section 2.17).
 *
 * <p>To erase, the wanted values may be left out: they count as there if 8 bytes or more follow the key pair, so that a
 * transport's padding is not taken for them.
 *
 * @param header version and parameters; Param1 is the operation, Param2 is reserved
 * @param keyPairId the key pair
 * @param change what it is to become; may be left out to erase
 */
public record SetKeyPairInfo(
        SpdmHeader header, int keyPairId, @Nullable KeyPairChange change) implements SpdmRequest {
    /** The operation that changes a key pair. */
    public static final int CHANGE = 0;

    /** The operation that erases a key pair. */
    public static final int ERASE = 1;

    /** The operation that generates a key pair. */
    public static final int GENERATE = 2;

    /**
     * Checks that the parts fit together.
     *
     * @param header version and parameters; Param1 is the operation, Param2 is reserved
     * @param keyPairId the key pair
     * @param change what it is to become; may be left out to erase
     * @throws IllegalArgumentException if the parts do not fit together
     */
    public SetKeyPairInfo {
        if (change == null && header.param1() != ERASE) {
            throw new IllegalArgumentException("change: may be left out only to erase");
        }
    }

    @Override
    public int code() {
        return SpdmCode.SET_KEY_PAIR_INFO.requestCode();
    }

    @Override
    public String name() {
        return SpdmCode.SET_KEY_PAIR_INFO.requestName();
    }

    /**
     * Creates the message that erases a key pair.
     *
     * @param version the negotiated version
     * @param keyPairId the key pair
     * @return the message
     */
    public static SetKeyPairInfo erase(SpdmVersion version, int keyPairId) {
        return new SetKeyPairInfo(SpdmHeader.of(version, ERASE, 0), keyPairId, null);
    }

    /**
     * Returns what is to be done.
     *
     * @return {@link #CHANGE}, {@link #ERASE}, {@link #GENERATE} or a value that is reserved
     */
    public int operation() {
        return header.param1();
    }

    @Override
    public void write(WireWriter out) {
        header.write(out, code(), name());
        out.u8("KeyPairID", keyPairId);
        if (change != null) {
            change.write(out, header);
        }
    }

    static SetKeyPairInfo read(SpdmHeader header, WireReader in) {
        int keyPairId = in.u8("KeyPairID");
        boolean isLeftOut = header.param1() == ERASE && in.remaining() < KeyPairChange.LEAST_SIZE;
        return new SetKeyPairInfo(header, keyPairId, isLeftOut ? null : KeyPairChange.read(in, header));
    }
}
