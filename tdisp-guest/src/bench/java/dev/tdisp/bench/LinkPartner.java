package dev.tdisp.bench;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.ide.IdeOutcome;
import dev.tdisp.core.ide.IdePort;
import dev.tdisp.core.ide.IdeProfile;
import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.pcie.Completion;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.MemoryRead;
import dev.tdisp.core.pcie.MemoryWrite;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.Tlp;
import dev.tdisp.core.pcie.UpstreamPort;
import dev.tdisp.core.wire.Bytes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The other end of a device's link with as little of its own as possible: memory, and the other half of a stream. */
final class LinkPartner implements UpstreamPort {
    static final RequesterId ROOT_PORT = new RequesterId(0x0008);
    private static final int MEMORY = 1 << 20;
    private static final int TAGS = 256;

    private final IdePort ide;
    private final byte[] memory = new byte[MEMORY];
    private @Nullable PcieDevice device;
    private @Nullable IdeStream stream;
    private int tag;

    LinkPartner(Env env) {
        ide = new IdePort("root-port", IdePort.Role.ROOT_PORT, IdeProfile.STRICT, env);
    }

    IdePort ide() {
        return ide;
    }

    void plug(PcieDevice newDevice) {
        device = newDevice;
    }

    /** Sends over a stream with T from now on. */
    void protect(IdeStream newStream) {
        stream = newStream;
    }

    Bytes read(long address, int length) {
        tag = (tag + 1) % TAGS;
        LinkFrame answer = send(new MemoryRead(ROOT_PORT, tag, address, length)).orElseThrow();
        return ((Completion) open(answer).orElseThrow()).payload();
    }

    void write(long address, Bytes content) {
        send(new MemoryWrite(ROOT_PORT, 0, address, content));
    }

    void fill(int size) {
        for (int i = 0; i < size; i++) {
            memory[i] = (byte) (i * 31 >>> 3);
        }
    }

    Bytes content(long address, int size) {
        return Bytes.of(Arrays.copyOfRange(memory, (int) address, (int) address + size));
    }

    private Optional<LinkFrame> send(Tlp tlp) {
        Optional<LinkFrame> answer = Optional.empty();
        for (LinkFrame frame : frames(tlp)) {
            answer = device.receive(frame);
        }
        return answer;
    }

    private List<? extends LinkFrame> frames(Tlp tlp) {
        return stream == null ? List.of(new LinkFrame.Plain(tlp)) : stream.seal(tlp, true);
    }

    /** Returns the packet of a frame; nothing if the frame was between the ports alone. */
    private Optional<Tlp> open(LinkFrame frame) {
        if (frame instanceof LinkFrame.Plain plain) {
            return Optional.of(plain.tlp());
        }
        IdeOutcome outcome = ide.open((LinkFrame.Protected) frame);
        TestBed.require(outcome instanceof IdeOutcome.Delivered || outcome instanceof IdeOutcome.Consumed);
        return outcome instanceof IdeOutcome.Delivered delivered ? Optional.of(delivered.tlp()) : Optional.empty();
    }

    @Override
    public Optional<LinkFrame> receive(LinkFrame frame) {
        return open(frame).flatMap(this::serve);
    }

    private Optional<LinkFrame> serve(Tlp tlp) {
        if (tlp instanceof MemoryWrite write) {
            byte[] content = write.payload().toArray();
            System.arraycopy(content, 0, memory, (int) write.address(), content.length);
            return Optional.empty();
        }
        MemoryRead read = (MemoryRead) tlp;
        List<? extends LinkFrame> frames =
                frames(Completion.of(ROOT_PORT, read, content(read.address(), read.length())));
        int last = frames.size() - 1;
        frames.subList(0, last).forEach(device::receive);
        return Optional.of(frames.get(last));
    }
}
