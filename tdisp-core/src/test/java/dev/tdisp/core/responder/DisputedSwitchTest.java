package dev.tdisp.core.responder;

import static dev.tdisp.core.tdi.TdispSwitch.ANY_SESSION_MAY_DRIVE;
import static dev.tdisp.core.tdi.TdispSwitch.ATS_WRITE_ALLOWED;
import static dev.tdisp.core.tdi.TdispSwitch.CAPABILITIES_FOR_ANY_INTERFACE;
import static dev.tdisp.core.tdi.TdispSwitch.ENTROPY_FAILURE_IS_UNSPECIFIED;
import static dev.tdisp.core.tdi.TdispSwitch.ERROR_ECHOES_VERSION;
import static dev.tdisp.core.tdi.TdispSwitch.ERROR_REPLY_MOVES_TO_ERROR;
import static dev.tdisp.core.tdi.TdispSwitch.FIRMWARE_DOWNGRADE_ALLOWED;
import static dev.tdisp.core.tdi.TdispSwitch.FUNCTION_BEEF_HOSTED;
import static dev.tdisp.core.tdi.TdispSwitch.FUNCTION_RESET_UNLOCKS;
import static dev.tdisp.core.tdi.TdispSwitch.INTERFACE_ID_COMPARED_WHOLE;
import static dev.tdisp.core.tdi.TdispSwitch.INTERFACE_ID_IGNORED;
import static dev.tdisp.core.tdi.TdispSwitch.LOCK_FLAGS_NOT_CHECKED;
import static dev.tdisp.core.tdi.TdispSwitch.LOCK_WITHOUT_IDE_CHECKS;
import static dev.tdisp.core.tdi.TdispSwitch.MANDATORY_REQUESTS_ONLY;
import static dev.tdisp.core.tdi.TdispSwitch.MMIO_ATTRIBUTE_RESERVED_CHECKED;
import static dev.tdisp.core.tdi.TdispSwitch.NONCE_KEPT_AFTER_START;
import static dev.tdisp.core.tdi.TdispSwitch.NONCE_KEPT_AFTER_STOP;
import static dev.tdisp.core.tdi.TdispSwitch.PCIE_7_0;
import static dev.tdisp.core.tdi.TdispSwitch.REFUSED_LOCK_OVERWRITES_NONCE;
import static dev.tdisp.core.tdi.TdispSwitch.REPLY_CLEARS_INTERFACE_RESERVED;
import static dev.tdisp.core.tdi.TdispSwitch.REPORTING_OFFSET_IGNORED;
import static dev.tdisp.core.tdi.TdispSwitch.REPORT_BEHIND_END_ANSWERED;
import static dev.tdisp.core.tdi.TdispSwitch.REPORT_KEPT_AFTER_STOP;
import static dev.tdisp.core.tdi.TdispSwitch.REPORT_LENGTH_0_ANSWERED;
import static dev.tdisp.core.tdi.TdispSwitch.REPORT_WHEN_UNLOCKED_IS_INVALID_REQUEST;
import static dev.tdisp.core.tdi.TdispSwitch.REQ_MSGS_COUNTED_FROM_81H;
import static dev.tdisp.core.tdi.TdispSwitch.SEGMENT_WITHOUT_VALID_UNANSWERED;
import static dev.tdisp.core.tdi.TdispSwitch.STOP_ONLY_IN_RUN;
import static dev.tdisp.core.tdi.TdispSwitch.STOP_REFUSED_WHEN_UNLOCKED;
import static dev.tdisp.core.tdi.TdispSwitch.UNKNOWN_REQUEST_TO_VENDOR;
import static dev.tdisp.core.tdi.TdispSwitch.UNLOCKED_MOVES_TO_ERROR;
import static dev.tdisp.core.tdi.TdispSwitch.UNSUPPORTED_REQUEST_WITHOUT_CODE;
import static dev.tdisp.core.tdi.TdispSwitch.VERSION_MINOR_CHECKED;
import static dev.tdisp.core.tdi.TdispSwitch.VERSION_NOT_CHECKED;
import static dev.tdisp.core.tdi.TdispSwitch.VERSION_OPENS_INTERFACE;
import static dev.tdisp.core.tdi.TdispSwitch.VERSION_RESETS_INTERFACE;
import static dev.tdisp.core.tdi.TdispSwitch.WRONG_LENGTH_UNANSWERED;
import static dev.tdisp.core.tdi.TdispSwitch.WRONG_NONCE_IS_INVALID_STATE;
import static dev.tdisp.core.tdi.TdispSwitch.WRONG_VERSION_UNANSWERED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.tdi.LockCheck;
import dev.tdisp.core.tdi.TdiEvent;
import dev.tdisp.core.tdi.TdispSwitch;
import dev.tdisp.core.wire.Bytes;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every switch that the responder or the state table follows, off and on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DisputedSwitchTest {
    private static final String STRANGER = "02010001 0000000000000000";
    private static final String LOCKED_AT_5 = "1F00 05 00 0000000000000000 0000000000000000";

    /** What the device or the owner of the sessions follows; nothing of it shows here. */
    private static final Set<TdispSwitch> ELSEWHERE = EnumSet.of(
            TdispSwitch.TRUSTED_ACCESS_TO_NON_TEE_REJECTED,
            TdispSwitch.TRUSTED_ACCESS_WHEN_LOCKED,
            TdispSwitch.REPORT_IN_BYTE_ADDRESSES,
            TdispSwitch.TRANSLATION_REQUEST_IN_EVERY_STATE,
            TdispSwitch.P2P_MASK_CLEARS,
            TdispSwitch.IDENTICAL_WRITE_IS_MODIFICATION,
            TdispSwitch.UNTRUSTED_ACCESS_WHEN_UNLOCKED_REJECTED,
            TdispSwitch.INTERRUPTS_IN_ERROR,
            TdispSwitch.ERROR_CLEARS_ITSELF,
            TdispSwitch.ANSWERED_BELOW_SPDM_1_2,
            TdispSwitch.ANSWERED_WITHOUT_ENCRYPTION);

    private record Case(TdispSwitch which, String off, String on, BiFunction<MemoryDevice, Tsm, String> scene) {
        @Override
        public String toString() {
            return which.topic() + " " + which;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(states(), nonces(), reports(), headers(), capabilities(), locks())
                .flatMap(List::stream);
    }

    private static List<Case> states() {
        return List.of(
                at(STOP_REFUSED_WHEN_UNLOCKED, "ok", "INVALID_INTERFACE_STATE", (device, tsm) -> stop(tsm)),
                at(STOP_ONLY_IN_RUN, "ok CONFIG_UNLOCKED", "INVALID_INTERFACE_STATE CONFIG_LOCKED", (device, tsm) -> {
                    tsm.lock();
                    return stop(tsm) + " " + tsm.state();
                }),
                at(VERSION_RESETS_INTERFACE, "RUN", "CONFIG_UNLOCKED", (device, tsm) -> {
                    tsm.reach(TdiState.RUN).send(Tsm.VERSION);
                    return tsm.state().name();
                }),
                at(
                        VERSION_OPENS_INTERFACE,
                        "ok",
                        "INVALID_INTERFACE",
                        (device, tsm) -> Tsm.outcome(tsm.send(Tsm.STATE))),
                at(
                        ATS_WRITE_ALLOWED,
                        "ERROR",
                        "CONFIG_LOCKED",
                        (device, tsm) -> afterEvent(device, tsm, TdiState.CONFIG_LOCKED, TdiEvent.ATS_MODIFIED)),
                at(ERROR_REPLY_MOVES_TO_ERROR, "CONFIG_LOCKED", "ERROR", (device, tsm) -> {
                    tsm.lock();
                    tsm.lock();
                    return tsm.state().name();
                }),
                at(
                        UNLOCKED_MOVES_TO_ERROR,
                        "CONFIG_UNLOCKED",
                        "ERROR",
                        (device, tsm) -> afterEvent(device, tsm, TdiState.CONFIG_UNLOCKED, TdiEvent.BAR_MODIFIED)),
                at(
                        FUNCTION_RESET_UNLOCKS,
                        "ERROR",
                        "CONFIG_UNLOCKED",
                        (device, tsm) -> afterEvent(device, tsm, TdiState.RUN, TdiEvent.FUNCTION_LEVEL_RESET)),
                at(
                        FIRMWARE_DOWNGRADE_ALLOWED,
                        "RUN",
                        "ERROR",
                        (device, tsm) -> afterEvent(device, tsm, TdiState.RUN, TdiEvent.FIRMWARE_DOWNGRADE)),
                at(ANY_SESSION_MAY_DRIVE, "INVALID_REQUEST", "ok", (device, tsm) -> {
                    tsm.lock();
                    return Tsm.outcome(new Tsm(device, 9, Tsm.FIRST).send(Tsm.START, tsm.nonce.toHex()));
                }));
    }

    private static List<Case> nonces() {
        return List.of(
                at(WRONG_NONCE_IS_INVALID_STATE, "INVALID_NONCE", "INVALID_INTERFACE_STATE", (device, tsm) -> {
                    tsm.lock();
                    return Tsm.outcome(tsm.startWithWrongNonce());
                }),
                at(NONCE_KEPT_AFTER_START, "false", "true", (device, tsm) -> {
                    tsm.reach(TdiState.RUN);
                    return String.valueOf(device.tdi().machine().hasNonce());
                }),
                at(
                        NONCE_KEPT_AFTER_STOP,
                        "false INVALID_INTERFACE_STATE",
                        "true INVALID_INTERFACE_STATE",
                        (device, tsm) -> {
                            tsm.reach(TdiState.CONFIG_LOCKED).send(Tsm.STOP);
                            return device.tdi().machine().hasNonce() + " " + Tsm.outcome(tsm.start());
                        }),
                at(REFUSED_LOCK_OVERWRITES_NONCE, "ok", "INVALID_NONCE", (device, tsm) -> {
                    tsm.lock();
                    tsm.lock();
                    return Tsm.outcome(tsm.start());
                }));
    }

    private static List<Case> reports() {
        return List.of(
                at(
                        REPORT_WHEN_UNLOCKED_IS_INVALID_REQUEST,
                        "INVALID_INTERFACE_STATE",
                        "INVALID_REQUEST",
                        (device, tsm) -> Tsm.outcome(tsm.report(0, 20))),
                at(REPORT_KEPT_AFTER_STOP, "INVALID_INTERFACE_STATE", "ok", (device, tsm) -> {
                    tsm.reach(TdiState.RUN).send(Tsm.STOP);
                    return Tsm.outcome(tsm.report(0, 20));
                }),
                at(
                        REPORT_LENGTH_0_ANSWERED,
                        "01000000",
                        "00000a00",
                        (device, tsm) -> tsm.reach(TdiState.RUN)
                                .report(10, 0)
                                .slice(16, 20)
                                .toHex()),
                at(
                        REPORT_BEHIND_END_ANSWERED,
                        "01000000",
                        "00000000",
                        (device, tsm) -> tsm.reach(TdiState.RUN)
                                .report(21, 5)
                                .slice(16, 20)
                                .toHex()));
    }

    private static List<Case> headers() {
        return List.of(
                at(
                        UNSUPPORTED_REQUEST_WITHOUT_CODE,
                        "99000000",
                        "00000000",
                        (device, tsm) -> tsm.send("99").from(20).toHex()),
                at(ERROR_ECHOES_VERSION, "107f", "207f", (device, tsm) -> raw(tsm, "20 85 0000" + Tsm.FIRST)),
                at(WRONG_VERSION_UNANSWERED, "107f", "-", (device, tsm) -> raw(tsm, "20 85 0000" + Tsm.FIRST)),
                at(VERSION_NOT_CHECKED, "107f", "1005", (device, tsm) -> raw(tsm, "20 85 0000" + Tsm.FIRST)),
                at(VERSION_MINOR_CHECKED, "1001", "107f", (device, tsm) -> raw(tsm, "11 81 0000" + Tsm.FIRST)),
                at(WRONG_LENGTH_UNANSWERED, "107f", "-", (device, tsm) -> raw(tsm, "10 85 0000" + Tsm.FIRST + "00")),
                at(
                        SEGMENT_WITHOUT_VALID_UNANSWERED,
                        "1005",
                        "-",
                        (device, tsm) -> raw(tsm, "10 85 0000 00010500 0000000000000000")),
                at(
                        INTERFACE_ID_IGNORED,
                        "02010001",
                        "00010001",
                        (device, tsm) -> new Tsm(device, 1, STRANGER)
                                .send(Tsm.STATE)
                                .slice(4, 8)
                                .toHex()),
                at(
                        INTERFACE_ID_COMPARED_WHOLE,
                        "1005",
                        "107f",
                        (device, tsm) -> raw(tsm, "10 85 0000 00010001 0100000000000000")),
                at(
                        REPLY_CLEARS_INTERFACE_RESERVED,
                        "0100000000000000",
                        "0000000000000000",
                        (device, tsm) -> new Tsm(device, 1, "00010001 0100000000000000")
                                .send(Tsm.STATE)
                                .slice(8, 16)
                                .toHex()),
                at(
                        FUNCTION_BEEF_HOSTED,
                        "107f",
                        "1005",
                        (device, tsm) -> raw(tsm, "10 85 0000 efbe0000 0000000000000000")),
                at(UNKNOWN_REQUEST_TO_VENDOR, "107f", "1019", (device, tsm) -> {
                    device.unknownAnswer = Optional.of(Bytes.fromHex("aa"));
                    return raw(tsm, "10 99 0000" + Tsm.FIRST);
                }));
    }

    private static List<Case> capabilities() {
        return List.of(
                at(REQ_MSGS_COUNTED_FROM_81H, "fe0f", "ff07", (device, tsm) -> requests(tsm)),
                at(MANDATORY_REQUESTS_ONLY, "fe0f", "fe00", (device, tsm) -> requests(tsm)),
                at(PCIE_7_0, "fe0f", "fe1f", (device, tsm) -> requests(tsm)),
                at(
                        CAPABILITIES_FOR_ANY_INTERFACE,
                        "INVALID_INTERFACE",
                        "ok",
                        (device, tsm) -> Tsm.outcome(new Tsm(device, 1, STRANGER).send(Tsm.CAPABILITIES, "00000000"))));
    }

    private static List<Case> locks() {
        return List.of(
                at(ENTROPY_FAILURE_IS_UNSPECIFIED, "INSUFFICIENT_ENTROPY", "UNSPECIFIED", (device, tsm) -> {
                    device.isEntropyGone = true;
                    return Tsm.outcome(tsm.lock());
                }),
                at(LOCK_FLAGS_NOT_CHECKED, "INVALID_REQUEST", "ok", (device, tsm) -> {
                    device.lockFlags = new LockFlags(0x07);
                    return Tsm.outcome(tsm.lock(LOCKED_AT_5));
                }),
                at(LOCK_WITHOUT_IDE_CHECKS, "INVALID_REQUEST", "ok", (device, tsm) -> {
                    device.tdi().lockRefusals.add(LockCheck.L3.refuse("no keys"));
                    device.tdi().lockRefusals.add(LockCheck.L7.refuse("TC1"));
                    return Tsm.outcome(tsm.lock());
                }),
                at(
                        REPORTING_OFFSET_IGNORED,
                        "INVALID_REQUEST",
                        "ok",
                        (device, tsm) -> Tsm.outcome(tsm.lock("0000 05 00 0100000000000000 0000000000000000"))),
                at(
                        MMIO_ATTRIBUTE_RESERVED_CHECKED,
                        "ok",
                        "INVALID_REQUEST",
                        (device, tsm) -> Tsm.outcome(
                                tsm.reach(TdiState.RUN).send(Tsm.ATTRIBUTE, "0000010100000000 00010000 1400 0200"))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void offIsOurReading(Case each) {
        var device = new MemoryDevice(TdispProfile.SPEC);

        assertThat(each.scene().apply(device, new Tsm(device))).isEqualTo(each.off());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void onIsTheOtherPosition(Case each) {
        var device = MemoryDevice.with(each.which());

        assertThat(each.scene().apply(device, new Tsm(device))).isEqualTo(each.on());
    }

    @Test
    void everySwitchHasACaseHereOrIsFollowedElsewhere() {
        Set<TdispSwitch> covered = EnumSet.copyOf(ELSEWHERE);
        cases().forEach(each -> assertThat(covered.add(each.which())).isTrue());

        assertThat(covered).containsExactlyInAnyOrder(TdispSwitch.values());
    }

    @Test
    void everySwitchSaysBothPositions() {
        for (TdispSwitch each : TdispSwitch.values()) {
            assertThat(each.off()).isNotBlank().isNotEqualTo(each.on());
            assertThat(each.on()).isNotBlank();
        }
        assertThat(TdispProfile.SPEC.switches()).isEmpty();
    }

    private static Case at(TdispSwitch which, String off, String on, BiFunction<MemoryDevice, Tsm, String> scene) {
        return new Case(which, off, on, scene);
    }

    private static String stop(Tsm tsm) {
        return Tsm.outcome(tsm.send(Tsm.STOP));
    }

    private static String afterEvent(MemoryDevice device, Tsm tsm, TdiState state, TdiEvent event) {
        tsm.reach(state);
        device.tdi().machine().on(event);
        return tsm.state().name();
    }

    private static String requests(Tsm tsm) {
        return tsm.send(Tsm.CAPABILITIES, "00000000").slice(20, 22).toHex();
    }

    /** Version and code of the answer, or a dash for none. */
    private static String raw(Tsm tsm, String hex) {
        return tsm.sendRaw(hex).map(response -> response.slice(0, 2).toHex()).orElse("-");
    }
}
