package dev.tdisp.core.responder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.tdi.LockCheck;
import dev.tdisp.core.tdi.TdispSwitch;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LockInterfaceTest {
    private final MemoryDevice device = new MemoryDevice(TdispProfile.SPEC);
    private final Tsm tsm = new Tsm(device);

    @Test
    @Tag("T-011")
    @Tag("T-036")
    @Tag("T-072")
    void aLockBindsWhatTheRequestSays() {
        Bytes response = tsm.lock("0D00 05 00 0000000020FFFFFF 00F0FFFFFFFFFFFF");

        assertThat(response.size()).isEqualTo(48);
        assertThat(response.slice(0, 16)).isEqualTo(Bytes.fromHex("10 03 0000" + Tsm.FIRST));
        assertThat(tsm.state()).isEqualTo(TdiState.CONFIG_LOCKED);
        var binding = device.tdi().machine().binding().orElseThrow();
        assertThat(binding.sessionId()).isEqualTo(Tsm.SESSION);
        assertThat(binding.parameters().flags()).isEqualTo(new LockFlags(0x0D));
        assertThat(binding.parameters().defaultStreamId()).isEqualTo(5);
        assertThat(binding.parameters().mmioReportingOffset()).isEqualTo(-0xE0_0000_0000L);
        assertThat(binding.parameters().bindP2pAddressMask()).isEqualTo(-4096);
        assertThat(device.tdi().calls).hasSize(2).last().isEqualTo("report");
    }

    @Test
    @Tag("T-055")
    void anInterfaceThatNeedsNoIdeLocksWithoutAStream() {
        Bytes response = tsm.lock("0000 FF 00 0000000000000000 0000000000000000");

        assertThat(response.size()).isEqualTo(48);
        assertThat(tsm.state()).isEqualTo(TdiState.CONFIG_LOCKED);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"L1", "L2", "L18", "L20"},
            mode = EnumSource.Mode.EXCLUDE)
    @Tag("T-040")
    @Tag("T-041")
    @Tag("T-042")
    @Tag("T-043")
    @Tag("T-044")
    @Tag("T-045")
    @Tag("T-046")
    @Tag("T-047")
    @Tag("T-048")
    @Tag("T-050")
    void aConditionOfTheDeviceRefusesTheLockWithItsCode(LockCheck check) {
        device.tdi().lockRefusals.add(check.refuse("found so"));

        assertThat(Tsm.outcome(tsm.lock())).isEqualTo(check.code().name());

        assertThat(check.code())
                .isEqualTo(
                        check.isAboutIde()
                                ? TdispErrorCode.INVALID_REQUEST
                                : TdispErrorCode.INVALID_DEVICE_CONFIGURATION);
        assertThat(tsm.state()).isEqualTo(TdiState.CONFIG_UNLOCKED);
        assertThat(device.tdi().calls).isEmpty();
        assertThat(device.tdi().machine().hasNonce()).isFalse();
        assertThat(device.tdi().machine().binding()).isEmpty();
        assertThat(notes()).contains("found so").contains(check.name());
    }

    @Test
    @Tag("T-053")
    void reservedFlagsAreIgnored() {
        assertThat(Tsm.outcome(tsm.lock("E5FF 05 00 0000000000000000 0000000000000000")))
                .isEqualTo("ok");
        assertThat(device.tdi().machine().binding().orElseThrow().parameters().flags())
                .isEqualTo(new LockFlags(0x05));
    }

    @ParameterizedTest
    @CsvSource({
        "0F,07,08,INVALID_REQUEST",
        "07,0F,08,INVALID_REQUEST",
        "0F,0F,08,ok",
        "00,1F,00,ok",
        "00,1F,01,INVALID_REQUEST"
    })
    void aFlagThatIsNotAdvertisedRefusesTheLock(String ofProfile, String ofDevice, String asked, String outcome) {
        var limited = new MemoryDevice(TdispProfile.SPEC.withLockFlags(new LockFlags(Integer.parseInt(ofProfile, 16))));
        limited.lockFlags = new LockFlags(Integer.parseInt(ofDevice, 16));

        assertThat(Tsm.outcome(new Tsm(limited).lock(asked + "00 05 00 0000000000000000 0000000000000000")))
                .isEqualTo(outcome);
    }

    @Test
    void anOffsetThatIsNoMultipleOfAPageRefusesTheLock() {
        assertThat(Tsm.outcome(tsm.lock("0000 05 00 0108000000000000 0000000000000000")))
                .isEqualTo("INVALID_REQUEST");
        assertThat(tsm.state()).isEqualTo(TdiState.CONFIG_UNLOCKED);
    }

    @Test
    @Tag("T-049")
    @Tag("T-050")
    @Tag("GAP-VDM-09")
    void withoutEntropyNothingIsLocked() {
        device.isEntropyGone = true;

        assertThat(Tsm.outcome(tsm.lock())).isEqualTo("INSUFFICIENT_ENTROPY");

        assertThat(tsm.state()).isEqualTo(TdiState.CONFIG_UNLOCKED);
        assertThat(device.tdi().calls).isEmpty();
        device.isEntropyGone = false;
        assertThat(Tsm.outcome(tsm.lock())).isEqualTo("ok");
    }

    @ParameterizedTest
    @EnumSource(names = {"CONFIG_LOCKED", "RUN", "ERROR"})
    @Tag("T-037")
    @Tag("T-038")
    @Tag("T-039")
    void aLockIsRefusedBeforeAnythingElseIsLookedAt(TdiState state) {
        tsm.reach(state);
        device.tdi().lockRefusals.add(LockCheck.L3.refuse(""));
        device.isEntropyGone = true;

        assertThat(Tsm.outcome(tsm.lock())).isEqualTo("INVALID_INTERFACE_STATE");
        assertThat(tsm.state()).isEqualTo(state);
    }

    @Test
    @Tag("T-051")
    void aRefusedLockLeavesTheNonceValid() {
        tsm.lock();
        Bytes nonce = tsm.nonce;

        assertThat(Tsm.outcome(tsm.lock())).isEqualTo("INVALID_INTERFACE_STATE");

        assertThat(tsm.nonce).isEqualTo(nonce);
        assertThat(Tsm.outcome(tsm.start())).isEqualTo("ok");
    }

    @Test
    @Tag("T-052")
    void thousandNoncesDiffer() {
        Set<Bytes> nonces = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            tsm.lock();
            nonces.add(tsm.nonce);
            tsm.send(Tsm.STOP);
        }
        assertThat(nonces).hasSize(1000);
    }

    @Test
    @Tag("T-056")
    @Tag("T-084")
    void twoInterfacesLockIndependently() {
        var second = new Tsm(device, Tsm.SESSION, Tsm.SECOND);

        assertThat(Tsm.outcome(tsm.lock())).isEqualTo("ok");
        assertThat(second.state()).isEqualTo(TdiState.CONFIG_UNLOCKED);
        assertThat(Tsm.outcome(second.lock())).isEqualTo("ok");

        Bytes ofFirst = tsm.nonce;
        assertThat(Tsm.outcome(second.send(Tsm.START, ofFirst.toHex()))).isEqualTo("INVALID_NONCE");
        assertThat(Tsm.outcome(second.start())).isEqualTo("ok");
        assertThat(tsm.state()).isEqualTo(TdiState.CONFIG_LOCKED);
    }

    @Test
    void aReportTooLargeForItsLengthFieldIsTheDevicesMistake() {
        device.tdi().report = Bytes.filled(0, 0x10000);

        assertThatIllegalStateException().isThrownBy(tsm::lock).withMessageContaining("65536");
        assertThat(tsm.state()).isEqualTo(TdiState.CONFIG_UNLOCKED);
    }

    @Test
    void theTraceShowsTheResponseWithoutItsNonce() {
        tsm.lock();

        var message = device.trace.events().stream()
                .filter(TraceEvent.Message.class::isInstance)
                .map(TraceEvent.Message.class::cast)
                .reduce((a, b) -> b)
                .orElseThrow();
        assertThat(message.name()).isEqualTo("LOCK_INTERFACE_RESPONSE");
        assertThat(message.source()).isEqualTo("device");
        assertThat(message.destination()).isEqualTo("tsm");
        assertThat(message.bytes().from(16)).isEqualTo(Bytes.filled(0, 32));
        assertThat(device.trace.events().toString()).doesNotContain(tsm.nonce.toString());
    }

    @Test
    void aCheckedFlagIsNotPassedOnWhereTheProfileDoesNotCheck() {
        var loose = new MemoryDevice(
                TdispProfile.SPEC.with(TdispSwitch.LOCK_FLAGS_NOT_CHECKED).withLockFlags(new LockFlags(0x07)));

        assertThat(Tsm.outcome(new Tsm(loose).lock("FFFF 05 00 0000000000000000 0000000000000000")))
                .isEqualTo("ok");
        assertThat(loose.tdi().machine().binding().orElseThrow().parameters().flags())
                .isEqualTo(new LockFlags(0x07));
    }

    private String notes() {
        return device.trace.events().stream()
                .filter(TraceEvent.Note.class::isInstance)
                .map(TraceEvent::summary)
                .reduce("", String::concat);
    }

    @Test
    void theLargestReportFits() {
        device.tdi().report = Bytes.filled(0, 0xFFFF);

        assertThat(Tsm.outcome(tsm.lock())).isEqualTo("ok");
        assertThat(tsm.report(0xFFFE, 1).slice(16, 20)).isEqualTo(Bytes.fromHex("0100 0000"));
    }

    @Test
    void ofSeveralConditionsTheFirstInTheOrderOfChecksIsNamed() {
        device.tdi().lockRefusals.add(LockCheck.L9.refuse(""));
        device.tdi().lockRefusals.add(LockCheck.L8.refuse(""));
        tsm.lock();
        assertThat(notes()).endsWith("INVALID_DEVICE_CONFIGURATION: L8, Phantom Functions are enabled");

        device.tdi().lockRefusals.add(LockCheck.L19.refuse(""));
        device.tdi().lockRefusals.add(LockCheck.L5.refuse("7"));
        tsm.lock();
        assertThat(notes()).endsWith("INVALID_REQUEST: L5, the stream is not the one configured as default: 7");
    }
}
