package dev.tdisp.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.lab.conformance.CaseListener;
import dev.tdisp.lab.conformance.ConformanceReport;
import dev.tdisp.lab.conformance.ExpectedResults;
import dev.tdisp.lab.conformance.Suite;
import dev.tdisp.lab.conformance.remote.SocketResponder;
import dev.tdisp.lab.conformance.spdm.SpdmCases;
import dev.tdisp.spdm.transport.EmulatorTransport;
import dev.tdisp.spdm.transport.netty.Framing;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cases for SPDM against the responder of DMTF's spdm-emu, if there is one; takes some minutes. */
class LiveConformIT {
    @TempDir
    private Path folder;

    @Test
    void theReferenceEmulatorComesOutAsIsKnown() throws Exception {
        int port = LivePeer.freePort();
        Process responder = LivePeer.in(folder).start(LivePeer.RESPONDER, port, "--trans PCI_DOE");
        try {
            var subject = new SocketResponder(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                    Framing.emulator(EmulatorTransport.PCI_DOE),
                    Duration.ofSeconds(3));

            ConformanceReport report = new Suite(SpdmCases.all()).run(subject, 1, CaseListener.NONE);

            assertThat(ExpectedResults.named("spdm-emu").orElseThrow().changes(report))
                    .isEmpty();
        } finally {
            responder.destroyForcibly();
        }
    }
}
