package dev.tdisp.lab.conformance;

import dev.tdisp.spdm.transport.TransportBinding;
import dev.tdisp.spdm.transport.TransportMessage;
import java.time.Instant;
import java.util.List;

/**
 * What went over a link while a case ran.
 *
 * @param exchanges the messages, in the clear
 * @param packets the same as it was on the link, sealed where a session protects it
 * @param secrets what opens the sealed ones
 * @param binding of which transport they are
 */
public record SceneRecord(
        List<Exchange> exchanges, List<Packet> packets, SceneSecrets secrets, TransportBinding binding) {
    /** Nothing went over the link. */
    public static final SceneRecord NOTHING =
            new SceneRecord(List.of(), List.of(), new SceneSecrets(), TransportBinding.DOE);

    /**
     * Copies the lists.
     *
     * @param exchanges the messages
     * @param packets the same as it was on the link
     * @param secrets what opens the sealed ones
     * @param binding of which transport they are
     */
    public SceneRecord {
        exchanges = List.copyOf(exchanges);
        packets = List.copyOf(packets);
    }

    /**
     * A packet.
     *
     * @param at when it was there
     * @param message what it carries
     */
    public record Packet(Instant at, TransportMessage message) {}
}
