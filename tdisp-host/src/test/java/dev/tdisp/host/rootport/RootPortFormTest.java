package dev.tdisp.host.rootport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.ide.AddressRange;
import dev.tdisp.core.ide.IdeFeature;
import dev.tdisp.core.ide.IdeForm;
import dev.tdisp.core.ide.IdeKey;
import dev.tdisp.core.ide.IdeOutcome;
import dev.tdisp.core.ide.IdePort;
import dev.tdisp.core.ide.IdeProfile;
import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.ide.IdeStreamSettings;
import dev.tdisp.core.ide.KeyDirection;
import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.ide.RidRange;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.MemoryWrite;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.Tlp;
import dev.tdisp.core.pcie.UpstreamPort;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.memory.HostMemory;
import dev.tdisp.host.memory.Iommu;
import dev.tdisp.host.memory.PageOwner;
import dev.tdisp.host.memory.PageRange;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A root port whose stream seals packets under shared MACs. */
class RootPortFormTest {
    private static final RequesterId FUNCTION = FakeEndpoint.FUNCTION;
    private static final long WINDOW = 0x40_0000_0000L;
    private static final IdeForm FORM = new IdeForm(true, 0, 2, 0, 1);
    private static final IdeProfile ABLE = IdeProfile.STRICT.withFeatures(EnumSet.allOf(IdeFeature.class));

    private final Env env = Env.seeded(1);
    private final HostMemory memory = new HostMemory(env);
    private final Iommu iommu = new Iommu(env, memory);
    private final RootPort port = new RootPort(RequesterId.of(0, 1, 0), iommu, ABLE, env);
    private final Partner partner = new Partner(new IdePort("device", IdePort.Role.ENDPOINT, ABLE, env));
    private final IdeStream near;
    private final IdeStream far;

    RootPortFormTest() {
        port.connect(partner);
        port.openWindow(new PageRange(WINDOW, 1));
        var addresses = List.of(new AddressRange(WINDOW, WINDOW + 0xF_FFFF));
        near = port.ide()
                .addStream(IdeStreamSettings.of(FakeEndpoint.STREAM, RidRange.of(FUNCTION), addresses)
                        .withForm(FORM));
        far = partner.ide.addStream(
                IdeStreamSettings.defaultStream(FakeEndpoint.STREAM).withForm(FORM));
        for (KeySlotId slot : KeySlotId.of(KeySet.K0)) {
            IdeKey key = IdeKey.random(env.random());
            near.program(1, slot, key, 1);
            far.program(1, slot.mirrored(), key, 1);
        }
        for (KeyDirection direction : KeyDirection.values()) {
            KeySlotId.of(KeySet.K0, direction).forEach(near::start);
            KeySlotId.of(KeySet.K0, direction).forEach(far::start);
        }
        far.enable();
        near.enable();
    }

    @Test
    void piecesOfAWriteShareMacs() {
        assertThat(port.write(WINDOW, Bytes.filled(7, 0x600), true).isDone()).isTrue();

        assertThat(partner.macs).containsExactly(false, false, false, true, false, true);
        assertThat(partner.written).isEqualTo(Bytes.filled(7, 0x600));
        assertThat(port.counters().bytesToDevice()).isEqualTo(0x600);
        assertThat(port.write(WINDOW, Bytes.filled(8, 4), true).isDone()).isTrue();
        assertThat(partner.macs).hasSize(7).last().isEqualTo(true);
    }

    @Test
    @Tag("GAP-IDE-13")
    void piecesThatNoStreamCarriesDoNotShareTheMacOfOthers() {
        long address = WINDOW + 0x10_0000 - 0x200;

        assertThat(port.write(address, Bytes.filled(7, 0x400), true).isDone()).isFalse();
        assertThat(partner.written).isEqualTo(Bytes.filled(7, 0x200));
        assertThat(partner.macs).containsExactly(true, true);
    }

    @Test
    @Tag("GAP-IDE-13")
    void writesOfADeviceUnderOneMacAreAllServedOrNone() {
        memory.assign(new PageRange(0x10_2000, 1), PageOwner.SHARED);
        iommu.mapUntrusted(FUNCTION, 0x2000, new PageRange(0x10_2000, 1));
        List<Tlp> writes = List.of(
                new MemoryWrite(FUNCTION, 0, 0x2000, Bytes.filled(1, 4)),
                new MemoryWrite(FUNCTION, 0, 0x2004, Bytes.filled(2, 4)));

        far.seal(writes, false).forEach(port::receive);
        assertThat(port.counters().requestsFromDevice()).isEqualTo(2);
        assertThat(port.counters().refused()).isZero();

        port.receive(far.seal(writes, false).get(1));
        assertThat(port.counters().requestsFromDevice()).isEqualTo(2);
        assertThat(near.isSecure()).isFalse();
    }

    /** Takes writes. */
    private static final class Partner implements PcieDevice {
        private final IdePort ide;
        private final List<Boolean> macs = new ArrayList<>();
        private Bytes written = Bytes.EMPTY;

        Partner(IdePort ide) {
            this.ide = ide;
        }

        @Override
        public void connect(UpstreamPort upstream) {
            // says nothing itself
        }

        @Override
        public long configRead(RequesterId function, int offset, int size) {
            return -1;
        }

        @Override
        public void configWrite(RequesterId function, int offset, int size, long value) {
            // no configuration space
        }

        @Override
        public Optional<LinkFrame> receive(LinkFrame frame) {
            if (frame instanceof LinkFrame.Protected sealed) {
                macs.add(sealed.prefix().mac());
                for (IdeOutcome outcome : ide.open(sealed).each()) {
                    if (outcome instanceof IdeOutcome.Delivered delivered) {
                        written = written.plus(((MemoryWrite) delivered.tlp()).payload());
                    }
                }
            }
            return Optional.empty();
        }

        @Override
        public void conventionalReset() {
            // nothing to reset
        }
    }
}
