package dev.tdisp.host.vmm;

import dev.tdisp.core.pcie.CapabilityId;
import dev.tdisp.core.pcie.DoeCapability;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.transport.DoeProtocol;
import dev.tdisp.spdm.transport.DoeTransport;
import dev.tdisp.spdm.transport.TransportException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * The hypervisor's driver of a DOE mailbox (section 6.30): an object goes in dword by dword, and the response comes out the
 * same way. It understands nothing but the length.
 */
public final class DoeMailbox {
    private static final int DWORD = 4;
    private static final int LENGTH_MASK = 0x3FFFF;
    private static final int HEADER_DWORDS = 2;

    /** What a mailbox shows that is not ready for an object: an answer that came too late for the object before, too. */
    private static final long IN_USE =
            DoeCapability.STATUS_ERROR | DoeCapability.STATUS_BUSY | DoeCapability.STATUS_READY;

    /** A response and an abort take at most a second; it is asked for 128 times in it. */
    private static final Duration POLL_INTERVAL = Duration.ofMillis(1000 / 128);

    private static final int POLLS = 129;

    private final ConfigAccess config;
    private final int offset;
    private final Consumer<Duration> pause;

    /**
     * Opens a mailbox of a function and aborts what may be left in it.
     *
     * @param config the function's configuration space
     * @param offset of the mailbox's capability
     * @param pause lets time pass between two looks at the status
     */
    DoeMailbox(ConfigAccess config, int offset, Consumer<Duration> pause) {
        this.config = config;
        this.offset = offset;
        this.pause = pause;
        abort();
    }

    /**
     * Opens the mailbox of a function that carries SPDM. If there are several, each is asked what it offers.
     *
     * @param config the function's configuration space
     * @param pause lets time pass between two looks at the status
     * @return the mailbox, with nothing left in it
     * @throws EnumerationException if the function has no mailbox, or none of several carries SPDM
     */
    public static DoeMailbox open(ConfigAccess config, Consumer<Duration> pause) {
        List<Integer> offsets = config.extendedCapabilities(CapabilityId.EXTENDED_DOE);
        if (offsets.size() == 1) {
            return new DoeMailbox(config, offsets.get(0), pause);
        }
        return offsets.stream()
                .map(offset -> new DoeMailbox(config, offset, pause))
                .filter(DoeMailbox::offersSpdm)
                .findFirst()
                .orElseThrow(() -> new EnumerationException("none of the %d DOE mailboxes of %s carries SPDM"
                        .formatted(offsets.size(), config.function())));
    }

    private boolean offersSpdm() {
        try {
            return new DoeTransport(this::exchange).discover().contains(DoeProtocol.SPDM);
        } catch (TransportException e) {
            return false;
        }
    }

    /**
     * Sends an object and waits for the response.
     *
     * @param object a data object: whole dwords
     * @return the response, or no bytes if none came within a second
     */
    public Bytes exchange(Bytes object) {
        if (object.size() % DWORD != 0) {
            throw new IllegalArgumentException("object: %d bytes are no whole dwords".formatted(object.size()));
        }
        if ((status() & IN_USE) != 0) {
            abort();
        }
        var in = WireReader.of(object);
        while (in.remaining() > 0) {
            config.write(offset + DoeCapability.WRITE_MAILBOX, DWORD, in.u32("dword"));
        }
        long kept = config.read(offset + DoeCapability.CONTROL, DWORD) & DoeCapability.CONTROL_INTERRUPT_ENABLE;
        config.write(offset + DoeCapability.CONTROL, DWORD, kept | DoeCapability.CONTROL_GO);
        return await() ? read() : Bytes.EMPTY;
    }

    /** Drops what is in the mailbox and clears an error. */
    public void abort() {
        config.write(offset + DoeCapability.CONTROL, DWORD, DoeCapability.CONTROL_ABORT);
        for (int i = 0; i < POLLS && (status() & DoeCapability.STATUS_BUSY) != 0; i++) {
            pause.accept(POLL_INTERVAL);
        }
    }

    private boolean await() {
        for (int i = 0; i < POLLS; i++) {
            long status = status();
            if ((status & DoeCapability.STATUS_ERROR) != 0) {
                abort();
                return false;
            }
            if ((status & DoeCapability.STATUS_READY) != 0) {
                return true;
            }
            pause.accept(POLL_INTERVAL);
        }
        return false;
    }

    private Bytes read() {
        var out = WireWriter.create();
        out.u32("Header", pop());
        long length = pop();
        out.u32("Length", length);
        int dwords = (int) (length & LENGTH_MASK);
        for (int i = HEADER_DWORDS; i < (dwords == 0 ? LENGTH_MASK + 1 : dwords); i++) {
            if ((status() & DoeCapability.STATUS_READY) == 0) {
                return Bytes.EMPTY;
            }
            out.u32("dword", pop());
        }
        return out.toBytes();
    }

    private long pop() {
        long dword = config.read(offset + DoeCapability.READ_MAILBOX, DWORD);
        config.write(offset + DoeCapability.READ_MAILBOX, DWORD, 0);
        return dword;
    }

    private long status() {
        return config.read(offset + DoeCapability.STATUS, DWORD);
    }
}
