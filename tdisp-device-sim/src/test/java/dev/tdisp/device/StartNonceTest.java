package dev.tdisp.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.message.Nonce;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.requester.TdispException;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.function.DeviceFunction;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The nonce of a lock at the device: fresh, its interface's own, good once. */
class StartNonceTest {
    private static final int HEADER = 16;
    private static final int SIZE = 32;

    private final Bench bench = Bench.enumerated(2).secure();

    private Bytes header(int code, DeviceFunction function) {
        int id = function.requesterId().value();
        return Bytes.fromHex("10 %02x 00 00 %02x %02x 00 00 00000000 00000000".formatted(code, id & 0xFF, id >>> 8));
    }

    private Bytes send(int code, DeviceFunction function, Bytes payload) {
        return bench.exchange(
                VendorProtocol.TDISP, Bench.SESSION, header(code, function).plus(payload));
    }

    private Bytes lock(DeviceFunction function) {
        Bytes answer = send(0x83, function, Bytes.fromHex("0000 10 00 0000000000000000 0000000000000000"));
        assertThat(answer.at(1)).isEqualTo(0x03);
        return answer.from(HEADER);
    }

    private void stop(DeviceFunction function) {
        assertThat(send(0x87, function, Bytes.EMPTY).at(1)).isEqualTo(0x07);
    }

    private Optional<TdispErrorCode> start(DeviceFunction function, Bytes nonce) {
        Bytes answer = send(0x86, function, nonce);
        return answer.at(1) == 0x06
                ? Optional.empty()
                : TdispErrorCode.of(answer.at(HEADER) | (long) answer.at(HEADER + 1) << 8);
    }

    private void assertRefused(DeviceFunction function, Bytes nonce, TdispErrorCode code) {
        TdiState before = bench.state(function);
        assertThat(start(function, nonce)).contains(code);
        assertThat(bench.state(function)).isEqualTo(before);
    }

    @Test
    @Tag("GAP-NON-01")
    @Tag("GAP-NON-02")
    @Tag("T-052")
    void noncesOfTenThousandLocksDifferInEveryBit() {
        Set<Bytes> seen = new HashSet<>();
        int[] ones = new int[8 * SIZE];
        int locks = 10_000;

        for (int i = 0; i < locks; i++) {
            Bytes nonce = lock(bench.vf(1));
            seen.add(nonce);
            BitSet.valueOf(nonce.toArray()).stream().forEach(bit -> ones[bit]++);
            stop(bench.vf(1));
        }

        assertThat(seen).hasSize(locks);
        assertThat(Arrays.stream(ones).boxed())
                .allMatch(count -> Math.abs(count - locks / 2) < 6 * Math.sqrt(locks) / 2);
    }

    @Test
    @Tag("GAP-NON-03")
    @Tag("GAP-NON-04")
    @Tag("GAP-SRI-09")
    @Tag("T-084")
    void interfacesLockedAtTheSameTimeHaveNoncesOfTheirOwn() {
        Bytes ofFirst = lock(bench.vf(1));
        Bytes ofSecond = lock(bench.vf(2));

        assertThat(ofFirst).isNotEqualTo(ofSecond);
        assertRefused(bench.vf(1), ofSecond, TdispErrorCode.INVALID_NONCE);
        assertRefused(bench.vf(2), ofFirst, TdispErrorCode.INVALID_NONCE);
        assertThat(start(bench.vf(2), ofSecond)).isEmpty();
        assertThat(start(bench.vf(1), ofFirst)).isEmpty();
    }

    @Test
    @Tag("GAP-NON-05")
    @Tag("T-083")
    void nonceOfAnEarlierLockIsWrong() {
        Bytes first = lock(bench.vf(1));
        assertRefused(bench.vf(2), first, TdispErrorCode.INVALID_INTERFACE_STATE);
        stop(bench.vf(1));
        assertRefused(bench.vf(1), first, TdispErrorCode.INVALID_INTERFACE_STATE);

        Bytes second = lock(bench.vf(1));

        assertRefused(bench.vf(1), first, TdispErrorCode.INVALID_NONCE);
        assertThat(start(bench.vf(1), second)).isEmpty();
        assertRefused(bench.vf(1), second, TdispErrorCode.INVALID_INTERFACE_STATE);
    }

    @Test
    @Tag("GAP-NON-06")
    @Tag("T-107")
    void nonceFromBeforeAResetIsWrong() {
        Bytes first = lock(bench.vf(1));
        bench.write(bench.vf(1), "Device Control", 0x8000);
        assertRefused(bench.vf(1), first, TdispErrorCode.INVALID_INTERFACE_STATE);
        assertThat(bench.tdi(bench.vf(1)).machine().hasNonce()).isFalse();
        bench.write(bench.vf(1), "Command", 4);
        stop(bench.vf(1));

        lock(bench.vf(1));

        assertRefused(bench.vf(1), first, TdispErrorCode.INVALID_NONCE);
    }

    @Test
    @Tag("GAP-NON-07")
    @Tag("GAP-NON-08")
    @Tag("T-078")
    @Tag("T-079")
    void tenThousandWrongNoncesLockNobodyOut() {
        Bytes nonce = lock(bench.vf(1));
        Bytes other = lock(bench.vf(2));

        for (int i = 0; i < 10_000; i++) {
            assertRefused(
                    bench.vf(1),
                    nonce.with(i % SIZE, nonce.at(i % SIZE) ^ 1 + i / SIZE % 255),
                    TdispErrorCode.INVALID_NONCE);
        }

        assertThat(start(bench.vf(2), other)).isEmpty();
        assertThat(start(bench.vf(1), nonce)).isEmpty();
    }

    @Test
    @Tag("GAP-NON-09")
    void everyBitCounts() {
        Bytes nonce = lock(bench.vf(1));

        for (int bit = 0; bit < 8 * SIZE; bit++) {
            Bytes flipped = nonce.with(bit / 8, nonce.at(bit / 8) ^ 1 << bit % 8);
            assertRefused(bench.vf(1), flipped, TdispErrorCode.INVALID_NONCE);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("GAP-NON-10")
    void nonceOfZerosNeverStarts(TdiState state) {
        reach(state);

        boolean isLocked = state == TdiState.CONFIG_LOCKED;
        assertRefused(
                bench.vf(1),
                Bytes.filled(0, SIZE),
                isLocked ? TdispErrorCode.INVALID_NONCE : TdispErrorCode.INVALID_INTERFACE_STATE);
    }

    private void reach(TdiState state) {
        switch (state) {
            case CONFIG_UNLOCKED -> {
                // so it begins
            }
            case CONFIG_LOCKED -> lock(bench.vf(1));
            case RUN -> start(bench.vf(1), lock(bench.vf(1)));
            case ERROR -> {
                lock(bench.vf(1));
                bench.write(bench.vf(1), "Command", 0);
            }
        }
        assertThat(bench.state(bench.vf(1))).isEqualTo(state);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33, 64})
    @Tag("GAP-NON-11")
    void nonceOfAnotherSizeIsAnInvalidRequest(int size) {
        Bytes nonce = lock(bench.vf(1));

        assertRefused(bench.vf(1), nonce.plus(nonce).slice(0, size), TdispErrorCode.INVALID_REQUEST);
    }

    @Test
    @Tag("GAP-NON-13")
    @Tag("T-051")
    void refusedLockLeavesTheNonceOfTheFirst() {
        Bytes nonce = lock(bench.vf(1));
        for (String payload : new String[] {
            "0000 10 00 0000000000000000 0000000000000000",
            "0000 44 00 0000000000000000 0000000000000000",
            "0000 10 00 0100000000000000 0000000000000000"
        }) {
            assertThat(send(0x83, bench.vf(1), Bytes.fromHex(payload)).at(1)).isEqualTo(0x7F);
        }

        assertThat(start(bench.vf(1), nonce)).isEmpty();
    }

    @Test
    @Tag("GAP-NON-15")
    @Tag("GAP-NON-20")
    void nothingElseDisclosesTheNonce() {
        Bytes nonce = lock(bench.vf(1));
        var said = new StringBuilder();
        for (int code = 0x80; code <= 0xFF; code++) {
            said.append(send(code, bench.vf(1), Bytes.EMPTY).toHex());
            said.append(send(code, bench.vf(2), Bytes.EMPTY).toHex());
        }
        said.append(send(0x84, bench.vf(1), Bytes.fromHex("0000 ffff")).toHex());
        said.append(Observer.everything(bench).toHex());
        said.append(bench.tdi(bench.vf(1)).machine());
        bench.trace().events().forEach(event -> said.append(event.summary()).append(event));
        assertThatThrownBy(() -> Peers.requester(bench, bench.vf(1)).start(Nonce.of(Bytes.filled(7, SIZE))))
                .isInstanceOfSatisfying(
                        TdispException.class, e -> said.append(e).append(e.exchanges()));

        String told = said.toString().replace(" ", "").toLowerCase(Locale.ROOT);
        for (int at = 0; at + 6 <= SIZE; at++) {
            assertThat(told).doesNotContain(nonce.slice(at, at + 6).toHex().replace(" ", ""));
        }
    }
}
