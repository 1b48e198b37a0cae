package dev.tdisp.host.rootport;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.memory.MemoryResult;
import dev.tdisp.host.memory.MmioTarget;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.memory.Refusal.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The root ports of a host: an access to a device goes to the port whose window holds the address.
 *
 * <p>An address that two ports claim leads nowhere. For one thread at a time.
 */
public final class RootComplex implements MmioTarget {
    private final List<RootPort> ports = new ArrayList<>();

    private RootComplex() {}

    /**
     * Creates a root complex.
     *
     * @param ports its ports; more can be added
     * @return the root complex
     */
    public static RootComplex of(RootPort... ports) {
        var complex = new RootComplex();
        List.of(ports).forEach(complex::add);
        return complex;
    }

    /**
     * Adds a port.
     *
     * @param port the port
     * @throws IllegalArgumentException if a port has the same Requester ID
     */
    public void add(RootPort port) {
        if (ports.stream().anyMatch(present -> present.id().equals(port.id()))) {
            throw new IllegalArgumentException("port: %s is there already".formatted(port.id()));
        }
        ports.add(port);
    }

    /**
     * Returns all ports.
     *
     * @return the ports, in the order in which they were added
     */
    public List<RootPort> ports() {
        return List.copyOf(ports);
    }

    /**
     * Finds the port that leads to an address.
     *
     * @param address a host physical address
     * @return the port, or nothing if none or several claim the address
     */
    public Optional<RootPort> portOf(long address) {
        Optional<RootPort> found = Optional.empty();
        for (RootPort port : ports) {
            if (port.claims(address)) {
                if (found.isPresent()) {
                    return Optional.empty();
                }
                found = Optional.of(port);
            }
        }
        return found;
    }

    @Override
    public boolean claims(long address) {
        for (RootPort port : ports) {
            if (port.claims(address)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean claims(PageRange pages) {
        Optional<RootPort> port = portOf(pages.address());
        return port.isPresent() && port.get().claims(pages) || MmioTarget.super.claims(pages);
    }

    @Override
    public MemoryResult read(long address, int length, boolean trusted) {
        return portOf(address).map(port -> port.read(address, length, trusted)).orElseGet(() -> nowhere(address));
    }

    @Override
    public MemoryResult write(long address, Bytes content, boolean trusted) {
        return portOf(address)
                .map(port -> port.write(address, content, trusted))
                .orElseGet(() -> nowhere(address));
    }

    private static MemoryResult nowhere(long address) {
        return MemoryResult.refused(Reason.UNSUPPORTED_REQUEST, address, "not exactly one port leads there");
    }
}
