package dev.tdisp.host.rootport;

import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.ide.IdeStreamEvent;
import dev.tdisp.core.pcie.Completion;
import dev.tdisp.core.pcie.MemoryRead;
import dev.tdisp.core.pcie.MemoryWrite;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.SubStream;
import dev.tdisp.core.pcie.Tlp;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.memory.MemoryResult;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.memory.Refusal.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the host asks of the device: its accesses to a window as packets, none larger than the device takes. */
final class OutboundRequests {
    private static final int MAX_PAYLOAD = 256;
    private static final int MAX_READ = 512;

    private final RequesterId id;
    private final HostTags tags;
    private final LinkEnd link;

    OutboundRequests(RequesterId id, HostTags tags, LinkEnd link) {
        this.id = id;
        this.tags = tags;
        this.link = link;
    }

    MemoryResult read(long address, int length, boolean trusted) {
        Bytes result = Bytes.EMPTY;
        while (result.size() < length) {
            long at = address + result.size();
            var request = new MemoryRead(id, tags.next(), at, chunk(at, length - result.size(), MAX_READ));
            MemoryResult part = send(request, request.length(), trusted);
            if (!part.isDone()) {
                return part;
            }
            result = result.plus(part.data());
        }
        return new MemoryResult.Done(result);
    }

    MemoryResult write(long address, Bytes content, boolean trusted) {
        var requests = new ArrayList<MemoryWrite>();
        for (int done = 0; done < content.size(); ) {
            long at = address + done;
            int chunk = chunk(at, content.size() - done, MAX_PAYLOAD);
            requests.add(new MemoryWrite(id, tags.next(), at, content.slice(done, done + chunk)));
            done += chunk;
        }
        return sharesMac(requests, trusted) ? sendTogether(requests, trusted) : sendEach(requests, trusted);
    }

    /** A read of no bytes, which passes nothing. */
    void flush(long address) {
        var request = new MemoryRead(id, tags.next(), address, 0);
        Optional<IdeStream> stream = link.way(request, true);
        if (link.isConnected()
                && stream.isPresent()
                && link.transmit(request, stream, true).isEmpty()) {
            link.note(request.describe(), "not answered: the stream has failed");
            stream.get().invalidate(IdeStreamEvent.CHECK_FAILED);
        }
    }

    private MemoryResult sendEach(List<MemoryWrite> requests, boolean trusted) {
        for (MemoryWrite request : requests) {
            MemoryResult part = send(request, request.payload().size(), trusted);
            if (!part.isDone()) {
                return part;
            }
        }
        return MemoryResult.DONE;
    }

    private boolean sharesMac(List<MemoryWrite> requests, boolean trusted) {
        List<Optional<IdeStream>> ways = requests.stream()
                .map(request -> link.way(request, trusted))
                .distinct()
                .toList();
        return requests.size() > 1
                && ways.size() == 1
                && ways.get(0)
                        .flatMap(IdeStream::settings)
                        .filter(settings -> settings.form().unit(SubStream.POSTED) > 1)
                        .isPresent();
    }

    private MemoryResult sendTogether(List<MemoryWrite> requests, boolean trusted) {
        Optional<IdeStream> stream = link.way(requests.get(0), trusted);
        stream.orElseThrow().seal(requests, trusted).forEach(link::toDevice);
        for (MemoryWrite request : requests) {
            link.sent(request.payload().size());
            link.note(request, stream, trusted, MemoryResult.DONE);
        }
        return MemoryResult.DONE;
    }

    /** No request crosses a page, nor is it larger than the device takes. */
    private static int chunk(long address, int left, int most) {
        long leftInPage = PageRange.pageOf(address) + PageRange.PAGE_SIZE - address;
        return (int) Math.min(Math.min(left, most), leftInPage);
    }

    private MemoryResult send(Tlp request, int bytes, boolean trusted) {
        Optional<IdeStream> stream = link.way(request, trusted);
        MemoryResult result;
        if (trusted && stream.isEmpty()) {
            result = MemoryResult.refused(Reason.STREAM_INSECURE, addressOf(request), "no secure stream leads there");
        } else {
            Optional<Arrival> answer = link.transmit(request, stream, trusted);
            if (request instanceof MemoryRead && completion(request, answer).isEmpty()) {
                stream.ifPresent(way -> tags.lose(request.tag(), way.id()));
            }
            result = request instanceof MemoryWrite
                    ? MemoryResult.DONE
                    : ReadResult.of((MemoryRead) request, completion(request, answer));
        }
        link.sent(bytes);
        link.note(request, stream, trusted, result);
        return result;
    }

    private static Optional<Completion> completion(Tlp request, Optional<Arrival> answer) {
        return answer.map(Arrival::tlp)
                .filter(Completion.class::isInstance)
                .map(Completion.class::cast)
                .filter(tlp -> tlp.requester().equals(request.requester()) && tlp.tag() == request.tag());
    }

    private static long addressOf(Tlp request) {
        return request instanceof MemoryRead read ? read.address() : ((MemoryWrite) request).address();
    }
}
