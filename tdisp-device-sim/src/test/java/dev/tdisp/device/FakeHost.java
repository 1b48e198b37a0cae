package dev.tdisp.device;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.ide.IdeFeature;
import dev.tdisp.core.ide.IdeMessages;
import dev.tdisp.core.ide.IdeOutcome;
import dev.tdisp.core.ide.IdePort;
import dev.tdisp.core.ide.IdeProfile;
import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.pcie.AddressType;
import dev.tdisp.core.pcie.AtsMessages;
import dev.tdisp.core.pcie.Completion;
import dev.tdisp.core.pcie.CompletionStatus;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.MemoryRead;
import dev.tdisp.core.pcie.MemoryWrite;
import dev.tdisp.core.pcie.MessageTlp;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.pcie.Tlp;
import dev.tdisp.core.pcie.TranslationEntry;
import dev.tdisp.core.pcie.UpstreamPort;
import dev.tdisp.core.wire.Bytes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** The other end of the link, as small as a test needs it: memory, an IDE port, and a list of what came in. */
public final class FakeHost implements UpstreamPort {
    public static final RequesterId ROOT_PORT = new RequesterId(0x0008);

    private final IdePort port;
    private final Map<Long, Integer> memory = new HashMap<>();
    private final List<Received> received = new ArrayList<>();
    private Function<MemoryRead, Optional<CompletionStatus>> failures =
            read -> Optional.of(CompletionStatus.SUCCESSFUL);
    private Runnable beforeAnswer = () -> {};
    private Consumer<LinkFrame> beforeReceiving = frame -> {};
    private final Map<Long, TranslationEntry> translations = new HashMap<>();
    private Consumer<MessageTlp> onPageRequest = request -> {};
    private boolean distrusts;
    private boolean mayMiss;
    private boolean poisons;
    private int tag;

    /** A packet that came in. */
    public record Received(Tlp tlp, Optional<StreamId> stream, boolean trusted) {}

    FakeHost(Env env) {
        this.port = new IdePort(
                "host", IdePort.Role.ROOT_PORT, IdeProfile.STRICT.withFeatures(EnumSet.allOf(IdeFeature.class)), env);
    }

    public IdePort port() {
        return port;
    }

    /** Says how reads end; nothing for no completion at all. */
    public void answerReads(Function<MemoryRead, Optional<CompletionStatus>> outcome) {
        failures = outcome;
    }

    /** Runs something while a read of the device is under way. */
    public void beforeAnswer(Runnable action) {
        beforeAnswer = action;
    }

    /** Looks at each frame as it comes, and no longer minds frames that cannot be opened. */
    public void beforeReceiving(Consumer<LinkFrame> look) {
        beforeReceiving = look;
        mayMiss = true;
    }

    /** Translates a page from now on; without rights it is absent. */
    public void translate(long from, long to, int flags) {
        translations.put(from & ~0xFFFL, new TranslationEntry(to, flags));
    }

    /** Runs something when the device asks for a page. */
    public void onPageRequest(Consumer<MessageTlp> action) {
        onPageRequest = action;
    }

    /** Answers with T clear whatever it is asked. */
    public void answerUntrusted() {
        distrusts = true;
    }

    public List<MessageTlp> messages() {
        return received.stream()
                .filter(r -> r.tlp() instanceof MessageTlp)
                .map(r -> (MessageTlp) r.tlp())
                .toList();
    }

    public void poisonCompletions() {
        poisons = true;
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    public List<MemoryRead> reads() {
        return received.stream()
                .filter(r -> r.tlp() instanceof MemoryRead)
                .map(r -> (MemoryRead) r.tlp())
                .toList();
    }

    public List<MemoryWrite> writes() {
        return received.stream()
                .filter(r -> r.tlp() instanceof MemoryWrite)
                .map(r -> (MemoryWrite) r.tlp())
                .toList();
    }

    public boolean gotFailMessage(StreamId stream) {
        return received.stream().anyMatch(r -> IdeMessages.failedStream(r.tlp()).equals(Optional.of(stream)));
    }

    public void forgetReceived() {
        received.clear();
    }

    public void put(long address, Bytes data) {
        for (int i = 0; i < data.size(); i++) {
            memory.put(address + i, data.at(i));
        }
    }

    public Bytes at(long address, int length) {
        var content = new byte[length];
        for (int i = 0; i < length; i++) {
            content[i] = memory.getOrDefault(address + i, 0).byteValue();
        }
        return Bytes.of(content);
    }

    @Override
    public Optional<LinkFrame> receive(LinkFrame frame) {
        beforeReceiving.accept(frame);
        if (frame instanceof LinkFrame.Protected sealed) {
            IdeOutcome outcome = port.open(sealed);
            if (outcome instanceof IdeOutcome.Delivered delivered) {
                received.add(new Received(delivered.tlp(), Optional.of(delivered.stream()), delivered.trusted()));
                return carryOut(delivered.tlp())
                        .map(completion -> seal(completion, delivered.stream(), delivered.trusted() && !distrusts));
            }
            if (outcome instanceof IdeOutcome.Unit unit) {
                unit.parts().forEach(part -> {
                    var delivered = (IdeOutcome.Delivered) part;
                    received.add(new Received(delivered.tlp(), Optional.of(delivered.stream()), delivered.trusted()));
                    carryOut(delivered.tlp());
                });
                return Optional.empty();
            }
            if (outcome instanceof IdeOutcome.Consumed || outcome instanceof IdeOutcome.Held || mayMiss) {
                return Optional.empty();
            }
            throw new AssertionError("the host cannot open a frame of the device: " + outcome);
        }
        Tlp tlp = ((LinkFrame.Plain) frame).tlp();
        received.add(new Received(tlp, Optional.empty(), false));
        port.takeFailMessage(tlp);
        return carryOut(tlp).map(LinkFrame.Plain::new);
    }

    private Optional<Completion> carryOut(Tlp tlp) {
        if (tlp instanceof MemoryWrite write) {
            put(write.address(), write.payload());
        }
        if (tlp instanceof MessageTlp message && message.code() == AtsMessages.PAGE_REQUEST) {
            onPageRequest.accept(message);
        }
        if (!(tlp instanceof MemoryRead read)) {
            return Optional.empty();
        }
        beforeAnswer.run();
        if (read.attributes().addressType() == AddressType.TRANSLATION_REQUEST) {
            TranslationEntry entry = translations.getOrDefault(read.address(), new TranslationEntry(0, 0));
            return failures.apply(read).map(status -> Completion.of(ROOT_PORT, read, entry.encode()));
        }
        return failures.apply(read)
                .map(status -> status == CompletionStatus.SUCCESSFUL
                        ? poisoned(Completion.of(ROOT_PORT, read, at(read.address(), read.length())))
                        : Completion.failed(ROOT_PORT, read, status));
    }

    private Completion poisoned(Completion c) {
        return new Completion(
                c.completer(),
                c.requester(),
                c.tag(),
                c.status(),
                c.byteCount(),
                c.lowerAddress(),
                c.payload(),
                c.attributes().withPoisoned(poisons));
    }

    /** Opens an answer of the device; one that cannot be opened is none. */
    public IdeOutcome.Delivered opened(LinkFrame.Protected answer) {
        IdeOutcome outcome = port.open(answer);
        if (outcome instanceof IdeOutcome.Delivered delivered) {
            return delivered;
        }
        throw new AssertionError("the host cannot open the answer: " + outcome);
    }

    public LinkFrame seal(Tlp tlp, StreamId stream, boolean trusted) {
        IdeStream sealing = port.stream(stream).orElseThrow();
        List<LinkFrame.Protected> frames = sealing.seal(tlp, trusted);
        return frames.get(frames.size() - 1);
    }

    MemoryRead read(long address, int length) {
        tag = (tag + 1) % 256;
        return new MemoryRead(ROOT_PORT, tag, address, length);
    }
}
