package dev.tdisp.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.pcie.CompletionStatus;
import dev.tdisp.core.pcie.MemoryRead;
import dev.tdisp.core.pcie.MemoryWrite;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.engine.EngineRegister;
import dev.tdisp.device.function.DmaResult;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DmaTest {
    private static final long DONE = 2;
    private static final long FAILED = 3;
    private static final long FROM = Bench.HOST_BUFFER;
    private static final long TO = Bench.HOST_BUFFER + 0x10_0000;

    private final Bench bench = Bench.enumerated(2);

    @Test
    void engineSaysWhatItIs() {
        assertThat(bench.readMemory(Bench.BAR0, 4)).contains(Bytes.of((byte) 'D', (byte) 'M', (byte) 'A', (byte) 'E'));
        assertThat(bench.get(bench.pf(), EngineRegister.VERSION, Way.CLEAR)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 64, 4096, 4097, 10_000})
    void copyMovesData(int length) {
        Bytes data = random(length);
        bench.host().put(FROM + 5, data);

        long status = bench.copy(bench.vf(1), FROM + 5, TO + 3, length, Way.CLEAR);

        assertThat(status).isEqualTo(DONE);
        assertThat(bench.host().at(TO + 3, length)).isEqualTo(data);
        assertThat(bench.get(bench.vf(1), EngineRegister.RESULT, Way.CLEAR)).isEqualTo(length);
        assertThat(bench.get(bench.vf(1), EngineRegister.COMPLETED, Way.CLEAR)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"0x293F, 256, 512", "0x201F, 128, 512", "0x01FF, 4096, 128", "0x703F, 256, 4096"})
    @Tag("P-124")
    void requestsHonourSizesAndPages(int control, int payload, int readRequest) {
        bench.write(Bench.PF, 0x78, 2, control & ~0xE0 | (Integer.numberOfTrailingZeros(payload) - 7) << 5);

        bench.copy(bench.vf(1), FROM + 0xF01, TO + 0xFFD, 9000, Way.CLEAR);

        for (MemoryRead read : bench.host().reads()) {
            assertThat((read.address() & 3) + read.length()).isLessThanOrEqualTo(readRequest);
            assertThat((read.address() & 0xFFF) + read.length()).isLessThanOrEqualTo(4096);
            assertThat(read.requester()).isEqualTo(bench.vf(1).requesterId());
        }
        for (MemoryWrite write : bench.host().writes()) {
            assertThat((write.address() & 3) + write.payload().size()).isLessThanOrEqualTo(payload);
            assertThat((write.address() & 0xFFF) + write.payload().size()).isLessThanOrEqualTo(4096);
        }
        assertThat(bench.host().reads().stream().mapToInt(MemoryRead::length).sum())
                .isEqualTo(9000);
        assertThat(bench.host().writes().stream()
                        .mapToInt(w -> w.payload().size())
                        .sum())
                .isEqualTo(9000);
    }

    @Test
    void checksumIsThatOfTheData() {
        Bytes data = random(5000);
        bench.host().put(FROM, data);
        var expected = new CRC32();
        expected.update(data.toArray());

        bench.work(bench.vf(1), 2, FROM, 0, 5000, Way.CLEAR);

        assertThat(bench.get(bench.vf(1), EngineRegister.RESULT, Way.CLEAR)).isEqualTo(expected.getValue());
        assertThat(bench.host().writes()).isEmpty();
    }

    @Test
    void fillRepeatsThePattern() {
        bench.set(bench.vf(1), EngineRegister.PATTERN, 0x0807_0605_0403_0201L, Way.CLEAR);

        bench.work(bench.vf(1), 3, 0, TO, 12, Way.CLEAR);

        assertThat(bench.host().at(TO, 12)).isEqualTo(Bytes.fromHex("01 02 03 04 05 06 07 08 01 02 03 04"));
        assertThat(bench.host().reads()).isEmpty();
    }

    @Test
    void encryptIsAesInCounterMode() throws Exception {
        Bytes data = random(5001);
        bench.host().put(FROM, data);
        byte[] key = random(32).toArray();
        setKey(key);

        bench.work(bench.vf(1), 4, FROM, TO, 5001, Way.CLEAR);

        Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[16]));
        assertThat(bench.host().at(TO, 5001)).isEqualTo(Bytes.of(cipher.doFinal(data.toArray())));
    }

    private void setKey(byte[] key) {
        List<EngineRegister> registers =
                List.of(EngineRegister.KEY_0, EngineRegister.KEY_1, EngineRegister.KEY_2, EngineRegister.KEY_3);
        for (int i = 0; i < 4; i++) {
            Bytes part = Bytes.of(Arrays.copyOfRange(key, 8 * i, 8 * i + 8));
            bench.writeMemory(Bench.engine(bench.vf(1)) + registers.get(i).offset(), part);
        }
    }

    @Test
    void keyCannotBeReadBack() {
        setKey(random(32).toArray());

        for (long offset = 0x60; offset < 0x80; offset += 8) {
            assertThat(bench.readMemory(Bench.engine(bench.vf(1)) + offset, 8)).contains(Bytes.filled(0, 8));
        }
    }

    @Test
    void deviceMemoryIsSourceAndDestination() {
        Bytes data = random(6000);
        bench.host().put(FROM, data);

        bench.set(bench.vf(1), EngineRegister.FLAGS, 2, Way.CLEAR);
        assertThat(bench.copy(bench.vf(1), FROM, 0x123, 6000, Way.CLEAR)).isEqualTo(DONE);
        bench.set(bench.vf(1), EngineRegister.FLAGS, 1, Way.CLEAR);
        assertThat(bench.copy(bench.vf(1), 0x123, TO, 6000, Way.CLEAR)).isEqualTo(DONE);

        assertThat(bench.host().at(TO, 6000)).isEqualTo(data);
        assertThat(bench.readMemory(Bench.engine(bench.vf(1)) + 0x2123, 16)).contains(data.slice(0, 16));
    }

    @Test
    void deviceMemoryEnds() {
        bench.set(bench.vf(1), EngineRegister.FLAGS, 2, Way.CLEAR);

        assertThat(bench.copy(bench.vf(1), FROM, Bench.MIB - 0x2000 - 8, 16, Way.CLEAR))
                .isEqualTo(FAILED);
        assertThat(bench.copy(bench.vf(1), FROM, -1, 16, Way.CLEAR)).isEqualTo(FAILED);
    }

    @Test
    void badRequestIsRefused() {
        assertThat(bench.work(bench.vf(1), 9, FROM, TO, 16, Way.CLEAR)).isEqualTo(FAILED);
        assertThat(bench.get(bench.vf(1), EngineRegister.FAULT, Way.CLEAR)).isEqualTo(0x100);
        assertThat(bench.copy(bench.vf(1), FROM, TO, (1 << 20) + 1, Way.CLEAR)).isEqualTo(FAILED);
    }

    @Test
    void withoutBusMasterNothingLeaves() {
        bench.write(bench.vf(1).requesterId(), 0x04, 2, 0);

        long status = bench.copy(bench.vf(1), FROM, TO, 64, Way.CLEAR);

        assertThat(status).isEqualTo(FAILED);
        assertThat(bench.get(bench.vf(1), EngineRegister.FAULT, Way.CLEAR)).isEqualTo(DmaResult.Status.BLOCKED.code());
        assertThat(bench.host().received()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"UNSUPPORTED_REQUEST, 2, 0x2000", "COMPLETER_ABORT, 3, 0x1000", "REQUEST_RETRY, 2, 0x2000"})
    void refusedReadEndsTheWork(CompletionStatus refusal, int fault, long statusBit) {
        bench.host().answerReads(read -> Optional.of(refusal));

        assertThat(bench.copy(bench.vf(1), FROM, TO, 64, Way.CLEAR)).isEqualTo(FAILED);

        assertThat(bench.get(bench.vf(1), EngineRegister.FAULT, Way.CLEAR)).isEqualTo(fault);
        assertThat(bench.read(bench.vf(1).requesterId(), 0x06, 2) & statusBit).isNotZero();
    }

    @Test
    @Tag("P-124")
    void everyPairOfSizesIsHonouredInRun() {
        bench.secure();
        for (int sizes = 0; sizes < 36; sizes++) {
            int payload = 128 << sizes % 6;
            int readRequest = 128 << sizes / 6;
            bench.write(Bench.PF, 0x78, 2, sizes / 6 << 12 | sizes % 6 << 5 | 0x0F);
            int granted = 128 << (bench.read(Bench.PF, 0x78, 2) >>> 5 & 7);
            bench.run(bench.vf(1));
            bench.host().forgetReceived();

            Bytes data = bench.vf(1).dma().read(FROM + 0xFF3, 9001).data();
            bench.vf(1).dma().write(TO + 0xFED, data);

            assertThat(bench.host().reads()).allSatisfy(read -> {
                assertThat((read.address() & 3) + read.length()).isLessThanOrEqualTo(readRequest);
                assertThat((read.address() & 0xFFF) + read.length()).isLessThanOrEqualTo(4096);
            });
            assertThat(bench.host().writes()).allSatisfy(write -> {
                assertThat((write.address() & 3) + write.payload().size())
                        .isLessThanOrEqualTo(Math.min(payload, granted));
                assertThat((write.address() & 0xFFF) + write.payload().size()).isLessThanOrEqualTo(4096);
            });
            assertThat(bench.host().reads().stream()
                            .mapToInt(MemoryRead::length)
                            .sum())
                    .isEqualTo(9001);
            assertThat(bench.host().received()).allMatch(FakeHost.Received::trusted);
            bench.stop(bench.vf(1));
        }
    }

    @Test
    @Tag("P-125")
    void tagOfATrustedReadThatTimedOutIsBackWithNewKeysOnly() {
        bench.secure();
        bench.run(bench.vf(1));
        bench.host().answerReads(read -> Optional.empty());
        bench.vf(1).dma().read(FROM, 4);
        int lost = bench.host().reads().get(0).tag();
        bench.host().answerReads(read -> Optional.of(CompletionStatus.SUCCESSFUL));

        bench.stop(bench.vf(1));
        bench.run(bench.vf(1));
        assertThat(tagsOfReads(2000)).isNotEmpty().doesNotContain(lost);

        bench.setStreamControl(0, 0);
        bench.hostStream().disable();
        bench.stop(bench.vf(1));
        bench.secure();
        bench.run(bench.vf(1));
        assertThat(tagsOfReads(2000)).contains(lost);
    }

    private Set<Integer> tagsOfReads(int count) {
        bench.host().forgetReceived();
        for (int i = 0; i < count; i++) {
            bench.vf(1).dma().read(FROM, 4);
        }
        assertThat(bench.host().received()).allMatch(FakeHost.Received::trusted);
        return bench.host().reads().stream().map(MemoryRead::tag).collect(Collectors.toSet());
    }

    @Test
    @Tag("P-125")
    void tagOfATimedOutReadIsNotUsedAgain() {
        bench.host().answerReads(read -> Optional.empty());
        bench.copy(bench.vf(1), FROM, TO, 4, Way.CLEAR);
        int lost = bench.host().reads().get(0).tag();
        bench.host().answerReads(read -> Optional.of(CompletionStatus.SUCCESSFUL));

        for (int i = 0; i < 2000; i++) {
            bench.device().virtualFunction(1).dma().read(FROM, 4);
        }

        assertThat(bench.host().reads().stream().skip(1)).noneMatch(read -> read.tag() == lost);
        assertThat(bench.read(Bench.PF, 0x104, 4) & 1 << 14)
                .as("completion timeout")
                .isNotZero();
    }

    @Test
    void withEveryTagLostNothingIsReadAnyMore() {
        bench.write(Bench.PF, 0x98, 2, 0);
        bench.write(Bench.PF, 0x78, 2, 0x2810);
        bench.host().answerReads(read -> Optional.empty());
        for (int i = 0; i < 32; i++) {
            assertThat(bench.vf(1).dma().read(FROM, 4).status()).isEqualTo(DmaResult.Status.TIMEOUT);
        }

        assertThat(bench.vf(1).dma().read(FROM, 4).status()).isEqualTo(DmaResult.Status.BLOCKED);
    }

    @Test
    void poisonedDataAreNotUsed() {
        bench.host().put(FROM, random(64));
        bench.host().poisonCompletions();

        assertThat(bench.copy(bench.vf(1), FROM, TO, 64, Way.CLEAR)).isEqualTo(FAILED);

        assertThat(bench.host().writes()).isEmpty();
        assertThat(bench.read(Bench.PF, 0x104, 4) & 1 << 12).isNotZero();
    }

    @Test
    void workCanBeGivenUp() {
        bench.host().beforeAnswer(() -> bench.set(bench.vf(1), EngineRegister.DOORBELL, 2, Way.CLEAR));

        long status = bench.copy(bench.vf(1), FROM, TO, 8192, Way.CLEAR);

        assertThat(status).isEqualTo(4);
        assertThat(bench.host().writes()).isEmpty();
    }

    @Test
    @Tag("GAP-RST-12")
    void resetInTheMiddleDiscardsTheCompletion() {
        bench.host().put(FROM, random(64));
        bench.host().beforeAnswer(() -> bench.write(bench.vf(1).requesterId(), 0x78, 2, 0x8000));

        bench.copy(bench.vf(1), FROM, TO, 64, Way.CLEAR);

        assertThat(bench.host().writes()).isEmpty();
        assertThat(bench.device().engines().engine(bench.vf(1)).isClear()).isTrue();
    }

    @Test
    void registersAreReachedByWholeOrHalfAccesses() {
        long base = Bench.engine(bench.vf(1));
        bench.writeMemory(base + 0x10, Bytes.fromHex("11223344"));
        bench.writeMemory(base + 0x14, Bytes.fromHex("55667788"));
        bench.writeMemory(base + 0x11, Bytes.fromHex("ff"));
        bench.writeMemory(base + 0x34, Bytes.fromHex("ffffffff"));

        assertThat(bench.readMemory(base + 0x10, 8)).contains(Bytes.fromHex("1122334455667788"));
        assertThat(bench.readMemory(base + 0x14, 4)).contains(Bytes.fromHex("55667788"));
        assertThat(bench.readMemory(base + 0x12, 2)).contains(Bytes.filled(0, 2));
        assertThat(bench.get(bench.vf(1), EngineRegister.STATUS, Way.CLEAR)).isZero();
        assertThat(bench.get(bench.vf(1), EngineRegister.DOORBELL, Way.CLEAR)).isZero();
    }

    @Test
    void functionsDoNotShareTheirEngines() {
        bench.set(bench.vf(1), EngineRegister.SOURCE, 0x1234, Way.CLEAR);

        assertThat(bench.get(bench.vf(2), EngineRegister.SOURCE, Way.CLEAR)).isZero();
        assertThat(bench.get(bench.pf(), EngineRegister.SOURCE, Way.CLEAR)).isZero();
    }

    private static Bytes random(int length) {
        var content = new byte[length];
        new Random(length).nextBytes(content);
        return Bytes.of(content);
    }
}
