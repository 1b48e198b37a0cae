package dev.tdisp.lab.attack;

import dev.tdisp.core.ide.AddressRange;
import dev.tdisp.core.ide.IdeKey;
import dev.tdisp.core.ide.IdeOutcome;
import dev.tdisp.core.ide.IdePort;
import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.ide.IdeStreamSettings;
import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.ide.RidRange;
import dev.tdisp.core.idekm.IdeKmRequester;
import dev.tdisp.core.pcie.Completion;
import dev.tdisp.core.pcie.CompletionStatus;
import dev.tdisp.core.pcie.IdeCapability;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.pcie.Tlp;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.vmm.ConfigAccess;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A stream beside that of the interface, of which the attacker has one end. */
final class SecondStream {
    private static final StreamId ID = new StreamId(0x30);
    private static final int FIRST_ASSOCIATION = 3;
    private static final long SESSION = 0x0C0C;

    private final IdePort port;
    private final IdeStream stream;

    private SecondStream(IdePort.Role role, Scene scene) {
        port = new IdePort("attacker", role, scene.lab().rootPort().ide().profile(), scene.own());
        stream = port.addStream(IdeStreamSettings.of(ID, RidRange.ALL, List.of()));
    }

    static StreamId id() {
        return ID;
    }

    /** A stream of the device for some peer, keyed over the security manager's session. */
    static SecondStream atDevice(Scene scene, RidRange peer, List<AddressRange> addresses) {
        var own = new SecondStream(IdePort.Role.ROOT_PORT, scene);
        ConfigAccess config = scene.physical();
        int block = scene.lab().vmm().driver().ideRegisters().block(ID);
        var settings = IdeStreamSettings.of(ID, peer, addresses);
        List<Long> values = settings.toRegisters(1, false, own.stream.state());
        for (int i = FIRST_ASSOCIATION; i < values.size(); i++) {
            config.write(block + 4 * i, 4, values.get(i));
        }
        config.write(block + IdeCapability.SELECTIVE_CONTROL, 4, values.get(1));
        var keys = new IdeKmRequester(scene.session()::ideKm, scene.own());
        for (KeySlotId slot : KeySlotId.of(KeySet.K0)) {
            IdeKey key = IdeKey.random(scene.own().random());
            keys.program(0, ID, slot, key);
            own.stream.program(SESSION, slot.mirrored(), key, 1);
        }
        KeySlotId.of(KeySet.K0).forEach(slot -> keys.start(0, ID, slot));
        config.write(block + IdeCapability.SELECTIVE_CONTROL, 4, values.get(1) | IdeCapability.CONTROL_ENABLE);
        return own.started();
    }

    /** A stream of the root port for another device, of functions 05:00.0 to 05:00.7. */
    static SecondStream atHost(Scene scene) {
        var own = new SecondStream(IdePort.Role.ENDPOINT, scene);
        var partner = new RidRange(RequesterId.of(5, 0, 0), RequesterId.of(5, 0, 7));
        IdeStream host = scene.lab().rootPort().ide().addStream(IdeStreamSettings.of(ID, partner, List.of()));
        for (KeySlotId slot : KeySlotId.of(KeySet.K0)) {
            IdeKey key = IdeKey.random(scene.own().random());
            host.program(SESSION, slot, key, 1);
            own.stream.program(SESSION, slot.mirrored(), key, 1);
        }
        KeySlotId.of(KeySet.K0).forEach(host::start);
        host.enable();
        return own.started();
    }

    private SecondStream started() {
        KeySlotId.of(KeySet.K0).forEach(stream::start);
        stream.enable();
        return this;
    }

    /** Sends a request with T set; returns the data of the completion, if it is a good one. */
    Optional<Bytes> ask(Tlp request, Function<LinkFrame, Optional<LinkFrame>> link) {
        Optional<LinkFrame> answer = Optional.empty();
        for (LinkFrame frame : stream.seal(request, true)) {
            answer = link.apply(frame);
        }
        return answer.filter(LinkFrame.Protected.class::isInstance)
                .map(frame -> port.open((LinkFrame.Protected) frame))
                .filter(IdeOutcome.Delivered.class::isInstance)
                .map(outcome -> ((IdeOutcome.Delivered) outcome).tlp())
                .filter(Completion.class::isInstance)
                .map(Completion.class::cast)
                .filter(completion -> completion.status() == CompletionStatus.SUCCESSFUL)
                .map(Completion::payload);
    }

    /** Sends a request whose MAC is not right. */
    void sendBroken(Tlp request, Function<LinkFrame, Optional<LinkFrame>> link) {
        for (LinkFrame.Protected frame : stream.seal(request, true)) {
            Bytes mac = frame.mac();
            Bytes wrong = mac.with(0, mac.at(0) ^ 1);
            link.apply(new LinkFrame.Protected(frame.prefix(), frame.header(), frame.ciphertext(), wrong));
        }
    }
}
