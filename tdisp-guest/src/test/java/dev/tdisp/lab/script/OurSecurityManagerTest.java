package dev.tdisp.lab.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.idekm.KpAckStatus;
import dev.tdisp.core.message.LockInterfaceRequest;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.lab.Lab;
import dev.tdisp.lab.Milestone;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** Our own security manager is the host under test. */
class OurSecurityManagerTest {
    private static final long SEED = Long.getLong("tdisp.seed", 20261125);
    private static final int RUNS = 6;

    /** The requests of an attach in order; the state is read in between as often as the manager likes. */
    private static void honest(ScriptedDevice peer) {
        peer.allow(RequestCode.GET_DEVICE_INTERFACE_STATE);
        peer.expectQuery().respond();
        for (int i = 0; i < KeySlotId.of(KeySet.K0).size(); i++) {
            peer.expectKeyProg()
                    .with(prog -> assertThat(prog.key().isZero()).isFalse())
                    .respond();
        }
        peer.skipTo(Scene.STREAM_SECURED);
        peer.expectQuery().as("the port again, for its addresses").respond();
        peer.expectGetVersion().respond();
        peer.expectGetCapabilities().respond();
        peer.expectLockInterface().respond().capture("lock");
        peer.expectGetReport().from("lock").respondInChunksOf(64);
        peer.expectStartInterface().from("lock").respond();
        peer.thenExpectNothing();
    }

    @Test
    void aScriptOfAnHonestAttachPassesForAnySeed() {
        RandomGenerator seeds = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        for (int i = 0; i < RUNS; i++) {
            long seed = seeds.nextLong();
            int vf = 1 + seeds.nextInt(4);
            try (Lab lab = Lab.seeded(seed);
                    var peer = ScriptedDevice.on(lab)) {
                honest(peer);

                peer.run(() -> lab.attach(vf).runTo(Milestone.RUNNING));

                assertThat(lab.state(vf)).as("seed %d", seed).isEqualTo(TdiState.RUN);
            }
        }
    }

    /** Each request of the honest script is missing once: every such script must fail, where the request came. */
    @Test
    void aScriptThatLacksAnyOneRequestFails() {
        for (RequestCode missing : RequestCode.values()) {
            if (!isAsked(missing)) {
                continue;
            }
            try (Lab lab = Lab.seeded(SEED);
                    var peer = ScriptedDevice.on(lab)) {
                peer.allow(dev.tdisp.spdm.vendor.VendorProtocol.IDE_KM);
                peer.allow(RequestCode.GET_DEVICE_INTERFACE_STATE);
                without(peer, missing);

                assertThatThrownBy(() -> peer.run(() -> lab.attach(1).runTo(Milestone.RUNNING)))
                        .as(missing.name())
                        .isInstanceOf(AssertionError.class)
                        .hasMessageContaining("but was  : " + missing)
                        .hasMessageContaining("re-run: -Dtdisp.seed=" + SEED);
            }
        }
    }

    private static boolean isAsked(RequestCode code) {
        return switch (code) {
            case GET_TDISP_VERSION,
                    GET_TDISP_CAPABILITIES,
                    LOCK_INTERFACE_REQUEST,
                    GET_DEVICE_INTERFACE_REPORT,
                    START_INTERFACE_REQUEST -> true;
            default -> false;
        };
    }

    private static void without(ScriptedDevice peer, RequestCode missing) {
        if (missing != RequestCode.GET_TDISP_VERSION) {
            peer.expectGetVersion().respond();
        }
        if (missing != RequestCode.GET_TDISP_CAPABILITIES) {
            peer.expectGetCapabilities().respond();
        }
        if (missing != RequestCode.LOCK_INTERFACE_REQUEST) {
            peer.expectLockInterface().respond();
        }
        if (missing != RequestCode.GET_DEVICE_INTERFACE_REPORT) {
            peer.expectGetReport().respond();
        }
        if (missing != RequestCode.START_INTERFACE_REQUEST) {
            peer.expectStartInterface().respond();
        }
        peer.thenExpectNothing();
    }

    @Test
    void aBentReportIsNotAccepted() {
        try (Lab lab = Lab.seeded(7);
                var peer = ScriptedDevice.on(lab)) {
            peer.skipTo(Scene.STREAM_SECURED);
            peer.skipTo(Scene.LOCKED);
            peer.expectGetReport().eventually().respond(r -> r.set("MMIO_RANGE_COUNT", 0xFFFF));

            assertThatThrownBy(() -> lab.attach(1).run()).hasMessageContaining("MMIO_RANGE");

            assertThat(lab.state(1)).isNotEqualTo(TdiState.RUN);
            assertThat(lab.events())
                    .filteredOn(TraceEvent.Note.class::isInstance)
                    .extracting(TraceEvent::summary)
                    .contains("script: DEVICE_INTERFACE_REPORT bent: MMIO_RANGE_COUNT := FFFFh");
        }
    }

    @Test
    void aKeyThatIsRefusedEndsTheAttach() {
        try (Lab lab = Lab.seeded(7);
                var peer = ScriptedDevice.on(lab)) {
            peer.expectQuery().respond();
            peer.expectKeyProg().respond(r -> r.set("Status", KpAckStatus.UNSPECIFIED_FAILURE.code()));
            peer.thenExpectNothing();

            assertThatThrownBy(() -> lab.attach(1).run()).hasMessageContaining("UNSPECIFIED_FAILURE");
        }
    }

    @Test
    void theEndOfAStreamIsAwaitedToo() {
        try (Lab lab = Lab.seeded(7);
                var peer = ScriptedDevice.on(lab)) {
            peer.skipTo(Scene.STREAM_SECURED);
            peer.expectStopInterface().eventually().respond();
            for (KeySlotId slot : KeySlotId.of(KeySet.K0)) {
                peer.expectKeySetStop()
                        .eventually()
                        .with(stop -> assertThat(stop.stream().value()).isEqualTo(0x10))
                        .as("stop " + slot)
                        .respond();
            }
            lab.attach(1).runTo(Milestone.RUNNING);

            peer.run(() -> lab.detach(1).run());
        }
    }

    @Test
    void aSceneIsReachedWhateverTheOrder() {
        try (Lab lab = Lab.seeded(7);
                var peer = ScriptedDevice.on(lab)) {
            peer.allow(RequestCode.GET_DEVICE_INTERFACE_STATE);
            peer.skipTo(Scene.RUNNING);

            lab.attach(1).runTo(Milestone.RUNNING);

            peer.verify();
            assertThat(lab.state(1)).isEqualTo(TdiState.RUN);
        }
    }

    @Test
    void assertionsSeeTheRequestOfTheManager() {
        try (Lab lab = Lab.seeded(7);
                var peer = ScriptedDevice.on(lab)) {
            peer.allow(RequestCode.GET_DEVICE_INTERFACE_STATE);
            peer.expectLockInterface().eventually().respond().capture("lock");

            lab.attach(2).runTo(Milestone.LOCKED);

            peer.verify();
            assertThat(peer.captured("lock").orElseThrow().tdispRequest())
                    .isInstanceOfSatisfying(
                            LockInterfaceRequest.class,
                            lock -> assertThat(lock.header().interfaceId().requesterId())
                                    .isEqualTo(lab.function(2).requesterId()));
        }
    }
}
