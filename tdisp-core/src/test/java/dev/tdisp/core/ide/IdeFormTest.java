package dev.tdisp.core.ide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tdisp.core.pcie.Completion;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.LinkFrame.Protected;
import dev.tdisp.core.pcie.MemoryRead;
import dev.tdisp.core.pcie.MemoryWrite;
import dev.tdisp.core.pcie.Tlp;
import dev.tdisp.core.wire.Bytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets with a checksum, under a shared MAC, and with part of their header encrypted. */
class IdeFormTest {
    private static final IdeProfile ABLE =
            IdeProfile.STRICT.without(IdeSwitch.CHECK_REQUESTER).withFeatures(EnumSet.allOf(IdeFeature.class));
    private static final IdeForm CHECKED = new IdeForm(true, 0, 0, 0, 0);
    private static final IdeForm EIGHT = new IdeForm(false, 3, 3, 3, 0);
    private static final MemoryRead READ = new MemoryRead(IdeLink.FUNCTION, 6, 0x1_2345_6000L, 64);
    private static final Completion ANSWER = Completion.of(IdeLink.FUNCTION, READ, Bytes.filled(7, 64));

    private static MemoryWrite write(int number) {
        return new MemoryWrite(IdeLink.FUNCTION, 5, 0x1_2345_6780L, Bytes.filled(number, 16));
    }

    private static List<Tlp> writes(int count) {
        return IntStream.range(0, count).<Tlp>mapToObj(IdeFormTest::write).toList();
    }

    private static IdeLink link(IdeForm atDevice, IdeForm atRootPort) {
        var link = new IdeLink(ABLE);
        link.device.configure(link.device.settings().orElseThrow().withForm(atDevice));
        link.root.configure(link.root.settings().orElseThrow().withForm(atRootPort));
        link.program(KeySet.K0);
        link.start(KeySet.K0);
        link.device.enable();
        link.root.enable();
        return link;
    }

    private static IdeLink link(IdeForm form) {
        return link(form, form);
    }

    /** Sends frames as bytes, and returns what became of each packet. */
    private static List<IdeOutcome> open(IdeLink link, List<Protected> frames) {
        var outcomes = new ArrayList<IdeOutcome>();
        for (Protected frame : frames) {
            IdeOutcome outcome = link.rootPort.open((Protected) LinkFrame.decode(frame.encode()));
            outcomes.addAll(outcome.each());
        }
        outcomes.removeIf(IdeOutcome.Held.class::isInstance);
        return outcomes;
    }

    private static IdeOutcome delivered(Tlp tlp) {
        return new IdeOutcome.Delivered(IdeLink.ID, tlp, true);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 9})
    void everyFormCarriesEveryKindBothWays(int headerMode) {
        IdeLink link = link(new IdeForm(true, 1, 2, 3, headerMode));
        var shortWrite = new MemoryWrite(IdeLink.FUNCTION, 0, 0xFFFF_F004L, Bytes.filled(9, 8));

        for (int round = 0; round < 3; round++) {
            for (Tlp tlp : List.of(write(round), shortWrite, READ, ANSWER)) {
                assertThat(open(link, link.device.seal(tlp, true))).containsExactly(delivered(tlp));
                assertThat(link.down(tlp, true)).isEqualTo(delivered(tlp));
            }
        }
    }

    @Test
    @Tag("GAP-IDE-12")
    void wrongChecksumIsNoticedWhereItIsEnabledAndIgnoredWhereNot() {
        IdeLink checking = link(CHECKED);
        IdeLink careless = link(CHECKED, IdeForm.PLAIN);
        checking.device.damageNext();
        careless.device.damageNext();
        Bytes damaged = Bytes.filled(1, 16).with(0, 0);

        assertThat(checking.up(write(1), true))
                .isEqualTo(new IdeOutcome.PcrcFailed(
                        IdeLink.ID, new MemoryWrite(IdeLink.FUNCTION, 5, 0x1_2345_6780L, damaged)));
        assertThat(careless.up(write(1), true))
                .isEqualTo(delivered(new MemoryWrite(IdeLink.FUNCTION, 5, 0x1_2345_6780L, damaged)));
        assertThat(checking.root.isSecure()).isTrue();
        assertThat(checking.up(write(2), true)).isEqualTo(delivered(write(2)));
    }

    @Test
    void packetThatWaitsForItsMacIsForgottenWithTheKeys() {
        IdeLink link = link(EIGHT);
        assertThat(link.rootPort.open(link.device.seal(writes(2), true).get(0))).isInstanceOf(IdeOutcome.Held.class);

        for (IdeStream stream : List.of(link.device, link.root)) {
            stream.disable();
        }
        link.program(KeySet.K0);
        link.start(KeySet.K0);
        link.device.enable();
        link.root.enable();

        assertThat(link.up(write(3), true)).isEqualTo(delivered(write(3)));
    }

    @Test
    void checksumIsEncryptedWithTheDataThatItIsOf() {
        IdeLink link = link(CHECKED);

        Protected write = link.sealUp(write(1));
        Protected read = link.sealUp(READ);

        assertThat(write.prefix().pcrc()).isTrue();
        assertThat(write.ciphertext().size()).isEqualTo(20);
        assertThat(SealedForm.pcrc(Bytes.of("123456789".getBytes(java.nio.charset.StandardCharsets.US_ASCII))))
                .isEqualTo(Bytes.fromHex("cbf43926"));
        assertThat(read.prefix().pcrc()).isFalse();
        assertThat(read.ciphertext().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 2", "2, 4", "3, 8"})
    void asManyPacketsShareAMacAsTheRegisterSays(int code, int most) {
        IdeLink link = link(new IdeForm(false, 0, code, 0, 0));

        List<Protected> frames = link.device.seal(writes(19), true);

        List<Integer> units = new ArrayList<>(List.of(0));
        for (Protected frame : frames) {
            units.set(units.size() - 1, units.get(units.size() - 1) + 1);
            if (frame.prefix().mac()) {
                units.add(0);
            }
        }
        assertThat(units.get(0)).isEqualTo(most);
        assertThat(units).allMatch(size -> size <= most).last().isEqualTo(0);
        assertThat(open(link, frames))
                .isEqualTo(writes(19).stream().map(IdeFormTest::delivered).toList());
        assertThat(link.device.invocations(
                        new KeySlotId(KeySet.K0, KeyDirection.TRANSMIT, dev.tdisp.core.pcie.SubStream.POSTED)))
                .isEqualTo(units.size() - 1);
    }

    @Test
    void nothingOfAUnitIsDeliveredBeforeItsMac() {
        IdeLink link = link(EIGHT);
        List<Protected> frames = link.device.seal(writes(3), true);

        assertThat(link.rootPort.open(frames.get(0))).isEqualTo(new IdeOutcome.Held(IdeLink.ID));
        assertThat(link.rootPort.open(frames.get(1))).isEqualTo(new IdeOutcome.Held(IdeLink.ID));
        assertThat(link.rootPort.open(frames.get(2)).each())
                .hasSize(3)
                .allMatch(IdeOutcome.Delivered.class::isInstance);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    @Tag("GAP-IDE-13")
    void losingOnePacketFailsAllThatShareItsMac(int lost) {
        IdeLink link = link(EIGHT);
        List<Protected> frames = new ArrayList<>(link.device.seal(writes(3), true));
        frames.addAll(link.device.seal(writes(1), true));
        frames.remove(lost);

        assertThat(open(link, frames)).first().isEqualTo(new IdeOutcome.CheckFailed(IdeLink.ID, "MAC"));
        assertThat(link.root.isSecure()).isFalse();
    }

    @Test
    @Tag("GAP-IDE-13")
    void exchangedPacketsOfAUnitFail() {
        IdeLink link = link(EIGHT);
        List<Protected> frames = new ArrayList<>(link.device.seal(writes(3), true));
        Collections.swap(frames, 0, 1);

        assertThat(open(link, frames)).containsExactly(new IdeOutcome.CheckFailed(IdeLink.ID, "MAC"));
    }

    @Test
    void ninthPacketWithoutAMacFails() {
        IdeLink link = link(EIGHT);
        Protected first = link.device.seal(writes(2), true).get(0);
        for (int i = 0; i < 8; i++) {
            assertThat(link.rootPort.open(first)).isInstanceOf(IdeOutcome.Held.class);
        }

        assertThat(link.rootPort.open(first)).isInstanceOf(IdeOutcome.CheckFailed.class);
    }

    @Test
    void portThatCannotAggregateOrCheckTakesNothingOfTheKind() {
        var link = new IdeLink(IdeProfile.STRICT);

        for (IdeForm form : List.of(CHECKED, EIGHT, new IdeForm(false, 0, 0, 0, 1))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> link.device.configure(
                            link.device.settings().orElseThrow().withForm(form)));
        }
        IdeLink able = link(EIGHT);
        IdeLink unable = IdeLink.secure();
        Protected held = able.device.seal(writes(2), true).get(0);
        assertThat(unable.rootPort.open(held)).isInstanceOf(IdeOutcome.CheckFailed.class);
    }

    @ParameterizedTest
    @CsvSource({"1, 17", "2, 25", "3, 33", "4, 41"})
    void addressBitsOfTheModeAreHidden(int mode, int highest) {
        long mask = (1L << highest + 1) - 4;
        var request = new MemoryRead(IdeLink.FUNCTION, 1, 0x1234_5678_9ABC_D000L, 64);
        IdeLink link = link(new IdeForm(false, 0, 0, 0, mode));
        long differing = 0;
        for (int i = 0; i < 50; i++) {
            Bytes header = link.sealUp(request).header();
            long onTheLink = Long.parseUnsignedLong(header.from(8).toHex(), 16);
            differing |= onTheLink ^ request.address();
        }

        assertThat(differing).isEqualTo(mask);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 0", "1, 2", "4, 3"})
    @Tag("GAP-IDE-14")
    void differentHeaderEncryptionFailsInsteadOfGoingAstray(int atDevice, int atRootPort) {
        IdeLink link = link(new IdeForm(false, 0, 0, 0, atDevice), new IdeForm(false, 0, 0, 0, atRootPort));

        assertThat(link.up(write(1), true)).isEqualTo(new IdeOutcome.CheckFailed(IdeLink.ID, "MAC"));
        assertThat(link.root.isSecure()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(IdeFeature.class)
    void everyTamperedBitIsDetected(IdeFeature feature) {
        IdeForm form = switch (feature) {
            case PCRC -> CHECKED;
            case AGGREGATION -> EIGHT;
            case PARTIAL_HEADER_ENCRYPTION -> new IdeForm(false, 0, 0, 0, 2);
        };
        int bits = 8 * link(form).device.seal(writes(2), true).get(0).encode().size();
        for (int bit = 0; bit < bits; bit++) {
            IdeLink link = link(form);
            List<Protected> frames = link.device.seal(writes(2), true);
            Bytes frame = frames.get(0).encode();
            Bytes tampered = frame.with(bit / 8, frame.at(bit / 8) ^ 1 << bit % 8);
            assertThat(passes(link, tampered, frames.get(1))).as("bit %d", bit).isFalse();
        }
    }

    private static boolean passes(IdeLink link, Bytes first, Protected second) {
        try {
            if (LinkFrame.decode(first) instanceof Protected sealed) {
                return open(link, List.of(sealed, second)).stream()
                        .anyMatch(
                                outcome -> outcome.equals(delivered(write(0))) || outcome.equals(delivered(write(1))));
            }
            return false;
        } catch (dev.tdisp.core.wire.MalformedMessageException e) {
            return false;
        }
    }

    @Test
    void unitIsCutOffByASyncMessageOfTheTransmitter() {
        IdeLink link = link(EIGHT);
        for (int i = 0; i < 40; i++) {
            assertThat(open(link, link.device.seal(writes(19), true)))
                    .filteredOn(IdeOutcome.Delivered.class::isInstance)
                    .hasSize(19);
        }
        assertThat(link.up(READ, true)).isEqualTo(delivered(READ));
        assertThat(link.up(ANSWER, true)).isEqualTo(delivered(ANSWER));
    }

    @Test
    void controlRegisterAndFormSayTheSame() {
        for (int mode = 0; mode < 16; mode++) {
            var form = new IdeForm(mode % 2 == 0, mode & 3, mode >> 1 & 3, mode >> 2 & 3, mode);
            assertThat(IdeForm.ofControl(form.control())).isEqualTo(form);
            assertThat(form.control() & ~IdeFeature.control(EnumSet.allOf(IdeFeature.class)))
                    .isZero();
        }
        assertThat(IdeFeature.capability(Set.of(IdeFeature.PCRC))).isEqualTo(1 << 5);
        assertThatIllegalArgumentException().isThrownBy(() -> new IdeForm(false, 4, 0, 0, 0));
    }

    @Test
    @Tag("GAP-IDE-24")
    @Tag("P-097")
    void failMessageIsNotedAndActedOnIfTheProfileSaysSo() {
        IdeLink noting = IdeLink.secure();
        IdeLink acting = IdeLink.secure(IdeProfile.STRICT.with(IdeSwitch.FAIL_MESSAGE_ENDS_STREAM));
        for (IdeLink link : List.of(noting, acting)) {
            assertThat(link.devicePort.takeFailMessage(IdeMessages.fail(IdeLink.ROOT_PORT, IdeLink.ID)))
                    .isTrue();
            assertThat(link.device.isFailReceived()).isTrue();
        }

        assertThat(noting.device.isSecure()).isTrue();
        assertThat(acting.device.isSecure()).isFalse();
        assertThat(acting.losses).containsExactly(IdeLink.ID + " PARTNER_FAILED");
    }
}
