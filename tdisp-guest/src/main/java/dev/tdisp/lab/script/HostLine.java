package dev.tdisp.lab.script;

import dev.tdisp.core.fault.FaultSubject;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.dsm.MessageFields;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One line of a host's script: what is sent, and what must come back. */
final class HostLine {
    private final Kind kind;
    private final Function<HostLine, Bytes> request;
    private final List<String> names = new ArrayList<>();
    private String title;
    private Bend bend = Bend.NONE;
    private String from = "";
    private Answer expected = Answer.ANY;
    private @Nullable Captured last;

    /** A line whose request is made when it is sent. */
    HostLine(Kind kind, Function<HostLine, Bytes> request) {
        this.kind = kind;
        this.request = request;
        this.title = kind.word();
    }

    /**
     * What must come back.
     *
     * @param text what to call it
     * @param check throws what is wrong with what came
     */
    record Answer(String text, Check check) {
        static final Answer ANY = new Answer("any answer", came -> {});
    }

    /** Looks at what came back. */
    @FunctionalInterface
    interface Check {
        void examine(Came came);
    }

    Kind kind() {
        return kind;
    }

    VendorProtocol protocol() {
        return kind.protocol();
    }

    String title() {
        return title;
    }

    void name(String newTitle) {
        title = newTitle;
    }

    Bend bend() {
        return bend;
    }

    void bend(Bend newBend) {
        bend = newBend;
    }

    /** The capture whose nonce is sent; empty for the last one. */
    String from() {
        return from;
    }

    void from(String capture) {
        from = capture;
    }

    Answer expected() {
        return expected;
    }

    void expect(Answer answer) {
        expected = answer;
    }

    /** Makes the right request, whatever the script bends. */
    FaultSubject request() {
        Bytes right = request.apply(this);
        FaultSubject subject =
                protocol() == VendorProtocol.TDISP ? MessageFields.tdisp(right) : MessageFields.ideKm(right);
        return new FaultSubject(subject.name(), right, subject.fields());
    }

    void remember(Captured exchange, Captures captures) {
        last = exchange;
        names.forEach(name -> captures.put(name, exchange));
    }

    void capture(String name, Captures captures) {
        names.add(name);
        if (last != null) {
            captures.put(name, last);
        }
    }

    /** The script's word for it. */
    @Override
    public String toString() {
        return kind.word();
    }
}
