package dev.tdisp.device.tdi;

import dev.tdisp.core.ide.AddressRange;
import dev.tdisp.core.ide.IdePort;
import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.ide.IdeStreamSettings;
import dev.tdisp.core.ide.RidRange;
import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.tdi.LockBinding;
import dev.tdisp.core.tdi.Refusal;
import dev.tdisp.core.tdi.TdiStateMachine;
import dev.tdisp.core.tdi.TdispSwitch;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The streams of an interface that lead straight to peers (sections 11.3.18 to 11.3.21). */
final class PeerStreams {
    private final IdePort ide;
    private final TdiStateMachine machine;
    private final Set<TdispSwitch> switches;

    PeerStreams(IdePort ide, TdiStateMachine machine, Set<TdispSwitch> switches) {
        this.ide = ide;
        this.machine = machine;
        this.switches = new HashSet<>(switches);
    }

    boolean isBound(StreamId stream) {
        return machine.p2pStreams().contains(stream.value());
    }

    /** Tells whether a register block is that of a bound stream. */
    boolean hasBlock(int block) {
        return machine.p2pStreams().stream()
                .flatMap(id -> ide.stream(new StreamId(id)).stream())
                .anyMatch(stream -> stream.index() == block);
    }

    /** Finds the bound stream that leads to a translated address; nothing if the request goes up. */
    Optional<StreamId> streamFor(long address) {
        Optional<LockParameters> parameters = machine.binding().map(LockBinding::parameters);
        boolean isRedirected = parameters
                .filter(locked -> !locked.flags().has(LockFlag.ALL_REQUEST_REDIRECT))
                .isEmpty();
        if (isRedirected) {
            return Optional.empty();
        }
        long mask = parameters.get().bindP2pAddressMask();
        long looked = address & (switches.contains(TdispSwitch.P2P_MASK_CLEARS) ? ~mask : mask);
        return machine.p2pStreams().stream()
                .map(StreamId::new)
                .filter(id ->
                        ide.stream(id).filter(stream -> leadsTo(stream, looked)).isPresent())
                .findFirst();
    }

    private static boolean leadsTo(IdeStream stream, long address) {
        return stream.settings().stream()
                .flatMap(settings -> settings.addresses().stream())
                .anyMatch(range -> range.contains(address));
    }

    Optional<Refusal> refusalToBind(long sessionId, StreamId id) {
        List<IdeStream> found = ide.streams().stream()
                .filter(stream -> stream.settings()
                        .filter(settings -> settings.id().equals(id))
                        .isPresent())
                .toList();
        if (found.size() != 1) {
            return refused("%d register blocks have %s".formatted(found.size(), id));
        }
        IdeStream stream = found.get(0);
        IdeStreamSettings settings = stream.settings().orElseThrow();
        if (settings.defaultStream()) {
            return refused(id + " is marked as default stream");
        }
        if (!stream.isSecure()) {
            return refused(id + " is not secure");
        }
        if (stream.keyedBy().isEmpty() || stream.keyedBy().getAsLong() != sessionId) {
            return refused(id + " was keyed over another session");
        }
        boolean overlaps = ide.streams().stream()
                .filter(other -> other != stream)
                .flatMap(other -> other.settings().stream())
                .anyMatch(other -> overlap(settings, other));
        return overlaps ? refused(id + " is associated with what another stream is") : Optional.empty();
    }

    private static Optional<Refusal> refused(String reason) {
        return Optional.of(Refusal.invalidRequest("P2P", reason));
    }

    private static boolean overlap(IdeStreamSettings one, IdeStreamSettings other) {
        boolean sharesRid = one.partner()
                .flatMap(range -> other.partner().filter(another -> overlap(range, another)))
                .isPresent();
        boolean sharesAddress = one.addresses().stream()
                .anyMatch(range -> other.addresses().stream().anyMatch(another -> overlap(range, another)));
        return sharesRid || sharesAddress;
    }

    private static boolean overlap(RidRange one, RidRange other) {
        return one.contains(other.base()) || other.contains(one.base());
    }

    private static boolean overlap(AddressRange one, AddressRange other) {
        return one.contains(other.base()) || other.contains(one.base());
    }
}
