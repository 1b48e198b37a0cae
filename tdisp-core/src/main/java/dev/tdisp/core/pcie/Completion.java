package dev.tdisp.core.pcie;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import java.util.Optional;

/**
 * Cpl or CplD: answers a non-posted request (section 2.2.9).
 *
 * @param completer who answers
 * @param requester who asked
 * @param tag the tag of the request
 * @param status what became of it
 * @param byteCount how many bytes are still to come, these included, 1 to 4096
 * @param lowerAddress the low 7 bits of the address of the first byte
 * @param payload the bytes, perhaps none
 * @param attributes the bits every packet carries
 */
public record Completion(
        RequesterId completer,
        RequesterId requester,
        int tag,
        CompletionStatus status,
        int byteCount,
        int lowerAddress,
        Bytes payload,
        TlpAttributes attributes)
        implements Tlp {
    static final int TYPE = 0x0A;

    private static final int MAX_SIZE = 4096;

    /**
     * Checks the ranges.
     *
     * @param completer who answers
     * @param requester who asked
     * @param tag the tag of the request
     * @param status what became of it
     * @param byteCount how many bytes are still to come
     * @param lowerAddress the low 7 bits of the address
     * @param payload the bytes
     * @param attributes the bits every packet carries
     */
    public Completion {
        TlpStart.checkedTag(tag);
        if (byteCount < 1 || byteCount > MAX_SIZE || payload.size() > byteCount) {
            throw new IllegalArgumentException("byte count: %d for %d bytes".formatted(byteCount, payload.size()));
        }
        if (lowerAddress >>> 7 != 0 || (lowerAddress & 3) + payload.size() > MAX_SIZE) {
            throw new IllegalArgumentException(
                    "lower address: %xh for %d bytes".formatted(lowerAddress, payload.size()));
        }
    }

    /**
     * Answers a request with data, or a configuration write with none.
     *
     * @param completer who answers
     * @param request the request
     * @param payload what was read
     * @return the successful completion
     */
    public static Completion of(RequesterId completer, Tlp request, Bytes payload) {
        int address = lowerAddressOf(request);
        boolean isFlush = payload.isEmpty() && request instanceof MemoryRead;
        Bytes content = isFlush ? Bytes.of((byte) 0) : payload;
        int byteCount = content.isEmpty() ? 4 : content.size();
        return new Completion(
                completer,
                request.requester(),
                request.tag(),
                CompletionStatus.SUCCESSFUL,
                byteCount,
                address,
                content,
                answering(request));
    }

    /**
     * Answers a request that was not carried out.
     *
     * @param completer who answers
     * @param request the request
     * @param status why not
     * @return the completion, without data
     */
    public static Completion failed(RequesterId completer, Tlp request, CompletionStatus status) {
        int byteCount = request instanceof MemoryRead read ? Math.max(1, read.length()) : 4;
        return new Completion(
                completer,
                request.requester(),
                request.tag(),
                status,
                byteCount,
                lowerAddressOf(request),
                Bytes.EMPTY,
                answering(request));
    }

    private static int lowerAddressOf(Tlp request) {
        return request instanceof MemoryRead read ? (int) read.address() & 0x7F : 0;
    }

    private static TlpAttributes answering(Tlp request) {
        return request.attributes().withAddressType(AddressType.UNTRANSLATED).withPoisoned(false);
    }

    static Optional<Tlp> read(TlpStart start, WireReader in) {
        var completer = new RequesterId(in.u16BigEndian("Completer ID"));
        int statusAndCount = in.u16BigEndian("Completion Status/BCM/Byte Count");
        var requester = new RequesterId(in.u16BigEndian("Requester ID"));
        int tag = start.tag(in.u8("Tag"));
        int lowerAddress = in.u8("Lower Address") & 0x7F;
        int count = statusAndCount & 0xFFF;
        int byteCount = count == 0 ? MAX_SIZE : count;
        Bytes payload = unpad(in.rest("Data"), lowerAddress & 3, byteCount);
        if (start.hasData() == payload.isEmpty() || start.hasLongHeader()) {
            return Optional.empty();
        }
        return CompletionStatus.of(statusAndCount >>> 13)
                .map(status -> new Completion(
                        completer, requester, tag, status, byteCount, lowerAddress, payload, start.attributes()));
    }

    private static Bytes unpad(Bytes data, int start, int byteCount) {
        return data.isEmpty() ? data : data.slice(start, Math.min(data.size(), start + byteCount));
    }

    @Override
    public SubStream subStream() {
        return SubStream.COMPLETION;
    }

    @Override
    public Bytes header() {
        var out = WireWriter.create();
        TlpStart.write(out, payload.isEmpty() ? 0 : 2, TYPE, this, data().size() / 4);
        out.u16BigEndian("Completer ID", completer.value());
        out.u16BigEndian("Completion Status/BCM/Byte Count", status.code() << 13 | byteCount & 0xFFF);
        out.u16BigEndian("Requester ID", requester.value());
        out.u8("Tag", tag & 0xFF);
        out.u8("Lower Address", lowerAddress);
        return out.toBytes();
    }

    @Override
    public Bytes data() {
        return payload.isEmpty() ? payload : new ByteSpan(lowerAddress & 3, payload.size()).pad(payload);
    }

    @Override
    public String describe() {
        return "Cpl%s %s -> %s tag %d %s +%d"
                .formatted(payload.isEmpty() ? "" : "D", completer, requester, tag, status, payload.size());
    }

    /**
     * Says what it is, without its data, which may be secret.
     *
     * @return the same as {@link #describe()}
     */
    @Override
    public String toString() {
        return describe();
    }
}
