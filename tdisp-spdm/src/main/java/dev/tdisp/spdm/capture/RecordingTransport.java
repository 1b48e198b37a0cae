package dev.tdisp.spdm.capture;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.transport.EmulatorTransport;
import dev.tdisp.spdm.transport.RecordHooks;
import dev.tdisp.spdm.transport.SpdmTransport;
import dev.tdisp.spdm.transport.TransportBinding;
import dev.tdisp.spdm.transport.TransportMessage;
import java.time.InstantSource;

/**
 * A transport that writes down what it carries, as packets of a transport: also where no bytes of one exist, as in memory.
 *
 * <pre>{@code
 * try (var pcap = PcapWriter.create(path, EmulatorTransport.PCI_DOE)) {
 *     var recorded = new RecordingTransport(transport, EmulatorTransport.PCI_DOE, env.clock(), pcap);
 *     …
 * }
 * }</pre>
 */
public final class RecordingTransport implements SpdmTransport {
    private final SpdmTransport transport;
    private final EmulatorTransport format;
    private final InstantSource clock;
    private final PacketSink sink;

    /**
     * Decorates a transport.
     *
     * @param transport carries the messages
     * @param format what a packet is
     * @param clock the time of each packet
     * @param sink where they are written down
     */
    public RecordingTransport(SpdmTransport transport, EmulatorTransport format, InstantSource clock, PacketSink sink) {
        this.transport = transport;
        this.format = format;
        this.clock = clock;
        this.sink = sink;
    }

    @Override
    public TransportMessage exchange(TransportMessage request) {
        record(request);
        TransportMessage response = transport.exchange(request);
        record(response);
        return response;
    }

    @Override
    public TransportBinding binding() {
        return transport.binding();
    }

    @Override
    public RecordHooks hooks() {
        return transport.hooks();
    }

    private void record(TransportMessage message) {
        Bytes packet = format.encode(message);
        sink.packet(clock.instant(), packet, PacketName.of(format, packet));
    }
}
