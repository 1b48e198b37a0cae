package dev.tdisp.host.tsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.ide.IdeProfile;
import dev.tdisp.core.ide.IdeStreamEvent;
import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.tdi.TdiEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.memory.GuestAddressSpace;
import dev.tdisp.host.memory.HostMemory;
import dev.tdisp.host.memory.Iommu;
import dev.tdisp.host.memory.MemoryResult;
import dev.tdisp.host.memory.PageOwner;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.memory.Refusal;
import dev.tdisp.host.memory.TvmId;
import dev.tdisp.host.memory.Visibility;
import dev.tdisp.host.rootport.RootPort;
import dev.tdisp.host.tsm.TsmException.Reason;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.crypto.Hash;
import java.util.Optional;
import java.util.OptionalInt;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TeeSecurityManagerTest {
    private static final TvmId ALICE = new TvmId("alice");
    private static final TvmId BOB = new TvmId("bob");
    private static final FunctionId VF1 = FakeDsm.VF1;
    private static final FunctionId VF2 = FakeDsm.VF2;
    private static final RequesterId RID1 = VF1.requesterId();
    private static final long BAR = FakeDsm.WINDOW.address();
    private static final long GUEST_BAR = 0x8_0000_0000L;
    private static final Bytes NONCE = Bytes.filled(0x5A, 32);

    private final Env env = Env.seeded(1);
    private final HostMemory memory = new HostMemory(env);
    private final Iommu iommu = new Iommu(env, memory);
    private final RootPort port = new RootPort(RequesterId.of(0, 1, 0), iommu, IdeProfile.STRICT, env);
    private final FakeDsm device = new FakeDsm(env);
    private final TeeSecurityManager tsm = new TeeSecurityManager(port, memory, iommu, device, TsmOptions.DEFAULT, env);
    private final GuestAddressSpace space = tsm.createGuest(ALICE);

    @BeforeEach
    void plugTheDeviceIn() {
        port.connect(device);
        port.openWindow(FakeDsm.WINDOW);
    }

    private GuestCalls connectAndBind() {
        tsm.connect(device);
        tsm.bind(VF1, ALICE);
        tsm.proposeMmio(VF1, GUEST_BAR, new PageRange(BAR, 5));
        return tsm.callsOf(ALICE);
    }

    private GuestCalls startAndOpen() {
        GuestCalls calls = connectAndBind();
        calls.measure(VF1, NONCE);
        BindEpoch epoch = calls.status(VF1).epoch();
        acceptAll(calls, epoch);
        calls.start(VF1, epoch);
        calls.openGate(VF1, epoch);
        return calls;
    }

    private static void acceptAll(GuestCalls calls, BindEpoch epoch) {
        calls.acceptMmio(VF1, 0, GUEST_BAR, epoch);
        calls.acceptMmio(VF1, 2, GUEST_BAR + 0x3000, epoch);
    }

    private TdiState state() {
        return device.tdi(VF1).machine.state();
    }

    private static void refused(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        TsmException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Nested
    class Connecting {
        @Test
        @Tag("P-064")
        @Tag("P-090")
        void linkIsSecureAtBothEnds() {
            tsm.connect(device);

            assertThat(port.ide().stream(TsmOptions.DEFAULT.stream())
                            .orElseThrow()
                            .isSecure())
                    .isTrue();
            assertThat(device.ide.streams().get(0).isSecure()).isTrue();
        }

        @Test
        void nothingWorksBefore() {
            refused(Reason.NOT_CONNECTED, () -> tsm.bind(VF1, ALICE));
            refused(Reason.NOT_CONNECTED, tsm::secureLink);
            refused(Reason.NOT_CONNECTED, tsm::refreshKeys);
        }

        @Test
        void oneSessionIsEnough() {
            tsm.connect(device);

            refused(Reason.ALREADY_CONNECTED, () -> tsm.connect(device));
        }

        @Test
        @Tag("P-071")
        void deviceThatNamesAnotherFunctionIsRefused() {
            device.claimed = new FunctionId(0, RequesterId.of(2, 0, 0));

            refused(Reason.WRONG_DEVICE, () -> tsm.connect(device));

            assertThat(tsm.isConnected()).isFalse();
            assertThat(device.sessionEnded).isTrue();
        }

        @Test
        void hypervisorThatDoesNotEnableTheStreamIsCaught() {
            device.forgetsToEnable = true;

            refused(Reason.STREAM_NOT_SECURE, () -> tsm.connect(device));

            assertThat(port.ide().stream(TsmOptions.DEFAULT.stream())
                            .orElseThrow()
                            .isSecure())
                    .isFalse();
        }

        @Test
        @Tag("P-081")
        @Tag("T-097")
        void refreshedKeysKeepTheStreamSecure() {
            startAndOpen();

            tsm.refreshKeys();

            assertThat(state()).isEqualTo(TdiState.RUN);
            assertThat(iommu.gate(RID1).isOpen()).isTrue();
        }

        @Test
        void certificateChainGoesToTheHypervisorAndItsDigestStays() {
            GuestCalls calls = connectAndBind();

            Bytes digest = Hash.of(HashAlgorithm.SHA_384).digest(FakeDsm.CHAIN);
            assertThat(device.kept.get(FakeDsm.PF)).containsEntry(EvidenceKind.CERTIFICATE_CHAIN, FakeDsm.CHAIN);
            assertThat(calls.status(VF1).digests().of(EvidenceKind.CERTIFICATE_CHAIN))
                    .contains(digest);
        }

        @Test
        void disconnectStopsInterfacesBeforeTheSessionEnds() {
            startAndOpen();

            tsm.disconnect();

            assertThat(device.requests).last().isEqualTo("GET_DEVICE_INTERFACE_STATE");
            assertThat(device.requests).contains("STOP_INTERFACE_REQUEST");
            assertThat(state()).isEqualTo(TdiState.CONFIG_UNLOCKED);
            assertThat(device.sessionEnded).isTrue();
            assertThat(device.ide.streams().get(0).isKeyed()).isFalse();
        }
    }

    @Nested
    class Binding {
        @Test
        @Tag("T-141")
        @Tag("T-142")
        void interfaceIsLockedInOrder() {
            connectAndBind();

            assertThat(device.requests)
                    .containsExactly(
                            "GET_TDISP_VERSION",
                            "GET_TDISP_CAPABILITIES",
                            "GET_DEVICE_INTERFACE_STATE",
                            "LOCK_INTERFACE_REQUEST",
                            "GET_DEVICE_INTERFACE_STATE",
                            "GET_DEVICE_INTERFACE_REPORT");
            assertThat(state()).isEqualTo(TdiState.CONFIG_LOCKED);
        }

        @Test
        void statusIsTheSecurityManagersOwnWord() {
            InterfaceStatus status = connectAndBind().status(VF1);

            Bytes report = device.kept.get(VF1).get(EvidenceKind.INTERFACE_REPORT);
            assertThat(status.state()).isEqualTo(TdiState.CONFIG_LOCKED);
            assertThat(status.lockFlags())
                    .isEqualTo(LockFlags.of(LockFlag.NO_FW_UPDATE, LockFlag.LOCK_MSIX, LockFlag.ALL_REQUEST_REDIRECT));
            assertThat(status.digests().of(EvidenceKind.INTERFACE_REPORT))
                    .contains(Hash.of(HashAlgorithm.SHA_384).digest(report));
            assertThat(status.digests().of(EvidenceKind.MEASUREMENTS)).isEmpty();
            assertThat(status.link().streamSecure()).isTrue();
        }

        @Test
        void bindingTwiceToTheSameGuestChangesNothing() {
            GuestCalls calls = connectAndBind();
            BindEpoch epoch = calls.status(VF1).epoch();

            tsm.bind(VF1, ALICE);

            assertThat(calls.status(VF1).epoch()).isEqualTo(epoch);
        }

        @Test
        void interfaceHasOneGuest() {
            tsm.createGuest(BOB);
            connectAndBind();

            refused(Reason.ALREADY_BOUND, () -> tsm.bind(VF1, BOB));
            refused(Reason.NOT_BOUND, () -> tsm.callsOf(BOB).status(VF1));
        }

        @Test
        void unknownGuestAndForeignFunctionAreRefused() {
            tsm.connect(device);

            refused(Reason.UNKNOWN_GUEST, () -> tsm.bind(VF1, BOB));
            refused(Reason.UNKNOWN_FUNCTION, () -> tsm.bind(new FunctionId(0, RequesterId.of(1, 0, 7)), ALICE));
        }

        @Test
        @Tag("P-117")
        void insecureStreamIsNotBoundTo() {
            tsm.authenticate(device);

            refused(Reason.STREAM_NOT_SECURE, () -> tsm.bind(VF1, ALICE));

            assertThat(device.requests).isEmpty();
        }

        @Test
        void interfaceThatSomebodyLockedIsNotBound() {
            connectAndBind();
            tsm.abandon("test");
            tsm.connect(device);
            device.lostAnswer = OptionalInt.of(RequestCode.STOP_INTERFACE_REQUEST.code());

            refused(Reason.DEVICE_SILENT, () -> tsm.bind(VF1, ALICE));
            tsm.bind(VF1, ALICE);

            assertThat(state()).isEqualTo(TdiState.CONFIG_LOCKED);
        }

        @Test
        void lostAnswerToALockLeavesNothingLocked() {
            tsm.connect(device);
            device.lostAnswer = OptionalInt.of(RequestCode.LOCK_INTERFACE_REQUEST.code());

            refused(Reason.DEVICE_SILENT, () -> tsm.bind(VF1, ALICE));

            assertThat(state()).isEqualTo(TdiState.CONFIG_UNLOCKED);
            refused(Reason.NOT_BOUND, () -> tsm.callsOf(ALICE).status(VF1));
        }

        @Test
        @Tag("T-144")
        void impossibleReportUndoesTheLock() {
            tsm.connect(device);
            device.tdi(VF1).otherReport = Optional.of(Bytes.fromHex("01"));

            refused(Reason.DEVICE_REFUSED, () -> tsm.bind(VF1, ALICE));

            assertThat(state()).isEqualTo(TdiState.CONFIG_UNLOCKED);
        }

        @Test
        void everyLockHasAnEpochOfItsOwn() {
            GuestCalls calls = connectAndBind();
            BindEpoch first = calls.status(VF1).epoch();

            tsm.unbind(VF1);
            tsm.bind(VF1, ALICE);

            assertThat(calls.status(VF1).epoch().lock()).isNotEqualTo(first.lock());
        }
    }

    @Nested
    class Accepting {
        @Test
        @Tag("T-077")
        @Tag("T-143")
        void acceptedInterfaceRuns() {
            GuestCalls calls = startAndOpen();

            assertThat(calls.status(VF1).state()).isEqualTo(TdiState.RUN);
            assertThat(iommu.gate(RID1).isOpen()).isTrue();
            assertThat(space.mapping(GUEST_BAR + 0x1000).orElseThrow())
                    .isEqualTo(new GuestAddressSpace.Mapping(BAR + 0x1000, Visibility.PRIVATE));
            assertThat(memory.ownerOf(BAR)).isEqualTo(new PageOwner.Mmio(VF1, ALICE));
        }

        @Test
        void nothingIsMappedOrOpenBeforeTheGuestAccepts() {
            connectAndBind();

            assertThat(space.mapping(GUEST_BAR)).isEmpty();
            assertThat(iommu.gate(RID1).isOpen()).isFalse();
            assertThat(state()).isEqualTo(TdiState.CONFIG_LOCKED);
        }

        @Test
        @Tag("T-145")
        void startNeedsEveryRangeOfTeeMemory() {
            GuestCalls calls = connectAndBind();
            BindEpoch epoch = calls.status(VF1).epoch();
            calls.acceptMmio(VF1, 0, GUEST_BAR, epoch);

            refused(Reason.RANGE_NOT_MAPPED, () -> calls.start(VF1, epoch));

            assertThat(state()).isEqualTo(TdiState.CONFIG_LOCKED);
        }

        @Test
        @Tag("T-145")
        void pagesInAnotherOrderAreRefused() {
            GuestCalls calls = connectAndBind();
            BindEpoch epoch = calls.status(VF1).epoch();
            tsm.proposeMmio(VF1, GUEST_BAR, new PageRange(BAR + 0x1000, 1));
            tsm.proposeMmio(VF1, GUEST_BAR + 0x1000, new PageRange(BAR, 1));

            refused(Reason.WRONG_MAPPING, () -> calls.acceptMmio(VF1, 0, GUEST_BAR, epoch));

            assertThat(memory.ownerOf(BAR)).isEqualTo(PageOwner.FREE);
        }

        @Test
        void windowThatWasNotProposedIsRefused() {
            GuestCalls calls = connectAndBind();
            BindEpoch epoch = calls.status(VF1).epoch();

            refused(Reason.WRONG_MAPPING, () -> calls.acceptMmio(VF1, 0, GUEST_BAR + 0x10_0000, epoch));
            refused(Reason.WRONG_MAPPING, () -> calls.acceptMmio(VF1, 9, GUEST_BAR, epoch));
        }

        @Test
        void pagesOfAnotherOwnerAreRefused() {
            GuestCalls calls = connectAndBind();
            BindEpoch epoch = calls.status(VF1).epoch();
            memory.assign(new PageRange(BAR + 0x1000, 1), new PageOwner.Private(BOB));

            refused(Reason.WRONG_MAPPING, () -> calls.acceptMmio(VF1, 0, GUEST_BAR, epoch));

            assertThat(space.mapping(GUEST_BAR)).isEmpty();
        }

        @Test
        void acceptedRangeReplacesTheSharedWindow() {
            GuestCalls calls = connectAndBind();
            space.mapShared(GUEST_BAR, new PageRange(BAR, 5));

            calls.acceptMmio(VF1, 0, GUEST_BAR, calls.status(VF1).epoch());

            assertThat(space.mapping(GUEST_BAR).orElseThrow().visibility()).isEqualTo(Visibility.PRIVATE);
            assertThat(space.mapping(GUEST_BAR + 0x2000).orElseThrow().visibility())
                    .isEqualTo(Visibility.SHARED);
        }

        @Test
        void everyStepNeedsThePresentEpoch() {
            GuestCalls calls = connectAndBind();
            BindEpoch old = calls.status(VF1).epoch();
            calls.measure(VF1, NONCE);

            refused(Reason.STALE_EPOCH, () -> calls.acceptMmio(VF1, 0, GUEST_BAR, old));
            refused(Reason.STALE_EPOCH, () -> calls.start(VF1, old));
            refused(Reason.STALE_EPOCH, () -> calls.openGate(VF1, old));
        }

        @Test
        void rebindingBehindTheGuestsBackIsNoticed() {
            GuestCalls calls = connectAndBind();
            BindEpoch verified = calls.status(VF1).epoch();

            tsm.unbind(VF1);
            tsm.bind(VF1, ALICE);

            refused(Reason.STALE_EPOCH, () -> calls.start(VF1, verified));
        }

        @Test
        @Tag("T-082")
        void interfaceInErrorDoesNotStart() {
            GuestCalls calls = connectAndBind();
            BindEpoch epoch = calls.status(VF1).epoch();
            acceptAll(calls, epoch);
            device.tdi(VF1).machine.on(TdiEvent.BAR_MODIFIED);

            refused(Reason.DEVICE_REFUSED, () -> calls.start(VF1, epoch));

            assertThat(calls.status(VF1).state()).isEqualTo(TdiState.ERROR);
        }

        @Test
        void gateOpensInRunOnly() {
            GuestCalls calls = connectAndBind();

            refused(
                    Reason.WRONG_STATE,
                    () -> calls.openGate(VF1, calls.status(VF1).epoch()));

            assertThat(iommu.gate(RID1).isOpen()).isFalse();
        }

        @Test
        void measurementsCarryTheGuestsNonce() {
            GuestCalls calls = connectAndBind();

            calls.measure(VF1, NONCE);

            Bytes evidence = device.kept.get(VF1).get(EvidenceKind.MEASUREMENTS);
            assertThat(SignedMeasurements.decode(evidence).nonce()).isEqualTo(NONCE);
            assertThat(calls.status(VF1).digests().of(EvidenceKind.MEASUREMENTS))
                    .contains(Hash.of(HashAlgorithm.SHA_384).digest(evidence));
        }
    }

    @Nested
    class Losing {
        @Test
        @Tag("T-085")
        void unboundInterfaceLeavesNothingBehind() {
            startAndOpen();

            boolean isStopped = tsm.unbind(VF1);

            assertThat(isStopped).isTrue();
            assertThat(state()).isEqualTo(TdiState.CONFIG_UNLOCKED);
            assertThat(iommu.gate(RID1).isOpen()).isFalse();
            assertThat(space.mapping(GUEST_BAR)).isEmpty();
            assertThat(memory.ownerOf(BAR)).isEqualTo(PageOwner.FREE);
        }

        @Test
        @Tag("P-126")
        void interfaceThatDidNotConfirmItsStopIsStoppedBeforeTheNextLock() {
            startAndOpen();
            device.lostRequest = OptionalInt.of(RequestCode.STOP_INTERFACE_REQUEST.code());

            assertThat(tsm.unbind(VF1)).isFalse();
            assertThat(iommu.gate(RID1).isOpen()).isFalse();
            int before = device.requests.size();
            tsm.bind(VF1, ALICE);

            assertThat(device.requests.subList(before, device.requests.size()))
                    .startsWith("GET_TDISP_VERSION", "GET_DEVICE_INTERFACE_STATE", "STOP_INTERFACE_REQUEST");
        }

        @Test
        void startedInterfaceKeepsItsReport() {
            startAndOpen();

            refused(Reason.WRONG_STATE, () -> tsm.readReport(VF1));

            assertThat(space.mapping(GUEST_BAR)).isPresent();
        }

        @Test
        @Tag("T-087")
        void interfaceInErrorIsRecoveredByUnbinding() {
            startAndOpen();
            device.tdi(VF1).machine.on(TdiEvent.FUNCTION_LEVEL_RESET);

            assertThat(tsm.unbind(VF1)).isTrue();
            tsm.bind(VF1, ALICE);

            assertThat(state()).isEqualTo(TdiState.CONFIG_LOCKED);
        }

        @Test
        @Tag("T-094")
        void lostStreamClosesTheGateAtOnce() {
            startAndOpen();

            port.ide().stream(TsmOptions.DEFAULT.stream()).orElseThrow().invalidate(IdeStreamEvent.CHECK_FAILED);

            assertThat(iommu.gate(RID1).isOpen()).isFalse();
        }

        @Test
        void lostStreamIsKeyedAnewOverTheSameSession() {
            startAndOpen();
            device.breakStream();

            tsm.unbind(VF1);
            tsm.secureLink();
            tsm.bind(VF1, ALICE);

            assertThat(state()).isEqualTo(TdiState.CONFIG_LOCKED);
        }

        @Test
        void guestCanCloseItsGateAndGiveTheInterfaceBack() {
            GuestCalls calls = startAndOpen();

            calls.closeGate(VF1);
            assertThat(iommu.gate(RID1).isOpen()).isFalse();

            calls.release(VF1);
            assertThat(state()).isEqualTo(TdiState.CONFIG_UNLOCKED);
            refused(Reason.NOT_BOUND, () -> calls.status(VF1));
        }

        @Test
        void abandonedDeviceHasNothingLeft() {
            startAndOpen();
            int before = device.requests.size();

            tsm.abandon("surprise removal");

            assertThat(device.requests).hasSize(before);
            assertThat(tsm.isConnected()).isFalse();
            assertThat(iommu.gate(RID1).isOpen()).isFalse();
            assertThat(memory.ownerOf(BAR)).isEqualTo(PageOwner.FREE);
        }

        @Test
        void lostSessionTakesEverythingWithIt() {
            GuestCalls calls = startAndOpen();

            device.loseSession();

            assertThat(tsm.isConnected()).isFalse();
            assertThat(iommu.gate(RID1).isOpen()).isFalse();
            assertThat(port.ide().stream(TsmOptions.DEFAULT.stream())
                            .orElseThrow()
                            .isSecure())
                    .isFalse();
            refused(Reason.NOT_BOUND, () -> calls.status(VF1));
        }

        @Test
        @Tag("T-138")
        void newSessionRecoversAnInterfaceThatTheOldOneLost() {
            startAndOpen();
            tsm.abandon("session lost");
            tsm.connect(device);
            tsm.bind(VF1, ALICE);

            assertThat(state()).isEqualTo(TdiState.CONFIG_LOCKED);
        }

        @Test
        void destroyedGuestLosesItsInterfacesAndItsMemory() {
            tsm.addPrivatePages(ALICE, 0x1000, new PageRange(0x10_0000, 2));
            startAndOpen();

            tsm.destroyGuest(ALICE);

            assertThat(state()).isEqualTo(TdiState.CONFIG_UNLOCKED);
            assertThat(memory.ownerOf(0x10_0000)).isEqualTo(PageOwner.FREE);
            refused(Reason.UNKNOWN_GUEST, () -> tsm.callsOf(ALICE));
        }

        @Test
        void privateMemoryOfAGuestIsNotTakenByTheHypervisor() {
            tsm.addPrivatePages(ALICE, 0x1000, new PageRange(0x10_0000, 1));

            MemoryResult released = memory.release(new PageRange(0x10_0000, 1));
            MemoryResult given = tsm.addPrivatePages(ALICE, 0x2000, new PageRange(0x10_0000, 1));

            assertThat(released.refusal().map(Refusal::reason)).contains(Refusal.Reason.PINNED);
            assertThat(given.refusal().map(Refusal::reason)).contains(Refusal.Reason.ALREADY_OWNED);
        }

        @Test
        void otherInterfaceIsNotTouched() {
            startAndOpen();
            tsm.bind(VF2, ALICE);

            tsm.unbind(VF1);

            assertThat(device.tdi(VF2).machine.state()).isEqualTo(TdiState.CONFIG_LOCKED);
        }
    }
}
