package dev.tdisp.device.function;

import dev.tdisp.core.pcie.AerCapability;
import dev.tdisp.core.pcie.Completion;
import dev.tdisp.core.pcie.CompletionStatus;
import dev.tdisp.core.pcie.MemoryRead;
import dev.tdisp.core.pcie.MemoryWrite;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.config.PciExpressRegisters;
import dev.tdisp.device.function.DmaResult.Status;
import dev.tdisp.device.function.TrafficPolicy.RequestFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Cuts a function's accesses to memory into requests that PCI Express allows, and sends them by a route. */
final class FunctionDma implements DmaPort {
    private static final int PAGE = 4096;

    private final DeviceFunction function;
    private final TagPool tags;
    private final DmaRoute route;

    FunctionDma(DeviceFunction function, TagPool tags, DmaRoute route) {
        this.function = function;
        this.tags = tags;
        this.route = route;
    }

    @Override
    public DmaResult read(long address, int length) {
        Bytes data = Bytes.EMPTY;
        while (data.size() < length) {
            long at = address + data.size();
            int chunk = chunk(at, length - data.size(), PciExpressRegisters.MAX_READ_REQUEST_SIZE);
            DmaResult part = readOne(at, chunk);
            if (!part.isDone()) {
                return part;
            }
            data = data.plus(part.data());
        }
        return DmaResult.done(data);
    }

    @Override
    public DmaResult write(long address, Bytes data) {
        int epoch = function.workEpoch();
        int written = 0;
        var unit = new ArrayList<MemoryWrite>();
        while (written < data.size()) {
            long at = address + written;
            int chunk = chunk(at, data.size() - written, PciExpressRegisters.MAX_PAYLOAD_SIZE);
            DmaRoute.Way way = route.find(at, true);
            Optional<LinkContext> context = way.context();
            if (function.workEpoch() != epoch) {
                return DmaResult.failed(Status.DISCARDED);
            }
            if (context.isEmpty()) {
                return DmaResult.failed(way.whyNot());
            }
            Bytes payload = data.slice(written, written + chunk);
            var request = new MemoryWrite(function.requesterId(), 0, way.address(), payload, way.attributes());
            unit.add(request);
            written += chunk;
            boolean endsPage = (at + chunk & PAGE - 1) == 0 || written == data.size();
            if (endsPage || unit.size() == function.link().unit(context.get())) {
                function.link().sendTogether(List.copyOf(unit), context.get());
                unit.clear();
            }
        }
        return DmaResult.done(Bytes.EMPTY);
    }

    private int chunk(long address, int left, int sizeField) {
        int largest = function.sizeLimit(sizeField) - (int) (address & 3);
        int toPageEnd = PAGE - (int) (address & (PAGE - 1));
        return Math.min(left, Math.min(largest, toPageEnd));
    }

    private DmaResult readOne(long address, int length) {
        DmaRoute.Way way = route.find(address, false);
        Optional<LinkContext> context = way.context();
        OptionalInt tag = tags.take(function.physical().tagsPerFunction());
        if (context.isEmpty() || tag.isEmpty()) {
            return DmaResult.failed(way.whyNot());
        }
        var request = new MemoryRead(function.requesterId(), tag.getAsInt(), way.address(), length, way.attributes());
        int epoch = function.workEpoch();
        Optional<Completion> completion = function.send(request, context.get()).map(LinkPort.Reply::completion);
        boolean stillAllowed = function.workEpoch() == epoch && way.context().equals(context);
        if (!stillAllowed) {
            if (completion.isEmpty()) {
                tags.retire(request.tag(), context.get().stream());
            }
            return DmaResult.failed(Status.DISCARDED);
        }
        Optional<Completion> matching = completion.filter(c -> matches(request, c));
        if (matching.isEmpty()) {
            tags.retire(request.tag(), context.get().stream());
            return failed(Status.TIMEOUT, RequestFailure.TIMEOUT);
        }
        return evaluate(matching.get());
    }

    private boolean matches(MemoryRead request, Completion completion) {
        boolean isOurs = completion.requester().equals(request.requester()) && completion.tag() == request.tag();
        boolean hasData = completion.payload().size() == request.length();
        boolean isWhole = completion.status() != CompletionStatus.SUCCESSFUL || hasData;
        if (!isOurs || !isWhole) {
            function.physical().logUncorrectable(AerCapability.UNEXPECTED_COMPLETION);
        }
        return isOurs && isWhole;
    }

    private DmaResult evaluate(Completion completion) {
        return switch (completion.status()) {
            case SUCCESSFUL ->
                completion.attributes().poisoned()
                        ? failed(Status.POISONED, RequestFailure.POISONED)
                        : DmaResult.done(completion.payload());
            case UNSUPPORTED_REQUEST, REQUEST_RETRY -> failed(Status.UNSUPPORTED_REQUEST, RequestFailure.REFUSED);
            case COMPLETER_ABORT -> failed(Status.COMPLETER_ABORT, RequestFailure.REFUSED);
        };
    }

    private DmaResult failed(Status status, RequestFailure failure) {
        function.logFailure(status);
        function.policy().failed(failure);
        return DmaResult.failed(status);
    }
}
