package dev.tdisp.core.ide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.MemoryRead;
import dev.tdisp.core.pcie.MemoryWrite;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.pcie.SubStream;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdeStreamTest {
    private static final MemoryWrite WRITE = new MemoryWrite(IdeLink.FUNCTION, 1, 0x1000, Bytes.fromHex("01020304"));

    private static IntStream positions() {
        return IntStream.range(0, 6);
    }

    @Test
    void sixKeysMakeAStreamReady() {
        var link = new IdeLink();

        for (KeySlotId slot : KeySlotId.of(KeySet.K0)) {
            assertThat(link.device.state()).isEqualTo(IdeStreamState.INSECURE);
            link.program(slot);
        }

        assertThat(link.device.state()).isEqualTo(IdeStreamState.READY);
        assertThat(link.device.isKeyed()).isTrue();
        assertThat(link.device.keyedBy()).hasValue(IdeLink.SESSION);
    }

    @Test
    @Tag("P-063")
    void enableBeforeKeysStaysAndWaits() {
        var link = new IdeLink();

        assertThat(link.device.enable()).isTrue();

        assertThat(link.device.state().statusCode()).isZero();
        assertThat(link.device.isEnabled()).isTrue();
    }

    @Test
    @Tag("P-064")
    void lastStartMakesAnEnabledStreamSecure() {
        var link = new IdeLink();
        link.device.enable();
        link.program(KeySet.K1);

        for (KeySlotId slot : KeySlotId.of(KeySet.K1)) {
            assertThat(link.device.isSecure()).isFalse();
            link.device.start(slot);
        }

        assertThat(link.device.state().statusCode()).isEqualTo(2);
    }

    @Test
    @Tag("P-064")
    void enableMakesAStreamWithStartedKeysSecure() {
        var link = new IdeLink();
        link.program(KeySet.K0);
        link.start(KeySet.K0);
        assertThat(link.device.isSecure()).isFalse();

        link.device.enable();

        assertThat(link.device.isSecure()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("positions")
    @Tag("P-065")
    void fiveOfSixStartedKeysAreNotEnough(int missing) {
        var link = new IdeLink();
        link.device.enable();
        link.program(KeySet.K0);

        List<KeySlotId> slots = KeySlotId.of(KeySet.K0);
        IntStream.range(0, 6).filter(i -> i != missing).mapToObj(slots::get).forEach(link.device::start);

        assertThat(link.device.state().statusCode()).isZero();
        link.device.start(slots.get(missing));
        assertThat(link.device.state().statusCode()).isEqualTo(2);
    }

    @Test
    @Tag("P-065")
    void sixStartedKeysOfTwoSetsAreNotEnough() {
        var link = new IdeLink();
        link.device.enable();
        link.program(KeySet.K0);
        link.program(KeySet.K1);

        List<KeySlotId> slots = KeySlotId.of(KeySet.K0);
        slots.subList(0, 5).forEach(link.device::start);
        link.device.start(slots.get(5).otherSet());

        assertThat(link.device.isSecure()).isFalse();
    }

    @Test
    void keyThatWasNotProgrammedDoesNotStart() {
        var link = new IdeLink();

        assertThat(link.device.start(KeySlotId.all().get(0))).isFalse();

        assertThat(link.device.slotState(KeySlotId.all().get(0))).isEqualTo(KeySlotState.EMPTY);
    }

    @Test
    void startingAgainDoesNotRestartTheCounter() {
        IdeLink link = IdeLink.secure();
        var slot = new KeySlotId(KeySet.K0, KeyDirection.TRANSMIT, SubStream.POSTED);
        link.up(WRITE, true);

        assertThat(link.device.start(slot)).isTrue();

        assertThat(link.device.invocations(slot)).isEqualTo(1);
        assertThat(link.up(WRITE, true)).isInstanceOf(IdeOutcome.Delivered.class);
    }

    @Test
    @Tag("P-066")
    void clearingEnableErasesTheKeys() {
        IdeLink link = IdeLink.secure();

        link.device.disable();
        assertThat(link.device.state().statusCode()).isZero();
        assertAllEmpty(link.device);

        link.device.enable();
        assertThat(link.device.state().statusCode()).isZero();
        assertThat(link.losses).containsExactly("stream 10h DISABLED");
    }

    @ParameterizedTest
    @MethodSource("positions")
    @Tag("P-083")
    void stoppingAKeyInUseLeavesSecure(int position) {
        IdeLink link = IdeLink.secure();

        link.device.stop(KeySlotId.of(KeySet.K0).get(position));

        assertThat(link.device.state()).isEqualTo(IdeStreamState.INSECURE);
        assertAllEmpty(link.device);
        assertThat(link.device.isEnabled()).isTrue();
        assertThat(link.losses).containsExactly("stream 10h KEY_IN_USE_STOPPED");
    }

    @ParameterizedTest
    @MethodSource("positions")
    @Tag("P-083")
    void stoppingAKeyOfTheInactiveSetStaysSecure(int position) {
        IdeLink link = IdeLink.secure();
        link.program(KeySet.K1);

        link.device.stop(KeySlotId.of(KeySet.K1).get(position));

        assertThat(link.device.isSecure()).isTrue();
        assertThat(link.losses).isEmpty();
        assertThat(link.up(WRITE, true)).isInstanceOf(IdeOutcome.Delivered.class);
    }

    @Test
    void stoppingAKeyOfTheOnlyCompleteSetEndsReady() {
        var link = new IdeLink();
        link.program(KeySet.K0);

        link.device.stop(KeySlotId.of(KeySet.K0).get(3));

        assertThat(link.device.state()).isEqualTo(IdeStreamState.INSECURE);
        assertThat(link.device.keyedBy()).isPresent();
        KeySlotId.of(KeySet.K0).forEach(link.device::stop);
        assertThat(link.device.keyedBy()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = IdeStreamEvent.class,
            names = {
                "CHECK_FAILED", "KEY_EXPIRED", "CONVENTIONAL_RESET", "LINK_DOWN", "FUNCTION_0_RESET",
                "SESSION_ENDED", "OWNER_CHANGED", "DEVICE_POLICY", "CONFIGURATION_CHANGED", "STREAM_ID_CHANGED"
            })
    @Tag("P-087")
    @Tag("P-088")
    @Tag("P-089")
    void everyCauseInvalidatesAndTellsListenersOnce(IdeStreamEvent cause) {
        IdeLink link = IdeLink.secure();
        link.program(KeySet.K1);

        link.devicePort.invalidateAll(cause);
        link.devicePort.invalidateAll(cause);

        assertThat(link.device.state()).isEqualTo(IdeStreamState.INSECURE);
        assertAllEmpty(link.device);
        assertThat(link.device.keyedBy()).isEmpty();
        assertThat(link.losses).containsExactly("stream 10h " + cause);
    }

    @ParameterizedTest
    @EnumSource(
            value = IdeStreamEvent.class,
            names = {"CONVENTIONAL_RESET", "FUNCTION_0_RESET"})
    @Tag("P-087")
    @Tag("P-088")
    void resetClearsTheRegisters(IdeStreamEvent cause) {
        IdeLink link = IdeLink.secure();
        link.device.failMessageReceived();

        link.device.invalidate(cause);

        assertThat(link.device.isEnabled()).isFalse();
        assertThat(link.device.isFailReceived()).isFalse();
        assertThat(link.device.settings()).isEmpty();
        assertThatIllegalStateException().isThrownBy(link.device::enable);
    }

    @Test
    void otherEventsDoNotInvalidate() {
        IdeLink link = IdeLink.secure();

        assertThatIllegalArgumentException().isThrownBy(() -> link.device.invalidate(IdeStreamEvent.KEY_STARTED));
        assertThat(link.device.isSecure()).isTrue();
    }

    @Test
    @Tag("P-097")
    @Tag("P-062")
    void failMessageSetsItsBitOnly() {
        IdeLink link = IdeLink.secure();

        boolean taken = link.devicePort.takeFailMessage(IdeMessages.fail(IdeLink.ROOT_PORT, IdeLink.ID));

        assertThat(taken).isTrue();
        assertThat(link.device.isFailReceived()).isTrue();
        assertThat(link.device.isSecure()).isTrue();
        assertThat(link.losses).isEmpty();
        link.device.clearFailReceived();
        assertThat(link.device.isFailReceived()).isFalse();
        assertThat(link.devicePort.takeFailMessage(WRITE)).isFalse();
    }

    @Test
    @Tag("P-060")
    void settingsAreReadOnlyWhileEnabled() {
        var link = new IdeLink();
        link.device.enable();

        assertThatIllegalStateException()
                .isThrownBy(() -> link.device.configure(IdeStreamSettings.defaultStream(new StreamId(3))))
                .withMessageContaining("stream 10h is enabled");
    }

    @Test
    void anotherStreamIdErasesTheKeys() {
        var link = new IdeLink();
        link.program(KeySet.K0);

        link.device.configure(IdeStreamSettings.defaultStream(IdeLink.ID));
        assertThat(link.device.isKeyed()).isTrue();
        link.device.configure(IdeStreamSettings.defaultStream(new StreamId(3)));

        assertThat(link.device.isKeyed()).isFalse();
        assertAllEmpty(link.device);
    }

    @Test
    void keysOfTwoSessionsNeverMix() {
        IdeLink link = IdeLink.secure();
        KeySlotId slot = KeySlotId.of(KeySet.K1).get(0);

        link.device.program(7, slot, IdeKey.of(new byte[IdeKey.SIZE]), 1);

        assertThat(link.device.isSecure()).isFalse();
        assertThat(link.device.keyedBy()).hasValue(7);
        assertThat(KeySlotId.all().stream().map(link.device::slotState))
                .containsOnlyOnce(KeySlotState.PROGRAMMED)
                .doesNotContain(KeySlotState.ACTIVE);
        assertThat(link.losses).containsExactly("stream 10h OWNER_CHANGED");
    }

    @Test
    void sealingNeedsASecureStream() {
        var link = new IdeLink();

        assertThatIllegalStateException().isThrownBy(() -> link.device.seal(WRITE, true));
    }

    /** Of the values left for posted packets, the messages between the ports take some. */
    @ParameterizedTest
    @ValueSource(ints = {250, 251, 252})
    @Tag("GAP-IDE-08")
    void messagesBetweenThePortsMayTakeTheLastValue(int values) {
        var link = new IdeLink();
        for (KeySlotId slot : KeySlotId.of(KeySet.K0)) {
            IdeKey key = IdeKey.of(Bytes.filled(slot.code() + 1, IdeKey.SIZE));
            long first = slot.subStream() == SubStream.POSTED ? -values : 1;
            link.device.program(1, slot, key, first);
            link.root.program(1, slot.mirrored(), key, first);
        }
        link.start(KeySet.K0);
        link.device.enable();
        link.root.enable();

        for (int sent = 0; sent < values && link.device.isSecure(); sent++) {
            link.up(WRITE, true);
        }
        if (link.device.isSecure()) {
            link.up(new MemoryRead(IdeLink.FUNCTION, 6, 0x1_2345_6000L, 64), true);
        }

        assertThat(link.losses).containsExactly("stream 10h KEY_EXPIRED");
    }

    @Test
    @Tag("GAP-IDE-08")
    void packetsBehindTheLastValueAreLost() {
        var link = new IdeLink();
        for (KeySlotId slot : KeySlotId.of(KeySet.K0)) {
            link.device.program(1, slot, IdeKey.of(Bytes.filled(slot.code() + 1, IdeKey.SIZE)), -1);
        }
        KeySlotId.of(KeySet.K0).forEach(link.device::start);
        link.device.enable();

        assertThat(link.device.seal(List.of(WRITE, WRITE), true)).hasSize(1);
        assertThat(link.losses).containsExactly("stream 10h KEY_EXPIRED");
    }

    @Test
    @Tag("GAP-IDE-08")
    void exhaustedCounterMakesTheStreamInsecure() {
        var link = new IdeLink();
        for (KeySlotId slot : KeySlotId.of(KeySet.K0)) {
            IdeKey key = IdeKey.of(Bytes.filled(slot.code() + 1, IdeKey.SIZE));
            link.device.program(1, slot, key, -2);
            link.root.program(1, slot.mirrored(), key, -2);
        }
        link.start(KeySet.K0);
        link.device.enable();
        link.root.enable();

        assertThat(link.up(WRITE, true)).isInstanceOf(IdeOutcome.Delivered.class);
        assertThat(link.device.isSecure()).isTrue();
        assertThat(link.up(WRITE, true)).isInstanceOf(IdeOutcome.Delivered.class);

        assertThat(link.device.isSecure()).isFalse();
        assertThat(link.losses).containsExactly("stream 10h KEY_EXPIRED");
    }

    @Test
    void everyChangeOfStateIsTraced() {
        IdeLink link = IdeLink.secure();
        link.device.disable();

        assertThat(link.trace.events())
                .filteredOn(TraceEvent.StateChange.class::isInstance)
                .filteredOn(event -> event.source().equals("device"))
                .extracting(TraceEvent::summary)
                .containsExactly(
                        "device stream 10h: INSECURE -> READY (sixth key of a set programmed)",
                        "device stream 10h: READY -> SECURE (Enable set, six keys started before)",
                        "device stream 10h: SECURE -> INSECURE (Enable cleared)");
    }

    private static void assertAllEmpty(IdeStream stream) {
        assertThat(KeySlotId.all().stream().map(stream::slotState)).containsOnly(KeySlotState.EMPTY);
    }
}
