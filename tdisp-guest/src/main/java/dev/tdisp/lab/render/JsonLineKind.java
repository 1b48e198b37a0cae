package dev.tdisp.lab.render;

import static dev.tdisp.lab.render.JsonMember.always;
import static dev.tdisp.lab.render.JsonMember.derived;
import static dev.tdisp.lab.render.JsonMember.ifKnown;

import dev.tdisp.lab.render.JsonMember.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The kinds of lines of a trace in JSON Lines, and what stands in each: the writer, the reader and the manual follow it. */
enum JsonLineKind {
    /** The first line. */
    RUN(
            "The first line: what was done, and what is to be known to read the rest.",
            false,
            always("schema", Form.WHOLE, "the version of this form, 1"),
            always("title", Form.TEXT, "what was done"),
            always("start", Form.INSTANT, "when the first event happened"),
            always("facts", Form.MAP, "options of the run: `seed`, `vf`, `platform`, and others"),
            derived("lanes", Form.LANES, "the parties that have events, from left to right"),
            derived("machines", Form.TEXTS, "names of all state machines that change, as `source machine`")),
    /** A step begins. */
    STEP(
            "A step begins; the events behind it are of this step.",
            false,
            always("step", Form.WHOLE, "its number, from 1"),
            always("actor", Form.TEXT, "the party that acts: `VMM`, `TSM`, `TVM`, `DSM`; empty for events of no step"),
            always("name", Form.TEXT, "what it does; empty for events of no step")),
    /** A message was sent. */
    MESSAGE(
            "A message went from one party to another.",
            true,
            always("source", Form.TEXT, "who sent it"),
            always("destination", Form.TEXT, "who it is for"),
            always("protocol", Form.TEXT, "`TDISP`, `IDE_KM`, `SPDM`, `DOE`, or another one"),
            always("name", Form.TEXT, "the specification's name of the message"),
            always("detail", Form.TEXT, "values worth a line; may be empty"),
            always("bytes", Form.HEX, "the message in the clear; secrets in it are zeros"),
            always("fields", Form.FIELDS, "its fields in wire order; empty if nobody recorded them"),
            derived("clause", Form.TEXT, "where the specification defines it, if known")),
    /** A state machine changed its state. */
    STATE(
            "A state machine changed its state.",
            true,
            always("source", Form.TEXT, "whose machine"),
            always("machine", Form.TEXT, "the machine: `TDI`, `stream 10h`, `SPDM session FFFFFFFFh`, `DMA gate`, …"),
            always("from", Form.TEXT, "the state before"),
            always("to", Form.TEXT, "the state after"),
            always("cause", Form.TEXT, "what made it change"),
            always("clause", Form.TEXT, "where the specification says so; may be empty"),
            ifKnown("session", Form.HEX_NUMBER, "the SPDM session that it was bound to before or is bound to after")),
    /** A register was written. */
    REGISTER(
            "A register was written.",
            true,
            always("source", Form.TEXT, "the function that holds it"),
            always("register", Form.TEXT, "its name"),
            always("before", Form.HEX_NUMBER, "its value before"),
            always("after", Form.HEX_NUMBER, "its value after")),
    /** A packet crossed the link. */
    PACKET(
            "A transaction layer packet crossed the link.",
            true,
            always("source", Form.TEXT, "who sent it"),
            always("description", Form.TEXT, "kind, address, length and trust"),
            always("outcome", Form.TEXT, "what became of it")),
    /** Something was done with a key. */
    KEY(
            "A key was derived, programmed, put to use or erased; never its value.",
            true,
            always("source", Form.TEXT, "who holds it"),
            always("key", Form.TEXT, "its name; a slash parts it from what it belongs to"),
            always("action", Form.TEXT, "what was done"),
            derived("node", Form.TEXT, "its id in the tree of keys: `source/key`"),
            derived("parentNode", Form.TEXT, "the id of the key that it was derived from, if it was"),
            ifKnown("parent", Form.TEXT, "the name of the key that it was derived from"),
            ifKnown("label", Form.TEXT, "the label of the derivation"),
            ifKnown("context", Form.TEXT, "what else went in: `TH1`, `TH2`"),
            ifKnown("digest", Form.HEX, "the digest of that context"),
            ifKnown("size", Form.WHOLE, "how many bytes the key has")),
    /** Something else. */
    NOTE(
            "Something else worth telling.",
            true,
            always("source", Form.TEXT, "where"),
            always("text", Form.TEXT, "what")),
    /** A step ended. */
    AFTER(
            "A step ended: what each party has in its books now, and where every state machine is.",
            false,
            always("step", Form.WHOLE, "the number of the step"),
            ifKnown("milestone", Form.TEXT, "what was reached, for example `locked`"),
            ifKnown("failure", Form.TEXT, "why the step was not done"),
            always("parties", Form.PARTIES, "`DSM`, `TSM`, `VMM`, `TVM`; empty if nobody looked"),
            derived("machines", Form.MACHINES, "all state machines that changed so far, with their states"));

    /** What a field of a message is. */
    static final List<JsonMember> FIELD = List.of(
            always("name", Form.TEXT, "the specification's name, with the structures around it"),
            always("offset", Form.WHOLE, "where it starts, in bytes"),
            always("length", Form.WHOLE, "its size in bytes"),
            always("value", Form.TEXT, "its value in words or digits"),
            derived("meaning", Form.TEXT, "what it is for, if known"));
    /** What a party is. */
    static final List<JsonMember> PARTY = List.of(
            always("party", Form.TEXT, "`DSM`, `TSM`, `VMM` or `TVM`"),
            always("text", Form.TEXT, "its state in one line"),
            always("values", Form.MAP, "the same as names and values"));
    /** What a lane is. */
    static final List<JsonMember> LANE = List.of(
            derived("id", Form.TEXT, "a word that names it"),
            derived("title", Form.TEXT, "what to write above it"),
            derived("sources", Form.TEXTS, "the sources and destinations of events that belong to it"));
    /** What a machine is. */
    static final List<JsonMember> MACHINE = List.of(
            derived("source", Form.TEXT, "whose machine"),
            derived("machine", Form.TEXT, "its name"),
            derived("state", Form.TEXT, "its state"));

    private static final List<JsonMember> EVENT = List.of(
            derived("step", Form.WHOLE, "the number of its step"),
            derived("event", Form.WHOLE, "its number in the run, from 1"),
            always("time", Form.SECONDS, "since the `start` of the run"));
    private static final List<JsonMember> EVENT_END = List.of(
            derived("lane", Form.TEXT, "the lane of the source"),
            derived("level", Form.TEXT, "from which level on it shows: `exchange`, `message`, `record`, `bytes`"),
            derived("summary", Form.TEXT, "the event as one sentence"),
            derived("words", Form.TEXTS, "the same in the words of the run's platform, if it has some"));

    private final String sentence;
    private final List<JsonMember> members;
    private final boolean isEvent;

    JsonLineKind(String sentence, boolean isEvent, JsonMember... members) {
        this.sentence = sentence;
        this.isEvent = isEvent;
        this.members = List.of(members);
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String sentence() {
        return sentence;
    }

    boolean isEvent() {
        return isEvent;
    }

    /** All members but {@code type}, which comes first, in the order in which they are written. */
    List<JsonMember> members() {
        List<JsonMember> all = new ArrayList<>();
        if (isEvent) {
            all.addAll(EVENT);
        }
        all.addAll(members);
        if (isEvent) {
            all.addAll(EVENT_END);
        }
        return all;
    }

    static Optional<JsonLineKind> of(String word) {
        return Stream.of(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
}
