package dev.tdisp.device.walk;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.ide.IdeOutcome;
import dev.tdisp.core.ide.IdePort;
import dev.tdisp.core.ide.IdeProfile;
import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.pcie.AddressType;
import dev.tdisp.core.pcie.Completion;
import dev.tdisp.core.pcie.CompletionStatus;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.MemoryRead;
import dev.tdisp.core.pcie.MemoryWrite;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.Tlp;
import dev.tdisp.core.pcie.TranslationEntry;
import dev.tdisp.core.pcie.UpstreamPort;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.SrIovDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The upper end of the link, which watches every memory request of the device. */
final class WalkHost implements UpstreamPort {
    static final RequesterId ROOT_PORT = new RequesterId(0x0008);

    /** A memory request of the device: who, whether trusted, and whether its interface was in RUN at that moment. */
    record Seen(RequesterId requester, boolean trusted, Optional<String> stream) {}

    final IdePort port;
    final List<Seen> seen = new ArrayList<>();
    boolean refuses;
    boolean distrusts;

    /** Happens once, while a read of the device is under way. */
    Runnable meanwhile = () -> {};

    private int tag;

    WalkHost(Env env) {
        port = new IdePort("host", IdePort.Role.ROOT_PORT, IdeProfile.STRICT, env);
        port.addStream();
        port.addStream();
    }

    @Override
    public Optional<LinkFrame> receive(LinkFrame frame) {
        if (frame instanceof LinkFrame.Plain plain) {
            port.takeFailMessage(plain.tlp());
            return serve(plain.tlp(), false, Optional.empty()).map(LinkFrame.Plain::new);
        }
        IdeOutcome outcome = port.open((LinkFrame.Protected) frame);
        if (outcome instanceof IdeOutcome.Delivered delivered) {
            IdeStream stream = port.stream(delivered.stream()).orElseThrow();
            return serve(
                            delivered.tlp(),
                            delivered.trusted(),
                            Optional.of(stream.id().toString()))
                    .map(completion -> last(stream.seal(completion, delivered.trusted() && !distrusts)));
        }
        if (outcome instanceof IdeOutcome.Consumed) {
            return Optional.empty();
        }
        throw new AssertionError("the host cannot open a frame of the device: " + outcome);
    }

    /** Every address of a guest means the same address of the machine. */
    private static Bytes translate(long address) {
        return new TranslationEntry(address & ~0xFFFL, TranslationEntry.READ | TranslationEntry.WRITE).encode();
    }

    private static LinkFrame last(List<LinkFrame.Protected> frames) {
        if (frames.size() != 1) {
            throw new AssertionError("a message before a completion");
        }
        return frames.get(0);
    }

    private Optional<Completion> serve(Tlp tlp, boolean trusted, Optional<String> stream) {
        if (tlp instanceof MemoryWrite || tlp instanceof MemoryRead) {
            seen.add(new Seen(tlp.requester(), trusted, stream));
        }
        if (!(tlp instanceof MemoryRead read)) {
            return Optional.empty();
        }
        Runnable happening = meanwhile;
        meanwhile = () -> {};
        happening.run();
        if (read.attributes().addressType() == AddressType.TRANSLATION_REQUEST) {
            return Optional.of(Completion.of(ROOT_PORT, read, translate(read.address())));
        }
        return Optional.of(
                refuses
                        ? Completion.failed(ROOT_PORT, read, CompletionStatus.UNSUPPORTED_REQUEST)
                        : Completion.of(ROOT_PORT, read, Bytes.filled(0x5A, read.length())));
    }

    /** Reads 4 bytes, and tells whether the device gave them; a stream of -1 is none. */
    boolean read(SrIovDevice device, long address, int stream, boolean trusted) {
        tag = (tag + 1) % 256;
        return send(device, new MemoryRead(ROOT_PORT, tag, address, 4), stream, trusted)
                .filter(completion -> completion.status() == CompletionStatus.SUCCESSFUL)
                .isPresent();
    }

    void write(SrIovDevice device, long address, Bytes content, int stream, boolean trusted) {
        send(device, new MemoryWrite(ROOT_PORT, 0, address, content), stream, trusted);
    }

    Optional<Completion> send(SrIovDevice device, Tlp tlp, int stream, boolean trusted) {
        Optional<LinkFrame> answer = Optional.empty();
        if (stream < 0) {
            answer = device.receive(new LinkFrame.Plain(tlp));
        } else {
            for (LinkFrame frame : port.streams().get(stream).seal(tlp, trusted)) {
                answer = device.receive(frame);
            }
        }
        return answer.flatMap(this::completion);
    }

    private Optional<Completion> completion(LinkFrame frame) {
        if (frame instanceof LinkFrame.Plain plain) {
            return Optional.of((Completion) plain.tlp());
        }
        IdeOutcome outcome = port.open((LinkFrame.Protected) frame);
        return outcome instanceof IdeOutcome.Delivered delivered
                ? Optional.of((Completion) delivered.tlp())
                : Optional.empty();
    }

    /** Sends a read whose MAC is wrong. */
    void sendGarbled(SrIovDevice device, long address, int stream) {
        for (LinkFrame.Protected frame :
                port.streams().get(stream).seal(new MemoryRead(ROOT_PORT, 0, address, 4), true)) {
            device.receive(garbled(frame));
        }
    }

    static LinkFrame garbled(LinkFrame.Protected frame) {
        Bytes mac = frame.mac().with(0, frame.mac().at(0) ^ 1);
        return new LinkFrame.Protected(frame.prefix(), frame.header(), frame.ciphertext(), mac);
    }
}
