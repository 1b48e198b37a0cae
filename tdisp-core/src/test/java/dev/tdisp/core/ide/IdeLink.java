package dev.tdisp.core.ide;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.pcie.Tlp;
import dev.tdisp.core.trace.RecordingTrace;
import java.util.ArrayList;
import java.util.List;

/** Two ports with the same stream: a device's and a root port's. */
final class IdeLink {
    static final StreamId ID = new StreamId(0x10);
    static final RequesterId FUNCTION = new RequesterId(0x0100);
    static final RequesterId ROOT_PORT = new RequesterId(0x0008);
    static final long SESSION = 0xFFFF_FFFFL;

    final RecordingTrace trace = new RecordingTrace();
    final List<String> losses = new ArrayList<>();
    final IdePort devicePort;
    final IdePort rootPort;
    final IdeStream device;
    final IdeStream root;
    private final RandomSource random = RandomSource.seeded(1);

    IdeLink() {
        this(IdeProfile.STRICT);
    }

    IdeLink(IdeProfile profile) {
        Env env = Env.seeded(1, trace);
        devicePort = new IdePort("device", IdePort.Role.ENDPOINT, profile, env);
        rootPort = new IdePort("root port", IdePort.Role.ROOT_PORT, profile, env);
        device = devicePort.addStream(IdeStreamSettings.defaultStream(ID));
        root = rootPort.addStream(IdeStreamSettings.of(
                ID,
                new RidRange(FUNCTION, new RequesterId(0x0108)),
                List.of(new AddressRange(0x40_0000_0000L, 0x40_028F_FFFFL))));
        devicePort.addListener((stream, cause) -> losses.add(stream + " " + cause));
    }

    static IdeLink secure() {
        return secure(IdeProfile.STRICT);
    }

    static IdeLink secure(IdeProfile profile) {
        var link = new IdeLink(profile);
        link.program(KeySet.K0);
        link.start(KeySet.K0);
        link.device.enable();
        link.root.enable();
        return link;
    }

    void program(KeySet keySet) {
        KeySlotId.of(keySet).forEach(this::program);
    }

    void program(KeySlotId slot) {
        IdeKey key = IdeKey.random(random);
        device.program(SESSION, slot, key, 1);
        root.program(SESSION, slot.mirrored(), key, 1);
        key.destroy();
    }

    void start(KeySet keySet) {
        for (KeyDirection direction : KeyDirection.values()) {
            KeySlotId.of(keySet, direction).forEach(device::start);
            KeySlotId.of(keySet, direction).forEach(root::start);
        }
    }

    IdeOutcome up(Tlp tlp, boolean trusted) {
        return last(device.seal(tlp, trusted), rootPort);
    }

    IdeOutcome down(Tlp tlp, boolean trusted) {
        return last(root.seal(tlp, trusted), devicePort);
    }

    private static IdeOutcome last(List<LinkFrame.Protected> frames, IdePort receiver) {
        IdeOutcome outcome = new IdeOutcome.Dropped(ID);
        for (LinkFrame.Protected frame : frames) {
            outcome = receiver.open(frame);
        }
        return outcome;
    }

    LinkFrame.Protected sealUp(Tlp tlp) {
        List<LinkFrame.Protected> frames = device.seal(tlp, true);
        return frames.get(frames.size() - 1);
    }
}
