package dev.tdisp.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.env.VirtualTime;
import dev.tdisp.core.ide.IdeProfile;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.AtsMessages;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.MemoryRead;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.trace.Trace;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.device.remote.DeviceServer;
import dev.tdisp.device.wrong.WrongDevice;
import dev.tdisp.device.wrong.WrongDevices;
import dev.tdisp.host.remote.RemoteDevice;
import dev.tdisp.spdm.certificate.X509Certificate;
import dev.tdisp.spdm.transport.TransportException;
import dev.tdisp.spdm.transport.netty.FrameChannel;
import dev.tdisp.spdm.transport.netty.SocketOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A link that is a socket. */
@Timeout(60)
class RemoteLinkTest {
    private static final long SEED = 5;
    private static final RequesterId FUNCTION_0 = new RequesterId(0x0100);
    private static final SocketOptions OPTIONS = SocketOptions.DEFAULT.withResponseTimeout(Duration.ofSeconds(20));

    private final VirtualTime time = new VirtualTime();
    private final SrIovDevice device = SrIovDevice.builder(
                    new Env(time, time, RandomSource.seeded(SEED), Trace.none()).forParty("device"))
            .build();
    private final DeviceServer server =
            DeviceServer.builder(device).time(time).options(OPTIONS).start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void attachOverASocketIsTheSameAsWithinOneProcess() {
        try (RemoteDevice remote = connect();
                Lab far = Lab.builder().seed(SEED).device(foreign(remote)).build();
                Lab near = Lab.builder().seed(SEED).build()) {
            for (int vf = 1; vf <= near.vfs(); vf++) {
                far.attach(vf).run();
                near.attach(vf).run();
            }
            RemoteAttach.requireSame(far, near);

            for (int vf = 1; vf <= near.vfs(); vf++) {
                assertThat(far.state(vf)).isEqualTo(TdiState.RUN);
                far.detach(vf).run();
                near.detach(vf).run();
            }
            RemoteAttach.requireSame(far, near);
            assertThat(time.instant()).isEqualTo(far.time().instant());
        }
    }

    @Test
    void deviceOfTheEmulatorsProfileTakesAnyNumberOfWritesInARow() {
        SrIovDevice emulated = SrIovDevice.builder(
                        new Env(time, time, RandomSource.seeded(SEED), Trace.none()).forParty("device"))
                .profile(DeviceProfile.SPEC.withIde(
                        new IdeProfile("EMULATED", IdeProfile.SPDM_EMU.switches(), Set.of(), 0, 0)))
                .build();
        try (var other = DeviceServer.builder(emulated)
                        .time(time)
                        .options(OPTIONS)
                        .start();
                RemoteDevice remote = RemoteDevice.connect(other.address(), OPTIONS);
                Lab lab = Lab.builder()
                        .seed(SEED)
                        .device(foreign(emulated, remote))
                        .build()) {
            lab.attach(1).runTo(Milestone.RUNNING);
            long register = lab.vmm().driver().functions().get(0).bar(0).address();
            for (int i = 0; i < 600; i++) {
                lab.vmm().writeMmio(register, Bytes.filled(i & 0xFF, 8));
            }
            lab.vmm().readMmio(register, 8);

            assertThat(lab.state(1)).isEqualTo(TdiState.RUN);
        }
    }

    @Test
    void hostThatFailsWhileItServesTheDeviceLosesTheLinkAndNotItsBearings() {
        try (RemoteDevice remote = connect()) {
            remote.connect(frame -> {
                throw new IllegalStateException("the host is broken");
            });
            remote.configWrite(FUNCTION_0, 0x04, 2, 6);

            assertThatThrownBy(() -> remote.receive(failingPacket())).hasMessage("the host is broken");
            assertThat(remote.isPresent()).isFalse();
            assertThat(remote.configRead(FUNCTION_0, 0, 4)).isEqualTo(0xFFFF_FFFFL);
        }
    }

    /** A packet that makes the device send one. */
    private static LinkFrame failingPacket() {
        var request = AtsMessages.invalidateRequest(new RequesterId(8), FUNCTION_0, 1, 0x1000);
        return new LinkFrame.Plain(request);
    }

    @Test
    void aReadOfNobodyGivesAllOnes() {
        try (RemoteDevice remote = connect()) {
            assertThat(remote.configRead(new RequesterId(0x0155), 0, 2)).isEqualTo(0xFFFF);
            assertThat(remote.receive(new LinkFrame.Plain(new MemoryRead(FUNCTION_0, 1, 0x1000, 4))))
                    .isPresent();
        }
    }

    @Test
    void theCallersMistakesAreRefusedHere() {
        try (RemoteDevice remote = connect()) {
            assertThatThrownBy(() -> remote.configRead(FUNCTION_0, 2, 4)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> remote.configWrite(FUNCTION_0, 4, 2, 0x1_0000))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(remote.isPresent()).isTrue();
        }
    }

    @Test
    void aHostThatLeavesTakesTheLinkDownAndAnotherOneFindsTheDeviceReset() {
        try (RemoteDevice remote = connect();
                Lab lab = Lab.builder().seed(SEED).device(foreign(remote)).build()) {
            lab.attach(1).runTo(Milestone.RUNNING);
            leave(remote);
            assertThat(remote.configRead(FUNCTION_0, 0, 4)).isEqualTo(0xFFFF_FFFFL);
        }

        try (RemoteDevice second = connect()) {
            assertThat(second.look(1)).contains(TdiState.CONFIG_UNLOCKED);
            assertThat(second.configRead(FUNCTION_0, 0x04, 2) & 6).isZero();
        }
    }

    @Test
    void askingForAFunctionThatIsNotThereDoesNotTakeTheLinkDown() {
        try (RemoteDevice remote = connect()) {
            assertThat(remote.look(255)).isEmpty();
            assertThat(remote.look(1)).contains(TdiState.CONFIG_UNLOCKED);
        }
    }

    @Test
    void aDeviceThatIsWrongOnTheBusIsWrongOverASocket() {
        WrongDevice wrong = WrongDevices.named("ANSWERS_FOR_ABSENT_FUNCTIONS").orElseThrow();
        SrIovDevice built = wrong.build(
                SrIovDevice.builder(new Env(time, time, RandomSource.seeded(SEED), Trace.none()).forParty("device")));
        var nobody = new RequesterId(0x0130);
        try (var other = DeviceServer.builder(built)
                        .onTheBus(wrong.onTheBus(built))
                        .options(OPTIONS)
                        .start();
                RemoteDevice remote = RemoteDevice.connect(other.address(), OPTIONS)) {
            assertThat(remote.configRead(nobody, 0, 4)).isZero();
            assertThat(remote.configRead(FUNCTION_0, 0, 4)).isEqualTo(0x7E10_ABCDL);
            assertThat(remote.look(1)).contains(TdiState.CONFIG_UNLOCKED);
        }
        try (RemoteDevice right = connect()) {
            assertThat(right.configRead(nobody, 0, 4)).isEqualTo(0xFFFF_FFFFL);
        }
    }

    @Test
    void oneHostAtATime() {
        try (RemoteDevice first = connect()) {
            assertThatThrownBy(this::connect).isInstanceOf(TransportException.class);
            assertThat(first.configRead(FUNCTION_0, 0, 2)).isNotEqualTo(0xFFFF);
        }
    }

    @Test
    void aDeviceThatIsGoneAnswersNothing() {
        try (RemoteDevice remote = connect()) {
            server.close();

            assertThat(remote.configRead(FUNCTION_0, 0, 4)).isEqualTo(0xFFFF_FFFFL);
            assertThat(remote.receive(new LinkFrame.Plain(new MemoryRead(FUNCTION_0, 1, 0x1000, 4))))
                    .isEmpty();
            assertThat(remote.isPresent()).isFalse();
        }
        assertThatThrownBy(this::connect).isInstanceOf(TransportException.class);
    }

    @Test
    void whoeverSpeaksNonsenseIsDisconnected() {
        try (var stranger = FrameChannel.connect(server.address(), OPTIONS)) {
            stranger.send(Bytes.fromHex("1084000000"));
            assertThatThrownBy(() -> stranger.receive(Duration.ofSeconds(20))).isInstanceOf(TransportException.class);
        }
        try (var stranger = FrameChannel.connect(server.address(), OPTIONS)) {
            stranger.send(Bytes.filled(1, 10_000));
            assertThatThrownBy(() -> stranger.receive(Duration.ofSeconds(20))).isInstanceOf(TransportException.class);
        }
        try (RemoteDevice remote = connect()) {
            assertThat(remote.isPresent()).isTrue();
        }
    }

    @Test
    void noThreadIsLeft() {
        try (RemoteDevice remote = connect()) {
            remote.configRead(FUNCTION_0, 0, 4);
        }
        server.close();

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.matches("tdisp-(channel|listener|service).*"));
    }

    private static void leave(RemoteDevice remote) {
        remote.close();
    }

    private RemoteDevice connect() {
        return RemoteDevice.connect(server.address(), OPTIONS);
    }

    private ForeignDevice foreign(RemoteDevice remote) {
        return foreign(device, remote);
    }

    private static ForeignDevice foreign(SrIovDevice served, RemoteDevice remote) {
        X509Certificate root = served.credentials().identity().root();
        return new ForeignDevice() {
            @Override
            public PcieDevice link() {
                return remote;
            }

            @Override
            public void follow(InstantSource clock) {
                remote.follow(clock);
            }

            @Override
            public TdiState state(int vf) {
                return remote.look(vf).orElseThrow();
            }

            @Override
            public X509Certificate root() {
                return root;
            }
        };
    }
}
