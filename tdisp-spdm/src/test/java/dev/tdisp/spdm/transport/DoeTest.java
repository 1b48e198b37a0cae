package dev.tdisp.spdm.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("S-199")
class DoeTest {
    private static final Bytes GET_VERSION = Bytes.fromHex("01000100 03000000 10840000");

    @Test
    void aPayloadIsFilledUpToWholeDwords() {
        DoeObject object = DoeObject.of(DoeObject.TYPE_SPDM, Bytes.fromHex("1084000000"));

        assertThat(object.encode()).isEqualTo(Bytes.fromHex("01000100 04000000 10840000 00000000"));
        assertThat(DoeObject.decode(object.encode())).isEqualTo(object);
    }

    @Test
    void reservedBitsSurvive() {
        Bytes strange = Bytes.fromHex("341202ff 0300fcff 01020304");

        DoeObject object = DoeObject.decode(strange);

        assertThat(object).isEqualTo(new DoeObject(0x1234, 2, 0xFF, 0x3FFF, Bytes.fromHex("01020304")));
        assertThat(object.encode()).isEqualTo(strange);
    }

    @Test
    void theLengthMustBeThatOfTheBytes() {
        assertThat(DoeObject.decode(GET_VERSION).payload()).isEqualTo(Bytes.fromHex("10840000"));
        for (int size = 0; size < GET_VERSION.size(); size++) {
            Bytes cut = GET_VERSION.slice(0, size);
            assertThatThrownBy(() -> DoeObject.decode(cut)).isInstanceOf(MalformedMessageException.class);
        }
        for (String length : List.of("00000000", "01000000", "02000000", "04000000", "ffff0300")) {
            Bytes wrong = Bytes.concat(GET_VERSION.slice(0, 4), Bytes.fromHex(length), GET_VERSION.from(8));
            assertThatThrownBy(() -> DoeObject.decode(wrong)).isInstanceOf(MalformedMessageException.class);
        }
    }

    @Test
    void theLargestObjectHasLengthZero() {
        Bytes payload = Bytes.filled(0xA5, (1 << 20) - 8);

        Bytes encoded = DoeObject.of(DoeObject.TYPE_SPDM, payload).encode();

        assertThat(encoded.slice(4, 8)).isEqualTo(Bytes.filled(0, 4));
        assertThat(DoeObject.decode(encoded).payload()).isEqualTo(payload);
        assertThatThrownBy(() -> DoeObject.of(DoeObject.TYPE_SPDM, payload.plus(Bytes.filled(0, 1))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Tag("S-220")
    void discoveryIsThatOfTheReference() {
        List<Bytes> seen = new ArrayList<>();
        var responder = new DoeResponder(request -> Optional.empty());
        var transport = new DoeTransport(request -> {
            Bytes response = responder.handle(request).orElse(Bytes.EMPTY);
            seen.add(request);
            seen.add(response);
            return response;
        });

        assertThat(transport.discover()).isEqualTo(DoeProtocol.CMA_SPDM);
        assertThat(seen)
                .containsExactly(
                        Bytes.fromHex("010000000300000000000000"),
                        Bytes.fromHex("010000000300000001000001"),
                        Bytes.fromHex("010000000300000001000000"),
                        Bytes.fromHex("010000000300000001000102"),
                        Bytes.fromHex("010000000300000002000000"),
                        Bytes.fromHex("010000000300000001000200"));
    }

    @Test
    void discoveryBehindTheLastProtocolNamesNone() {
        var responder = new DoeResponder(request -> Optional.empty());
        Bytes request = DoeObject.of(
                        DoeObject.TYPE_DISCOVERY, DoeDiscoveryRequest.of(3).encode())
                .encode();

        assertThat(responder.handle(request)).contains(Bytes.fromHex("0100000003000000ffff0000"));
    }

    @Test
    void messagesReachTheResponderAndComeBack() {
        var responder = new DoeResponder(
                request -> Optional.of(new TransportMessage(request.kind(), Bytes.fromHex("10040000"))));
        var transport = new DoeTransport(request -> responder.handle(request).orElse(Bytes.EMPTY));

        assertThat(transport.exchange(TransportMessage.spdm(Bytes.fromHex("10840000"))))
                .isEqualTo(TransportMessage.spdm(Bytes.fromHex("10040000")));
        assertThat(transport.exchange(TransportMessage.secured(Bytes.fromHex("10840000"))))
                .isEqualTo(TransportMessage.secured(Bytes.fromHex("10040000")));
        assertThat(transport.binding()).isEqualTo(TransportBinding.DOE);
    }

    @Test
    void whatCannotBeAnsweredIsNot() {
        var responder = new DoeResponder(Optional::of);

        assertThat(responder.handle(Bytes.EMPTY)).isEmpty();
        assertThat(responder.handle(Bytes.fromHex("01000300 03000000 10840000")))
                .isEmpty();
        assertThat(responder.handle(Bytes.fromHex("02000100 03000000 10840000")))
                .isEmpty();
        assertThat(responder.handle(Bytes.fromHex("01000000 04000000 00000000 00000000")))
                .isEmpty();
        assertThat(responder.handle(GET_VERSION)).contains(GET_VERSION);
    }

    @Test
    void aMissingOrStrangeResponseIsSaid() {
        TransportMessage request = TransportMessage.spdm(Bytes.fromHex("10840000"));

        assertThatThrownBy(() -> new DoeTransport(object -> Bytes.EMPTY).exchange(request))
                .isInstanceOf(TransportException.class)
                .hasMessage("no response");
        assertThatThrownBy(() -> new DoeTransport(object -> object.with(0, 2)).exchange(request))
                .isInstanceOf(TransportException.class);
        assertThatThrownBy(() -> new DoeTransport(object -> object.with(2, 9)).exchange(request))
                .isInstanceOf(TransportException.class);
        assertThatThrownBy(() -> new DoeTransport(object -> object.from(4)).exchange(request))
                .isInstanceOf(TransportException.class);
        assertThatThrownBy(() -> new InMemoryTransport(message -> Optional.empty()).exchange(request))
                .isInstanceOf(TransportException.class);
    }

    @Test
    @Tag("GAP-TRN-07")
    void discoveryThatGoesInCirclesEnds() {
        var transport = new DoeTransport(object -> Bytes.fromHex("010000000300000001000001"));

        assertThatThrownBy(transport::discover).isInstanceOf(TransportException.class);
    }
}
