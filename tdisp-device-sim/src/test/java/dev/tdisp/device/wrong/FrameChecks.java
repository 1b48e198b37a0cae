package dev.tdisp.device.wrong;

import static dev.tdisp.device.wrong.Probe.equal;
import static dev.tdisp.device.wrong.Probe.require;

import dev.tdisp.core.ide.IdeKey;
import dev.tdisp.core.ide.IdeMessages;
import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.ide.IdeStreamSettings;
import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.ide.RidRange;
import dev.tdisp.core.pcie.CompletionStatus;
import dev.tdisp.core.pcie.IdePrefix;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.MemoryRead;
import dev.tdisp.core.pcie.MemoryWrite;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.Bench;
import dev.tdisp.device.FakeHost;
import dev.tdisp.device.Way;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What must become of protected packets, in order or not. */
final class FrameChecks {
    private static final StreamId OTHER = new StreamId(0x20);
    private static final long MEMORY = Bench.VF_BAR0 + 0x2000;
    private static final long PUBLIC = Bench.VF_BAR0 + 0x1000;
    private static final int CHECK_FAILED = 1 << 28;
    private static final int MISROUTED = 1 << 29;

    private FrameChecks() {}

    static Map<String, Consumer<Probe>> all() {
        Map<String, Consumer<Probe>> checks = new TreeMap<>();
        order(checks);
        failures(checks);
        completions(checks);
        associations(checks);
        return checks;
    }

    private static void order(Map<String, Consumer<Probe>> checks) {
        checks.put("P-082", p -> {
            LinkFrame old = write(p);
            newKeys(p);
            p.bench.bus().receive(write(p));
            require(StreamChecks.stream(p, 0).isSecure(), "the new key fails");
            p.bench.bus().receive(old);
            require(!StreamChecks.stream(p, 0).isSecure(), "the old key after the new one");
        });
        checks.put("P-092", p -> {
            LinkFrame frame = write(p);
            p.bench.bus().receive(frame);
            require(StreamChecks.stream(p, 0).isSecure(), "a good packet fails");
            p.bench.bus().receive(frame);
            require(!StreamChecks.stream(p, 0).isSecure(), "a repeated packet");
        });
        checks.put("P-093", p -> {
            LinkFrame read = read(p);
            p.bench.bus().receive(write(p));
            p.bench.bus().receive(read);
            require(StreamChecks.stream(p, 0).isSecure(), "a posted packet may pass a request");
        });
        checks.put("P-094", p -> {
            write(p);
            p.bench.bus().receive(read(p));
            require(!StreamChecks.stream(p, 0).isSecure(), "a request must not pass a posted packet");
        });
    }

    private static LinkFrame write(Probe p) {
        return p.bench.frame(new MemoryWrite(FakeHost.ROOT_PORT, 0, MEMORY, Bytes.filled(7, 4)), Way.UNTRUSTED);
    }

    private static LinkFrame read(Probe p) {
        return p.bench.frame(new MemoryRead(FakeHost.ROOT_PORT, 9, PUBLIC, 4), Way.UNTRUSTED);
    }

    private static void newKeys(Probe p) {
        IdeStream stream = StreamChecks.stream(p, 0);
        key(stream, p.bench.hostStream(), KeySet.K1);
    }

    private static void key(IdeStream device, IdeStream host, KeySet set) {
        for (KeySlotId slot : KeySlotId.of(set)) {
            IdeKey key = IdeKey.of(Bytes.filled(0x80 + slot.code(), IdeKey.SIZE));
            device.program(Bench.SESSION, slot, key, 1);
            host.program(Bench.SESSION, slot.mirrored(), key, 1);
        }
        for (KeySlotId slot : KeySlotId.of(set)) {
            device.start(slot);
            host.start(slot);
        }
    }

    private static void failures(Map<String, Consumer<Probe>> checks) {
        checks.put("P-096", p -> {
            var sealed = (LinkFrame.Protected) write(p);
            p.bench
                    .bus()
                    .receive(new LinkFrame.Protected(
                            sealed.prefix(),
                            sealed.header(),
                            sealed.ciphertext().with(0, sealed.ciphertext().at(0) ^ 1),
                            sealed.mac()));
            require(!StreamChecks.stream(p, 0).isSecure(), "secure after a forged packet");
            require((p.bench.read(Bench.PF, 0x104, 4) & CHECK_FAILED) != 0, "no log");
            require(p.bench.host().gotFailMessage(Bench.STREAM), "no message");
        });
        checks.put("P-097", p -> {
            p.bench.send(new LinkFrame.Plain(IdeMessages.fail(FakeHost.ROOT_PORT, Bench.STREAM)));
            equal(p.bench.streamStatus(0) >>> 31, 1L);
            require(StreamChecks.stream(p, 0).isSecure(), "insecure by a message");
        });
        checks.put("P-098", p -> {
            var sealed = (LinkFrame.Protected) write(p);
            IdePrefix was = sealed.prefix();
            var prefix = new IdePrefix(
                    was.sentCounter(),
                    new StreamId(0x33),
                    was.subStreamCode(),
                    was.pcrc(),
                    was.mac(),
                    was.keySet(),
                    was.trusted());
            p.bench.bus().receive(new LinkFrame.Protected(prefix, sealed.header(), sealed.ciphertext(), sealed.mac()));
            require((p.bench.read(Bench.PF, 0x104, 4) & MISROUTED) != 0, "no log");
            require(StreamChecks.stream(p, 0).isSecure(), "another stream is insecure");
        });
    }

    private static void completions(Map<String, Consumer<Probe>> checks) {
        checks.put("P-090", p -> require(verifies(p), "a completion does not verify"));
        checks.put("P-091", p -> {
            verifies(p);
            require(verifies(p), "the second completion does not verify");
        });
        checks.put("P-100", p -> {
            p.run(1);
            for (Way way : List.of(Way.UNTRUSTED, Way.TRUSTED)) {
                long address = way == Way.TRUSTED ? Bench.VF_BAR0 + 4 : PUBLIC;
                LinkFrame request = p.bench.frame(new MemoryRead(FakeHost.ROOT_PORT, 9, address, 4), way);
                LinkFrame answer =
                        p.bench.bus().receive(request).orElseThrow(() -> new AssertionError("no completion"));
                var prefix = ((LinkFrame.Protected) answer).prefix();
                equal(prefix.trusted(), way == Way.TRUSTED);
                equal(prefix.streamId(), Bench.STREAM);
            }
        });
    }

    private static boolean verifies(Probe p) {
        return p.bench.readMemory(PUBLIC, 4, Way.UNTRUSTED).isPresent()
                && p.bench.hostStream().isSecure();
    }

    private static void associations(Map<String, Consumer<Probe>> checks) {
        checks.put("P-099", p -> {
            p.bench.configureStream(1, OTHER, 0);
            IdeStream host = p.bench.host().port().addStream();
            host.configure(IdeStreamSettings.of(OTHER, RidRange.of(new RequesterId(0x0101)), List.of()));
            key(StreamChecks.stream(p, 1), host, KeySet.K0);
            p.bench.setStreamControl(1, p.bench.streamControl(1) | 1);
            require(host.enable(), "the host's end");
            var stranger = new MemoryRead(new RequesterId(0x0030), 9, PUBLIC, 4);
            var own = new MemoryRead(FakeHost.ROOT_PORT, 9, PUBLIC, 4);
            equal(status(p, host, own), CompletionStatus.SUCCESSFUL);
            equal(status(p, host, stranger), CompletionStatus.UNSUPPORTED_REQUEST);
            require(StreamChecks.stream(p, 1).isSecure(), "insecure by a stranger");
        });
        checks.put("P-101", p -> {
            p.bench.setStreamControl(0, 0);
            p.bench.configureStream(0, Bench.STREAM, 1 << 22 | 1 << 23);
            key(StreamChecks.stream(p, 0), p.bench.hostStream(), KeySet.K1);
            p.bench.setStreamControl(0, p.bench.streamControl(0) | 1);
            p.bench.host().forgetReceived();
            p.bench
                    .host()
                    .beforeReceiving(frame -> require(frame instanceof LinkFrame.Plain, "T=0 on a limited stream"));
            p.vf(1).dma().read(Bench.HOST_BUFFER, 4);
            require(!p.bench.host().received().isEmpty(), "nothing was sent");
        });
    }

    private static CompletionStatus status(Probe p, IdeStream host, MemoryRead read) {
        List<LinkFrame.Protected> frames = host.seal(read, false);
        return p.bench
                .send(frames.get(frames.size() - 1))
                .orElseThrow(() -> new AssertionError("no completion"))
                .status();
    }
}
