package dev.tdisp.spdm.capture;

import dev.tdisp.core.wire.Bytes;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Records the data objects that pass a DOE mailbox.
 *
 * <pre>{@code
 * var recorder = new CaptureRecorder(env.clock());
 * var transport = new DoeTransport(recorder.around(mailbox));
 * Bytes pcap = recorder.file().encode();
 * }</pre>
 *
 * <p>For one thread at a time.
 */
public final class CaptureRecorder {

    private final InstantSource clock;
    private final List<PcapPacket> packets = new ArrayList<>();

    /**
     * Creates a recorder without packets.
     *
     * @param clock the time of each packet
     */
    public CaptureRecorder(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Records both ways of a mailbox.
     *
     * @param mailbox takes one data object and returns the one that answers it, or no bytes
     * @return the same mailbox, recorded
     */
    public UnaryOperator<Bytes> around(UnaryOperator<Bytes> mailbox) {
        return request -> {
            add(request);
            Bytes response = mailbox.apply(request);
            add(response);
            return response;
        };
    }

    /**
     * Returns what was recorded.
     *
     * @return a capture of all packets so far
     */
    public PcapFile file() {
        return new PcapFile(PcapFile.LINK_TYPE_DOE, LinkType.SNAP_LENGTH, packets);
    }

    private void add(Bytes object) {
        if (!object.isEmpty()) {
            packets.add(new PcapPacket(clock.instant(), object));
        }
    }
}
