package dev.tdisp.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.fabric.AccessControl;
import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.AddressType;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.responder.TdispProfile;
import dev.tdisp.core.tdi.TdispSwitch;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.engine.EngineRegister;
import dev.tdisp.device.function.DmaResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Data from one device into another, over a stream of their own. */
class PeerTrafficTest {
    private static final long MEMORY = 0x2000;
    private static final Bytes DATA = Bytes.fromHex("d1d2d3d4d5d6d7d8");

    private final Peers peers = new Peers().secure();
    private final Bench left = peers.left();
    private final Bench right = peers.right();

    private DmaResult write() {
        return left.vf(1).translatedDma().write(Peers.FROM, DATA);
    }

    private DmaResult read() {
        return left.vf(1).translatedDma().read(Peers.FROM, DATA.size());
    }

    private Bytes inRight() {
        return right.device().engines().memory(right.vf(1)).read(0, DATA.size());
    }

    @Test
    @Tag("GAP-P2P-10")
    @Tag("T-120")
    void boundStreamCarriesDataFromDeviceToDevice() {
        List<LinkFrame> crossing = new ArrayList<>();
        peers.beforeRight(crossing::add);
        peers.translateToRight(MEMORY);
        peers.runBoth();
        peers.bindBoth();

        assertThat(write().isDone()).isTrue();
        assertThat(inRight()).isEqualTo(DATA);
        assertThat(read().data()).isEqualTo(DATA);

        assertThat(crossing).hasSize(2).allSatisfy(frame -> {
            var sealed = (LinkFrame.Protected) frame;
            assertThat(sealed.prefix().streamId()).isEqualTo(Peers.PEER_STREAM);
            assertThat(sealed.prefix().trusted()).isTrue();
            assertThat(sealed.ciphertext()).isNotEqualTo(DATA);
        });
        assertThat(left.state(left.vf(1))).isEqualTo(TdiState.RUN);
        assertThat(right.host().received()).isEmpty();
        assertThat(left.host().reads())
                .extracting(read -> read.attributes().addressType())
                .containsExactly(AddressType.TRANSLATION_REQUEST);
    }

    @Test
    @Tag("GAP-P2P-10")
    void engineOfOneDeviceFillsTheMemoryOfTheOther() {
        peers.translateToRight(MEMORY);
        peers.runBoth();
        peers.bindBoth();
        left.set(left.vf(1), EngineRegister.FLAGS, 4, Way.TRUSTED);
        left.set(left.vf(1), EngineRegister.PATTERN, 0x0807_0605_0403_0201L, Way.TRUSTED);

        long status = left.work(left.vf(1), 3, 0, Peers.FROM, 64, Way.TRUSTED);

        assertThat(status).isEqualTo(2);
        assertThat(right.readMemory(Bench.VF_BAR0 + Peers.SHIFT + MEMORY, 8, Way.TRUSTED))
                .contains(Bytes.fromHex("0102030405060708"));
    }

    @Test
    void thousandWritesNeedNoHelpOfTheHosts() {
        peers.translateToRight(MEMORY);
        peers.runBoth();
        peers.bindBoth();

        for (int i = 0; i < 1000; i++) {
            assertThat(write().isDone()).isTrue();
        }

        assertThat(read().data()).isEqualTo(DATA);
        assertThat(right.host().received()).isEmpty();
    }

    @Test
    @Tag("GAP-P2P-10")
    void untranslatedRequestsStayOnTheDefaultStream() {
        peers.runBoth();
        peers.bindBoth();

        left.vf(1).dma().write(Bench.HOST_BUFFER, DATA);

        assertThat(left.host().received()).singleElement().satisfies(r -> {
            assertThat(r.trusted()).isTrue();
            assertThat(r.stream()).contains(Bench.STREAM);
        });
        assertThat(peers.port().forwarded()).isZero();
    }

    @Test
    void translatedRequestsToTheHostStayOnTheDefaultStream() {
        left.host().translate(Peers.FROM, Bench.HOST_BUFFER, 3);
        peers.runBoth();
        peers.bindBoth();

        assertThat(write().isDone()).isTrue();

        assertThat(left.host().at(Bench.HOST_BUFFER, 8)).isEqualTo(DATA);
        assertThat(peers.port().forwarded()).isZero();
    }

    @Test
    @Tag("GAP-P2P-14")
    @Tag("T-130")
    void withoutABindingRequestsGoUpAndWithANewOneStraightAgain() {
        peers.translateToRight(MEMORY);
        peers.runBoth();
        peers.bindBoth();
        write();
        assertThat(inRight()).isEqualTo(DATA);
        var requester = Peers.requester(left, left.vf(1));
        peers.setControl(AccessControl.REQUEST_REDIRECT, AccessControl.DIRECT_TRANSLATED);

        requester.unbindP2p(Peers.PEER_STREAM.value());
        peers.setControl(AccessControl.REQUEST_REDIRECT);
        left.host().forgetReceived();
        write();

        assertThat(left.host().received()).singleElement().satisfies(r -> {
            assertThat(r.stream()).contains(Bench.STREAM);
            assertThat(r.tlp().attributes().addressType()).isEqualTo(AddressType.TRANSLATED);
        });
        requester.bindP2p(Peers.PEER_STREAM.value());
        peers.setControl();
        assertThat(read().data()).isEqualTo(DATA);
        assertThat(left.state(left.vf(1))).isEqualTo(TdiState.RUN);
    }

    @Test
    @Tag("GAP-RSV-18")
    void redirectedInterfaceSendsEverythingUp() {
        peers.translateToRight(MEMORY);
        left.run(left.vf(1), Peers.parameters(Peers.EVERY_BIT, LockFlag.ALL_REQUEST_REDIRECT));
        right.run(right.vf(1), Peers.parameters(Peers.EVERY_BIT));
        peers.bindBoth();
        peers.setControl(AccessControl.REQUEST_REDIRECT);
        left.host().forgetReceived();

        write();

        assertThat(left.host().writes()).hasSize(1);
        assertThat(left.host().received()).allMatch(r -> r.stream().equals(Optional.of(Bench.STREAM)));
        assertThat(inRight()).isEqualTo(Bytes.filled(0, 8));
    }

    @Test
    @Tag("GAP-P2P-21")
    void interfaceThatIsNotBoundToTheStreamRejectsThePeer() {
        right.run(right.vf(2), Peers.parameters(Peers.EVERY_BIT));
        peers.translateToRight(Bench.MIB + MEMORY);
        peers.runBoth();
        peers.bindBoth();
        right.writeMemory(Bench.VF_BAR0 + Peers.SHIFT + Bench.MIB + MEMORY, DATA, Way.TRUSTED);

        DmaResult result = read();

        assertThat(result.status()).isEqualTo(DmaResult.Status.UNSUPPORTED_REQUEST);
        assertThat(result.data()).isEqualTo(Bytes.EMPTY);
        assertThat(right.state(right.vf(2))).isEqualTo(TdiState.RUN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"locked", "stopped", "error"})
    @Tag("GAP-P2P-21")
    void peerThatDoesNotRunRejectsTheRequest(String what) {
        peers.translateToRight(MEMORY);
        peers.runBoth();
        peers.bindBoth();
        switch (what) {
            case "locked" -> {
                right.stop(right.vf(1));
                right.lock(right.vf(1), Peers.parameters(Peers.EVERY_BIT));
            }
            case "stopped" -> right.stop(right.vf(1));
            default -> right.write(right.vf(1).requesterId(), 0x04, 2, 0);
        }

        assertThat(write().isDone()).isTrue();
        assertThat(inRight()).isEqualTo(Bytes.filled(0, 8));
        assertThat(read().status()).isEqualTo(DmaResult.Status.UNSUPPORTED_REQUEST);
    }

    /** The mask is kept bits; the window of the stream is 2 MiB from the VF BAR of the other device on. */
    @ParameterizedTest
    @CsvSource({
        "0x0, true",
        "0x1FFFF8, true",
        "0x200000, false",
        "-8, false",
        "0x2000000000000000, true",
        "0x2000000000200000, false"
    })
    @Tag("GAP-P2P-17")
    void maskAndWindowDecideToTheByte(String offset, boolean straight) {
        long mask = 0x0FFF_FFFF_FFFF_FFFFL;
        left.run(left.vf(1), Peers.parameters(mask));
        right.run(right.vf(1), Peers.parameters(mask));
        peers.bindBoth();
        long address = Bench.VF_BAR0 + Peers.SHIFT + Long.decode(offset);

        var context = left.tdi(left.vf(1)).issueTranslated(address).orElseThrow();

        assertThat(context.trusted()).isTrue();
        assertThat(context.stream()).contains(straight ? Peers.PEER_STREAM : Bench.STREAM);
    }

    @Test
    void maskNamesTheBitsToClearIfTheProfileSaysSo() {
        var profile = DeviceProfile.SPEC.withTdisp(TdispProfile.SPEC.with(TdispSwitch.P2P_MASK_CLEARS));
        Peers other = new Peers(profile).secure();
        other.left().run(other.left().vf(1), Peers.parameters(0xF000_0000_0000_0000L));
        other.right().run(other.right().vf(1), Peers.parameters(0));
        other.bindBoth();

        var context = other.left()
                .tdi(other.left().vf(1))
                .issueTranslated(0x3000_0000_0000_0000L + Bench.VF_BAR0 + Peers.SHIFT)
                .orElseThrow();

        assertThat(context.stream()).contains(Peers.PEER_STREAM);
    }

    @Test
    @Tag("GAP-P2P-15")
    @Tag("T-132")
    void forgedPacketOfThePeerEndsBothInterfacesButNotTheOthers() {
        peers.translateToRight(MEMORY);
        left.run(left.vf(2));
        peers.runBoth();
        peers.bindBoth();
        List<LinkFrame> crossing = new ArrayList<>();
        peers.beforeRight(crossing::add);
        write();

        right.device().receive(crossing.get(0));

        assertThat(right.state(right.vf(1))).isEqualTo(TdiState.ERROR);
        assertThat(right.device().idePort().stream(Peers.PEER_STREAM)
                        .orElseThrow()
                        .isSecure())
                .isFalse();
        assertThat(right.streamStatus(0)).isEqualTo(2);
        assertThat(left.streamStatus(Peers.BLOCK) >>> 31).isEqualTo(1);
        assertThat(left.state(left.vf(2))).isEqualTo(TdiState.RUN);
    }

    @Test
    @Tag("GAP-P2P-15")
    @Tag("T-132")
    void streamThatIsSwitchedOffEndsTheInterfacesBoundToIt() {
        left.run(left.vf(2));
        peers.runBoth();
        peers.bindBoth();

        left.setStreamControl(Peers.BLOCK, left.streamControl(Peers.BLOCK) & ~1L);

        assertThat(left.state(left.vf(1))).isEqualTo(TdiState.ERROR);
        assertThat(left.state(left.vf(2))).isEqualTo(TdiState.RUN);
        assertThat(left.streamStatus(0)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop", "reset", "stream", "unbind"})
    @Tag("GAP-P2P-19")
    void readOfAPeerThatIsUnderWayIsDiscarded(String what) {
        peers.translateToRight(MEMORY);
        peers.runBoth();
        peers.bindBoth();
        write();
        peers.beforeRight(frame -> {
            switch (what) {
                case "stop" -> left.stop(left.vf(1));
                case "reset" -> left.write(left.vf(1).requesterId(), 0x78, 2, 0x8000);
                case "stream" -> left.setStreamControl(Peers.BLOCK, left.streamControl(Peers.BLOCK) & ~1L);
                default -> Peers.requester(left, left.vf(1)).unbindP2p(Peers.PEER_STREAM.value());
            }
        });

        DmaResult result = read();

        assertThat(result.isDone()).isFalse();
        assertThat(result.data()).isEqualTo(Bytes.EMPTY);
        boolean survives = what.equals("unbind");
        assertThat(left.state(left.vf(1)))
                .isEqualTo(survives ? TdiState.RUN : what.equals("stop") ? TdiState.CONFIG_UNLOCKED : TdiState.ERROR);
    }

    @Test
    void switchThatBlocksTranslatedRequestsCostsTheInterface() {
        peers.translateToRight(MEMORY);
        peers.runBoth();
        peers.bindBoth();
        peers.setControl(AccessControl.TRANSLATION_BLOCKING);

        DmaResult result = read();

        assertThat(result.isDone()).isFalse();
        assertThat(left.state(left.vf(1))).isEqualTo(TdiState.ERROR);
        assertThat(inRight()).isEqualTo(Bytes.filled(0, 8));
    }

    @Test
    @Tag("GAP-P2P-16")
    @Tag("T-135")
    void stopTakesTheBindingsAway() {
        peers.runBoth();
        peers.bindBoth();

        left.stop(left.vf(1));
        left.run(left.vf(1), Peers.parameters(Peers.EVERY_BIT));

        assertThat(left.tdi(left.vf(1)).machine().p2pStreams()).isEmpty();
        assertThat(left.tdi(left.vf(1)).issueTranslated(Bench.VF_BAR0 + Peers.SHIFT).orElseThrow().stream())
                .contains(Bench.STREAM);
    }
}
