package dev.tdisp.core.idekm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.ide.IdeKey;
import dev.tdisp.core.ide.IdeOutcome;
import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.ide.KeySlotState;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.MemoryWrite;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdeKmRequesterTest {
    private static final KeySlotId SLOT = KeySlotId.of(0x12).orElseThrow();
    private static final StreamId STREAM = IdeKmBench.STREAM;
    private static final MemoryWrite WRITE = new MemoryWrite(IdeKmBench.FUNCTION, 1, 0x1000, Bytes.fromHex("01020304"));

    private final IdeKmBench bench = new IdeKmBench();
    private final List<String> sent = new ArrayList<>();
    private final IdeKmRequester requester = new IdeKmRequester(
            request -> {
                sent.add(
                        "%02x".formatted(request.at(0)) + (request.size() > 5 ? " %02x".formatted(request.at(5)) : ""));
                return bench.responder.handle(1, request).orElseThrow();
            },
            bench.env);

    private void attach() {
        requester.query(0);
        requester.programAll(0, bench.root, 1, KeySet.K0);
        requester.startAll(0, bench.root, KeySet.K0);
        bench.stream.enable();
        bench.root.enable();
    }

    @Test
    @Tag("GAP-IDE-27")
    void bothEndsBecomeSecureInTheHostsOrder() {
        attach();

        assertThat(sent)
                .containsExactly(
                        "00", "02 00", "02 10", "02 20", "02 02", "02 12", "02 22", "04 00", "04 10", "04 20", "04 02",
                        "04 12", "04 22");
        assertThat(bench.stream.isSecure()).isTrue();
        assertThat(bench.root.isSecure()).isTrue();
        assertThat(open(bench.root, bench.stream)).isInstanceOf(IdeOutcome.Delivered.class);
        assertThat(open(bench.stream, bench.root)).isInstanceOf(IdeOutcome.Delivered.class);
    }

    private static IdeOutcome open(IdeStream receiver, IdeStream sender) {
        return receiver.open(sender.seal(WRITE, true).get(0));
    }

    @Test
    @Tag("P-081")
    void refreshSwitchesBothEndsAndEndsTheOldKeys() {
        attach();
        sent.clear();

        KeySet now = requester.refresh(0, bench.root, 1);

        assertThat(now).isEqualTo(KeySet.K1);
        assertThat(sent)
                .containsExactly(
                        "02 01", "02 11", "02 21", "02 03", "02 13", "02 23", "04 01", "04 11", "04 21", "04 03",
                        "04 13", "04 23", "05 02", "05 12", "05 22", "05 00", "05 10", "05 20");
        assertThat(bench.losses).isEmpty();
        assertThat(KeySlotId.of(KeySet.K0).stream().map(bench.stream::slotState))
                .containsOnly(KeySlotState.EMPTY);
        assertThat(open(bench.stream, bench.root)).isInstanceOf(IdeOutcome.Delivered.class);
        assertThat(requester.refresh(0, bench.root, 1)).isEqualTo(KeySet.K0);
        assertThat(open(bench.root, bench.stream)).isInstanceOf(IdeOutcome.Delivered.class);
    }

    @Test
    @Tag("P-083")
    @Tag("GAP-IDE-27")
    void stopEndsBothEnds() {
        attach();
        sent.clear();

        requester.stopAll(0, bench.root, KeySet.K0);

        assertThat(sent).containsExactly("05 02", "05 12", "05 22", "05 00", "05 10", "05 20");
        assertThat(bench.stream.isSecure()).isFalse();
        assertThat(bench.root.isSecure()).isFalse();
        assertThat(bench.losses).containsExactly("KEY_IN_USE_STOPPED");
    }

    @Test
    void keysAreDistinctAndComeFromTheEnvironment() {
        var keys = new ArrayList<Bytes>();
        var seeded = new IdeKmRequester(
                request -> {
                    if (request.at(0) == 2) {
                        keys.add(request.slice(7, 39));
                    }
                    return bench.responder.handle(1, request).orElseThrow();
                },
                Env.seeded(9));

        seeded.programAll(0, bench.root, 1, KeySet.K0);

        assertThat(keys).hasSize(6).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"1,INCORRECT_LENGTH", "2,UNSUPPORTED_PORT_INDEX", "3,UNSUPPORTED_VALUE", "4,UNSPECIFIED_FAILURE"})
    @Tag("GAP-KM-36")
    void refusedKeyIsAnException(int code, KpAckStatus status) {
        IdeKmRequester refused = answering("03 00 00 10 %02x 12 00".formatted(code));

        assertThatThrownBy(() -> program(refused))
                .isInstanceOfSatisfying(IdeKmException.class, e -> {
                    assertThat(e.request()).isEqualTo("KEY_PROG");
                    assertThat(e.status()).contains(status);
                })
                .hasMessageContaining(status.name());
    }

    @Test
    @Tag("GAP-KM-36")
    void undefinedStatusIsRefusedToo() {
        assertThatThrownBy(() -> program(answering("03 00 00 10 09 12 00")))
                .isInstanceOf(IdeKmException.class)
                .hasMessageContaining("status 9");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "03 00 00 11 00 12 00",
                "03 00 00 10 00 13 00",
                "03 00 00 10 00 12 01",
                "06 00 00 10 00 12 00",
                "03 00 00 10 00 12",
                "",
                "ff"
            })
    @Tag("GAP-KM-35")
    void wrongAnswerToKeyProgIsAnException(String hex) {
        assertThatThrownBy(() -> program(answering(hex)))
                .isInstanceOfSatisfying(
                        IdeKmException.class, e -> assertThat(e.status()).isEqualTo(Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"06 00 00 11 00 12 00", "06 00 00 10 00 13 00", "06 00 00 10 00 12 01", "03 00 00 10 00 12 00"})
    void wrongAnswerToStartOrStopIsAnException(String hex) {
        assertThatThrownBy(() -> answering(hex).start(0, STREAM, SLOT)).isInstanceOf(IdeKmException.class);
        assertThatThrownBy(() -> answering(hex).stop(0, STREAM, SLOT)).isInstanceOf(IdeKmException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"01 00 01 00 01 00 01", "01 00 02 00 01 00 01", "01 00 01 00 01 00 00 00", "00 00 01"})
    @Tag("P-070")
    void wrongAnswerToQueryIsAnException(String hex) {
        assertThatThrownBy(() -> answering(hex).query(hex.startsWith("01 00 02") ? 2 : 0))
                .isInstanceOf(IdeKmException.class);
    }

    @Test
    void startNeedsTheKeysAtTheOwnEnd() {
        requester.programAll(0, bench.root, 1, KeySet.K0);
        bench.root.stop(KeySlotId.of(0x00).orElseThrow().mirrored());

        assertThatIllegalStateException().isThrownBy(() -> requester.startAll(0, bench.root, KeySet.K0));
    }

    private IdeKmRequester answering(String hex) {
        return new IdeKmRequester(request -> Bytes.fromHex(hex), bench.env, "host", "peer");
    }

    private static void program(IdeKmRequester target) {
        target.program(0, STREAM, SLOT, IdeKey.of(Bytes.filled(7, IdeKey.SIZE)));
    }

    @Test
    @Tag("GAP-KM-15")
    void keyOfZerosIsNotSent() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> requester.program(0, STREAM, SLOT, IdeKey.of(new byte[IdeKey.SIZE])));

        assertThat(sent).isEmpty();
        assertThat(bench.stream.slotState(SLOT)).isEqualTo(KeySlotState.EMPTY);
    }

    /** A device that does not answer one message, wherever in the order it comes. */
    private IdeKmRequester silentOnce(int when, boolean isThrown) {
        var count = new AtomicInteger();
        return new IdeKmRequester(
                request -> {
                    Bytes answer = bench.responder.handle(1, request).orElseThrow();
                    if (count.getAndIncrement() == when) {
                        if (isThrown) {
                            throw new IllegalStateException("nobody answers");
                        }
                        return Bytes.EMPTY;
                    }
                    return answer;
                },
                bench.env);
    }

    @ParameterizedTest
    @CsvSource({"0, true", "3, true", "5, false", "6, true", "9, false", "11, true"})
    @Tag("GAP-KM-37")
    void silenceWhileAStreamIsKeyedTearsDownBothEnds(int when, boolean isThrown) {
        IdeKmRequester silent = silentOnce(when, isThrown);

        assertThatThrownBy(() -> {
                    silent.programAll(0, bench.root, 1, KeySet.K0);
                    silent.startAll(0, bench.root, KeySet.K0);
                })
                .isInstanceOf(RuntimeException.class);

        assertNoKeysAreLeft();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 6, 11, 12, 17})
    @Tag("GAP-KM-37")
    void silenceDuringARefreshTearsDownBothEnds(int when) {
        attach();
        IdeKmRequester silent = silentOnce(when, true);

        assertThatThrownBy(() -> silent.refresh(0, bench.root, 1)).isInstanceOf(IllegalStateException.class);

        assertNoKeysAreLeft();
        assertThat(bench.stream.isSecure()).isFalse();
        assertThat(bench.root.isSecure()).isFalse();
    }

    private void assertNoKeysAreLeft() {
        assertThat(KeySlotId.all().stream().map(bench.stream::slotState)).containsOnly(KeySlotState.EMPTY);
        assertThat(KeySlotId.all().stream().map(bench.root::slotState)).containsOnly(KeySlotState.EMPTY);
    }

    @Test
    @Tag("GAP-KM-37")
    void deviceThatStaysSilentIsAskedOnceMoreAlone() {
        var asked = new AtomicInteger();
        var silent = new IdeKmRequester(
                request -> {
                    asked.incrementAndGet();
                    throw new IllegalStateException("nobody answers");
                },
                bench.env);

        assertThatIllegalStateException().isThrownBy(() -> silent.programAll(0, bench.root, 1, KeySet.K0));

        assertThat(asked).hasValue(2);
    }

    @Test
    @Tag("GAP-KM-36")
    void refusalLeavesAStreamAsItWas() {
        attach();

        assertThatThrownBy(() -> answering("03 00 00 10 03 01 00").refresh(0, bench.root, 1))
                .isInstanceOf(IdeKmException.class);

        assertThat(bench.root.isSecure()).isTrue();
        assertThat(bench.stream.isSecure()).isTrue();
    }
}
