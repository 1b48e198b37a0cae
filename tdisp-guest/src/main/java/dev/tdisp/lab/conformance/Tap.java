package dev.tdisp.lab.conformance;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.transport.RecordHooks;
import dev.tdisp.spdm.transport.SpdmTransport;
import dev.tdisp.spdm.transport.TransportBinding;
import dev.tdisp.spdm.transport.TransportException;
import dev.tdisp.spdm.transport.TransportMessage;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Carries the messages of a scene, writes them down, and puts others into the records of sessions on request. */
final class Tap implements SpdmTransport, RecordHooks {
    private final SpdmTransport transport;
    private final InstantSource clock;
    private final List<Exchange> exchanges = new ArrayList<>();
    private final List<SceneRecord.Packet> packets = new ArrayList<>();
    private String purpose = "setup";
    private Optional<Bytes> instead = Optional.empty();
    private Optional<Bytes> substitute = Optional.empty();
    private Optional<Bytes> inside = Optional.empty();
    private Optional<Bytes> answer = Optional.empty();
    private long session;

    Tap(SpdmTransport transport, InstantSource clock) {
        this.transport = transport;
        this.clock = clock;
    }

    List<Exchange> exchanges() {
        return exchanges;
    }

    List<SceneRecord.Packet> packets() {
        return packets;
    }

    /** Says what the messages from now on are for. */
    void purpose(String text) {
        purpose = text;
    }

    /** Puts a message in place of the next one in a session; the requester gets the substitute for its answer. */
    void replaceNext(Bytes message, Bytes forRequester) {
        instead = Optional.of(message);
        substitute = Optional.of(forRequester);
        answer = Optional.empty();
    }

    /** Returns what answered the message that was put in, and goes back to carrying. */
    Optional<Bytes> takeAnswer() {
        instead = Optional.empty();
        substitute = Optional.empty();
        inside = Optional.empty();
        return answer;
    }

    @Override
    public TransportMessage exchange(TransportMessage request) {
        boolean isClear = request.kind() == TransportMessage.Kind.SPDM;
        session = isClear ? 0 : sessionOf(request.payload());
        packets.add(new SceneRecord.Packet(clock.instant(), request));
        try {
            TransportMessage response = transport.exchange(request);
            packets.add(new SceneRecord.Packet(clock.instant(), response));
            boolean isAnsweredClear = response.kind() == TransportMessage.Kind.SPDM;
            if (isClear || isAnsweredClear) {
                note(isClear ? request.payload() : inside.orElse(Bytes.EMPTY), Optional.of(response.payload()));
            }
            return response;
        } catch (TransportException e) {
            note(isClear ? request.payload() : inside.orElse(Bytes.EMPTY), Optional.empty());
            throw e;
        }
    }

    @Override
    public TransportBinding binding() {
        return transport.binding();
    }

    @Override
    public RecordHooks hooks() {
        return this;
    }

    @Override
    public List<Bytes> sending(Bytes message) {
        Bytes sent = instead.orElse(message);
        inside = Optional.of(sent);
        return List.of(sent);
    }

    @Override
    public List<Bytes> opened(Bytes message) {
        note(inside.orElse(Bytes.EMPTY), Optional.of(message));
        return List.of(substitute.orElse(message));
    }

    private void note(Bytes request, Optional<Bytes> response) {
        answer = response;
        exchanges.add(new Exchange(exchanges.size() + 1, session, purpose, request, response));
    }

    private static long sessionOf(Bytes secured) {
        long id = 0;
        for (int i = Math.min(Integer.BYTES, secured.size()) - 1; i >= 0; i--) {
            id = id << 8 | secured.at(i);
        }
        return id;
    }
}
