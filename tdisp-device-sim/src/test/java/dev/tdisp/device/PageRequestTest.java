package dev.tdisp.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.AtsMessages;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.MessageTlp;
import dev.tdisp.core.pcie.TranslationEntry;
import dev.tdisp.core.report.InterfaceFeature;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.config.DeviceLayout;
import dev.tdisp.device.function.DeviceFunction;
import dev.tdisp.device.function.DmaResult;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages that are not there: asked for, and what becomes of the answers. */
class PageRequestTest {
    private static final long PAGE = 0x7000_0000L;
    private static final long TO = Bench.HOST_BUFFER;
    private static final int BOTH = TranslationEntry.READ | TranslationEntry.WRITE;
    private static final Bytes DATA = Bytes.fromHex("e1e2e3e4");

    private final Bench bench = new Bench(DeviceProfile.SPEC.withLayout(DeviceLayout.complete(2)))
            .enumerate(2)
            .secure();
    private final DeviceFunction vf = bench.vf(1);
    private MessageTlp asked;

    PageRequestTest() {
        bench.enableTranslation(vf);
        bench.write(bench.pf(), "Page Request Control", 1);
        bench.host().put(TO, DATA);
    }

    private MessageTlp response(MessageTlp request, int code) {
        return AtsMessages.prgResponse(FakeHost.ROOT_PORT, request.requester(), AtsMessages.group(request), code);
    }

    /** Makes the host bring the page in and answer, in some way. */
    private void answer(int code, boolean trusted) {
        bench.host().onPageRequest(request -> {
            asked = request;
            if (code == AtsMessages.SUCCESS) {
                bench.host().translate(PAGE, TO, BOTH);
            }
            bench.device().receive(bench.host().seal(response(request, code), Bench.STREAM, trusted));
        });
    }

    @Test
    @Tag("P-107")
    void pageIsAskedForOnceAndThenUsed() {
        answer(AtsMessages.SUCCESS, true);
        bench.run(vf);

        DmaResult result = vf.translatedDma().read(PAGE, 4);

        assertThat(result.data()).isEqualTo(DATA);
        assertThat(AtsMessages.page(asked)).isEqualTo(PAGE);
        assertThat(bench.host().messages()).hasSize(1);
        assertThat(bench.host().received()).allMatch(FakeHost.Received::trusted);
        assertThat(bench.state(vf)).isEqualTo(TdiState.RUN);
    }

    @Test
    void pageThatCannotBeHadIsAFault() {
        answer(AtsMessages.INVALID, true);
        bench.run(vf);

        DmaResult result = vf.translatedDma().write(PAGE, DATA);

        assertThat(result.status()).isEqualTo(DmaResult.Status.UNSUPPORTED_REQUEST);
        assertThat(bench.state(vf)).isEqualTo(TdiState.RUN);
    }

    @Test
    @Tag("T-125")
    void untrustedAnswerEndsTheInterface() {
        answer(AtsMessages.SUCCESS, false);
        bench.run(vf);

        DmaResult result = vf.translatedDma().read(PAGE, 4);

        assertThat(result.isDone()).isFalse();
        assertThat(bench.state(vf)).isEqualTo(TdiState.ERROR);
    }

    @Test
    @Tag("T-125")
    void answerInTheClearEndsTheInterface() {
        bench.host().onPageRequest(request -> {
            bench.host().translate(PAGE, TO, BOTH);
            bench.device().receive(new LinkFrame.Plain(response(request, AtsMessages.SUCCESS)));
        });
        bench.run(vf);

        vf.translatedDma().read(PAGE, 4);

        assertThat(bench.state(vf)).isEqualTo(TdiState.ERROR);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Tag("GAP-DAT-14")
    @Tag("GAP-STP-05")
    void lateAnswerIsDiscardedOnceTheInterfaceStopped(boolean stopsMeanwhile) {
        bench.host().onPageRequest(request -> {
            asked = request;
            if (stopsMeanwhile) {
                bench.stop(vf);
            }
        });
        bench.run(vf);

        DmaResult result = vf.translatedDma().read(PAGE, 4);
        if (!stopsMeanwhile) {
            assertThat(vf.translations().isWaiting()).isTrue();
            bench.stop(vf);
        }
        bench.host().forgetReceived();
        bench.host().translate(PAGE, TO, BOTH);
        bench.device().receive(bench.host().seal(response(asked, AtsMessages.SUCCESS), Bench.STREAM, true));

        assertThat(result.isDone()).isFalse();
        assertThat(vf.translations().isWaiting()).isFalse();
        assertThat(vf.translations().size()).isZero();
        assertThat(bench.host().received()).isEmpty();
        assertThat(bench.state(vf)).isEqualTo(TdiState.CONFIG_UNLOCKED);
    }

    @Test
    @Tag("GAP-STP-05")
    @Tag("T-054")
    void answerFromBeforeTheLockIsDiscarded() {
        bench.host().onPageRequest(request -> asked = request);
        vf.translatedDma().read(PAGE, 4);
        bench.lock(vf);

        bench.device().receive(bench.host().seal(response(asked, AtsMessages.SUCCESS), Bench.STREAM, false));

        assertThat(bench.state(vf)).isEqualTo(TdiState.CONFIG_LOCKED);
        assertThat(vf.translations().isWaiting()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1"})
    @Tag("T-068")
    @Tag("GAP-RPT-19")
    void reportSaysWhetherPagesAreAskedFor(int enabled, int shown) {
        bench.write(bench.pf(), "Page Request Control", enabled);
        bench.lock(vf);

        var info = Peers.requester(bench, vf).report().interfaceInfo();

        assertThat(info.has(InterfaceFeature.PRS_ENABLED)).isEqualTo(shown == 1);
        assertThat(info.has(InterfaceFeature.ATS_ENABLED)).isTrue();
        assertThat(info.has(InterfaceFeature.DMA_WITH_PASID)).isFalse();
        assertThat(info.has(InterfaceFeature.DMA_WITHOUT_PASID)).isTrue();
    }

    @Test
    void withoutItsEnableBitNoPageIsAskedFor() {
        bench.write(bench.pf(), "Page Request Control", 0);
        bench.run(vf);
        bench.host().forgetReceived();

        DmaResult result = vf.translatedDma().read(PAGE, 4);

        assertThat(result.status()).isEqualTo(DmaResult.Status.UNSUPPORTED_REQUEST);
        assertThat(bench.host().messages()).isEmpty();
    }
}
