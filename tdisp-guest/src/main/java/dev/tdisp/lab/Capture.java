package dev.tdisp.lab;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.tsm.DsmConnector;
import dev.tdisp.spdm.capture.KeyLogRecorder;
import dev.tdisp.spdm.capture.PcapWriter;
import dev.tdisp.spdm.capture.RecordingTransport;
import dev.tdisp.spdm.connection.KeyLog;
import dev.tdisp.spdm.transport.EmulatorTransport;
import java.io.ByteArrayOutputStream;
import java.time.InstantSource;

/**
 * What went through the mailbox of a lab's device, with the secrets of its sessions: all that it takes to read everything.
 *
 * <pre>{@code
 * try (Lab lab = Lab.builder().captured().build()) {
 *     lab.attach(1).run();
 *     Bytes pcap = lab.capture().orElseThrow().pcap(); // tdisp dump reads it
 * }
 * }</pre>
 */
public final class Capture {
    private final InstantSource clock;
    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private final PcapWriter packets = new PcapWriter(file, EmulatorTransport.PCI_DOE);
    private final KeyLogRecorder keys = new KeyLogRecorder();

    Capture(InstantSource clock) {
        this.clock = clock;
    }

    DsmConnector onTheWay(DsmConnector connector) {
        return transport ->
                connector.connect(new RecordingTransport(transport, EmulatorTransport.PCI_DOE, clock, packets));
    }

    KeyLog keys() {
        return keys;
    }

    /**
     * Returns the data objects so far.
     *
     * @return a file in the classic pcap format, of link type 292 (PCI DOE)
     */
    public Bytes pcap() {
        return Bytes.of(file.toByteArray());
    }

    /**
     * Returns the secrets so far, as {@code tdisp dump --keys} reads them. Who has them reads everything.
     *
     * @return a JSON object in one line
     */
    public String keyLog() {
        return keys.json();
    }
}
