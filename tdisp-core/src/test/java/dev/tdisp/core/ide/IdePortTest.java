package dev.tdisp.core.ide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.pcie.AddressType;
import dev.tdisp.core.pcie.Completion;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.MemoryRead;
import dev.tdisp.core.pcie.MemoryWrite;
import dev.tdisp.core.pcie.MessageTlp;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.pcie.TlpAttributes;
import dev.tdisp.core.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class IdePortTest {
    private static final StreamId OTHER = new StreamId(0x20);
    private static final RequesterId STRANGER = new RequesterId(0x0200);
    private static final MemoryWrite REGISTER_WRITE =
            new MemoryWrite(IdeLink.ROOT_PORT, 0, 0x40_0000_1000L, Bytes.filled(1, 4));

    private final IdePort port = new IdePort("root port", IdePort.Role.ROOT_PORT, IdeProfile.STRICT, Env.seeded(1));

    private IdeStream secure(IdeStreamSettings settings) {
        IdeStream stream = port.addStream(settings);
        for (KeySlotId slot : KeySlotId.of(KeySet.K0)) {
            stream.program(1, slot, IdeKey.of(Bytes.filled(slot.code(), IdeKey.SIZE)), 1);
            stream.start(slot);
        }
        assertThat(stream.enable()).isTrue();
        return stream;
    }

    private static IdeStreamSettings toDevice(StreamId id) {
        return IdeStreamSettings.of(
                id,
                new RidRange(IdeLink.FUNCTION, new RequesterId(0x0108)),
                List.of(new AddressRange(0x40_0000_0000L, 0x40_028F_FFFFL)));
    }

    @Test
    @Tag("P-102")
    void secondEnabledStreamOfTheSameIdStaysDisabled() {
        IdeStream first = port.addStream(toDevice(IdeLink.ID));
        IdeStream second = port.addStream(toDevice(IdeLink.ID));

        assertThat(first.enable()).isTrue();
        assertThat(first.enable()).isTrue();
        assertThat(second.enable()).isFalse();

        assertThat(second.isEnabled()).isFalse();
        assertThat(port.stream(IdeLink.ID)).containsSame(first);
        first.disable();
        assertThat(second.enable()).isTrue();
        assertThat(port.stream(IdeLink.ID)).containsSame(second);
    }

    @Test
    void blockThatIsNotConfiguredIsNotFound() {
        IdeStream stream = port.addStream();

        assertThat(stream.index()).isZero();
        assertThat(port.stream(new StreamId(0))).isEmpty();
        assertThat(port.streams()).containsExactly(stream);
    }

    @Test
    void addressChoosesTheStream() {
        IdeStream stream = secure(toDevice(IdeLink.ID));

        assertThat(port.select(REGISTER_WRITE, true)).containsSame(stream);
        assertThat(port.select(new MemoryRead(IdeLink.ROOT_PORT, 0, 0x50_0000_0000L, 4), true))
                .isEmpty();
    }

    @Test
    void partnerChoosesTheStreamOfCompletionsAndRoutedMessages() {
        IdeStream stream = secure(toDevice(IdeLink.ID));
        var request = new MemoryRead(IdeLink.FUNCTION, 0, 0x1000, 4);
        long target = 0x0101L << 48;

        assertThat(port.select(Completion.of(IdeLink.ROOT_PORT, request, Bytes.filled(0, 4)), true))
                .containsSame(stream);
        assertThat(port.select(new MessageTlp(IdeLink.ROOT_PORT, 2, 1, target, Bytes.EMPTY), false))
                .containsSame(stream);
        assertThat(port.select(new MessageTlp(IdeLink.ROOT_PORT, 0, 1, target, Bytes.EMPTY), false))
                .isEmpty();
    }

    @Test
    void defaultStreamCarriesTheRest() {
        IdeStream stream = secure(toDevice(IdeLink.ID));
        IdeStream defaultStream = secure(IdeStreamSettings.defaultStream(OTHER));

        assertThat(port.select(REGISTER_WRITE, true)).containsSame(stream);
        assertThat(port.select(new MemoryRead(IdeLink.ROOT_PORT, 0, 0x1000, 4), true))
                .containsSame(defaultStream);
        assertThat(port.defaultStreams()).containsExactly(defaultStream);
    }

    @Test
    void otherTrafficClassGoesInTheClear() {
        secure(IdeStreamSettings.defaultStream(OTHER));
        var attributes = new TlpAttributes(3, false, false, false, AddressType.UNTRANSLATED, false);

        assertThat(port.select(new MemoryRead(IdeLink.ROOT_PORT, 0, 0x1000, 4, attributes), false))
                .isEmpty();
    }

    @Test
    @Tag("P-101")
    void teeLimitedStreamCarriesTrustedPacketsOnly() {
        IdeStream stream = secure(toDevice(IdeLink.ID).withTeeLimited(true));

        assertThat(port.select(REGISTER_WRITE, true)).containsSame(stream);
        assertThat(port.select(REGISTER_WRITE, false)).isEmpty();
    }

    @Test
    void insecureStreamIsNotChosen() {
        IdeStream stream = secure(toDevice(IdeLink.ID));
        stream.invalidate(IdeStreamEvent.LINK_DOWN);

        assertThat(port.select(REGISTER_WRITE, true)).isEmpty();
    }

    @Test
    @Tag("P-099")
    @Tag("P-120")
    void rootPortRejectsAFunctionThatIsNotAssociated() {
        IdeLink link = IdeLink.secure();
        var write = new MemoryWrite(STRANGER, 0, 0x1000, Bytes.filled(1, 4));

        assertThat(link.up(write, true)).isEqualTo(new IdeOutcome.Rejected(IdeLink.ID, write, true));

        assertThat(link.root.isSecure()).isTrue();
        assertThat(link.up(new MemoryWrite(new RequesterId(0x0108), 0, 0x1000, Bytes.filled(1, 4)), true))
                .isInstanceOf(IdeOutcome.Delivered.class);
    }

    @Test
    @Tag("P-099")
    void rootPortRejectsTheCompletionOfAStranger() {
        IdeLink link = IdeLink.secure();
        var request = new MemoryRead(IdeLink.ROOT_PORT, 0, 0x40_0000_0000L, 4);

        assertThat(link.up(Completion.of(STRANGER, request, Bytes.filled(0, 4)), true))
                .isInstanceOf(IdeOutcome.Rejected.class);
        assertThat(link.up(Completion.of(IdeLink.FUNCTION, request, Bytes.filled(0, 4)), true))
                .isInstanceOf(IdeOutcome.Delivered.class);
    }

    @Test
    @Tag("P-099")
    void endpointChecksOnlyStreamsThatAreNotDefault() {
        IdeLink link = IdeLink.secure();
        var peers = new IdeLink();
        peers.device.configure(IdeStreamSettings.of(IdeLink.ID, RidRange.of(IdeLink.ROOT_PORT), List.of()));
        peers.program(KeySet.K0);
        peers.start(KeySet.K0);
        peers.device.enable();
        peers.root.enable();
        var write = new MemoryWrite(STRANGER, 0, 0x1000, Bytes.filled(1, 4));

        assertThat(link.down(write, true)).isInstanceOf(IdeOutcome.Delivered.class);
        assertThat(peers.down(write, true)).isInstanceOf(IdeOutcome.Rejected.class);
        assertThat(peers.down(REGISTER_WRITE, true)).isInstanceOf(IdeOutcome.Delivered.class);
    }

    @Test
    @Tag("P-114")
    void oneStreamsEndLeavesTheOthersSecure() {
        IdeStream first = secure(toDevice(IdeLink.ID));
        IdeStream second = secure(IdeStreamSettings.defaultStream(OTHER));
        var lost = new ArrayList<StreamId>();
        port.addListener((stream, cause) -> lost.add(stream));

        first.disable();

        assertThat(second.isSecure()).isTrue();
        assertThat(lost).containsExactly(IdeLink.ID);
    }

    @Test
    @Tag("P-086")
    void sessionsEndTakesOnlyItsKeys() {
        IdeStream first = secure(toDevice(IdeLink.ID));
        IdeStream second = port.addStream(IdeStreamSettings.defaultStream(OTHER));
        KeySlotId.of(KeySet.K0)
                .forEach(slot -> second.program(2, slot, IdeKey.of(Bytes.filled(slot.code(), IdeKey.SIZE)), 1));

        port.invalidateKeyedBy(1, IdeStreamEvent.SESSION_ENDED);

        assertThat(first.isSecure()).isFalse();
        assertThat(second.isKeyed()).isTrue();
    }
}
