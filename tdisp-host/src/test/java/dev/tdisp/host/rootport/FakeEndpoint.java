package dev.tdisp.host.rootport;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.ide.IdeKey;
import dev.tdisp.core.ide.IdeOutcome;
import dev.tdisp.core.ide.IdePort;
import dev.tdisp.core.ide.IdeProfile;
import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.ide.IdeStreamSettings;
import dev.tdisp.core.ide.KeyDirection;
import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.pcie.Completion;
import dev.tdisp.core.pcie.CompletionStatus;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.MemoryRead;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.pcie.Tlp;
import dev.tdisp.core.pcie.TlpAttributes;
import dev.tdisp.core.pcie.UpstreamPort;
import dev.tdisp.core.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A link partner with one stream: it answers reads with a pattern and sends what a test tells it to. */
final class FakeEndpoint implements PcieDevice {
    static final RequesterId FUNCTION = RequesterId.of(1, 0, 1);
    static final StreamId STREAM = new StreamId(0x10);

    private static final long SESSION = 1;

    final List<String> received = new ArrayList<>();
    final IdePort ide;
    CompletionStatus status = CompletionStatus.SUCCESSFUL;

    /** Completes another request than the one that came. */
    boolean confusesTags;

    /** Completes with another T than that of the request. */
    boolean confusesTrust;

    /** Marks the data of its completions as poisoned. */
    boolean poisons;

    private Optional<UpstreamPort> port = Optional.empty();

    FakeEndpoint(Env env) {
        ide = new IdePort("device", IdePort.Role.ENDPOINT, IdeProfile.STRICT, env);
    }

    /** Keys a stream at both ends. */
    void secure(IdePort root, IdeStreamSettings settingsOfRoot, Env env) {
        IdeStream near = root.addStream(settingsOfRoot);
        IdeStream far = ide.addStream(IdeStreamSettings.defaultStream(settingsOfRoot.id()));
        for (KeySlotId slot : KeySlotId.of(KeySet.K0)) {
            IdeKey key = IdeKey.random(env.random());
            near.program(SESSION, slot, key, 1);
            far.program(SESSION, slot.mirrored(), key, 1);
        }
        for (KeyDirection direction : KeyDirection.values()) {
            KeySlotId.of(KeySet.K0, direction).forEach(near::start);
            KeySlotId.of(KeySet.K0, direction).forEach(far::start);
        }
        far.enable();
        near.enable();
    }

    /** Sends a packet over the stream; gives what came back. */
    Optional<Completion> send(Tlp tlp, boolean trusted) {
        return send(tlp, trusted, stream());
    }

    /** Does the same over one of several streams. */
    Optional<Completion> send(Tlp tlp, boolean trusted, IdeStream over) {
        Optional<LinkFrame> answer = Optional.empty();
        for (LinkFrame frame : over.seal(tlp, trusted)) {
            answer = upstream().receive(frame);
        }
        return answer.map(frame -> ide.open((LinkFrame.Protected) frame))
                .map(IdeOutcome.Delivered.class::cast)
                .map(delivered -> (Completion) delivered.tlp());
    }

    Optional<Completion> sendPlain(Tlp tlp) {
        return upstream().receive(new LinkFrame.Plain(tlp)).map(frame -> (Completion) ((LinkFrame.Plain) frame).tlp());
    }

    UpstreamPort upstream() {
        return port.orElseThrow();
    }

    IdeStream stream() {
        return ide.stream(STREAM).orElseThrow();
    }

    @Override
    public void connect(UpstreamPort newPort) {
        port = Optional.of(newPort);
    }

    @Override
    public Optional<LinkFrame> receive(LinkFrame frame) {
        if (frame instanceof LinkFrame.Plain plain) {
            received.add(plain.tlp().describe() + " plain");
            return ide.takeFailMessage(plain.tlp())
                    ? Optional.empty()
                    : answer(plain.tlp()).map(LinkFrame.Plain::new);
        }
        var delivered = (IdeOutcome.Delivered) ide.open((LinkFrame.Protected) frame);
        received.add("%s T=%s".formatted(delivered.tlp().describe(), delivered.trusted()));
        boolean trusted = delivered.trusted() != confusesTrust;
        return answer(delivered.tlp())
                .map(completion -> stream().seal(completion, trusted).get(0));
    }

    private Optional<Completion> answer(Tlp tlp) {
        if (!(tlp instanceof MemoryRead read)) {
            return Optional.empty();
        }
        int tag = confusesTags ? read.tag() + 1 : read.tag();
        TlpAttributes attributes = TlpAttributes.DEFAULT.withPoisoned(poisons);
        var request = new MemoryRead(read.requester(), tag, read.address(), read.length());
        return Optional.of(
                status == CompletionStatus.SUCCESSFUL
                        ? marked(Completion.of(FUNCTION, request, Bytes.filled(0xD5, read.length())), attributes)
                        : Completion.failed(FUNCTION, request, status));
    }

    private static Completion marked(Completion answer, TlpAttributes attributes) {
        return new Completion(
                answer.completer(),
                answer.requester(),
                answer.tag(),
                answer.status(),
                answer.byteCount(),
                answer.lowerAddress(),
                answer.payload(),
                attributes);
    }

    @Override
    public long configRead(RequesterId function, int offset, int size) {
        return -1;
    }

    @Override
    public void configWrite(RequesterId function, int offset, int size, long value) {}

    @Override
    public void conventionalReset() {}
}
