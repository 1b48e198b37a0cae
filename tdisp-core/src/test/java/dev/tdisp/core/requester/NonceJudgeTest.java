package dev.tdisp.core.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.message.Nonce;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.wire.Bytes;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which nonces of a device a requester believes to be random. */
class NonceJudgeTest {
    private static final LockParameters PARAMETERS = LockParameters.of(LockFlags.NONE, 5);
    private static final Bytes RANDOM = RandomSource.seeded(3).next(Nonce.SIZE);

    private final ScriptedResponder device = new ScriptedResponder();

    private TdispRequester requester(RequesterOptions options) {
        var requester = new TdispRequester(device, InterfaceId.of(RequesterId.of(1, 0, 4)), options, Env.seeded(1));
        requester.version();
        requester.capabilities();
        return requester;
    }

    private void give(Bytes nonce) {
        device.lieAbout(
                RequestCode.LOCK_INTERFACE_REQUEST,
                honest -> honest.slice(0, 16).plus(nonce));
    }

    @Test
    @Tag("GAP-NON-19")
    void nonceOfZerosIsRefused() {
        TdispRequester requester = requester(RequesterOptions.DEFAULT);
        give(Bytes.filled(0, Nonce.SIZE));

        assertThatThrownBy(() -> requester.lock(PARAMETERS))
                .isInstanceOf(TdispException.class)
                .hasMessageContaining("only 0 bits");
    }

    @Test
    @Tag("GAP-NON-19")
    void nonceOfTheLockBeforeIsRefused() {
        TdispRequester requester = requester(RequesterOptions.DEFAULT);
        give(RANDOM);
        requester.lock(PARAMETERS);

        assertThatThrownBy(() -> requester.lock(PARAMETERS))
                .isInstanceOf(TdispException.class)
                .hasMessageContaining("differs from the one before in 0 bits")
                .hasMessageNotContaining(RANDOM.toHex());
    }

    @Test
    @Tag("GAP-NON-19")
    void anyNonceIsTakenIfTheOptionsSaySo() {
        TdispRequester requester = requester(RequesterOptions.DEFAULT.withJudgedNonces(false));
        give(Bytes.filled(0, Nonce.SIZE));

        assertThat(requester.lock(PARAMETERS).toBytes()).isEqualTo(Bytes.filled(0, Nonce.SIZE));
        requester.lock(PARAMETERS);
    }

    @Test
    @Tag("GAP-NON-19")
    void judgeRemembersForSeveralRequesters() {
        var judge = new NonceJudge();

        assertThat(judge.objection(Nonce.of(RANDOM))).isEmpty();
        assertThat(judge.objection(Nonce.of(RANDOM))).isPresent();
    }

    @Test
    @Tag("GAP-NON-19")
    void judgeForgetsWhatItIsToldToDestroy() {
        var judge = new NonceJudge();
        judge.objection(Nonce.of(RANDOM));

        judge.destroy();
        judge.destroy();

        assertThat(judge.objection(Nonce.of(RANDOM))).isEmpty();
    }

    @Test
    @Tag("GAP-NON-16")
    void countersAndConstantsAreNoticedByTheSecondLock() {
        assertThat(isNoticed(i -> RANDOM)).isTrue();
        assertThat(isNoticed(i -> RANDOM.with(31, i))).isTrue();
        assertThat(isNoticed(i -> RANDOM.with(0, i).with(1, 7 * i))).isTrue();
        assertThat(isNoticed(i -> Bytes.filled(0, Nonce.SIZE).with(0, i + 1))).isTrue();
    }

    private static boolean isNoticed(IntFunction<Bytes> generator) {
        var judge = new NonceJudge();
        boolean isNoticed = false;
        for (int i = 0; i < 2; i++) {
            isNoticed |= judge.objection(Nonce.of(generator.apply(i))).isPresent();
        }
        return isNoticed;
    }

    @Test
    @Tag("GAP-NON-16")
    void randomNoncesAreNeverRefused() {
        var judge = new NonceJudge();
        RandomSource random = RandomSource.seeded(4);

        for (int i = 0; i < 10_000; i++) {
            assertThat(judge.objection(Nonce.random(random))).isEmpty();
        }
    }
}
