package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.PskSession;
import dev.tdisp.spdm.responder.Peers;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What both ends agree on for the records of a session, and how many sessions there are. */
class SessionTermsTest {
    @ParameterizedTest
    @CsvSource({
        "1000, 1000, 1000",
        "1000 1100 1200, 1000, 1000",
        "1000, 1000 1100 1200, 1000",
        "1100, 1000 1100 1200, 1100",
        "1000 1100 1200, 1000 1100 1200, 1200",
        "1000 1200, 1100 1200, 1200",
        "1200, 1201, 1200"
    })
    @Tag("S-114")
    @Tag("S-164")
    void theLatestCommonVersionOfRecordsIsSelected(String device, String offer, String selected) {
        for (SpdmVersion version : CatalogCase.WITH_SESSIONS) {
            Peers peers = peers(version, device, offer);

            RequesterSession session = peers.identified().requester.startSession(SessionOptions.DEFAULT);
            RequesterSession psk = peers.requester.startPskSession(Peers.HINT, Peers.psk(), SessionOptions.DEFAULT);

            session.heartbeat();
            psk.heartbeat();
            int expected = Integer.parseInt(selected, 16);
            assertThat(selections(peers, version)).containsExactly(expected, expected);
        }
    }

    @ParameterizedTest
    @CsvSource({"1000, 1100", "1100 1200, 1000", "1200, 1300"})
    @Tag("S-115")
    void withoutACommonVersionThereIsNoSession(String device, String offer) {
        Peers peers = peers(SpdmVersion.V1_2, device, offer).identified();

        assertThatThrownBy(() -> peers.requester.startSession(SessionOptions.DEFAULT))
                .hasMessageContaining("INVALID_REQUEST");
        assertThatThrownBy(() -> peers.requester.startPskSession(Peers.HINT, Peers.psk(), SessionOptions.DEFAULT))
                .hasMessageContaining("INVALID_REQUEST");
        assertThat(peers.responder.sessions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 4, 7})
    @Tag("S-112")
    @Tag("GAP-SEC-14")
    void sessionsOfBothKindsFillTheTableAndMakeRoomAgain(int maximum) {
        Peers peers = new Peers(Peers.profile().withMaximumSessions(maximum), Peers.options()).identified();
        List<RequesterSession> sessions = new ArrayList<>();
        for (int i = 0; i < maximum; i++) {
            sessions.add(start(peers, i % 2 == 0));
        }

        for (boolean isByKeyExchange : new boolean[] {true, false}) {
            assertThatThrownBy(() -> start(peers, isByKeyExchange)).hasMessageContaining("SESSION_LIMIT_EXCEEDED");
        }

        assertThat(sessions.stream().map(RequesterSession::id)).doesNotHaveDuplicates();
        sessions.forEach(RequesterSession::heartbeat);
        for (RequesterSession session : sessions) {
            session.end();
            RequesterSession next = start(peers, session.isFromPreSharedKey());
            assertThat(next.vendor(VendorProtocol.TDISP, Bytes.fromHex("07"))).isEqualTo(Bytes.fromHex("07 07"));
        }
        assertThat(peers.responder.sessions()).hasSize(maximum).doesNotHaveDuplicates();
    }

    @Test
    @Tag("S-112")
    @Tag("S-127")
    void handshakesFillTheTableTooAndAFailedOneMakesRoom() {
        Bench bench = new Bench(Peers.profile().withMaximumSessions(1), Peers.options());
        PskSession session = bench.pskHandshaking();

        Bytes refused = bench.clear(Refusal.exchange(bench, 0, 0));
        Bytes failed = bench.inSession(session, "12 e7 00 00" + " 00".repeat(48));
        Bytes accepted = bench.clear(Refusal.exchange(bench, 0, 0));

        assertThat(refused).isEqualTo(Bytes.fromHex("12 7f 0a 00"));
        assertThat(failed).isEqualTo(Bytes.fromHex("12 7f 06 00"));
        assertThat(accepted.at(1)).isEqualTo(0x64);
        assertThat(bench.peers.ended).hasSize(1);
    }

    private static RequesterSession start(Peers peers, boolean isByKeyExchange) {
        return isByKeyExchange
                ? peers.requester.startSession(SessionOptions.DEFAULT)
                : peers.requester.startPskSession(Peers.HINT, Peers.psk(), SessionOptions.DEFAULT);
    }

    private static Peers peers(SpdmVersion version, String device, String offer) {
        return new Peers(
                Peers.profile()
                        .withVersions(version)
                        .withCapabilities(Peers.profile().capabilities().with(Capability.PSK_CAP, 2))
                        .withSecuredVersions(versions(device)),
                Peers.options().withVersions(version).withSecuredVersions(versions(offer)));
    }

    private static List<Integer> versions(String list) {
        return Stream.of(list.split(" "))
                .map(entry -> Integer.parseInt(entry, 16))
                .toList();
    }

    /** Finds the selected versions in what the device sent. */
    private static List<Integer> selections(Peers peers, SpdmVersion version) {
        Bytes mark = Bytes.fromHex("04 00 01 00");
        return Stream.of("KEY_EXCHANGE_RSP", "PSK_EXCHANGE_RSP")
                .flatMap(name -> SentMessages.of(peers, name).stream())
                .map(message -> {
                    int place = message.toHex().indexOf(mark.toHex() + "00") / 2;
                    assertThat(place).as("%s %s", version, message).isPositive();
                    return message.at(place + 4) | message.at(place + 5) << Byte.SIZE;
                })
                .toList();
    }
}
