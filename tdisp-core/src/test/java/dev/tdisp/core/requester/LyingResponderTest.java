package dev.tdisp.core.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.message.Nonce;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.VendorData;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.report.MmioAttributes;
import dev.tdisp.core.report.MmioRange;
import dev.tdisp.core.wire.Bytes;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A requester believes nothing that is not the answer to its request. */
class LyingResponderTest {
    private static final InterfaceId TDI = InterfaceId.of(RequesterId.of(1, 0, 4));
    private static final String HEADER = "10 04 00 00 04 01 00 00 00 00 00 00 00 00 00 00";
    private static final int TYPE = 1;

    private final ScriptedResponder device = new ScriptedResponder();
    private final TdispRequester requester =
            new TdispRequester(device, TDI, RequesterOptions.DEFAULT.withPortionSize(64), Env.seeded(1));
    private final Map<RequestCode, Consumer<TdispRequester>> calls = calls();

    @ParameterizedTest
    @EnumSource
    @Tag("T-139")
    void otherVersionIsRefused(RequestCode code) {
        assertLieIsRefused(code, honest -> honest.with(0, 0x11), "11h");
    }

    @ParameterizedTest
    @EnumSource
    @Tag("T-139")
    void otherInterfaceIsRefused(RequestCode code) {
        assertLieIsRefused(code, honest -> honest.with(4, 0x05), "answered for 01:00.5");
    }

    @ParameterizedTest
    @EnumSource
    @Tag("T-139")
    void otherSizeIsRefused(RequestCode code) {
        if (code != RequestCode.VDM_REQUEST) {
            assertLieIsRefused(code, honest -> honest.plus(Bytes.of((byte) 0)), "no response");
        }
        assertLieIsRefused(code, honest -> honest.slice(0, code.responseSize().minimum() - 1), "no response");
        assertLieIsRefused(code, honest -> Bytes.EMPTY, "no response");
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 18, 19})
    void answerOfAnotherVendorIsRefused(int at) {
        assertLieIsRefused(RequestCode.VDM_REQUEST, honest -> honest.with(at, 0x5A), "answered by");
    }

    @Test
    void answerWithoutVendorIsRefused() {
        assertLieIsRefused(RequestCode.VDM_REQUEST, honest -> honest.with(17, 0), "answered by");
    }

    @ParameterizedTest
    @EnumSource
    @Tag("T-139")
    void answerToAnotherRequestIsRefused(RequestCode code) {
        Bytes stop = Bytes.fromHex("10 07 00 00 04 01 00 00 00 00 00 00 00 00 00 00");
        Bytes bind = stop.with(TYPE, 0x08);

        assertLieIsRefused(code, honest -> code == RequestCode.STOP_INTERFACE_REQUEST ? bind : stop, "instead of");
    }

    @ParameterizedTest
    @EnumSource
    @Tag("T-140")
    void undefinedResponseCodeStandsForAnError(RequestCode code) {
        IntStream.of(0x00, 0x0D, 0x7E, 0x80, 0x81, 0x8C, 0xFF)
                .forEach(type -> assertLieIsRefused(code, honest -> honest.with(TYPE, type), "TDISP_ERROR"));
    }

    @ParameterizedTest
    @EnumSource
    void errorIsRefusedWithItsCode(RequestCode code) {
        Bytes error = Bytes.fromHex("10 7f 00 00 04 01 00 00 00 00 00 00 00 00 00 00 03 00 00 00 00 00 00 00");

        assertLieIsRefused(code, honest -> error, "BUSY");
    }

    @Test
    @Tag("T-140")
    @Tag("GAP-VDM-08")
    void undefinedErrorCodeIsStillAnError() {
        Bytes error = Bytes.fromHex("10 7f 00 00 04 01 00 00 00 00 00 00 00 00 00 00 99 00 00 00 00 00 00 00");

        assertLieIsRefused(RequestCode.GET_DEVICE_INTERFACE_STATE, honest -> error, "00000099h");
    }

    @Test
    @Tag("T-015")
    @Tag("T-016")
    void reservedBitsOfAResponseAreIgnored() {
        prepare();
        device.lieAbout(
                RequestCode.GET_DEVICE_INTERFACE_STATE,
                honest -> honest.with(2, 0xFF).with(3, 0xFF).with(7, 0xFE).with(15, 0x80));

        requester.state();
    }

    @Test
    void reservedStateIsRefused() {
        assertLieIsRefused(RequestCode.GET_DEVICE_INTERFACE_STATE, honest -> honest.with(16, 4), "reserved value 04h");
    }

    @ParameterizedTest
    @EnumSource(names = {"LOCK_INTERFACE_REQUEST", "START_INTERFACE_REQUEST", "STOP_INTERFACE_REQUEST"})
    @Tag("T-141")
    void stateThatDidNotChangeIsRefused(RequestCode code) {
        prepare();
        device.lieAbout(RequestCode.GET_DEVICE_INTERFACE_STATE, honest -> honest.with(16, 3));

        assertThatThrownBy(() -> calls.get(code).accept(requester))
                .isInstanceOf(TdispException.class)
                .hasMessageContaining("state ERROR after " + code);
    }

    static Stream<List<String>> portionLies() {
        return Stream.of(
                List.of("00 00 00 00"),
                List.of("00 00 40 00"),
                List.of("41 00 00 00" + "00".repeat(65)),
                List.of("40 00 c0 ff" + "00".repeat(64)),
                List.of("10 00 20 00" + "00".repeat(16), "10 00 20 00" + "00".repeat(16)),
                List.of("10 00 20 00" + "00".repeat(16), "10 00 00 00" + "00".repeat(16)),
                List.of("10 00 20 00" + "00".repeat(16), "10 00 ff ff" + "00".repeat(16)),
                List.of("10 00 20 00" + "00".repeat(16), "00 00 20 00"),
                List.of("10 00 20 00" + "00".repeat(16), "21 00 00 00" + "00".repeat(33)));
    }

    @ParameterizedTest
    @MethodSource("portionLies")
    @Tag("GAP-RPT-29")
    @Tag("GAP-RPT-30")
    void portionsThatDoNotFitAreRefused(List<String> portions) {
        var answers = new ArrayDeque<>(portions);

        assertLieIsRefused(
                RequestCode.GET_DEVICE_INTERFACE_REPORT,
                honest -> Bytes.fromHex(HEADER + answers.remove()),
                "the report is refused");
        assertThat(answers).isEmpty();
    }

    @ParameterizedTest
    @Tag("T-144")
    @ValueSource(ints = {12, 13, 14, 15, 16, 17, 18, 19})
    @Tag("GAP-RPT-22")
    @Tag("GAP-RPT-23")
    void countsThatDoNotFitAreRefused(int offset) {
        device.report = Bytes.filled(0, 20).with(offset, 0x80);

        assertLieIsRefused(RequestCode.GET_DEVICE_INTERFACE_REPORT, UnaryOperator.identity(), "the report is refused");
    }

    @Test
    @Tag("GAP-RPT-25")
    void overlappingRangesAreRefused() {
        device.report = Bytes.filled(0, 52).with(12, 2).with(24, 4).with(32, 3).with(40, 1);

        assertLieIsRefused(RequestCode.GET_DEVICE_INTERFACE_REPORT, UnaryOperator.identity(), "overlaps");
    }

    /** Ranges of one BAR carry one identifier, so that a repeated one is no flaw: each range stands for itself. */
    @Test
    @Tag("GAP-RPT-26")
    void rangesMayShareAnIdentifierUnlessTheyOverlap() {
        Bytes ranges = Bytes.filled(0, 32)
                .with(8, 1)
                .with(14, 2)
                .with(16, 1)
                .with(24, 1)
                .with(30, 2);
        device.report =
                Bytes.filled(0, 20).with(12, 2).slice(0, 16).plus(ranges).plus(Bytes.filled(0, 4));
        prepare();

        assertThat(requester.report().mmioRanges())
                .hasSize(2)
                .allMatch(range -> range.rangeId() == 2)
                .extracting(MmioRange::firstPage)
                .containsExactly(0L, 1L);
    }

    @Test
    @Tag("GAP-RPT-31")
    void reportInTooManyPortionsIsRefused() {
        device.report = Bytes.filled(0, 65_535);
        device.portionLimit = 1;
        prepare();
        var greedy = new TdispRequester(device, TDI, RequesterOptions.DEFAULT, Env.seeded(1));
        greedy.version();

        assertThatThrownBy(greedy::reportBytes)
                .isInstanceOf(TdispException.class)
                .hasMessageContaining("1024 portions");

        assertThat(device.received).hasSizeLessThan(1030);
    }

    @Test
    @Tag("GAP-RPT-31")
    void reportInThePortionsThatWereAskedForIsRead() {
        device.report = Bytes.filled(0, 65_535);
        device.portionLimit = 64;
        var modest = new TdispRequester(device, TDI, RequesterOptions.DEFAULT.withPortionSize(17), Env.seeded(1));
        modest.version();
        var greedy = new TdispRequester(device, TDI, RequesterOptions.DEFAULT, Env.seeded(1));
        greedy.version();

        assertThat(modest.reportBytes()).isEqualTo(device.report);
        assertThat(greedy.reportBytes()).isEqualTo(device.report);
    }

    @Test
    void refusalShowsWhatWasSaidButNoNonce() {
        prepare();
        device.lieAbout(RequestCode.GET_DEVICE_INTERFACE_STATE, honest -> honest.with(16, 3));

        assertThatThrownBy(() -> requester.lock(LockParameters.of(LockFlags.NONE, 5)))
                .isInstanceOfSatisfying(TdispException.class, e -> {
                    assertThat(e.error()).isEmpty();
                    assertThat(e.exchanges())
                            .endsWith(
                                    "LOCK_INTERFACE_REQUEST FLAGS none stream 5",
                                    "LOCK_INTERFACE_RESPONSE",
                                    "GET_DEVICE_INTERFACE_STATE",
                                    "DEVICE_INTERFACE_STATE ERROR");
                })
                .hasMessageNotContaining("a5");
    }

    private void prepare() {
        requester.version();
        requester.capabilities();
    }

    private void assertLieIsRefused(RequestCode code, UnaryOperator<Bytes> lie, String reason) {
        device.lieAbout(code, UnaryOperator.identity());
        prepare();
        device.lieAbout(code, lie);

        assertThatThrownBy(() -> calls.get(code).accept(requester))
                .isInstanceOf(TdispException.class)
                .hasMessageContaining(reason);
    }

    private static Map<RequestCode, Consumer<TdispRequester>> calls() {
        Map<RequestCode, Consumer<TdispRequester>> calls = new EnumMap<>(RequestCode.class);
        calls.put(RequestCode.GET_TDISP_VERSION, TdispRequester::version);
        calls.put(RequestCode.GET_TDISP_CAPABILITIES, TdispRequester::capabilities);
        calls.put(RequestCode.LOCK_INTERFACE_REQUEST, r -> r.lock(LockParameters.of(LockFlags.NONE, 0)));
        calls.put(RequestCode.GET_DEVICE_INTERFACE_REPORT, TdispRequester::report);
        calls.put(RequestCode.GET_DEVICE_INTERFACE_STATE, TdispRequester::state);
        calls.put(RequestCode.START_INTERFACE_REQUEST, r -> r.start(Nonce.of(ScriptedResponder.NONCE)));
        calls.put(RequestCode.STOP_INTERFACE_REQUEST, TdispRequester::stop);
        calls.put(RequestCode.BIND_P2P_STREAM_REQUEST, r -> r.bindP2p(1));
        calls.put(RequestCode.UNBIND_P2P_STREAM_REQUEST, r -> r.unbindP2p(1));
        calls.put(
                RequestCode.SET_MMIO_ATTRIBUTE_REQUEST,
                r -> r.setMmioAttribute(new MmioRange(0, 1, MmioAttributes.NONE, 0), true));
        calls.put(RequestCode.VDM_REQUEST, r -> r.vdm(VendorData.ofPciSig(1, Bytes.EMPTY)));
        calls.put(RequestCode.SET_TDISP_CONFIG_REQUEST, r -> r.setTdispConfig(0));
        return calls;
    }
}
