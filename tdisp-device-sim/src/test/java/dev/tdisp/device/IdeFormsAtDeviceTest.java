package dev.tdisp.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.ide.IdeForm;
import dev.tdisp.core.ide.IdeMessages;
import dev.tdisp.core.ide.IdeProfile;
import dev.tdisp.core.ide.IdeStreamSettings;
import dev.tdisp.core.ide.IdeSwitch;
import dev.tdisp.core.idekm.IdeKmRequester;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.AerCapability;
import dev.tdisp.core.pcie.Completion;
import dev.tdisp.core.pcie.CompletionStatus;
import dev.tdisp.core.pcie.ConfigRead;
import dev.tdisp.core.pcie.IdeCapability;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.MemoryRead;
import dev.tdisp.core.pcie.TlpAttributes;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.config.DeviceLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the registers of a stream say of the form of packets, at the device. */
class IdeFormsAtDeviceTest {
    private static final long TEE = Bench.VF_BAR0 + 0x2000;

    private static Bench bench(IdeProfile ide) {
        return new Bench(DeviceProfile.SPEC.withIde(ide).withLayout(DeviceLayout.complete(2))).enumerate(2);
    }

    private static Bench secured(IdeProfile ide, IdeForm form, long moreControl) {
        Bench bench = bench(ide);
        bench.configureStream(0, Bench.STREAM, IdeCapability.CONTROL_DEFAULT_STREAM | form.control() | moreControl);
        boolean carriesConfiguration = (moreControl & IdeCapability.CONTROL_CONFIG_REQUESTS) != 0;
        bench.hostStream()
                .configure(IdeStreamSettings.defaultStream(Bench.STREAM)
                        .withForm(form)
                        .withConfigRequests(carriesConfiguration));
        IdeKmRequester keys = bench.ideKm(Bench.SESSION);
        keys.programAll(0, bench.hostStream(), Bench.SESSION, KeySet.K0);
        keys.startAll(0, bench.hostStream(), KeySet.K0);
        bench.setStreamControl(0, bench.streamControl(0) | 1);
        bench.hostStream().enable();
        return bench;
    }

    @Test
    @Tag("GAP-IDE-13")
    void writesOfAFunctionShareMacsAsTheRegisterSays() {
        Bench bench = secured(IdeProfile.STRICT, new IdeForm(true, 0, 2, 0, 1), 0);
        bench.run(bench.vf(1));
        List<Boolean> macs = new ArrayList<>();
        bench.host()
                .beforeReceiving(
                        frame -> macs.add(((LinkFrame.Protected) frame).prefix().mac()));
        Bytes data = Bytes.filled(0x5A, 0x300);

        bench.vf(1).dma().write(Bench.HOST_BUFFER, data);

        assertThat(bench.host().at(Bench.HOST_BUFFER, 0x300)).isEqualTo(data);
        assertThat(macs).contains(false).last().isEqualTo(true);
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.RUN);
    }

    @Test
    @Tag("GAP-IDE-12")
    void dataWithAWrongChecksumAreLoggedAndDropped() {
        Bench bench = secured(IdeProfile.STRICT, new IdeForm(true, 0, 0, 0, 0), 0);
        bench.run(bench.vf(1));
        bench.writeMemory(TEE, Bytes.filled(1, 4), Way.TRUSTED);

        bench.hostStream().damageNext();
        bench.writeMemory(TEE, Bytes.filled(2, 4), Way.TRUSTED);

        assertThat(bench.read(bench.pf(), "Uncorrectable Error Status") & AerCapability.PCRC_CHECK_FAILED)
                .isNotZero();
        assertThat(bench.readMemory(TEE, 4, Way.TRUSTED)).contains(Bytes.filled(1, 4));
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.RUN);
    }

    @Test
    void deviceWithoutTheFeaturesTakesNoneOfTheirBits() {
        Bench bench = new Bench().enumerate(2);
        long all = new IdeForm(true, 3, 3, 3, 15).control();

        bench.configureStream(0, Bench.STREAM, all);

        assertThat(bench.streamControl(0) & all).isZero();
        assertThat(bench.read(bench.pf(), "IDE Capability") & 0x38).isZero();
        Bench able = bench(IdeProfile.STRICT);
        assertThat(able.read(able.pf(), "IDE Capability") & 0x38).isEqualTo(0x38);
    }

    @Test
    @Tag("GAP-IDE-26")
    void withIdeForConfigurationOneInTheClearIsRefused() {
        IdeProfile insisting = IdeProfile.STRICT.with(IdeSwitch.REFUSE_CLEAR_CONFIGURATION);
        Bench bench = secured(insisting, IdeForm.PLAIN, IdeCapability.CONTROL_CONFIG_REQUESTS);
        var request = new ConfigRead(FakeHost.ROOT_PORT, 1, Bench.PF, 0, 4, true, TlpAttributes.DEFAULT);

        assertThat(bench.read(Bench.PF, 0, 4)).isEqualTo(0xFFFF_FFFFL);
        assertThat(bench.send(new LinkFrame.Plain(request)))
                .hasValueSatisfying(c -> assertThat(c.status()).isEqualTo(CompletionStatus.UNSUPPORTED_REQUEST));
        assertThat(bench.send(bench.host().seal(request, Bench.STREAM, false)))
                .hasValueSatisfying(c -> assertThat(c.status()).isEqualTo(CompletionStatus.SUCCESSFUL));

        bench.hostStream().disable();
        bench.device().idePort().streams().get(0).disable();
        assertThat(bench.read(Bench.PF, 0, 4)).isNotEqualTo(0xFFFF_FFFFL);
    }

    @Test
    @Tag("GAP-IDE-24")
    void failMessageOfThePartnerEndsInterfacesIfTheProfileSaysSo() {
        Bench noting = secured(IdeProfile.STRICT, IdeForm.PLAIN, 0);
        Bench acting = secured(IdeProfile.STRICT.with(IdeSwitch.FAIL_MESSAGE_ENDS_STREAM), IdeForm.PLAIN, 0);
        for (Bench bench : List.of(noting, acting)) {
            bench.run(bench.vf(1));
            bench.device().receive(new LinkFrame.Plain(IdeMessages.fail(FakeHost.ROOT_PORT, Bench.STREAM)));
            assertThat(bench.streamStatus(0) >>> 31).isOne();
        }

        assertThat(noting.state(noting.vf(1))).isEqualTo(TdiState.RUN);
        assertThat(acting.state(acting.vf(1))).isEqualTo(TdiState.ERROR);
    }

    @Test
    @Tag("GAP-IDE-13")
    void everyRequestOfAUnitIsCompleted() {
        Bench bench = secured(IdeProfile.STRICT, new IdeForm(false, 2, 0, 0, 0), 0);
        bench.run(bench.vf(1));
        List<MemoryRead> requests = IntStream.range(0, 4)
                .mapToObj(i -> bench.host().read(TEE + 4L * i, 4))
                .toList();
        bench.writeMemory(TEE, Bytes.fromHex("11111111 22222222 33333333 44444444"), Way.TRUSTED);

        List<Optional<Completion>> returned = bench.hostStream().seal(requests, true).stream()
                .map(bench::send)
                .toList();

        assertThat(returned.subList(0, 3)).containsOnly(Optional.empty());
        List<Completion> completions = Stream.concat(
                        bench.host().received().stream().map(r -> (Completion) r.tlp()), returned.get(3).stream())
                .toList();
        assertThat(completions)
                .extracting(Completion::tag)
                .containsExactlyElementsOf(
                        requests.stream().map(MemoryRead::tag).toList());
        assertThat(completions)
                .extracting(c -> c.payload().toHex())
                .containsExactly("11111111", "22222222", "33333333", "44444444");
    }
}
