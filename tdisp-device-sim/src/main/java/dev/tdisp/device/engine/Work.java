package dev.tdisp.device.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** One piece of work, chunk by chunk. */
abstract class Work {
    private long processed;

    /** Creates the work that the registers of an engine ask for. */
    static Work of(Operation operation, DmaEngine engine) {
        return switch (operation) {
            case COPY -> new Copy();
            case CHECKSUM -> new Checksum();
            case FILL -> new Fill(engine.value(EngineRegister.PATTERN));
            case ENCRYPT -> new Encrypt(engine);
        };
    }

    boolean reads() {
        return true;
    }

    boolean writes() {
        return true;
    }

    /** Changes the first bytes of a buffer in place. */
    void process(byte[] buffer, int count) {
        processed += count;
    }

    long result() {
        return processed;
    }

    private static final class Copy extends Work {}

    private static final class Checksum extends Work {
        private final CRC32 sum = new CRC32();

        @Override
        boolean writes() {
            return false;
        }

        @Override
        void process(byte[] buffer, int count) {
            sum.update(buffer, 0, count);
        }

        @Override
        long result() {
            return sum.getValue();
        }
    }

    private static final class Fill extends Work {
        private final byte[] pattern;

        Fill(long pattern) {
            this.pattern = ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(pattern)
                    .array();
        }

        @Override
        boolean reads() {
            return false;
        }

        @Override
        void process(byte[] buffer, int count) {
            for (int i = 0; i < count; i++) {
                buffer[i] = pattern[i % pattern.length];
            }
            super.process(buffer, count);
        }
    }

    private static final class Encrypt extends Work {
        private final Cipher cipher;

        Encrypt(DmaEngine engine) {
            byte[] key = bytes(
                    engine, EngineRegister.KEY_0, EngineRegister.KEY_1, EngineRegister.KEY_2, EngineRegister.KEY_3);
            byte[] counter = bytes(engine, EngineRegister.COUNTER_0, EngineRegister.COUNTER_1);
            try {
                cipher = Cipher.getInstance("AES/CTR/NoPadding");
                cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(counter));
            } catch (GeneralSecurityException e) {
                throw new AssertionError("every Java has AES", e);
            } finally {
                Arrays.fill(key, (byte) 0);
            }
        }

        @Override
        void process(byte[] buffer, int count) {
            try {
                cipher.update(buffer, 0, count, buffer);
            } catch (ShortBufferException e) {
                throw new AssertionError("a stream cipher keeps the size", e);
            }
            super.process(buffer, count);
        }

        private static byte[] bytes(DmaEngine engine, EngineRegister... registers) {
            ByteBuffer content = ByteBuffer.allocate(8 * registers.length).order(ByteOrder.LITTLE_ENDIAN);
            for (EngineRegister register : registers) {
                content.putLong(engine.value(register));
            }
            return content.array();
        }
    }
}
