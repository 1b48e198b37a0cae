package dev.tdisp.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.ide.IdeMessages;
import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.ide.IdeStreamSettings;
import dev.tdisp.core.ide.RidRange;
import dev.tdisp.core.idekm.IdeKmRequester;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.CompletionStatus;
import dev.tdisp.core.pcie.IdePrefix;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.MemoryWrite;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.requester.TdispException;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.config.DeviceLayout;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Link and selective streams at the device: what they carry, and what their end does. */
class StreamsAtDeviceTest {
    private static final StreamId LINK = new StreamId(0x40);
    private static final StreamId OTHER = new StreamId(0x20);
    private static final long TEE = Bench.VF_BAR0 + 0x2000;
    private static final long PUBLIC = Bench.VF_BAR0 + 0x1000;

    private final Bench bench = new Bench(DeviceProfile.SPEC.withLayout(DeviceLayout.complete(2))).enumerate(2);
    private final IdeStream hostLink = bench.host().port().addLinkStream();
    private final IdeStream hostOther = bench.host().port().addStream();

    private void key(IdeStream host, IdeStreamSettings settings) {
        host.configure(settings);
        IdeKmRequester keys = bench.ideKm(Bench.SESSION);
        keys.programAll(0, host, Bench.SESSION, KeySet.K0);
        keys.startAll(0, host, KeySet.K0);
        host.enable();
    }

    private void secureLink() {
        bench.write(bench.pf(), "Link IDE Stream 0 Control", (long) LINK.value() << 24);
        key(hostLink, IdeStreamSettings.of(LINK, RidRange.ALL, List.of()));
        bench.write(bench.pf(), "Link IDE Stream 0 Control", (long) LINK.value() << 24 | 1);
    }

    private long linkStatus() {
        bench.read(bench.pf(), "Link IDE Stream 0 Status");
        return bench.read(bench.pf(), "Link IDE Stream 0 Status") & 0xF;
    }

    private void secureOther(long control) {
        bench.configureStream(1, OTHER, control);
        var settings = IdeStreamSettings.of(OTHER, RidRange.ALL, List.of());
        key(hostOther, settings);
        bench.setStreamControl(1, bench.streamControl(1) | 1);
    }

    private static LinkFrame.Protected damaged(LinkFrame frame) {
        var sealed = (LinkFrame.Protected) frame;
        return new LinkFrame.Protected(
                sealed.prefix(),
                sealed.header(),
                sealed.ciphertext(),
                sealed.mac().with(0, sealed.mac().at(0) ^ 1));
    }

    @Test
    void linkStreamCarriesWhatNoSelectiveStreamDoes() {
        secureLink();
        assertThat(linkStatus()).isEqualTo(2);

        bench.vf(1).dma().write(Bench.HOST_BUFFER, Bytes.filled(1, 4));
        assertThat(bench.host().received()).singleElement().satisfies(r -> {
            assertThat(r.stream()).contains(LINK);
            assertThat(r.trusted()).isFalse();
        });
        assertThat(bench.send(bench.host().seal(bench.host().read(PUBLIC, 4), LINK, false)))
                .hasValueSatisfying(c -> assertThat(c.status()).isEqualTo(CompletionStatus.SUCCESSFUL));

        bench.secure();
        bench.host().forgetReceived();
        bench.vf(1).dma().write(Bench.HOST_BUFFER, Bytes.filled(1, 4));
        assertThat(bench.host().received())
                .singleElement()
                .satisfies(r -> assertThat(r.stream()).contains(Bench.STREAM));
    }

    @Test
    @Tag("GAP-LCK-03")
    void linkStreamCarriesNoTrust() {
        secureLink();
        bench.secure();
        bench.run(bench.vf(1));

        assertThat(bench.send(bench.host().seal(bench.host().read(TEE, 4), LINK, true)))
                .hasValueSatisfying(c -> assertThat(c.status()).isEqualTo(CompletionStatus.UNSUPPORTED_REQUEST));
        assertThat(bench.readMemory(TEE, 4, Way.TRUSTED)).isPresent();
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.RUN);
    }

    @Test
    @Tag("GAP-IDE-23")
    void failureOfTheLinkStreamAndOfASelectiveOneStayApart() {
        secureLink();
        bench.secure();
        bench.run(bench.vf(1));
        var write = new MemoryWrite(FakeHost.ROOT_PORT, 0, PUBLIC, Bytes.filled(0, 4));

        bench.device().receive(damaged(bench.host().seal(write, LINK, false)));
        assertThat(linkStatus()).isZero();
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.RUN);
        assertThat(bench.readMemory(TEE, 4, Way.TRUSTED)).isPresent();

        hostLink.disable();
        bench.write(bench.pf(), "Link IDE Stream 0 Control", 0);
        secureLink();
        bench.device().receive(damaged(bench.frame(write, Way.TRUSTED)));
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.ERROR);
        assertThat(linkStatus()).isEqualTo(2);
    }

    @Test
    @Tag("GAP-IDE-11")
    void streamForTrustOnlyRejectsTheRest() {
        bench.secure();
        secureOther(1 << 23);

        var untrusted = bench.send(bench.host().seal(bench.host().read(PUBLIC, 4), OTHER, false));

        assertThat(untrusted)
                .hasValueSatisfying(c -> assertThat(c.status()).isEqualTo(CompletionStatus.UNSUPPORTED_REQUEST));
        assertThat(bench.streamStatus(1)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"posted", "non-posted", "completion"})
    @Tag("GAP-IDE-01")
    @Tag("T-094")
    void wrongMacInAnySubStreamEndsTheInterfacesOfTheStream(String subStream) {
        bench.secure();
        bench.run(bench.vf(1));
        bench.lock(bench.vf(2));
        var write = new MemoryWrite(FakeHost.ROOT_PORT, 0, TEE, Bytes.filled(0x5A, 4));
        switch (subStream) {
            case "posted" -> bench.device().receive(damaged(bench.frame(write, Way.TRUSTED)));
            case "non-posted" ->
                assertThat(bench.device()
                                .receive(damaged(bench.frame(bench.host().read(TEE, 4), Way.TRUSTED))))
                        .isEmpty();
            default -> {
                bench.device().connect(frame -> bench.host().receive(frame).map(StreamsAtDeviceTest::damaged));
                assertThat(bench.vf(1).dma().read(Bench.HOST_BUFFER, 4).data()).isEqualTo(Bytes.EMPTY);
            }
        }

        assertThat(bench.streamStatus(0)).isZero();
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.ERROR);
        assertThat(bench.state(bench.vf(2))).isEqualTo(TdiState.ERROR);
        assertThat(bench.host().gotFailMessage(Bench.STREAM)).isTrue();
        assertThat(bench.device().engines().memory(bench.vf(1)).isClear()).isTrue();
    }

    @Test
    @Tag("GAP-IDE-09")
    @Tag("GAP-IDE-18")
    void streamThatFailedCarriesNothingAndIsNotSecureAgainByItsOldKeys() {
        bench.secure();
        bench.run(bench.vf(1));
        LinkFrame late =
                bench.frame(new MemoryWrite(FakeHost.ROOT_PORT, 0, PUBLIC, Bytes.filled(0x5A, 4)), Way.UNTRUSTED);

        bench.setStreamControl(0, bench.streamControl(0) & ~1L);
        bench.setStreamControl(0, bench.streamControl(0) | 1);

        assertThat(bench.streamStatus(0)).isZero();
        assertThat(bench.device().receive(late)).isEmpty();
        assertThat(bench.device().receive(bench.frame(bench.host().read(PUBLIC, 4), Way.UNTRUSTED)))
                .isEmpty();
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.ERROR);
        bench.stop(bench.vf(1));
        assertThatThrownBy(() -> bench.lock(bench.vf(1))).isInstanceOf(TdispException.class);
    }

    @Test
    @Tag("GAP-IDE-15")
    @Tag("GAP-IDE-20")
    @Tag("GAP-SRI-11")
    @Tag("T-094")
    void endOfAStreamHitsTheInterfacesBoundToItAndNoOthers() {
        bench.secure();
        secureOther(0);
        bench.run(bench.vf(1));
        bench.lock(bench.vf(2));

        bench.setStreamControl(1, bench.streamControl(1) & ~1L);
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.RUN);
        assertThat(bench.state(bench.vf(2))).isEqualTo(TdiState.CONFIG_LOCKED);
        bench.setStreamControl(0, bench.streamControl(0) & ~1L);

        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.ERROR);
        assertThat(bench.state(bench.vf(2))).isEqualTo(TdiState.ERROR);
        assertThat(bench.state(bench.pf())).isEqualTo(TdiState.CONFIG_UNLOCKED);
    }

    @Test
    @Tag("GAP-IDE-16")
    @Tag("GAP-IDE-17")
    @Tag("P-090")
    void registersOfASecureStreamTakeNoWrites() {
        bench.secure();
        bench.run(bench.vf(1));
        long control = bench.streamControl(0);
        String block = "Selective IDE Stream 0 ";

        bench.setStreamControl(0, control ^ (5L << 19 | 1 << 22 | 0x55L << 24));
        bench.write(bench.pf(), block + "RID Association 1", 0xFFFF00);
        bench.write(bench.pf(), block + "RID Association 2", 0x0001);
        bench.write(bench.pf(), block + "Address Association 1", 0xFFF0_0001L);

        assertThat(bench.streamControl(0)).isEqualTo(control);
        assertThat(bench.read(bench.pf(), block + "RID Association 1")).isEqualTo(0x0800);
        assertThat(bench.streamStatus(0)).isEqualTo(2);
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.RUN);
    }

    @Test
    @Tag("GAP-IDE-21")
    void linkThatWasDownNeedsNewKeys() {
        bench.secure();
        bench.run(bench.vf(1));

        bench.device().linkDown();
        bench.hostStream().disable();
        bench.device().connect(bench.host());

        assertThat(bench.streamStatus(0)).isZero();
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.CONFIG_UNLOCKED);
        assertThat(bench.device().engines().memory(bench.vf(1)).isClear()).isTrue();
        bench.device().dsm().protocols().sessionEnded(Bench.SESSION);
        bench.enumerate(2).secure();
        bench.run(bench.vf(1));
        assertThat(bench.readMemory(TEE, 4, Way.TRUSTED)).isPresent();
    }

    @Test
    void secureStreamIsToldOfItsPartnersFailureByABit() {
        bench.secure();

        bench.device().receive(new LinkFrame.Plain(IdeMessages.fail(FakeHost.ROOT_PORT, Bench.STREAM)));

        assertThat(bench.streamStatus(0) >>> 31).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"false, false", "true, true"})
    void aggregationAndChecksumsThatAreNotEnabledFailTheCheck(boolean mac, boolean checksum) {
        bench.secure();
        bench.run(bench.vf(1));
        var sealed = (LinkFrame.Protected)
                bench.frame(new MemoryWrite(FakeHost.ROOT_PORT, 0, TEE, Bytes.filled(0x5A, 4)), Way.TRUSTED);
        var prefix = sealed.prefix();
        var other = new IdePrefix(
                prefix.sentCounter(),
                prefix.streamId(),
                prefix.subStreamCode(),
                checksum,
                mac,
                prefix.keySet(),
                prefix.trusted());

        bench.device().receive(new LinkFrame.Protected(other, sealed.header(), sealed.ciphertext(), sealed.mac()));

        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.ERROR);
        assertThat(bench.device().engines().memory(bench.vf(1)).isClear()).isTrue();
    }
}
