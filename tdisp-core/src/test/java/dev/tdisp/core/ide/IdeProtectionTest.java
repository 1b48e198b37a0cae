package dev.tdisp.core.ide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.pcie.Completion;
import dev.tdisp.core.pcie.ConfigRead;
import dev.tdisp.core.pcie.IdePrefix;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.LinkFrame.Protected;
import dev.tdisp.core.pcie.MemoryRead;
import dev.tdisp.core.pcie.MemoryWrite;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.pcie.SubStream;
import dev.tdisp.core.pcie.Tlp;
import dev.tdisp.core.pcie.TlpAttributes;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class IdeProtectionTest {
    private static final MemoryWrite WRITE =
            new MemoryWrite(IdeLink.FUNCTION, 5, 0x1_2345_6780L, Bytes.fromHex("000102030405060708090a0b0c0d0e0f"));
    private static final MemoryRead READ = new MemoryRead(IdeLink.FUNCTION, 6, 0x1_2345_6000L, 64);
    private static final MemoryRead REGISTER_READ = new MemoryRead(IdeLink.ROOT_PORT, 3, 0x40_0000_0000L, 4);
    private static final Completion ANSWER = Completion.of(IdeLink.FUNCTION, REGISTER_READ, Bytes.fromHex("cafebabe"));

    private static List<Tlp> kinds() {
        return List.of(WRITE, READ, ANSWER);
    }

    @Test
    @Tag("GAP-IDE-25")
    void packetsAreThoseOfTheWorkedVector() {
        var link = new IdeLink();
        for (KeySlotId slot : KeySlotId.of(KeySet.K0)) {
            link.device.program(1, slot, vectorKey(slot), 1);
            link.device.start(slot);
        }
        link.device.enable();

        Protected write = link.device.seal(WRITE, true).get(0);
        Protected read = link.device.seal(READ, true).get(0);

        assertThat(write.encode())
                .isEqualTo(Bytes.fromHex("92001005 60000004 010005ff 00000001 23456780"
                        + "4d92f890a4421e8e6ac2d565b7886648 11cd580fdf0763fbc50014ff"));
        assertThat(read.encode())
                .isEqualTo(Bytes.fromHex("92011015 20000010 010006ff 00000001 23456000 aa56fad4d5f99e2d50c3e8ed"));
    }

    private static IdeKey vectorKey(KeySlotId slot) {
        if (slot.direction() == KeyDirection.RECEIVE) {
            return IdeKey.of(Bytes.filled(0x80 + slot.code(), IdeKey.SIZE));
        }
        return switch (slot.subStream()) {
            case POSTED -> IdeKey.of(Bytes.fromHex("df254152056e02e0ef8b7feb9739d4d96a4eb80103241df7cd5e24b49ccd2720"));
            case NON_POSTED ->
                IdeKey.of(Bytes.fromHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"));
            case COMPLETION -> IdeKey.of(Bytes.filled(0x77, IdeKey.SIZE));
        };
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everySubStreamCarriesItsKindBothWays(Tlp tlp) {
        IdeLink link = IdeLink.secure(IdeProfile.STRICT.without(IdeSwitch.CHECK_REQUESTER));

        for (int round = 0; round < 3; round++) {
            assertThat(link.up(tlp, true)).isEqualTo(new IdeOutcome.Delivered(IdeLink.ID, tlp, true));
            assertThat(link.down(tlp, false)).isEqualTo(new IdeOutcome.Delivered(IdeLink.ID, tlp, false));
        }
    }

    @Test
    void dataDoNotCrossTheLinkInTheClear() {
        IdeLink link = IdeLink.secure();

        Bytes frame = link.sealUp(WRITE).encode();

        assertThat(frame.toHex()).doesNotContain(WRITE.payload().slice(0, 4).toHex());
        assertThat(link.rootPort.open((Protected) LinkFrame.decode(frame)))
                .isEqualTo(new IdeOutcome.Delivered(IdeLink.ID, WRITE, true));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @Tag("GAP-IDE-04")
    @Tag("GAP-IDE-05")
    @Tag("GAP-IDE-06")
    @Tag("GAP-IDE-07")
    @Tag("GAP-IDE-22")
    void everyTamperedBitIsDetected(Tlp tlp) {
        int bits = 8 * IdeLink.secure().sealUp(tlp).encode().size();
        for (int bit = 0; bit < bits; bit++) {
            IdeLink link = IdeLink.secure();
            Bytes frame = link.sealUp(tlp).encode();
            Bytes tampered = frame.with(bit / 8, frame.at(bit / 8) ^ 1 << bit % 8);

            Optional<IdeOutcome> outcome = receive(link.rootPort, tampered);

            Class<?> expected = bit / 8 == 2 ? IdeOutcome.Misrouted.class : IdeOutcome.CheckFailed.class;
            if (outcome.isPresent()) {
                assertThat(outcome.get()).as("bit %d", bit).isInstanceOf(expected);
            }
        }
    }

    /** A frame that is no frame, or none of IDE, does not reach the stream. */
    private static Optional<IdeOutcome> receive(IdePort port, Bytes frame) {
        try {
            return LinkFrame.decode(frame) instanceof Protected sealed
                    ? Optional.of(port.open(sealed))
                    : Optional.empty();
        } catch (MalformedMessageException e) {
            return Optional.empty();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @Tag("P-092")
    @Tag("GAP-IDE-02")
    void replayIsDetected(Tlp tlp) {
        IdeLink link = IdeLink.secure();
        Protected frame = link.sealUp(tlp);
        assertThat(link.rootPort.open(frame)).isInstanceOf(IdeOutcome.Delivered.class);

        assertThat(link.rootPort.open(frame)).isEqualTo(new IdeOutcome.CheckFailed(IdeLink.ID, "MAC"));
        assertThat(link.root.isSecure()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @Tag("P-092")
    void droppedPacketIsDetectedByTheNext(Tlp tlp) {
        IdeLink link = IdeLink.secure();
        link.sealUp(tlp);

        assertThat(link.rootPort.open(link.sealUp(tlp))).isInstanceOf(IdeOutcome.CheckFailed.class);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @Tag("P-092")
    @Tag("GAP-IDE-02")
    void swappedPacketsAreDetected(Tlp tlp) {
        IdeLink link = IdeLink.secure();
        Protected first = link.sealUp(tlp);
        Protected second = link.sealUp(tlp);

        assertThat(link.rootPort.open(second)).isInstanceOf(IdeOutcome.CheckFailed.class);
        assertThat(link.rootPort.open(first)).isNotInstanceOf(IdeOutcome.Delivered.class);
        assertThat(link.root.isSecure()).isFalse();
    }

    @Test
    @Tag("P-093")
    @Tag("GAP-IDE-03")
    void postedPassesOthersAndTheOthersPassEachOther() {
        IdeLink link = IdeLink.secure();
        Protected read = link.sealUp(READ);
        Protected answer = link.sealUp(ANSWER);
        Protected write = link.sealUp(WRITE);

        assertThat(List.of(write, answer, read))
                .allSatisfy(frame -> assertThat(link.rootPort.open(frame)).isInstanceOf(IdeOutcome.Delivered.class));
    }

    @ParameterizedTest
    @EnumSource(
            value = SubStream.class,
            names = {"NON_POSTED", "COMPLETION"})
    @Tag("P-094")
    void overtakingAPostedPacketIsDetected(SubStream subStream) {
        IdeLink link = IdeLink.secure();
        link.sealUp(WRITE);
        Protected overtaking = link.sealUp(subStream == SubStream.NON_POSTED ? READ : ANSWER);

        assertThat(link.rootPort.open(overtaking)).isEqualTo(new IdeOutcome.CheckFailed(IdeLink.ID, "PR counter"));
    }

    @Test
    void prefixCountsPostedPacketsSinceTheLastOfItsKind() {
        IdeLink link = IdeLink.secure();
        for (int i = 0; i < 3; i++) {
            assertThat(link.sealUp(WRITE).prefix().sentCounter()).isZero();
        }

        assertThat(link.sealUp(READ).prefix().sentCounter()).isEqualTo(3);
        assertThat(link.sealUp(READ).prefix().sentCounter()).isZero();
        assertThat(link.sealUp(WRITE).prefix().sentCounter()).isZero();
        assertThat(link.sealUp(ANSWER).prefix().sentCounter()).isEqualTo(4);
        assertThat(link.sealUp(READ).prefix().sentCounter()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = IdeSwitch.class,
            names = {"ESCORT", "CHECK_REQUESTER"})
    void syncMessagesKeepTheCountersFromOverflowing(IdeSwitch also) {
        IdeLink link = IdeLink.secure(IdeProfile.BEFORE_ERRATA.with(also));
        int frames = 0;
        for (int i = 0; i < 2000; i++) {
            List<Protected> sealed = link.device.seal(i % 777 == 776 ? READ : WRITE, true);
            frames += sealed.size();
            for (Protected frame : sealed.subList(0, sealed.size() - 1)) {
                assertThat(link.rootPort.open(frame)).isEqualTo(new IdeOutcome.Consumed(IdeLink.ID));
            }
            assertThat(link.rootPort.open(sealed.get(sealed.size() - 1))).isInstanceOf(IdeOutcome.Delivered.class);
        }

        assertThat(frames).isGreaterThan(2005);
        assertThat(link.up(ANSWER, true)).isInstanceOf(IdeOutcome.Delivered.class);
    }

    @Test
    @Tag("P-095")
    void syncMessageLeavesAHoleWithoutEscort() {
        assertThat(readMovedBeforeSync(IdeProfile.BEFORE_ERRATA)).isInstanceOf(IdeOutcome.Delivered.class);
    }

    @Test
    @Tag("P-095")
    void escortClosesTheHole() {
        assertThat(readMovedBeforeSync(IdeProfile.BEFORE_ERRATA.with(IdeSwitch.ESCORT)))
                .isEqualTo(new IdeOutcome.CheckFailed(IdeLink.ID, "PR counter"));
    }

    /** Moves a read in front of the IDE Sync message, and of all that came with it. */
    private static IdeOutcome readMovedBeforeSync(IdeProfile profile) {
        IdeLink link = IdeLink.secure(profile);
        List<Protected> sealed = link.device.seal(WRITE, true);
        while (sealed.size() == 1) {
            link.rootPort.open(sealed.get(0));
            sealed = link.device.seal(WRITE, true);
        }
        Protected read = link.sealUp(READ);
        return link.rootPort.open(read);
    }

    @Test
    @Tag("P-091")
    void everySlotCountsForItself() {
        IdeLink link = IdeLink.secure(IdeProfile.STRICT.without(IdeSwitch.CHECK_REQUESTER));
        for (int i = 0; i < 3; i++) {
            link.up(WRITE, true);
        }
        link.up(READ, true);
        link.down(WRITE, true);
        link.down(WRITE, true);

        assertThat(KeySlotId.all())
                .filteredOn(slot -> link.device.invocations(slot) > 0)
                .extracting(slot -> slot + "=" + link.device.invocations(slot))
                .containsExactlyInAnyOrder("K0/TRANSMIT/POSTED=3", "K0/TRANSMIT/NON_POSTED=1", "K0/RECEIVE/POSTED=2");
    }

    @Test
    @Tag("P-090")
    void keysOfSwappedDirectionsFail() {
        var link = new IdeLink();
        for (KeySlotId slot : KeySlotId.of(KeySet.K0)) {
            IdeKey key = IdeKey.of(Bytes.filled(slot.code() + 1, IdeKey.SIZE));
            link.device.program(1, slot, key, 1);
            link.root.program(1, slot, key, 1);
        }
        link.start(KeySet.K0);
        link.device.enable();
        link.root.enable();

        assertThat(link.up(WRITE, true)).isEqualTo(new IdeOutcome.CheckFailed(IdeLink.ID, "MAC"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @Tag("P-082")
    void oldKeyIsAcceptedUntilTheNewOneArrives(Tlp tlp) {
        IdeLink link = IdeLink.secure();
        Protected old = link.sealUp(tlp);
        Protected late = link.sealUp(tlp);
        link.program(KeySet.K1);
        link.start(KeySet.K1);
        Protected young = link.sealUp(tlp);
        assertThat(old.prefix().keySet()).isEqualTo(KeySet.K0);
        assertThat(young.prefix().keySet()).isEqualTo(KeySet.K1);

        assertThat(link.rootPort.open(old)).isInstanceOf(IdeOutcome.Delivered.class);
        assertThat(link.rootPort.open(young)).isInstanceOf(IdeOutcome.Delivered.class);

        assertThat(link.rootPort.open(late)).isInstanceOf(IdeOutcome.CheckFailed.class);
    }

    @Test
    @Tag("P-082")
    void toggleOfOneSubStreamLeavesTheOthersAlone() {
        IdeLink link = IdeLink.secure();
        Protected oldRead = link.sealUp(READ);
        link.program(KeySet.K1);
        link.start(KeySet.K1);

        assertThat(link.up(WRITE, true)).isInstanceOf(IdeOutcome.Delivered.class);
        assertThat(link.rootPort.open(oldRead)).isInstanceOf(IdeOutcome.Delivered.class);
    }

    @Test
    @Tag("GAP-IDE-07")
    @Tag("GAP-KM-21")
    void keyThatIsProgrammedButNotStartedIsNotAccepted() {
        IdeLink link = IdeLink.secure();
        link.program(KeySet.K1);
        KeySlotId.of(KeySet.K1, KeyDirection.TRANSMIT).forEach(link.device::start);

        assertThat(link.up(WRITE, true))
                .isEqualTo(new IdeOutcome.CheckFailed(IdeLink.ID, "no started key in the key set"));
    }

    @Test
    @Tag("P-096")
    void failedCheckIsReportedOnceAndTheRestIsDropped() {
        IdeLink link = IdeLink.secure();
        link.rootPort.addListener((stream, cause) -> link.losses.add("root " + cause));
        Protected frame = link.sealUp(WRITE);
        Protected forged = new Protected(frame.prefix(), frame.header(), frame.ciphertext(), Bytes.filled(0, 12));

        assertThat(link.rootPort.open(forged)).isEqualTo(new IdeOutcome.CheckFailed(IdeLink.ID, "MAC"));
        assertThat(link.root.state().statusCode()).isZero();
        assertThat(link.rootPort.open(frame)).isEqualTo(new IdeOutcome.Dropped(IdeLink.ID));
        assertThat(link.rootPort.open(link.sealUp(WRITE))).isEqualTo(new IdeOutcome.Dropped(IdeLink.ID));
        assertThat(link.losses).containsExactly("root CHECK_FAILED");
    }

    @Test
    void packetForAnEnabledStreamWithoutKeysFailsItsCheckOnce() {
        IdeLink link = IdeLink.secure();
        link.root.disable();
        link.root.enable();

        assertThat(link.up(WRITE, true)).isEqualTo(new IdeOutcome.CheckFailed(IdeLink.ID, "stream is not secure"));
        assertThat(link.up(WRITE, true)).isEqualTo(new IdeOutcome.Dropped(IdeLink.ID));
    }

    @Test
    @Tag("P-098")
    void unknownStreamIsMisrouted() {
        IdeLink link = IdeLink.secure();
        Protected frame = link.sealUp(WRITE);
        IdePrefix prefix = new IdePrefix(0, new StreamId(0x11), 0, false, true, KeySet.K0, true);

        IdeOutcome outcome = link.rootPort.open(new Protected(prefix, frame.header(), frame.ciphertext(), frame.mac()));

        assertThat(outcome).isEqualTo(new IdeOutcome.Misrouted(new StreamId(0x11)));
        assertThat(link.root.isSecure()).isTrue();
        assertThat(link.rootPort.open(frame)).isInstanceOf(IdeOutcome.Delivered.class);
    }

    @Test
    @Tag("P-098")
    void disabledStreamIsMisrouted() {
        IdeLink link = IdeLink.secure();
        link.root.disable();

        assertThat(link.up(WRITE, true)).isInstanceOf(IdeOutcome.Misrouted.class);
    }

    @Test
    void configurationRequestNeedsItsBit() {
        var request = new ConfigRead(IdeLink.ROOT_PORT, 1, IdeLink.FUNCTION, 0, 4, true, TlpAttributes.DEFAULT);
        var willing = new IdeLink();
        willing.device.configure(IdeStreamSettings.defaultStream(IdeLink.ID).withConfigRequests(true));
        willing.program(KeySet.K0);
        willing.start(KeySet.K0);
        willing.device.enable();
        willing.root.enable();

        assertThat(IdeLink.secure().down(request, false)).isInstanceOf(IdeOutcome.CheckFailed.class);
        assertThat(willing.down(request, false)).isInstanceOf(IdeOutcome.Delivered.class);
    }

    @Test
    void subStreamMustFitThePacket() {
        Protected frame = IdeLink.secure().sealUp(READ);
        List<IdeOutcome> outcomes = new ArrayList<>();
        for (int code = 0; code < 16; code++) {
            if (code != 1) {
                var prefix = new IdePrefix(0, IdeLink.ID, code, false, true, KeySet.K0, true);
                var changed = new Protected(prefix, frame.header(), frame.ciphertext(), frame.mac());
                outcomes.add(IdeLink.secure().rootPort.open(changed));
            }
        }
        assertThat(outcomes).hasSize(15).allMatch(IdeOutcome.CheckFailed.class::isInstance);
    }
}
