package dev.tdisp.core.responder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.SetMmioAttributeRequest;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.message.TdispHeader;
import dev.tdisp.core.message.VendorData;
import dev.tdisp.core.tdi.LockRefusal;
import dev.tdisp.core.tdi.TdiStateMachine;
import dev.tdisp.core.wire.Bytes;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Peer-to-peer streams and MMIO attributes. */
class RunRequestsTest {
    private static final String UPDATABLE = "0000010100000000 00010000 0400 0200";
    private static final String FIXED = "0000010100000000 00010000 0400 0300";

    private final MemoryDevice device = new MemoryDevice(TdispProfile.SPEC);
    private final Tsm tsm = new Tsm(device);

    @Test
    @Tag("T-128")
    void aStreamIsBoundOnce() {
        tsm.reach(TdiState.RUN);

        assertThat(tsm.send(Tsm.BIND, "09")).isEqualTo(Bytes.fromHex("10 08 0000" + Tsm.FIRST));
        assertThat(Tsm.outcome(tsm.send(Tsm.BIND, "09"))).isEqualTo("INVALID_REQUEST");
        assertThat(Tsm.outcome(tsm.send(Tsm.BIND, "0A"))).isEqualTo("INVALID_REQUEST");

        assertThat(device.tdi().machine().p2pStreams()).containsExactly(9);
        assertThat(device.tdi().calls).containsOnlyOnce("bind 9").contains("bind 10");
        assertThat(tsm.state()).isEqualTo(TdiState.RUN);
    }

    @Test
    @Tag("T-128")
    void theDefaultStreamIsNotBoundForPeers() {
        tsm.lock("1F00 09 00 0000000000000000 0000000000000000");
        tsm.start();

        assertThat(Tsm.outcome(tsm.send(Tsm.BIND, "09"))).isEqualTo("INVALID_REQUEST");

        assertThat(device.tdi().calls).doesNotContain("bind 9");
        assertThat(device.tdi().machine().p2pStreams()).isEmpty();
    }

    @Test
    @Tag("T-129")
    void withoutTheFlagNoStreamIsBound() {
        tsm.lock("0700 05 00 0000000000000000 0000000000000000");
        tsm.start();

        assertThat(Tsm.outcome(tsm.send(Tsm.BIND, "09"))).isEqualTo("INVALID_REQUEST");
        assertThat(device.tdi().calls).doesNotContain("bind 9");
    }

    @Test
    @Tag("T-130")
    void onlyABoundStreamIsUnbound() {
        tsm.reach(TdiState.RUN);

        assertThat(Tsm.outcome(tsm.send(Tsm.UNBIND, "09"))).isEqualTo("INVALID_REQUEST");
        tsm.send(Tsm.BIND, "09");
        assertThat(Tsm.outcome(tsm.send(Tsm.UNBIND, "08"))).isEqualTo("INVALID_REQUEST");
        assertThat(tsm.send(Tsm.UNBIND, "09")).isEqualTo(Bytes.fromHex("10 09 0000" + Tsm.FIRST));
        assertThat(Tsm.outcome(tsm.send(Tsm.UNBIND, "09"))).isEqualTo("INVALID_REQUEST");

        assertThat(device.tdi().machine().p2pStreams()).isEmpty();
    }

    @Test
    @Tag("T-133")
    void theDeviceDecidesOnAttributes() {
        tsm.reach(TdiState.RUN);

        assertThat(tsm.send(Tsm.ATTRIBUTE, UPDATABLE)).isEqualTo(Bytes.fromHex("10 0A 0000" + Tsm.FIRST));
        assertThat(Tsm.outcome(tsm.send(Tsm.ATTRIBUTE, FIXED))).isEqualTo("INVALID_REQUEST");
        assertThat(tsm.state()).isEqualTo(TdiState.RUN);
    }

    @Test
    void reservedAttributeBitsAreIgnored() {
        tsm.reach(TdiState.RUN);

        assertThat(Tsm.outcome(tsm.send(Tsm.ATTRIBUTE, "0000010100000000 00010000 F4FF 0200")))
                .isEqualTo("ok");
    }

    @Test
    @Tag("T-033")
    void whatTheDeviceCannotDoIsNeitherAdvertisedNorServed() {
        device.optionalRequests.remove(RequestCode.BIND_P2P_STREAM_REQUEST);
        tsm.reach(TdiState.RUN);

        Bytes capabilities = tsm.send(Tsm.CAPABILITIES, "00000000");
        Bytes response = tsm.send(Tsm.BIND, "09");

        assertThat(capabilities.at(21)).isEqualTo(0x0E);
        assertThat(response.slice(16, 24)).isEqualTo(Bytes.fromHex("07000000 88000000"));
    }

    @Test
    void aDeviceWithoutSpecialAbilitiesRefusesThemAll() {
        HostedTdi plain = new PlainTdi();

        assertThat(plain.bindP2pStream(1, 9)).isPresent();
        assertThat(plain.unbindP2pStream(9)).isPresent();
        assertThat(plain.setMmioAttribute(new SetMmioAttributeRequest(TdispHeader.of(plain.interfaceId()), 0, 1, 4, 0)))
                .isPresent();
        TdiBackend backend = () -> List.of(plain);
        assertThat(backend.optionalRequests())
                .doesNotContain(RequestCode.VDM_REQUEST)
                .hasSize(3);
        assertThat(backend.lockFlags()).isEqualTo(LockFlags.ALL);
        assertThat(backend.interfaceOfBeef().orElseThrow()).isSameAs(plain);
        assertThat(backend.vendorRequest(1, plain, VendorData.ofPciSig(0x1234, Bytes.EMPTY)))
                .isEqualTo(new VendorAnswer.Unsupported());
    }

    private static final class PlainTdi implements HostedTdi {
        private final MemoryTdi inner = new MemoryTdi(new InterfaceId(0x100, 0), Set.of(), Env.seeded(1));

        @Override
        public InterfaceId interfaceId() {
            return inner.interfaceId();
        }

        @Override
        public TdiStateMachine machine() {
            return inner.machine();
        }

        @Override
        public List<LockRefusal> lockRefusals(long sessionId, LockParameters parameters) {
            return List.of();
        }

        @Override
        public void lock(long sessionId, LockParameters parameters) {}

        @Override
        public Bytes report() {
            return Bytes.EMPTY;
        }

        @Override
        public void start() {}

        @Override
        public void stop() {}
    }
}
