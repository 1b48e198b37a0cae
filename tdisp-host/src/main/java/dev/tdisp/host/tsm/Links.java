package dev.tdisp.host.tsm;

import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.rootport.RootComplex;
import dev.tdisp.host.rootport.RootPort;
import dev.tdisp.host.tsm.TsmException.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** The devices that a security manager has sessions with, and the ports they are behind. */
final class Links {
    private static final int STREAM_IDS = 256;

    private final RootComplex ports;
    private final List<DeviceLink> links = new ArrayList<>();

    Links(RootComplex ports) {
        this.ports = ports;
    }

    /** Checks that a device can be where the hypervisor says: no other is known to be there. */
    RootPort place(DeviceLocation location) {
        for (DeviceLink present : links) {
            DeviceLocation other = present.location();
            if (other.dsm().equals(location.dsm())) {
                throw new TsmException(Reason.ALREADY_CONNECTED, location.dsm().toString());
            }
            if (other.overlaps(location)) {
                throw new TsmException(Reason.WRONG_DEVICE, "%s overlaps %s".formatted(location, other));
            }
        }
        PageRange window = location.window();
        Optional<RootPort> first = ports.portOf(window.address());
        Optional<RootPort> last = ports.portOf(window.address() + window.size() - 1);
        if (first.isEmpty() || !first.equals(last)) {
            throw new TsmException(Reason.WRONG_DEVICE, "no port leads to " + window);
        }
        return first.get();
    }

    /** Chooses the stream of a new link: the wanted one, or the next that no other link of the port has. */
    StreamId stream(RootPort port, StreamId wanted) {
        Set<StreamId> taken = new HashSet<>();
        links.stream().filter(link -> link.port() == port).forEach(link -> taken.add(link.streamId()));
        return IntStream.range(0, STREAM_IDS)
                .mapToObj(next -> new StreamId((wanted.value() + next) % STREAM_IDS))
                .filter(stream -> !taken.contains(stream))
                .findFirst()
                .orElseThrow(() -> new TsmException(Reason.NO_STREAM, "all of %s are taken".formatted(port.id())));
    }

    void add(DeviceLink link) {
        links.add(link);
    }

    void remove(DeviceLink link) {
        links.remove(link);
    }

    boolean contains(DeviceLink link) {
        return links.contains(link);
    }

    List<DeviceLink> all() {
        return List.copyOf(links);
    }

    Optional<DeviceLink> of(FunctionId function) {
        return links.stream().filter(link -> link.location().covers(function)).findFirst();
    }

    /** The link of a function that some device must have. */
    DeviceLink require(FunctionId function) {
        return of(function).orElseThrow(() -> {
            Reason reason = links.isEmpty() ? Reason.NOT_CONNECTED : Reason.UNKNOWN_FUNCTION;
            return new TsmException(reason, function.toString());
        });
    }

    /** The only link. */
    DeviceLink only() {
        if (links.size() > 1) {
            throw new IllegalStateException("%d devices are connected: say which".formatted(links.size()));
        }
        return links.stream().findFirst().orElseThrow(() -> new TsmException(Reason.NOT_CONNECTED, "no session"));
    }

    Optional<DeviceLink> of(RootPort port, StreamId stream) {
        return links.stream()
                .filter(link -> link.port() == port && link.streamId().equals(stream))
                .findFirst();
    }
}
