package dev.tdisp.lab.cli;

import dev.tdisp.spdm.transport.DoeProtocol;
import dev.tdisp.spdm.transport.DoeTransport;
import dev.tdisp.spdm.transport.EmulatorTransport;
import dev.tdisp.spdm.transport.TransportException;
import dev.tdisp.spdm.transport.netty.Framing;
import dev.tdisp.spdm.transport.netty.SocketClient;
import java.util.List;

/** What a requester says on a socket before and after SPDM. */
final class HostGreeting {
    private final SocketClient client;
    private final Framing framing;
    private final HostReport report;

    HostGreeting(SocketClient client, Framing framing, HostReport report) {
        this.client = client;
        this.framing = framing;
        this.report = report;
    }

    void begin() {
        if (isEmulator() && framing.transport() != EmulatorTransport.NONE) {
            client.greet();
            report.ok("greeting", "");
        }
        if (framing.transport() == EmulatorTransport.PCI_DOE) {
            List<DoeProtocol> protocols = new DoeTransport(client::exchange).discover();
            if (protocols.containsAll(DoeProtocol.CMA_SPDM)) {
                report.ok("DOE discovery", "%d protocols".formatted(protocols.size()));
            } else {
                report.failed("DOE discovery", "not all of discovery, SPDM and secured SPDM: " + protocols);
            }
        }
    }

    void end(boolean isShutdown) {
        if (!isEmulator()) {
            return;
        }
        try {
            if (isShutdown) {
                client.shutDown();
            } else {
                client.leave();
            }
        } catch (TransportException e) {
            report.failed("farewell", String.valueOf(e.getMessage()));
        }
    }

    private boolean isEmulator() {
        return framing.style() == Framing.Style.EMULATOR;
    }
}
