package dev.tdisp.core.ide;

import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.wire.Bytes;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/** A key with its invocation counter: AES-256-GCM, a 96-bit MAC, a 32-bit fixed field of zeros before the counter. */
final class KeySlot {
    private static final int MAC_BITS = 8 * LinkFrame.MAC_SIZE;
    private static final int IV_SIZE = 12;

    private KeySlotState state = KeySlotState.EMPTY;
    private @Nullable IdeKey key;
    private @Nullable Cipher cipher;
    private long counter;
    private long invocations;
    private boolean exhausted;

    KeySlotState state() {
        return state;
    }

    long invocations() {
        return invocations;
    }

    boolean isExhausted() {
        return exhausted;
    }

    boolean holds(IdeKey other) {
        return key != null && key.equals(other);
    }

    /** Takes a key over; the caller gives it away. */
    void program(IdeKey newKey, long initialValue) {
        erase();
        key = newKey;
        counter = initialValue;
        state = KeySlotState.PROGRAMMED;
    }

    void start() {
        state = KeySlotState.ACTIVE;
    }

    void retire() {
        state = KeySlotState.RETIRING;
    }

    void erase() {
        if (key != null) {
            key.destroy();
        }
        key = null;
        cipher = null;
        counter = 0;
        invocations = 0;
        exhausted = false;
        state = KeySlotState.EMPTY;
    }

    /** Returns ciphertext and MAC. */
    Bytes seal(Bytes authenticated, Bytes plaintext) {
        try {
            return Bytes.of(prepare(Cipher.ENCRYPT_MODE, authenticated).doFinal(plaintext.toArray()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has AES-GCM", e);
        }
    }

    /** Returns the plaintext, or nothing if the MAC is wrong. */
    Optional<Bytes> open(Bytes authenticated, Bytes ciphertextAndMac) {
        try {
            return Optional.of(
                    Bytes.of(prepare(Cipher.DECRYPT_MODE, authenticated).doFinal(ciphertextAndMac.toArray())));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has AES-GCM", e);
        }
    }

    private Cipher prepare(int mode, Bytes authenticated) throws GeneralSecurityException {
        if (key == null || exhausted) {
            throw new IllegalStateException("no key to use");
        }
        if (cipher == null) {
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
        }
        byte[] iv = ByteBuffer.allocate(IV_SIZE).putInt(0).putLong(counter).array();
        cipher.init(mode, new CipherKey(key), new GCMParameterSpec(MAC_BITS, iv));
        cipher.updateAAD(authenticated.toArray());
        counter++;
        invocations++;
        exhausted = counter == 0;
        return cipher;
    }

    /** Lends the key to a cipher. */
    private record CipherKey(IdeKey key) implements SecretKey {
        @Override
        public String getAlgorithm() {
            return "AES";
        }

        @Override
        public String getFormat() {
            return "RAW";
        }

        @Override
        public byte[] getEncoded() {
            return key.toArray();
        }
    }
}
