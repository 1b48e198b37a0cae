package dev.tdisp.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.ide.IdeMessages;
import dev.tdisp.core.ide.IdeProfile;
import dev.tdisp.core.ide.IdeSwitch;
import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.idekm.IdeKmRequester;
import dev.tdisp.core.idekm.QueryResp;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.MemoryWrite;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdeBlocksTest {
    private static final long DEFAULT = 1 << 22;
    private static final int IDE_CHECK_FAILED = 1 << 28;
    private static final int MISROUTED = 1 << 29;

    private final Bench bench = Bench.enumerated(1);

    @Test
    @Tag("P-060")
    void enabledBlockIsReadOnlyButForEnable() {
        bench.secure();
        long control = bench.streamControl(0);

        bench.setStreamControl(0, 0x2030_0001);
        bench.write(Bench.PF, 0x1D8, 4, 0x1200);
        bench.write(Bench.PF, 0x1E0, 4, 0xFFFF_FF01L);

        assertThat(bench.streamControl(0)).isEqualTo(control);
        assertThat(bench.read(Bench.PF, 0x1D8, 4)).isEqualTo(0x0800);
        assertThat(bench.read(Bench.PF, 0x1E0, 4)).isZero();
        assertThat(bench.streamStatus(0)).isEqualTo(2);

        bench.setStreamControl(0, control & ~1L);
        bench.write(Bench.PF, 0x1D8, 4, 0x1200);
        assertThat(bench.read(Bench.PF, 0x1D8, 4)).isEqualTo(0x1200);
    }

    @Test
    @Tag("P-063")
    void enablingBeforeTheKeysLeavesTheStreamInsecure() {
        bench.configureStream(0, Bench.STREAM, DEFAULT);

        bench.setStreamControl(0, bench.streamControl(0) | 1);

        assertThat(bench.streamControl(0) & 1).isEqualTo(1);
        assertThat(bench.streamStatus(0)).isZero();
    }

    @Test
    @Tag("P-061")
    @Tag("P-064")
    void sixStartedKeysAndEnableMakeItSecure() {
        bench.secure();

        assertThat(bench.streamStatus(0)).isEqualTo(2);
        assertThat(bench.streamStatus(1)).isZero();
        assertThat(bench.hostStream().isSecure()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    @Tag("P-065")
    void fiveStartedKeysAreNotEnough(int missing) {
        bench.configureStream(0, Bench.STREAM, DEFAULT);
        IdeKmRequester keys = bench.ideKm(Bench.SESSION);
        bench.hostStream().configure(dev.tdisp.core.ide.IdeStreamSettings.defaultStream(Bench.STREAM));
        keys.programAll(0, bench.hostStream(), Bench.SESSION, KeySet.K0);
        var slots = new ArrayList<>(KeySlotId.of(KeySet.K0));
        slots.remove(missing);
        slots.forEach(slot -> keys.start(0, Bench.STREAM, slot));

        bench.setStreamControl(0, bench.streamControl(0) | 1);

        assertThat(bench.streamStatus(0)).isZero();
    }

    @Test
    @Tag("P-066")
    void clearingEnableErasesTheKeys() {
        bench.secure();
        long control = bench.streamControl(0);

        bench.setStreamControl(0, control & ~1L);
        assertThat(bench.streamStatus(0)).isZero();
        bench.setStreamControl(0, control);

        assertThat(bench.streamStatus(0)).isZero();
    }

    @Test
    @Tag("P-102")
    void secondBlockWithTheSameStreamIdCannotBeEnabled() {
        bench.secure();
        bench.configureStream(1, Bench.STREAM, 0);

        bench.setStreamControl(1, bench.streamControl(1) | 1);

        assertThat(bench.streamControl(1) & 1).isZero();
        assertThat(bench.streamStatus(0)).isEqualTo(2);
    }

    @Test
    @Tag("P-062")
    @Tag("P-097")
    void failMessageSetsItsBitAlone() {
        bench.secure();

        bench.send(new LinkFrame.Plain(IdeMessages.fail(FakeHost.ROOT_PORT, Bench.STREAM)));
        assertThat(bench.streamStatus(0)).isEqualTo(0x8000_0002L);
        bench.write(Bench.PF, 0x1D4, 4, 0);
        assertThat(bench.streamStatus(0)).isEqualTo(0x8000_0002L);
        bench.write(Bench.PF, 0x1D4, 4, 0x8000_0000L);

        assertThat(bench.streamStatus(0)).isEqualTo(2);
    }

    @Test
    @Tag("P-069")
    @Tag("P-070")
    @Tag("P-071")
    @Tag("P-072")
    void queryShowsWhatConfigurationReadsShow() {
        bench.configureStream(0, Bench.STREAM, DEFAULT);
        bench.setStreamControl(1, 0xFF00_0000L);

        QueryResp response = bench.ideKm(Bench.SESSION).query(0);

        var expected = new ArrayList<Long>();
        for (int at = 0x1C4; at < 0x20C; at += 4) {
            expected.add(bench.read(Bench.PF, at, 4));
        }
        assertThat(response.registers()).hasSize(18).isEqualTo(expected);
        assertThat(response.function().requesterId()).isEqualTo(Bench.PF);
        assertThat(response.maxPortIndex()).isZero();
    }

    @Test
    void queryIsTheWorkedExample() {
        bench.configureStream(0, Bench.STREAM, DEFAULT);
        bench.setStreamControl(1, 0xFF00_0000L);

        Bytes response = bench.exchange(VendorProtocol.IDE_KM, Bench.SESSION, Bytes.fromHex("00 00 00"));

        assertThat(Bytes.of((byte) 0).plus(response)).isEqualTo(Bytes.fromHex("""
                00 01 00 00 00 01 00 00 c2 00 01 01 00 00 00 00
                01 00 00 00 00 00 40 10 00 00 00 00 00 08 00 00
                01 08 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                01 00 00 00 00 00 00 ff 00 00 00 00 00 00 00 00
                00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                """));
    }

    @Test
    @Tag("P-067")
    void withoutASessionNobodyAnswers() {
        assertThat(bench.exchange(VendorProtocol.IDE_KM, 0, Bytes.fromHex("00 00 00")))
                .isEqualTo(Bytes.EMPTY);
    }

    @Test
    @Tag("P-087")
    void resetOfFunction0MakesStreamsInsecure() {
        bench.secure();

        bench.write(bench.vf(1).requesterId(), 0x78, 2, 0x8000);
        assertThat(bench.streamStatus(0)).isEqualTo(2);

        bench.write(Bench.PF, 0x78, 2, 0xA93F);
        assertThat(bench.streamStatus(0)).isZero();
        assertThat(bench.streamControl(0)).isZero();
    }

    @Test
    @Tag("P-087")
    @Tag("T-093")
    void resetOfFunction0LeavesStreamsIfTheProfileSaysSo() {
        IdeProfile gentle = IdeProfile.STRICT.without(IdeSwitch.ERASE_KEYS_AT_FUNCTION_0_RESET);
        Bench other = new Bench(DeviceProfile.SPEC.withIde(gentle)).enumerate(1).secure();
        long control = other.streamControl(0);

        other.write(Bench.PF, 0x78, 2, 0xA93F);

        assertThat(other.streamStatus(0)).isEqualTo(2);
        assertThat(other.streamControl(0)).isEqualTo(control);
        assertThat(other.read(Bench.PF, 0x1D8, 4)).isEqualTo(0x0800);
    }

    @Test
    @Tag("P-088")
    void conventionalResetMakesStreamsInsecureAndControlsDefault() {
        bench.secure();

        bench.device().conventionalReset();

        assertThat(bench.streamControl(0)).isZero();
        assertThat(bench.streamStatus(0)).isZero();
        bench.setStreamControl(0, 0x2000_0000);
        assertThat(bench.streamControl(0)).isEqualTo(0x2000_0000);
    }

    @Test
    @Tag("P-100")
    @Tag("T-123")
    void completionGoesBackTheWayTheRequestCame() {
        bench.secure();
        LinkFrame plain = bench.device()
                .receive(bench.frame(bench.host().read(Bench.VF_BAR0, 4), Way.CLEAR))
                .orElseThrow();
        var untrusted = (LinkFrame.Protected) bench.device()
                .receive(bench.frame(bench.host().read(Bench.VF_BAR0, 4), Way.UNTRUSTED))
                .orElseThrow();
        var trusted = (LinkFrame.Protected) bench.device()
                .receive(bench.frame(bench.host().read(Bench.VF_BAR0, 4), Way.TRUSTED))
                .orElseThrow();

        assertThat(plain).isInstanceOf(LinkFrame.Plain.class);
        assertThat(untrusted.prefix().trusted()).isFalse();
        assertThat(trusted.prefix().trusted()).isTrue();
        assertThat(trusted.prefix().streamId()).isEqualTo(Bench.STREAM);
    }

    @Test
    @Tag("P-096")
    void forgedPacketMakesTheStreamInsecure() {
        bench.secure();
        var sealed = (LinkFrame.Protected) bench.frame(write(Bytes.fromHex("11223344")), Way.TRUSTED);
        var forged = new LinkFrame.Protected(
                sealed.prefix(), sealed.header(), sealed.ciphertext().with(0, 0), sealed.mac());

        bench.device().receive(forged);

        assertThat(bench.streamStatus(0)).isZero();
        assertThat(bench.read(Bench.PF, 0x104, 4) & IDE_CHECK_FAILED).isNotZero();
        assertThat(bench.host().gotFailMessage(Bench.STREAM)).isTrue();
        bench.host().forgetReceived();
        bench.device().receive(sealed);
        assertThat(bench.host().received()).isEmpty();
    }

    @Test
    @Tag("P-092")
    void replayedPacketMakesTheStreamInsecure() {
        bench.secure();
        LinkFrame sealed = bench.frame(write(Bytes.fromHex("11223344")), Way.UNTRUSTED);

        bench.device().receive(sealed);
        assertThat(bench.streamStatus(0)).isEqualTo(2);
        bench.device().receive(sealed);

        assertThat(bench.streamStatus(0)).isZero();
    }

    @Test
    @Tag("P-098")
    void packetOfAnUnknownStreamIsMisrouted() {
        bench.secure();
        var sealed = (LinkFrame.Protected) bench.frame(write(Bytes.fromHex("11223344")), Way.TRUSTED);
        var prefix = sealed.prefix();
        var elsewhere = new LinkFrame.Protected(
                new dev.tdisp.core.pcie.IdePrefix(
                        prefix.sentCounter(),
                        new StreamId(0x33),
                        prefix.subStreamCode(),
                        prefix.pcrc(),
                        prefix.mac(),
                        prefix.keySet(),
                        prefix.trusted()),
                sealed.header(),
                sealed.ciphertext(),
                sealed.mac());

        bench.device().receive(elsewhere);

        assertThat(bench.read(Bench.PF, 0x104, 4) & MISROUTED).isNotZero();
        assertThat(bench.streamStatus(0)).isEqualTo(2);
    }

    @Test
    void untrustedDmaUsesTheDefaultStreamOnceItIsSecure() {
        bench.copy(bench.vf(1), Bench.HOST_BUFFER, Bench.HOST_BUFFER + 0x1000, 8, Way.CLEAR);
        assertThat(bench.host().received()).allMatch(r -> r.stream().isEmpty());
        bench.host().forgetReceived();
        bench.secure();

        bench.copy(bench.vf(1), Bench.HOST_BUFFER, Bench.HOST_BUFFER + 0x1000, 8, Way.UNTRUSTED);

        assertThat(bench.host().received())
                .isNotEmpty()
                .allMatch(r -> r.stream().equals(java.util.Optional.of(Bench.STREAM)) && !r.trusted());
    }

    @Test
    void manyPostedWritesNeedNoCounterOverflow() {
        bench.secure();
        List<Bytes> chunks = List.of(Bytes.filled(0x5A, 200_000));
        bench.host().put(Bench.HOST_BUFFER, chunks.get(0));

        bench.copy(bench.vf(1), Bench.HOST_BUFFER, Bench.HOST_BUFFER + 0x100_0000, 200_000, Way.UNTRUSTED);

        assertThat(bench.host().at(Bench.HOST_BUFFER + 0x100_0000, 200_000)).isEqualTo(chunks.get(0));
        assertThat(bench.streamStatus(0)).isEqualTo(2);
    }

    private static MemoryWrite write(Bytes data) {
        return new MemoryWrite(FakeHost.ROOT_PORT, 0, Bench.VF_BAR0 + 0x2000, data);
    }
}
