package dev.tdisp.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.AddressType;
import dev.tdisp.core.pcie.AtsMessages;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.MemoryRead;
import dev.tdisp.core.pcie.MessageTlp;
import dev.tdisp.core.pcie.TranslationEntry;
import dev.tdisp.core.report.InterfaceFeature;
import dev.tdisp.core.responder.TdispProfile;
import dev.tdisp.core.tdi.TdispSwitch;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.engine.EngineRegister;
import dev.tdisp.device.function.DeviceFunction;
import dev.tdisp.device.function.DmaResult;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a function asks the translation agent, and what it does with the answers. */
class AddressTranslationTest {
    private static final long FROM = 0x7000_0000L;
    private static final long TO = Bench.HOST_BUFFER;
    private static final int BOTH = TranslationEntry.READ | TranslationEntry.WRITE;
    private static final Bytes DATA = Bytes.fromHex("c1c2c3c4");

    private final Bench bench = Bench.enumerated(2).secure();
    private final DeviceFunction vf = bench.vf(1);

    @BeforeEach
    void translateOnePage() {
        bench.host().put(TO, DATA);
        bench.host().translate(FROM, TO, BOTH);
        bench.enableTranslation(vf);
    }

    private void reach(TdiState state) {
        switch (state) {
            case CONFIG_UNLOCKED -> {
                // so it begins
            }
            case CONFIG_LOCKED -> bench.lock(vf);
            case RUN -> bench.run(vf);
            case ERROR -> {
                bench.run(vf);
                bench.write(vf.requesterId(), 0x04, 2, 0);
                bench.write(vf.requesterId(), 0x04, 2, 4);
            }
        }
        bench.host().forgetReceived();
    }

    private List<MemoryRead> translationRequests() {
        return bench.host().reads().stream()
                .filter(read -> read.attributes().addressType() == AddressType.TRANSLATION_REQUEST)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "CONFIG_UNLOCKED, DONE, false",
        "CONFIG_LOCKED, BLOCKED, false",
        "RUN, DONE, true",
        "ERROR, BLOCKED, false"
    })
    @Tag("GAP-DAT-13")
    @Tag("T-120")
    void translationsAreAskedForAsTheStateSays(TdiState state, DmaResult.Status status, boolean trusted) {
        reach(state);

        DmaResult result = vf.translatedDma().read(FROM, 4);

        assertThat(result.status()).isEqualTo(status);
        assertThat(bench.host().received())
                .hasSize(status == DmaResult.Status.DONE ? 2 : 0)
                .allMatch(r -> r.trusted() == trusted && r.stream().equals(Optional.of(Bench.STREAM)));
        if (result.isDone()) {
            assertThat(result.data()).isEqualTo(DATA);
            assertThat(bench.host().reads())
                    .extracting(read -> read.attributes().addressType())
                    .containsExactly(AddressType.TRANSLATION_REQUEST, AddressType.TRANSLATED);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CONFIG_LOCKED", "ERROR"})
    void translationsAreAskedForInEveryStateIfTheProfileSaysSo(TdiState state) {
        TdispProfile profile = TdispProfile.SPEC.with(TdispSwitch.TRANSLATION_REQUEST_IN_EVERY_STATE);
        Bench other =
                new Bench(DeviceProfile.SPEC.withTdisp(profile)).enumerate(1).secure();
        other.enableTranslation(other.vf(1));
        other.host().translate(FROM, TO, BOTH);
        other.lock(other.vf(1));
        if (state == TdiState.ERROR) {
            other.write(other.vf(1).requesterId(), 0x04, 2, 0);
            other.write(other.vf(1).requesterId(), 0x04, 2, 4);
        }
        other.host().forgetReceived();

        DmaResult result = other.vf(1).translatedDma().read(FROM, 4);

        assertThat(result.status()).isEqualTo(DmaResult.Status.BLOCKED);
        assertThat(other.host().received()).hasSize(1).noneMatch(FakeHost.Received::trusted);
    }

    @Test
    void translationIsAskedForOnceAndRemembered() {
        bench.run(vf);
        bench.host().forgetReceived();

        vf.translatedDma().read(FROM, 4);
        vf.translatedDma().write(FROM + 0x40, DATA);

        assertThat(translationRequests()).hasSize(1);
        assertThat(bench.host().at(TO + 0x40, 4)).isEqualTo(DATA);
        assertThat(vf.translations().size()).isEqualTo(1);
    }

    @Test
    void withoutItsEnableBitNothingIsTranslated() {
        bench.write(vf.requesterId(), 0x116, 2, 0);

        assertThat(vf.translatedDma().read(FROM, 4).status()).isEqualTo(DmaResult.Status.BLOCKED);
        assertThat(bench.host().received()).isEmpty();
    }

    @Test
    void pageWithoutTheRightIsNotTouched() {
        bench.host().translate(FROM, TO, TranslationEntry.READ);
        bench.run(vf);

        DmaResult written = vf.translatedDma().write(FROM, Bytes.filled(0, 4));

        assertThat(written.status()).isEqualTo(DmaResult.Status.UNSUPPORTED_REQUEST);
        assertThat(bench.host().at(TO, 4)).isEqualTo(DATA);
        assertThat(bench.state(vf)).isEqualTo(TdiState.RUN);
    }

    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"UNTRUSTED", "TRUSTED"})
    @Tag("GAP-DAT-13")
    void invalidationIsAnsweredTheWayItCame(Way way) {
        bench.run(vf);
        vf.translatedDma().read(FROM, 4);
        bench.host().forgetReceived();
        MessageTlp request = AtsMessages.invalidateRequest(FakeHost.ROOT_PORT, vf.requesterId(), 7, FROM);

        bench.device().receive(bench.frame(request, way));

        assertThat(vf.translations().size()).isZero();
        assertThat(bench.host().received()).singleElement().satisfies(r -> {
            var message = (MessageTlp) r.tlp();
            assertThat(message.code()).isEqualTo(AtsMessages.INVALIDATE_COMPLETION);
            assertThat(message.detail() & 0xFFFF_FFFFL).isEqualTo(1 << 7);
            assertThat(r.trusted()).isEqualTo(way == Way.TRUSTED);
            assertThat(r.stream()).contains(Bench.STREAM);
        });
    }

    @Test
    @Tag("T-125")
    void untrustedTranslationEndsTheInterface() {
        bench.run(vf);
        bench.host().answerUntrusted();

        DmaResult result = vf.translatedDma().read(FROM, 4);

        assertThat(result.status()).isEqualTo(DmaResult.Status.DISCARDED);
        assertThat(bench.state(vf)).isEqualTo(TdiState.ERROR);
        assertThat(vf.translations().size()).isZero();
    }

    @Test
    @Tag("T-054")
    @Tag("GAP-DAT-13")
    @Tag("GAP-STP-04")
    void lockAndStopForgetTranslations() {
        vf.translatedDma().read(FROM, 4);
        assertThat(vf.translations().size()).isEqualTo(1);

        bench.run(vf);
        assertThat(vf.translations().size()).isZero();
        vf.translatedDma().read(FROM, 4);
        assertThat(vf.translations().size()).isEqualTo(1);
        bench.stop(vf);

        assertThat(vf.translations().size()).isZero();
    }

    @Test
    @Tag("GAP-STP-04")
    void translationUnderWayAtStopIsDiscarded() {
        bench.run(vf);
        bench.host().beforeAnswer(() -> {
            bench.host().beforeAnswer(() -> {});
            bench.stop(vf);
        });

        DmaResult result = vf.translatedDma().read(FROM, 4);

        assertThat(result.status()).isEqualTo(DmaResult.Status.DISCARDED);
        assertThat(vf.translations().size()).isZero();
    }

    @Test
    @Tag("T-068")
    @Tag("GAP-RPT-19")
    void reportSaysWhetherTranslationIsEnabled() {
        var enabled = bench.tdisp(vf);
        var disabled = bench.tdisp(bench.vf(2));
        bench.lock(vf);
        bench.lock(bench.vf(2));
        enabled.version();
        enabled.capabilities();
        disabled.version();
        disabled.capabilities();

        assertThat(enabled.report().interfaceInfo().has(InterfaceFeature.ATS_ENABLED))
                .isTrue();
        assertThat(disabled.report().interfaceInfo().has(InterfaceFeature.ATS_ENABLED))
                .isFalse();
    }

    @Test
    void engineWorksByTranslatedAddressesIfItIsTold() {
        bench.host().put(TO, Bytes.filled(0x66, 64));
        bench.run(vf);
        bench.set(vf, EngineRegister.FLAGS, 4, Way.TRUSTED);
        bench.host().forgetReceived();

        long status = bench.copy(vf, FROM, FROM + 0x800, 64, Way.TRUSTED);

        assertThat(status).isEqualTo(2);
        assertThat(bench.host().at(TO + 0x800, 64)).isEqualTo(Bytes.filled(0x66, 64));
        assertThat(bench.host().writes()).allMatch(write -> write.attributes().addressType() == AddressType.TRANSLATED);
    }

    @Test
    void messageForNobodyIsIgnored() {
        MessageTlp request = AtsMessages.invalidateRequest(FakeHost.ROOT_PORT, FakeHost.ROOT_PORT, 1, FROM);

        assertThat(bench.device().receive(new LinkFrame.Plain(request))).isEmpty();
        assertThat(bench.host().received()).isEmpty();
    }
}
