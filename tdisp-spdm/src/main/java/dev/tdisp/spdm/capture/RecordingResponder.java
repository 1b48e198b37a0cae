package dev.tdisp.spdm.capture;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.transport.EmulatorTransport;
import dev.tdisp.spdm.transport.PacketResponder;
import java.time.InstantSource;
import java.util.Optional;

/** The far end of a transport, with what comes and goes written down. */
public final class RecordingResponder implements PacketResponder {
    private final PacketResponder responder;
    private final EmulatorTransport transport;
    private final InstantSource clock;
    private final PacketSink sink;

    /**
     * Decorates a far end.
     *
     * @param responder answers the packets
     * @param transport what a packet is
     * @param clock the time of each packet
     * @param sink where they are written down
     */
    public RecordingResponder(
            PacketResponder responder, EmulatorTransport transport, InstantSource clock, PacketSink sink) {
        this.responder = responder;
        this.transport = transport;
        this.clock = clock;
        this.sink = sink;
    }

    @Override
    public Optional<Bytes> handle(Bytes packet) {
        record(packet);
        Optional<Bytes> response = responder.handle(packet);
        response.ifPresent(this::record);
        return response;
    }

    @Override
    public void keyUpdateWanted(long sessionId) {
        responder.keyUpdateWanted(sessionId);
    }

    @Override
    public void endpointInfoWanted() {
        responder.endpointInfoWanted();
    }

    @Override
    public void disconnected() {
        responder.disconnected();
    }

    private void record(Bytes packet) {
        sink.packet(clock.instant(), packet, PacketName.of(transport, packet));
    }
}
