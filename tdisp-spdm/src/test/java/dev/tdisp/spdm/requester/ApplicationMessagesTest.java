package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.connection.KeyExchangeSession;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.responder.Peers;
import dev.tdisp.spdm.transport.SpdmTransport;
import dev.tdisp.spdm.transport.TransportBinding;
import dev.tdisp.spdm.transport.TransportMessage;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What travels in records over MCTP beside SPDM. */
class ApplicationMessagesTest {
    private static final Bytes PLDM = Bytes.fromHex("01 80 00 02");

    private final Peers peers = new Peers(
            Peers.profile(),
            Peers.options(),
            builder -> builder.binding(TransportBinding.MCTP)
                    .applications((session, message) ->
                            message.at(0) == 1 ? Optional.of(message.plus(Bytes.fromHex("00"))) : Optional.empty()));

    private final Bench bench = new Bench(peers, new Mctp(peers.transport));

    @Test
    void anotherMessageOfAnEstablishedSessionIsAnsweredInItsRecords() {
        SpdmSession session = bench.established();

        assertThat(send(session, PLDM)).contains(PLDM.plus(Bytes.fromHex("00")));
        assertThat(bench.inSession(session, "12 e8 00 00")).isEqualTo(Bytes.fromHex("12 68 00 00"));
    }

    @Test
    void whatNobodyAnswersGetsNoAnswer() {
        SpdmSession session = bench.established();

        assertThat(send(session, Bytes.fromHex("7e 00"))).isEmpty();
        assertThat(bench.inSession(session, "12 e8 00 00")).isEqualTo(Bytes.fromHex("12 68 00 00"));
    }

    @Test
    void aHandshakeCarriesNothingElse() {
        KeyExchangeSession session = bench.handshaking();

        assertThat(send(session, PLDM)).isEmpty();
    }

    private Optional<Bytes> send(SpdmSession session, Bytes applicationData) {
        Bytes secured = session.secure().sealApplicationData(applicationData);
        return peers.responder
                .handle(TransportMessage.secured(secured))
                .map(TransportMessage::payload)
                .map(record -> session.secure().openApplicationData(record).orElseThrow());
    }

    private record Mctp(SpdmTransport line) implements SpdmTransport {
        @Override
        public TransportMessage exchange(TransportMessage request) {
            return line.exchange(request);
        }

        @Override
        public TransportBinding binding() {
            return TransportBinding.MCTP;
        }
    }
}
