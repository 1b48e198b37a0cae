package dev.tdisp.spdm.requester;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.connection.ChunkAssembly;
import dev.tdisp.spdm.connection.ChunkFormat;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.connection.TransferSizes;
import dev.tdisp.spdm.message.Chunk;
import dev.tdisp.spdm.message.ChunkGet;
import dev.tdisp.spdm.message.ChunkResponse;
import dev.tdisp.spdm.message.ChunkSend;
import dev.tdisp.spdm.message.ChunkSendAck;
import dev.tdisp.spdm.message.ErrorResponse;
import dev.tdisp.spdm.message.SpdmCodec;
import dev.tdisp.spdm.message.SpdmHeader;
import dev.tdisp.spdm.message.SpdmRequest;
import dev.tdisp.spdm.message.SpdmResponse;
import java.util.function.Function;

/** CHUNK_SEND and CHUNK_GET: carries messages that are too large for one transfer (section 2.13). */
final class ChunkTransfer {
    private static final String CLAUSE = "2.13";
    private static final int LAST = 1;
    private static final int ERROR = 0x7F;

    private final Exchange exchange;
    private final Connection connection;
    private final TransferSizes sizes;
    private final Function<SpdmRequest, Bytes> line;

    /**
     * Prepares transfers.
     *
     * @param exchange says why a transfer fails
     * @param connection what is agreed
     * @param sizes how large messages can be that reach the responder
     * @param line sends a request and gives what answers it
     */
    ChunkTransfer(Exchange exchange, Connection connection, TransferSizes sizes, Function<SpdmRequest, Bytes> line) {
        this.exchange = exchange;
        this.connection = connection;
        this.sizes = sizes;
        this.line = line;
    }

    /** Sends a large request, and gives the response to it. */
    Bytes send(int handle, Bytes large) {
        var format = new ChunkFormat(connection.version(), sizes.dataTransferSize());
        if (large.size() > sizes.largestMessage(connection.version(), true)) {
            throw exchange.refuse("the responder cannot receive %d bytes".formatted(large.size()), CLAUSE);
        }
        int offset = 0;
        for (long number = 0; ; number++) {
            int end = offset + Math.min(format.room(number), large.size() - offset);
            boolean isLast = end == large.size();
            Bytes data = large.slice(offset, end);
            Chunk chunk = number == 0 ? Chunk.first(large.size(), data) : Chunk.next(number, data);
            var header = SpdmHeader.of(connection.version(), isLast ? LAST : 0, handle);
            SpdmResponse answer = exchange(new ChunkSend(header, chunk));
            if (answer instanceof ErrorResponse error) {
                return error.encode();
            }
            ChunkSendAck ack = acknowledged(handle, number, answer);
            if (isLast || ack.isEarlyErrorDetected()) {
                return ack.response();
            }
            offset = end;
        }
    }

    private ChunkSendAck acknowledged(int handle, long number, SpdmResponse answer) {
        ChunkSendAck ack = (ChunkSendAck) answer;
        if (ack.handle() != handle || ack.sequenceNumber() != number) {
            throw exchange.refuse(
                    "chunk %d of %d is acknowledged instead of %d of %d"
                            .formatted(ack.sequenceNumber(), ack.handle(), number, handle),
                    CLAUSE);
        }
        if (ack.isEarlyErrorDetected() && !isError(ack.response())) {
            throw exchange.refuse("no ERROR comes with EarlyErrorDetected", CLAUSE);
        }
        return ack;
    }

    private static boolean isError(Bytes response) {
        return response.size() >= SpdmHeader.SIZE && response.at(1) == ERROR;
    }

    /** Fetches a large response. */
    Bytes fetch(int handle, int minimum, long maximum) {
        var assembly = new ChunkAssembly(handle, minimum, maximum);
        while (true) {
            if (assembly.next() >= ChunkFormat.numbers(connection.version())) {
                throw exchange.refuse("there are no numbers left for more chunks", CLAUSE);
            }
            SpdmResponse answer = exchange(ChunkGet.of(connection.version(), handle, assembly.next()));
            if (answer instanceof ErrorResponse error) {
                return error.encode();
            }
            ChunkResponse response = (ChunkResponse) answer;
            assembly.take(response.handle(), response.chunk(), response.isLast())
                    .ifPresent(reason -> {
                        throw exchange.refuse(reason, CLAUSE);
                    });
            if (response.isLast()) {
                return assembly.message();
            }
        }
    }

    private SpdmResponse exchange(SpdmRequest request) {
        Bytes answer = line.apply(request);
        try {
            SpdmResponse response =
                    SpdmCodec.response(answer, request, connection.context()).message();
            if (response.header().version() != request.header().version()) {
                throw exchange.refuse("%s is of another version".formatted(response.name()), CLAUSE);
            }
            return response;
        } catch (MalformedMessageException e) {
            throw exchange.refuse(
                    "the answer to %s is malformed: %s".formatted(request.name(), e.getMessage()), CLAUSE);
        }
    }
}
