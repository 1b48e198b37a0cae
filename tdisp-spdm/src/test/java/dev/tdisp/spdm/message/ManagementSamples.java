package dev.tdisp.spdm.message;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.util.ArrayList;
import java.util.List;

/** One valid exchange of each kind that is not of the connection, of authentication or of a session, in one version. */
final class ManagementSamples {
    private final RandomSource random = RandomSource.seeded(2);
    private final SpdmVersion version;
    private final boolean isPqc;
    private final List<Samples.Exchange> all = new ArrayList<>();

    private ManagementSamples(SpdmVersion version) {
        this.version = version;
        this.isPqc = version.isAtLeast(SpdmVersion.V1_4);
        encapsulated();
        chunks();
        certificates();
        keyPairs();
        events();
        endpoint();
        errors();
    }

    static List<Samples.Exchange> of(SpdmVersion version) {
        return new ManagementSamples(version).all;
    }

    /** Tells whether a message reaches to the end of what was received, whatever that is. */
    static boolean isOpenEnded(SpdmMessage message) {
        return message instanceof UnknownRequest
                || message instanceof UnknownResponse
                || message instanceof DeliverEncapsulatedResponse
                || message instanceof EncapsulatedRequest
                || message instanceof EncapsulatedResponseAck ack
                        && ack.request().isPresent()
                || message instanceof ChunkSendAck chunk && !chunk.response().isEmpty()
                || message instanceof ErrorResponse error
                        && error.header().param1() == SpdmErrorCode.VENDOR_DEFINED.code();
    }

    private void encapsulated() {
        Bytes digests = GetDigests.of(version).encode();
        add(GetEncapsulatedRequest.of(version), EncapsulatedRequest.of(version, 1, digests));
        var delivery = DeliverEncapsulatedResponse.of(version, 1, random.next(55));
        add(delivery, EncapsulatedResponseAck.last(version, 1));
        add(delivery, EncapsulatedResponseAck.slot(version, 1, 5));
        add(delivery, EncapsulatedResponseAck.next(version, 1, 2, digests));
    }

    private void chunks() {
        int reserved = isPqc ? 0 : 9;
        var first = new ChunkSend(header(0, 7), new Chunk(0, reserved, 100, random.next(60)));
        add(first, new ChunkSendAck(header(0, 7), 0, Bytes.EMPTY));
        add(first, new ChunkSendAck(header(1, 7), 0, random.next(4)));
        var last = new ChunkSend(header(1, 7), Chunk.next(1, random.next(40)));
        add(last, new ChunkSendAck(header(0, 7), 1, random.next(8)));
        add(ChunkGet.of(version, 8, 0), new ChunkResponse(header(0, 8), Chunk.first(50, random.next(30))));
        add(ChunkGet.of(version, 8, 1), new ChunkResponse(header(1, 8), Chunk.next(1, random.next(20))));
    }

    private void certificates() {
        add(new GetCsr(header(1, 0x93), random.next(11), random.next(5)), Csr.of(version, random.next(77)));
        add(
                SetCertificate.of(version, 2, Bytes.fromHex("28000000").plus(random.next(36))),
                SetCertificateResponse.of(version, 2));
        if (version.isAtLeast(SpdmVersion.V1_3)) {
            add(SetCertificate.erase(version, 2), SetCertificateResponse.of(version, 2));
        }
        if (isPqc) {
            add(
                    GetCertificate.large(version, 1, 70_000, 80_000),
                    Certificate.large(version, 1, random.next(9), 77_777));
        }
    }

    private void keyPairs() {
        Bytes pqc = isPqc ? random.next(4) : Bytes.EMPTY;
        add(
                GetKeyPairInfo.of(version, 3),
                new KeyPairInfo(header(0, 0), 9, 3, 0x3F, 15, 1, 0x1FF, 0x10, random.next(13), 5, pqc, pqc));
        var change = new KeyPairChange(1, 15, 0x10, 3, pqc);
        add(new SetKeyPairInfo(header(SetKeyPairInfo.GENERATE, 0), 3, change), SetKeyPairInfoAck.of(version));
        add(new SetKeyPairInfo(header(SetKeyPairInfo.ERASE, 0), 3, change), SetKeyPairInfoAck.of(version));
        add(SetKeyPairInfo.erase(version, 3), SetKeyPairInfoAck.of(version));
    }

    private void events() {
        List<EventGroup> groups = List.of(
                new EventGroup(StandardsBody.DMTF, 1, 0, List.of(EventType.of(Event.EVENT_LOST), EventType.of(2))),
                new EventGroup(new StandardsBody(3, Bytes.fromHex("0100")), 1, EventGroup.ALL_TYPES, List.of()));
        add(GetSupportedEventTypes.of(version), SupportedEventTypes.of(version, groups));
        add(SubscribeEventTypes.of(version, groups), SubscribeEventTypesAck.of(version));
        add(SubscribeEventTypes.of(version, List.of()), SubscribeEventTypesAck.of(version));
        List<Event> events = List.of(
                Event.dmtf(7, Event.EVENT_LOST, random.next(8)),
                new Event(6, 1, new StandardsBody(3, Bytes.fromHex("0100")), 9, Bytes.EMPTY));
        add(SendEvent.of(version, events), EventAck.of(version));
    }

    private void endpoint() {
        add(
                GetEndpointInfo.signed(version, GetEndpointInfo.DEVICE_CLASS, 2, random.next(32)),
                new EndpointInfo(header(0, 2), 5, random.next(32), random.next(12), random.next(96)));
        add(
                GetEndpointInfo.unsigned(version, GetEndpointInfo.DEVICE_CLASS),
                new EndpointInfo(header(0, 0), 0, Bytes.EMPTY, random.next(12), Bytes.EMPTY));
        add(GetMeasurementExtensionLog.of(version, 5, 100), MeasurementExtensionLog.of(version, random.next(63), 1));
    }

    private void errors() {
        SpdmRequest request = GetDigests.of(version);
        var deferred = new ResponseNotReady(10, 0x81, 4, 2);
        add(request, ErrorResponse.notReady(version, deferred));
        add(RespondIfReady.of(version, deferred), ErrorResponse.of(version, SpdmErrorCode.UNSPECIFIED, 0));
        add(request, ErrorResponse.largeResponse(version, 3));
        add(request, ErrorResponse.tooLarge(version, SpdmErrorCode.RESPONSE_TOO_LARGE, 5000));
        add(request, ErrorResponse.tooLarge(version, SpdmErrorCode.DATA_TOO_LARGE, 0x1_0000));
        add(request, new VendorDefinedError(3, Bytes.fromHex("0100"), random.next(5)).toResponse(version));
        add(
                new UnknownRequest(header(1, 0), SpdmCode.SLOT_MANAGEMENT.requestCode(), random.next(8)),
                new UnknownResponse(header(1, 0), SpdmCode.SLOT_MANAGEMENT.responseCode(), random.next(8)));
    }

    private void add(SpdmRequest request, SpdmResponse response) {
        all.add(new Samples.Exchange(request, response, Samples.context(version)));
    }

    private SpdmHeader header(int param1, int param2) {
        return SpdmHeader.of(version, param1, param2);
    }
}
