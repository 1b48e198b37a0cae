package dev.tdisp.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.EntropyException;
import dev.tdisp.core.env.Env;
import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.env.VirtualTime;
import dev.tdisp.core.ide.IdeStreamSettings;
import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.idekm.IdeKmRequester;
import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.requester.RequesterOptions;
import dev.tdisp.core.requester.TdispException;
import dev.tdisp.core.requester.TdispRequester;
import dev.tdisp.core.responder.TdispProfile;
import dev.tdisp.core.tdi.LockCheck;
import dev.tdisp.core.tdi.LockRefusal;
import dev.tdisp.core.tdi.TdispSwitch;
import dev.tdisp.core.trace.Trace;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.config.DeviceLayout;
import dev.tdisp.device.dsm.Credentials;
import dev.tdisp.spdm.responder.SpdmProfile;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TdiLockTest {
    private static final long DEFAULT = 1 << 22;

    private final Bench bench = Bench.enumerated(2);

    private void assertRefused(Bench bench, LockParameters parameters, TdispErrorCode code) {
        assertThatThrownBy(() -> bench.lock(bench.vf(1), parameters))
                .isInstanceOfSatisfying(
                        TdispException.class, e -> assertThat(e.error()).contains(code));
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.CONFIG_UNLOCKED);
        assertThat(bench.tdi(bench.vf(1)).machine().hasNonce()).isFalse();
        assertThat(bench.tdi(bench.vf(1)).machine().binding()).isEmpty();
    }

    private List<LockCheck> checks(Bench bench) {
        return bench.tdi(bench.vf(1)).lockRefusals(Bench.SESSION, bench.parameters()).stream()
                .map(LockRefusal::check)
                .toList();
    }

    @Test
    @Tag("T-036")
    void healthyDeviceLocks() {
        bench.secure();

        assertThat(checks(bench)).isEmpty();
        bench.lock(bench.vf(1));

        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.CONFIG_LOCKED);
    }

    @Test
    @Tag("T-019")
    void interfaceOfAnAbsentFunctionIsNotHosted() {
        bench.secure();
        var nobody = new TdispRequester(
                message -> bench.exchange(VendorProtocol.TDISP, Bench.SESSION, message),
                InterfaceId.of(new RequesterId(0x0103)),
                RequesterOptions.DEFAULT,
                Env.seeded(1));

        assertThatThrownBy(nobody::version)
                .isInstanceOfSatisfying(
                        TdispException.class, e -> assertThat(e.error()).contains(TdispErrorCode.INVALID_INTERFACE));
    }

    @Test
    @Tag("T-037")
    @Tag("T-051")
    void lockedInterfaceIsNotLockedAgain() {
        bench.secure();
        var nonce = bench.lock(bench.vf(1));

        assertThatThrownBy(() -> bench.lock(bench.vf(1)))
                .isInstanceOfSatisfying(
                        TdispException.class,
                        e -> assertThat(e.error()).contains(TdispErrorCode.INVALID_INTERFACE_STATE));

        TdispRequester requester = bench.tdisp(bench.vf(1));
        requester.version();
        requester.start(nonce);
        assertThat(bench.state(bench.vf(1))).isEqualTo(TdiState.RUN);
    }

    @Test
    @Tag("P-117")
    @Tag("T-040")
    void lockNeedsKeys() {
        bench.configureStream(0, Bench.STREAM, DEFAULT);

        assertThat(checks(bench)).containsExactly(LockCheck.L3);
        assertRefused(bench, bench.parameters(), TdispErrorCode.INVALID_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    @Tag("P-117")
    @Tag("T-041")
    @Tag("GAP-LCK-06")
    void lockNeedsAllSixKeys(int missing) {
        bench.secure();
        KeySlotId slot = KeySlotId.of(KeySet.K0).get(missing);
        bench.setStreamControl(0, bench.streamControl(0) & ~1L);
        IdeKmRequester keys = bench.ideKm(Bench.SESSION);
        var mirror = bench.host().port().addStream(IdeStreamSettings.defaultStream(Bench.STREAM));
        for (KeySlotId each : KeySlotId.of(KeySet.K0)) {
            if (!each.equals(slot)) {
                var key = dev.tdisp.core.ide.IdeKey.random(RandomSource.seeded(each.code()));
                keys.program(0, Bench.STREAM, each, key);
            }
        }
        assertThat(mirror.isSecure()).isFalse();

        assertThat(checks(bench)).containsExactly(LockCheck.L3);
        assertRefused(bench, bench.parameters(), TdispErrorCode.INVALID_REQUEST);
    }

    @Test
    void lockNeedsASecureStream() {
        bench.secure();
        IdeKmRequester keys = bench.ideKm(Bench.SESSION);
        bench.setStreamControl(0, bench.streamControl(0) & ~1L);
        bench.hostStream().disable();
        keys.programAll(0, bench.hostStream(), Bench.SESSION, KeySet.K0);

        assertThat(checks(bench)).containsExactly(LockCheck.L3);
    }

    @Test
    @Tag("T-042")
    void lockNeedsKeysOfItsOwnSession() {
        bench.secure(0x1234);

        assertThat(checks(bench)).containsExactly(LockCheck.L4);
        assertRefused(bench, bench.parameters(), TdispErrorCode.INVALID_REQUEST);
    }

    @Test
    @Tag("P-118")
    @Tag("T-043")
    @Tag("GAP-LCK-01")
    void lockNamesTheDefaultStream() {
        bench.secure();

        assertRefused(bench, LockParameters.of(LockFlags.NONE, 0x11), TdispErrorCode.INVALID_REQUEST);
    }

    @Test
    @Tag("T-043")
    void lockNeedsAStreamMarkedDefault() {
        bench.configureStream(0, Bench.STREAM, 0);

        assertThat(checks(bench)).containsExactly(LockCheck.L5);
    }

    @Test
    @Tag("T-043")
    @Tag("GAP-LCK-04")
    void lockNeedsOneDefaultStream() {
        bench.secure();
        bench.configureStream(1, new dev.tdisp.core.pcie.StreamId(0x20), DEFAULT);

        assertThat(checks(bench)).containsExactly(LockCheck.L6);
        assertRefused(bench, bench.parameters(), TdispErrorCode.INVALID_REQUEST);
    }

    @Test
    @Tag("T-043")
    @Tag("GAP-LCK-05")
    void lockNeedsTrafficClass0() {
        bench.configureStream(0, Bench.STREAM, DEFAULT | 1 << 19);

        assertThat(checks(bench)).contains(LockCheck.L7);
    }

    @Test
    @Tag("T-044")
    @Tag("P-118")
    @Tag("GAP-LCK-11")
    void lockRefusesPhantomFunctions() {
        bench.write(Bench.PF, 0x78, 2, 0x2B3F);
        bench.secure();

        assertThat(checks(bench)).containsExactly(LockCheck.L8);
        assertRefused(bench, bench.parameters(), TdispErrorCode.INVALID_DEVICE_CONFIGURATION);
    }

    @Test
    @Tag("T-045")
    @Tag("P-118")
    void lockRefusesOverlappingBars() {
        bench.secure();
        bench.write(Bench.PF, 0x18, 4, 0x0080_0000);

        assertThat(checks(bench)).containsExactly(LockCheck.L9);
        assertRefused(bench, bench.parameters(), TdispErrorCode.INVALID_DEVICE_CONFIGURATION);
    }

    @ParameterizedTest
    @ValueSource(longs = {0x0020_0000, 0x0210_0000})
    @Tag("T-045")
    void lockRefusesBarsOfVirtualFunctionsOverOthers(long low) {
        bench.secure();
        bench.write(Bench.PF, 0x18C, 4, low);

        assertThat(checks(bench)).containsExactly(LockCheck.L12);
        assertRefused(bench, bench.parameters(), TdispErrorCode.INVALID_DEVICE_CONFIGURATION);
    }

    @Test
    @Tag("T-047")
    void lockRefusesAnUnsupportedPageSize() {
        DeviceLayout usual = DeviceLayout.accelerator(8);
        DeviceLayout lenient = usual.withOptions(usual.options().withAnyPageSize(true));
        Bench other = new Bench(DeviceProfile.SPEC.withLayout(lenient)).enumerate(0);
        other.write(Bench.PF, 0x180, 4, 0x4);
        other.enableVirtualFunctions(1);
        other.secure();

        assertThat(checks(other)).containsExactly(LockCheck.L13);
        assertRefused(other, other.parameters(), TdispErrorCode.INVALID_DEVICE_CONFIGURATION);
    }

    @Test
    @Tag("GAP-LCK-22")
    void lockIsRefusedWhileTheDeviceObjects() {
        bench.secure();
        bench.tdi(bench.vf(1)).object("the self test failed");
        assertThat(checks(bench)).containsExactly(LockCheck.L17);
        assertRefused(bench, bench.parameters(), TdispErrorCode.INVALID_DEVICE_CONFIGURATION);

        bench.tdi(bench.vf(1)).object("");

        bench.lock(bench.vf(1));
    }

    @Test
    @Tag("T-049")
    @Tag("GAP-LCK-21")
    void lockWithoutEntropyIsRefused() {
        var time = new VirtualTime();
        var env = new Env(time, time, new NoEntropy(), Trace.none());
        SrIovDevice device = SrIovDevice.builder(env)
                .profile(DeviceProfile.SPEC.withTdisp(TdispProfile.SPEC.with(TdispSwitch.LOCK_WITHOUT_IDE_CHECKS)))
                .credentials(Credentials.issue(SpdmProfile.TDISP, RandomSource.seeded(3)))
                .build();
        device.configWrite(Bench.PF, 0x18, 4, 0x0100_0000);
        var requester = new TdispRequester(
                message -> device.dsm()
                        .protocols()
                        .registry()
                        .handle(Bench.SESSION, VendorProtocol.TDISP.wrap(message))
                        .flatMap(VendorProtocol.TDISP::unwrap)
                        .orElse(Bytes.EMPTY),
                InterfaceId.of(Bench.PF),
                RequesterOptions.DEFAULT,
                Env.seeded(1));
        requester.version();
        requester.capabilities();

        assertThatThrownBy(() -> requester.lock(LockParameters.of(LockFlags.NONE, 0)))
                .isInstanceOfSatisfying(
                        TdispException.class, e -> assertThat(e.error()).contains(TdispErrorCode.INSUFFICIENT_ENTROPY));
        assertThat(device.interfaceOf(device.physicalFunction()).state()).isEqualTo(TdiState.CONFIG_UNLOCKED);
    }

    private static final class NoEntropy implements RandomSource {
        @Override
        public Bytes next(int size) {
            throw new EntropyException("dry");
        }

        @Override
        public RandomSource forParty(String party) {
            return this;
        }

        @Override
        public boolean isDeterministic() {
            return true;
        }
    }

    @Test
    void lockNeedsAdvertisedFlags() {
        TdispProfile profile = TdispProfile.SPEC.withLockFlags(LockFlags.of(LockFlag.NO_FW_UPDATE));
        Bench other =
                new Bench(DeviceProfile.SPEC.withTdisp(profile)).enumerate(1).secure();
        Bytes request = Bytes.concat(
                Bytes.fromHex("10 83 00 00 01 01 00 00 0000000000000000"),
                Bytes.fromHex("04 00 10 00 0000000000000000 0000000000000000"));

        Bytes answer = other.exchange(VendorProtocol.TDISP, Bench.SESSION, request);

        assertThat(answer.slice(16, 20)).isEqualTo(Bytes.fromHex("01000000"));
    }

    @ParameterizedTest
    @EnumSource(LockFlag.class)
    void everyFlagLocks(LockFlag flag) {
        bench.secure();

        bench.lock(bench.vf(1), LockParameters.of(LockFlags.of(flag), Bench.STREAM.value()));

        assertThat(bench.tdi(bench.vf(1)).machine().binding().map(b -> b.parameters()))
                .isEqualTo(Optional.of(LockParameters.of(LockFlags.of(flag), Bench.STREAM.value())));
    }

    @Test
    void emulatorsProfileLocksWithoutKeys() {
        Bench other = new Bench(DeviceProfile.SPDM_EMU).enumerate(1);

        other.lock(other.vf(1), LockParameters.of(LockFlags.of(LockFlag.NO_FW_UPDATE), 0));

        assertThat(other.state(other.vf(1))).isEqualTo(TdiState.CONFIG_LOCKED);
    }
}
