package dev.tdisp.lab.conformance.remote;

import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.lab.conformance.SetupException;
import dev.tdisp.lab.conformance.Subject;
import dev.tdisp.lab.conformance.Trait;
import dev.tdisp.spdm.transport.EmulatorTransport;
import dev.tdisp.spdm.transport.SpdmTransport;
import dev.tdisp.spdm.transport.TransportBinding;
import dev.tdisp.spdm.transport.TransportException;
import dev.tdisp.spdm.transport.TransportMessage;
import dev.tdisp.spdm.transport.netty.Framing;
import dev.tdisp.spdm.transport.netty.SocketClient;
import dev.tdisp.spdm.transport.netty.SocketOptions;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Whoever answers on a socket, in the framing of the reference emulator or in that of DSP0287; a connection for each case.
 *
 * <pre>{@code
 * Subject subject = new SocketResponder(address, Framing.emulator(EmulatorTransport.PCI_DOE), Duration.ofSeconds(5));
 * }</pre>
 *
 * <p>The device behind it is not reset between cases; each case begins with GET_VERSION, which ends former sessions.
 */
public final class SocketResponder implements Subject {
    private final InetSocketAddress address;
    private final Framing framing;
    private final Duration patience;
    private final List<InterfaceId> interfaces;
    private final StreamId stream;

    /**
     * Describes a responder whose interface is the function of port 0, and whose default stream is 0.
     *
     * @param address where it listens
     * @param framing what a frame is
     * @param patience how long to wait for an answer
     */
    public SocketResponder(InetSocketAddress address, Framing framing, Duration patience) {
        this(address, framing, patience, List.of(), new StreamId(0));
    }

    private SocketResponder(
            InetSocketAddress address,
            Framing framing,
            Duration patience,
            List<InterfaceId> interfaces,
            StreamId stream) {
        this.address = address;
        this.framing = framing;
        this.patience = patience;
        this.interfaces = List.copyOf(interfaces);
        this.stream = stream;
    }

    /**
     * Names the interfaces.
     *
     * @param changed the one that is asked first in front
     * @return the responder with these
     */
    public SocketResponder withInterfaces(List<InterfaceId> changed) {
        return new SocketResponder(address, framing, patience, changed, stream);
    }

    /**
     * Names the default stream.
     *
     * @param changed its id
     * @return the responder with it
     */
    public SocketResponder withStream(StreamId changed) {
        return new SocketResponder(address, framing, patience, interfaces, changed);
    }

    @Override
    public String name() {
        return "%s %s:%d".formatted(framing, address.getHostString(), address.getPort());
    }

    @Override
    public Set<Trait> traits() {
        Set<Trait> traits = EnumSet.of(Trait.SEVERAL_SESSIONS);
        if (framing.transport() == EmulatorTransport.PCI_DOE) {
            traits.add(Trait.TEE_IO);
        }
        if (interfaces.size() > 1) {
            traits.add(Trait.SEVERAL_INTERFACES);
        }
        return traits;
    }

    @Override
    public List<InterfaceId> interfaces() {
        return interfaces;
    }

    @Override
    public StreamId stream() {
        return stream;
    }

    @Override
    public Link open(long seed) {
        try {
            return new SocketLink(this::connect, isEmulator());
        } catch (TransportException e) {
            throw new SetupException("no connection: " + e.getMessage(), e);
        }
    }

    private SocketClient connect() {
        return SocketClient.connect(address, framing, SocketOptions.DEFAULT.withResponseTimeout(patience));
    }

    private boolean isEmulator() {
        return framing.style() == Framing.Style.EMULATOR;
    }

    private static final class SocketLink implements Link {
        private final Supplier<SocketClient> connector;
        private final boolean isEmulator;
        private SocketClient client;
        private boolean isLost;

        SocketLink(Supplier<SocketClient> connector, boolean isEmulator) {
            this.connector = connector;
            this.isEmulator = isEmulator;
            this.client = connected();
        }

        private SocketClient connected() {
            SocketClient made = connector.get();
            if (isEmulator) {
                made.greet();
            }
            return made;
        }

        /** Carries a message; after one without an answer, which ends a connection, there is a new one. */
        private TransportMessage exchange(TransportMessage request) {
            if (isLost) {
                client.close();
                client = connected();
                isLost = false;
            }
            try {
                return client.transport().exchange(request);
            } catch (TransportException e) {
                isLost = true;
                throw e;
            }
        }

        @Override
        public Optional<InstantSource> clock() {
            return Optional.of(InstantSource.system());
        }

        @Override
        public SpdmTransport transport() {
            TransportBinding binding = client.transport().binding();
            return new SpdmTransport() {
                @Override
                public TransportMessage exchange(TransportMessage request) {
                    return SocketLink.this.exchange(request);
                }

                @Override
                public TransportBinding binding() {
                    return binding;
                }
            };
        }

        @Override
        public void close() {
            try {
                if (isEmulator) {
                    client.leave();
                }
            } catch (TransportException e) {
                // it is left anyway
            } finally {
                client.close();
            }
        }
    }
}
