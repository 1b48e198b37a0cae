package dev.tdisp.device;

import dev.tdisp.core.pcie.AerCapability;
import dev.tdisp.core.pcie.AtsMessages;
import dev.tdisp.core.pcie.Completion;
import dev.tdisp.core.pcie.CompletionStatus;
import dev.tdisp.core.pcie.ConfigRead;
import dev.tdisp.core.pcie.ConfigWrite;
import dev.tdisp.core.pcie.MemoryRead;
import dev.tdisp.core.pcie.MemoryWrite;
import dev.tdisp.core.pcie.MessageTlp;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.SubStream;
import dev.tdisp.core.pcie.Tlp;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.device.function.DeviceFunction;
import dev.tdisp.device.function.PhysicalFunction;
import dev.tdisp.device.function.Target;
import dev.tdisp.device.function.TrafficPolicy.RequestFailure;
import dev.tdisp.device.ide.Arrival;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Leads packets from the host to the function they are for, if its interface lets them pass. */
final class PacketDispatch {
    private static final int ROUTED_BY_ID = 2;

    private final PhysicalFunction physical;
    private final Configuration configuration;
    private final BiConsumer<DeviceFunction, String> notes;

    PacketDispatch(PhysicalFunction physical, Configuration configuration, BiConsumer<DeviceFunction, String> notes) {
        this.physical = physical;
        this.configuration = configuration;
        this.notes = notes;
    }

    /** Reads and writes configuration space by Requester ID. */
    interface Configuration {
        Optional<Long> read(RequesterId function, int offset, int size);

        boolean write(RequesterId function, int offset, int size, long value);

        /** Tells whether requests in the clear are refused. */
        boolean refusesClear();
    }

    /** Carries a packet out and returns the completion of a non-posted one. */
    Optional<Completion> dispatch(Arrival arrival) {
        Tlp tlp = arrival.tlp();
        if (tlp instanceof MemoryRead read) {
            return Optional.of(read(read, arrival));
        }
        if (tlp instanceof MemoryWrite write) {
            write(write, arrival);
            return Optional.empty();
        }
        boolean isConfiguration = tlp instanceof ConfigRead || tlp instanceof ConfigWrite;
        if (isConfiguration && arrival.context().stream().isEmpty() && configuration.refusesClear()) {
            return Optional.of(unsupported(physical, tlp));
        }
        if (tlp instanceof ConfigRead read) {
            return Optional.of(readRegisters(read)
                    .map(value -> Completion.of(read.target(), read, bytes(value, read.size())))
                    .orElseGet(() -> unsupported(physical, read)));
        }
        if (tlp instanceof ConfigWrite write) {
            return Optional.of(configWrite(write));
        }
        if (tlp instanceof MessageTlp message) {
            if (message.routing() == ROUTED_BY_ID && arrival.associated()) {
                physical.find(AtsMessages.target(message))
                        .ifPresent(function -> function.translations().take(message, arrival.context()));
            }
            return Optional.empty();
        }
        if (tlp.subStream() == SubStream.COMPLETION) {
            physical.logUncorrectable(AerCapability.UNEXPECTED_COMPLETION, tlp.header());
        }
        return tlp.subStream() == SubStream.NON_POSTED ? Optional.of(unsupported(physical, tlp)) : Optional.empty();
    }

    private Completion read(MemoryRead read, Arrival arrival) {
        Optional<Target> target = decode(read.address());
        if (target.isEmpty() || !mayPass(target.get(), arrival)) {
            return unsupported(target.map(Target::function).orElse(physical), read);
        }
        RequesterId completer = target.get().function().requesterId();
        Bytes data = read.length() == 0 ? Bytes.EMPTY : target.get().read(read.length());
        return Completion.of(completer, read, data);
    }

    private void write(MemoryWrite write, Arrival arrival) {
        Optional<Target> target = decode(write.address());
        if (target.isEmpty() || !mayPass(target.get(), arrival)) {
            target.map(Target::function).orElse(physical).logUnsupportedRequest(write);
            return;
        }
        if (write.attributes().poisoned()) {
            physical.logUncorrectable(AerCapability.POISONED, write.header());
            target.get().function().policy().failed(RequestFailure.POISONED);
            return;
        }
        target.get().write(write.payload());
    }

    private boolean mayPass(Target target, Arrival arrival) {
        boolean passes = arrival.associated() && target.function().policy().accepts(target.region(), arrival.context());
        if (!passes) {
            String reason = arrival.associated() ? target.region().kind().name() : "its requester is not associated";
            notes.accept(
                    target.function(),
                    "rejects %s T=%d: %s"
                            .formatted(
                                    arrival.tlp().describe(), arrival.context().trusted() ? 1 : 0, reason));
        }
        return passes;
    }

    private Optional<Target> decode(long address) {
        return physical.decode(address).or(() -> physical.decodeVirtual(address));
    }

    private Optional<Long> readRegisters(ConfigRead read) {
        int step = step(read.offset(), read.size());
        long value = 0;
        for (int at = read.size() - step; at >= 0; at -= step) {
            Optional<Long> part = configuration.read(read.target(), read.offset() + at, step);
            if (part.isEmpty()) {
                return part;
            }
            value = value << 8 * step | part.get();
        }
        return Optional.of(value);
    }

    private Completion configWrite(ConfigWrite write) {
        int size = write.payload().size();
        int step = step(write.offset(), size);
        if (write.attributes().poisoned()) {
            return poisoned(write);
        }
        for (int at = 0; at < size; at += step) {
            Bytes part = write.payload().slice(at, at + step).plus(Bytes.filled(0, Long.BYTES));
            long value = WireReader.of(part).u64("Register");
            if (!configuration.write(write.target(), write.offset() + at, step, value)) {
                return unsupported(physical, write);
            }
        }
        return Completion.of(write.target(), write, Bytes.EMPTY);
    }

    /** Refuses a write whose data is not to be used (section 2.7.2.2). */
    private Completion poisoned(ConfigWrite write) {
        physical.logUncorrectable(AerCapability.POISONED, write.header());
        Optional<DeviceFunction> target = physical.find(write.target());
        target.ifPresent(function -> function.policy().failed(RequestFailure.POISONED));
        return Completion.failed(target.orElse(physical).requesterId(), write, CompletionStatus.UNSUPPORTED_REQUEST);
    }

    /** How many bytes go at once: byte enables may name what no access to a register is, as three bytes. */
    private static int step(int offset, int size) {
        return Integer.bitCount(size) == 1 && offset % size == 0 ? size : 1;
    }

    private static Completion unsupported(DeviceFunction completer, Tlp request) {
        completer.logUnsupportedRequest(request);
        return Completion.failed(completer.requesterId(), request, CompletionStatus.UNSUPPORTED_REQUEST);
    }

    private static Bytes bytes(long value, int size) {
        var out = WireWriter.create();
        out.u64("Register", value);
        return out.toBytes().slice(0, size);
    }
}
