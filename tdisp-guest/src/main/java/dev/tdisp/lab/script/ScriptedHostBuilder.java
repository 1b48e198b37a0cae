package dev.tdisp.lab.script;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.trace.Trace;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.transport.EmulatorTransport;
import dev.tdisp.spdm.transport.SpdmTransport;
import dev.tdisp.spdm.transport.netty.Framing;
import dev.tdisp.spdm.transport.netty.SocketClient;
import dev.tdisp.spdm.transport.netty.SocketOptions;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * Options of a scripted host.
 *
 * <pre>{@code
 * ScriptedHost host = ScriptedHost.about(interfaceId).name("lock/flags").seed(7).connect(address);
 * }</pre>
 */
public final class ScriptedHostBuilder {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final InterfaceId interfaceId;
    private String name = "script";
    private long seed = Long.getLong("tdisp.seed", 1);
    private StreamId stream = new StreamId(0);
    private Trace trace = Trace.none();
    private Duration patience = PATIENCE;
    private boolean isQueued;

    ScriptedHostBuilder(InterfaceId interfaceId) {
        this.interfaceId = interfaceId;
    }

    /**
     * Names the script, for the text of a failure.
     *
     * @param newName the name; {@code script} unless told
     * @return this
     */
    public ScriptedHostBuilder name(String newName) {
        name = newName;
        return this;
    }

    /**
     * Chooses the run.
     *
     * @param newSeed any number; the system property {@code tdisp.seed}, or 1, unless told
     * @return this
     */
    public ScriptedHostBuilder seed(long newSeed) {
        seed = newSeed;
        return this;
    }

    /**
     * Chooses the stream that keys are for and that a lock names.
     *
     * @param id the stream; 0 unless told
     * @return this
     */
    public ScriptedHostBuilder stream(StreamId id) {
        stream = id;
        return this;
    }

    /**
     * Sends events somewhere.
     *
     * @param newTrace gets each event as it happens
     * @return this
     */
    public ScriptedHostBuilder trace(Trace newTrace) {
        trace = newTrace;
        return this;
    }

    /**
     * Says how long an answer on a socket is awaited.
     *
     * @param most the longest wait; 10 seconds unless told
     * @return this
     * @throws IllegalArgumentException if that is not positive
     */
    public ScriptedHostBuilder patience(Duration most) {
        if (most.isNegative() || most.isZero()) {
            throw new IllegalArgumentException("patience: " + most);
        }
        patience = most;
        return this;
    }

    /**
     * Keeps the lines until the script is run.
     *
     * @return this
     */
    public ScriptedHostBuilder queued() {
        isQueued = true;
        return this;
    }

    /**
     * Speaks to a device that has TDISP alone.
     *
     * @param tdisp brings a request to the device and its answer back, or no bytes
     * @return a host with an empty script
     */
    public ScriptedHost over(UnaryOperator<Bytes> tdisp) {
        return over(tdisp, request -> Bytes.EMPTY);
    }

    /**
     * Speaks to a device that has TDISP and IDE_KM without SPDM around them.
     *
     * @param tdisp carries TDISP
     * @param ideKm carries IDE_KM
     * @return a host with an empty script
     */
    public ScriptedHost over(UnaryOperator<Bytes> tdisp, UnaryOperator<Bytes> ideKm) {
        return host(new HostChannel(tdisp, ideKm, Transcript.RAW, () -> {}), Env.seeded(seed, trace));
    }

    /**
     * Opens a session by honest SPDM, and speaks in it. Whose certificate it is, is not asked.
     *
     * @param transport the way to the device
     * @return a host with an empty script
     * @throws dev.tdisp.spdm.requester.SpdmException if the device opens no session
     * @throws dev.tdisp.spdm.transport.TransportException if it does not answer
     */
    public ScriptedHost inSession(SpdmTransport transport) {
        return inSession(transport, () -> {});
    }

    /**
     * Connects to a device on a socket, in the emulator's framing with PCI DOE, and opens a session.
     *
     * @param address where it listens
     * @return a host with an empty script
     * @throws dev.tdisp.spdm.requester.SpdmException if the device opens no session
     * @throws dev.tdisp.spdm.transport.TransportException if there is no connection, or no answer
     */
    public ScriptedHost connect(InetSocketAddress address) {
        var options = SocketOptions.DEFAULT.withConnectTimeout(patience).withResponseTimeout(patience);
        SocketClient client = SocketClient.connect(address, Framing.emulator(EmulatorTransport.PCI_DOE), options);
        return inSession(client.transport(), client::close);
    }

    private ScriptedHost inSession(SpdmTransport transport, Runnable closing) {
        var env = Env.seeded(seed, trace);
        return host(HostChannel.over(transport, env.forParty("spdm"), closing), env);
    }

    private ScriptedHost host(HostChannel channel, Env env) {
        var script = new HostScript(new Frame(name, seed), env, channel, interfaceId, isQueued);
        return new ScriptedHost(script, stream);
    }
}
