package dev.tdisp.spdm.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.transport.EmulatorTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** Servers and clients that are closed behind a test, without a thread left. */
@Timeout(30)
abstract class SocketBench {
    static final Framing DOE = Framing.emulator(EmulatorTransport.PCI_DOE);
    static final Framing MCTP = Framing.emulator(EmulatorTransport.MCTP);
    static final SocketOptions OPTIONS = SocketOptions.DEFAULT.withResponseTimeout(Duration.ofSeconds(10));
    static final Bytes PACKET = Bytes.fromHex("0510840000");

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    final void noThreadIsLeft() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("tdisp-"));
    }

    final SocketServer serve(Framing framing, ResponderSource source) {
        return keep(SocketServer.builder(framing, source).start());
    }

    final SocketClient connect(SocketServer server, Framing framing) {
        return keep(SocketClient.connect(server.address(), framing, OPTIONS));
    }

    final <T extends AutoCloseable> T keep(T closeable) {
        open.add(closeable);
        return closeable;
    }

    static void pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
