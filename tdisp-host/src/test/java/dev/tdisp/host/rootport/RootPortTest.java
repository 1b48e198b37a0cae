package dev.tdisp.host.rootport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.ide.AddressRange;
import dev.tdisp.core.ide.IdeProfile;
import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.ide.IdeStreamSettings;
import dev.tdisp.core.ide.RidRange;
import dev.tdisp.core.pcie.AddressType;
import dev.tdisp.core.pcie.Completion;
import dev.tdisp.core.pcie.CompletionStatus;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.MemoryRead;
import dev.tdisp.core.pcie.MemoryWrite;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.pcie.TlpAttributes;
import dev.tdisp.core.trace.RecordingTrace;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.memory.GuestAddressSpace;
import dev.tdisp.host.memory.HostMemory;
import dev.tdisp.host.memory.Initiator;
import dev.tdisp.host.memory.Iommu;
import dev.tdisp.host.memory.MemoryResult;
import dev.tdisp.host.memory.PageOwner;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.memory.Refusal;
import dev.tdisp.host.memory.Refusal.Reason;
import dev.tdisp.host.memory.TvmId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RootPortTest {
    private static final RequesterId SELF = RequesterId.of(0, 1, 0);
    private static final RequesterId VF = FakeEndpoint.FUNCTION;
    private static final RequesterId STRANGER = RequesterId.of(1, 1, 0);
    private static final long WINDOW = 0x40_0000_0000L;
    private static final long OWN = 0x1000;
    private static final long SHARED = 0x2000;
    private static final Bytes WORD = Bytes.fromHex("01020304");

    private final RecordingTrace trace = new RecordingTrace();
    private final Env env = Env.seeded(1, trace);
    private final HostMemory memory = new HostMemory(env);
    private final Iommu iommu = new Iommu(env, memory);
    private final RootPort port = new RootPort(SELF, iommu, IdeProfile.STRICT, env);
    private final FakeEndpoint device = new FakeEndpoint(env);
    private final TvmId tvm = new TvmId("tvm");

    @BeforeEach
    void plugTheDeviceIn() {
        port.connect(device);
        port.openWindow(new PageRange(WINDOW, 0x1000));
    }

    private void secure() {
        var addresses = new AddressRange(WINDOW, WINDOW + 0xFF_FFFF);
        var partner = new RidRange(RequesterId.of(1, 0, 0), RequesterId.of(1, 0, 7));
        device.secure(port.ide(), IdeStreamSettings.of(FakeEndpoint.STREAM, partner, List.of(addresses)), env);
    }

    /** A guest with a private page at 1000h and a shared one at 2000h, and an open gate. */
    private void openTheGate() {
        memory.assign(new PageRange(0x10_1000, 1), new PageOwner.Private(tvm));
        memory.assign(new PageRange(0x10_2000, 1), PageOwner.SHARED);
        var space = new GuestAddressSpace(tvm, memory, port);
        space.mapPrivate(OWN, new PageRange(0x10_1000, 1));
        iommu.mapUntrusted(VF, SHARED, new PageRange(0x10_2000, 1));
        iommu.install(VF, space);
        iommu.accept(VF);
        iommu.gate(VF).open("test");
        iommu.install(STRANGER, space);
        iommu.accept(STRANGER);
        iommu.gate(STRANGER).open("test");
    }

    private static Optional<Reason> reasonOf(MemoryResult result) {
        return result.refusal().map(Refusal::reason);
    }

    @Nested
    class Downstream {
        @Test
        void windowIsClaimedAndNothingElse() {
            assertThat(port.claims(WINDOW)).isTrue();
            assertThat(port.claims(WINDOW - 1)).isFalse();
            assertThat(port.claims(WINDOW + 0x100_0000)).isFalse();
        }

        @Test
        void untrustedAccessGoesInTheClearWithoutAStream() {
            MemoryResult result = port.read(WINDOW, 4, false);

            assertThat(result.data()).isEqualTo(Bytes.filled(0xD5, 4));
            assertThat(device.received).containsExactly("MRd 00:01.0 tag 1 4000000000h +4 plain");
        }

        @Test
        void poisonedDataIsNoResult() {
            device.poisons = true;

            assertThat(reasonOf(port.read(WINDOW, 4, false))).contains(Reason.UNSUPPORTED_REQUEST);
        }

        @Test
        @Tag("P-127")
        void trustedAccessGoesOverASecureStreamOrNotAtAll() {
            assertThat(reasonOf(port.write(WINDOW, WORD, true))).contains(Reason.STREAM_INSECURE);
            assertThat(device.received).isEmpty();

            secure();

            assertThat(port.write(WINDOW, WORD, true).isDone()).isTrue();
            assertThat(port.read(WINDOW, 4, true).data()).isEqualTo(Bytes.filled(0xD5, 4));
            assertThat(device.received)
                    .containsExactly(
                            "MWr 00:01.0 tag 2 4000000000h +4 T=true", "MRd 00:01.0 tag 3 4000000000h +4 T=true");
        }

        @Test
        void untrustedAccessSharesTheStreamWithTClear() {
            secure();

            port.write(WINDOW, WORD, false);

            assertThat(device.received).containsExactly("MWr 00:01.0 tag 1 4000000000h +4 T=false");
        }

        @Test
        @Tag("P-124")
        void largeAccessIsSplit() {
            port.write(WINDOW + 0xF80, Bytes.filled(1, 0x200), false);

            assertThat(device.received)
                    .containsExactly(
                            "MWr 00:01.0 tag 1 4000000f80h +128 plain",
                            "MWr 00:01.0 tag 2 4000001000h +256 plain",
                            "MWr 00:01.0 tag 3 4000001100h +128 plain");
        }

        @Test
        void refusalOfTheDeviceIsToldApart() {
            device.status = CompletionStatus.UNSUPPORTED_REQUEST;
            assertThat(reasonOf(port.read(WINDOW, 4, false))).contains(Reason.UNSUPPORTED_REQUEST);

            device.status = CompletionStatus.COMPLETER_ABORT;
            assertThat(reasonOf(port.read(WINDOW, 4, false))).contains(Reason.COMPLETER_ABORT);
        }

        @Test
        void completionOfAnotherRequestIsNone() {
            device.confusesTags = true;

            assertThat(reasonOf(port.read(WINDOW, 4, false))).contains(Reason.UNSUPPORTED_REQUEST);
        }

        @Test
        @Tag("P-100")
        void completionWithOtherTrustThanItsRequestIsNone() {
            secure();
            device.confusesTrust = true;

            assertThat(reasonOf(port.read(WINDOW, 4, true))).contains(Reason.UNSUPPORTED_REQUEST);
        }

        @Test
        void removedDeviceLeavesNothingBehind() {
            secure();

            port.removeDevice();

            assertThat(reasonOf(port.read(WINDOW, 4, false))).contains(Reason.UNSUPPORTED_REQUEST);
            assertThat(reasonOf(port.read(WINDOW, 4, true))).contains(Reason.STREAM_INSECURE);
        }
    }

    @Nested
    class Upstream {
        @Test
        void trustedRequestReachesPrivateMemory() {
            secure();
            openTheGate();

            device.send(new MemoryWrite(VF, 0, OWN, WORD), true);
            Completion completion =
                    device.send(new MemoryRead(VF, 9, OWN, 4), true).orElseThrow();

            assertThat(completion.payload()).isEqualTo(WORD);
            assertThat(completion.tag()).isEqualTo(9);
            assertThat(memory.read(new Initiator.Tvm(tvm), 0x10_1000, 4).data()).isEqualTo(WORD);
        }

        @Test
        void plainRequestReachesSharedMemoryOnly() {
            openTheGate();

            device.sendPlain(new MemoryWrite(VF, 0, SHARED, WORD));

            assertThat(device.sendPlain(new MemoryRead(VF, 1, SHARED, 4))
                            .orElseThrow()
                            .payload())
                    .isEqualTo(WORD);
            assertThat(device.sendPlain(new MemoryRead(VF, 1, OWN, 4))
                            .orElseThrow()
                            .status())
                    .isEqualTo(CompletionStatus.UNSUPPORTED_REQUEST);
        }

        @Test
        void closedGateIsUnsupportedRequest() {
            secure();
            openTheGate();
            iommu.gate(VF).close("test");

            Completion completion =
                    device.send(new MemoryRead(VF, 9, OWN, 4), true).orElseThrow();

            assertThat(completion.status()).isEqualTo(CompletionStatus.UNSUPPORTED_REQUEST);
            assertThat(trace.events())
                    .anySatisfy(event -> assertThat(event.summary()).contains("MRd 01:00.1 tag 9", "GATE_CLOSED"));
        }

        @Test
        @Tag("P-099")
        @Tag("GAP-DAT-11")
        @Tag("P-120")
        void requesterOutsideTheAssociationIsRefusedBeforeTranslation() {
            secure();
            openTheGate();

            Optional<Completion> read = device.send(new MemoryRead(STRANGER, 9, OWN, 4), true);
            Optional<Completion> written = device.send(new MemoryWrite(STRANGER, 0, OWN, WORD), true);

            assertThat(read.orElseThrow().status()).isEqualTo(CompletionStatus.UNSUPPORTED_REQUEST);
            assertThat(written).isEmpty();
            assertThat(memory.read(new Initiator.Tvm(tvm), 0x10_1000, 4).data()).isEqualTo(Bytes.filled(0, 4));
            assertThat(device.stream().isSecure()).isTrue();
            assertThat(port.counters().refused()).isEqualTo(2);
        }

        @Test
        @Tag("GAP-DAT-11")
        void requestOverAForeignStreamIsRefusedBeforeTranslation() {
            secure();
            openTheGate();
            var foreign = new StreamId(0x11);
            var partner = new RidRange(STRANGER, STRANGER);
            device.secure(port.ide(), IdeStreamSettings.of(foreign, partner, List.of()), env);
            IdeStream stream = device.ide.stream(foreign).orElseThrow();

            Optional<Completion> read = device.send(new MemoryRead(VF, 9, OWN, 4), true, stream);
            Optional<Completion> written = device.send(new MemoryWrite(VF, 0, OWN, WORD), true, stream);

            assertThat(read.map(Completion::status)).contains(CompletionStatus.UNSUPPORTED_REQUEST);
            assertThat(written).isEmpty();
            assertThat(memory.read(new Initiator.Tvm(tvm), 0x10_1000, 4).data()).isEqualTo(Bytes.filled(0, 4));
            assertThat(port.counters().refused()).isEqualTo(2);
            assertThat(device.send(new MemoryRead(STRANGER, 9, OWN, 4), true, stream)
                            .map(Completion::status))
                    .contains(CompletionStatus.SUCCESSFUL);
        }

        /** No address space is set up for any process, so that each PASID is a foreign one. */
        @Test
        @Tag("GAP-DAT-11")
        void requestOfAProcessIsRefusedBeforeTranslation() {
            openTheGate();
            Bytes pasid = Bytes.fromHex("91000005");
            Bytes write = new MemoryWrite(VF, 0, SHARED, WORD).encode();
            Bytes read = new MemoryRead(VF, 9, SHARED, 4).encode();

            Optional<LinkFrame> written = port.receive(LinkFrame.decode(pasid.plus(write)));
            Optional<LinkFrame> answer = port.receive(LinkFrame.decode(pasid.plus(read)));

            assertThat(written).isEmpty();
            assertThat(answer).as("a packet with a prefix is dropped whole").isEmpty();
            assertThat(device.sendPlain(new MemoryRead(VF, 1, SHARED, 4))
                            .orElseThrow()
                            .payload())
                    .isEqualTo(Bytes.filled(0, 4));
            port.receive(LinkFrame.decode(write));
            assertThat(device.sendPlain(new MemoryRead(VF, 1, SHARED, 4))
                            .orElseThrow()
                            .payload())
                    .as("without PASID")
                    .isEqualTo(WORD);
        }

        @Test
        @Tag("P-096")
        void brokenFrameMakesTheStreamInsecureAndIsReportedOnce() {
            secure();
            openTheGate();
            var frame = device.stream()
                    .seal(new MemoryWrite(VF, 0, OWN, WORD), true)
                    .get(0);
            var broken = new LinkFrame.Protected(
                    frame.prefix(),
                    frame.header(),
                    frame.ciphertext(),
                    frame.mac().with(0, frame.mac().at(0) ^ 1));

            device.upstream().receive(broken);
            device.upstream().receive(broken);

            assertThat(port.ide().stream(FakeEndpoint.STREAM).orElseThrow().isSecure())
                    .isFalse();
            assertThat(memory.read(new Initiator.Tvm(tvm), 0x10_1000, 4).data()).isEqualTo(Bytes.filled(0, 4));
            assertThat(device.received).hasSize(1);
            assertThat(device.stream().isFailReceived()).isTrue();
        }

        @Test
        @Tag("P-092")
        void replayedFrameIsNotCarriedOutTwice() {
            secure();
            openTheGate();
            var frame = device.stream()
                    .seal(new MemoryWrite(VF, 0, OWN, WORD), true)
                    .get(0);

            device.upstream().receive(frame);
            memory.write(new Initiator.Tvm(tvm), 0x10_1000, Bytes.filled(0, 4));
            device.upstream().receive(frame);

            assertThat(memory.read(new Initiator.Tvm(tvm), 0x10_1000, 4).data()).isEqualTo(Bytes.filled(0, 4));
        }

        @Test
        void translatedAddressIsNotBelieved() {
            openTheGate();
            var attributes = TlpAttributes.DEFAULT.withAddressType(AddressType.TRANSLATED);

            Completion completion = device.sendPlain(new MemoryRead(VF, 1, 0x10_1000, 4, attributes))
                    .orElseThrow();

            assertThat(completion.status()).isEqualTo(CompletionStatus.UNSUPPORTED_REQUEST);
        }

        @Test
        void interruptIsNoMemoryWrite() {
            List<Interrupt> interrupts = new ArrayList<>();
            port.onInterrupt(interrupts::add);

            device.sendPlain(new MemoryWrite(VF, 0, 0xFEE0_0000L, Bytes.fromHex("41000000")));

            device.sendPlain(new MemoryWrite(
                    VF, 0, 0xFEE0_0000L, Bytes.fromHex("42000000"), TlpAttributes.DEFAULT.withPoisoned(true)));

            assertThat(interrupts)
                    .as("the poisoned one is none")
                    .containsExactly(new Interrupt(VF, 0xFEE0_0000L, 0x41, false));
        }

        @Test
        void readOfNothingFlushes() {
            assertThat(device.sendPlain(new MemoryRead(VF, 1, SHARED, 0))
                            .orElseThrow()
                            .status())
                    .isEqualTo(CompletionStatus.SUCCESSFUL);
        }

        @Test
        void trafficIsCounted() {
            openTheGate();
            LinkCounters before = port.counters();

            device.sendPlain(new MemoryWrite(VF, 0, SHARED, WORD));
            device.sendPlain(new MemoryRead(VF, 1, SHARED, 8));
            port.write(WINDOW, WORD, false);

            assertThat(port.counters().since(before)).isEqualTo(new LinkCounters(1, 4, 2, 12, 0));
        }
    }
}
