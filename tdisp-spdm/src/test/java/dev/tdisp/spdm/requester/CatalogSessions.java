package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.measurement.MeasurementSummary;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.session.SecureSession;
import dev.tdisp.spdm.transport.TransportMessage;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The cases of KEY_EXCHANGE_RSP and of what comes after it. */
final class CatalogSessions {
    private static final String SIGNING = "responder-key_exchange_rsp signing";
    private static final int EXCHANGE_DATA = 96;
    private static final List<SpdmVersion> FIRST = List.of(SpdmVersion.V1_1);
    private static final List<SpdmVersion> NEW = CatalogCase.ALL.subList(2, CatalogCase.ALL.size());
    private static final List<SpdmVersion> ANY = CatalogCase.WITH_SESSIONS;

    private CatalogSessions() {}

    static Stream<CatalogCase> cases() {
        return Stream.of(
                        exchange(FIRST, "SPDM-KEX-01", Bench::of, 0),
                        exchange(FIRST, "SPDM-KEX-02", CatalogState::inTheClear, 0),
                        exchange(NEW, "SPDM-KEX-06", Bench::of, 1),
                        exchange(NEW, "SPDM-KEX-07", CatalogState::inTheClear, 1),
                        refusedExchanges(),
                        CatalogCase.in(FIRST, "SPDM-FIN-01", "FINISH_RSP", CatalogSessions::finish),
                        CatalogCase.in(FIRST, "SPDM-FIN-02", "FINISH_RSP", CatalogSessions::finishInTheClear),
                        CatalogCase.in(NEW, "SPDM-FIN-08", "FINISH_RSP", CatalogSessions::finish),
                        CatalogCase.in(NEW, "SPDM-FIN-09", "FINISH_RSP", CatalogSessions::finishInTheClear),
                        CatalogCase.in(ANY, "SPDM-HB-01", "HEARTBEAT_ACK", CatalogSessions::heartbeat),
                        CatalogCase.in(ANY, "SPDM-KU-01", "KEY_UPDATE_ACK", CatalogSessions::keyUpdate),
                        CatalogCase.in(ANY, "SPDM-END-01", "END_SESSION_ACK", CatalogSessions::end))
                .flatMap(cases -> cases);
    }

    private static Stream<CatalogCase> exchange(
            List<SpdmVersion> versions, String id, Function<SpdmVersion, Bench> begin, int policy) {
        return Stream.of(MeasurementSummary.values())
                .flatMap(summary -> CatalogCase.in(
                        versions,
                        id,
                        "KEY_EXCHANGE_RSP, summary " + summary,
                        version -> exchange(begin.apply(version).identified(), version, summary, policy)));
    }

    private static void exchange(Bench bench, SpdmVersion version, MeasurementSummary summary, int policy) {
        var talk = new CatalogTalk(version, bench, bench::clear);
        Bytes chain = talk.chain(0);
        var options = SessionOptions.DEFAULT.withSummary(summary).withSessionPolicy(policy);

        new KeyExchangeStart(bench.requester).begin(options);

        Bytes request = last(bench, "KEY_EXCHANGE");
        Bytes answer = last(bench, "KEY_EXCHANGE_RSP");
        CatalogCase.requireHeader(version, 0x64, answer);
        assertThat(request.at(6)).as("SessionPolicy").isEqualTo(policy);
        assertThat(answer.at(6)).as("MutAuthRequested").isZero();
        assertThat(answer.at(7)).as("SlotIDParam").isZero();
        int opaque = 40 + EXCHANGE_DATA + (summary == MeasurementSummary.NONE ? 0 : CatalogTalk.HASH_SIZE);
        int signed = opaque + 2 + CatalogTalk.u16(answer, opaque);
        int end = signed + CatalogTalk.SIGNATURE_SIZE;
        boolean hasVerifyData = !bench.requester.connection().context().isHandshakeInTheClear();
        assertThat(answer.size()).isEqualTo(end + (hasVerifyData ? CatalogTalk.HASH_SIZE : 0));
        Bytes transcript =
                talk.negotiation.plus(CatalogTalk.hash(chain)).plus(request).plus(answer.slice(0, signed));
        talk.requireSigned(SIGNING, transcript, answer.slice(signed, end));
    }

    private static Stream<CatalogCase> refusedExchanges() {
        Stream<CatalogCase> fields = Stream.of(3, 7, 8, 0x0F, 0xFF)
                .flatMap(slot -> refused("slot %02x".formatted(slot), bench -> Refusal.exchange(bench, 0, slot)));
        Stream<CatalogCase> summaries = Stream.of(0x02, 0xFE)
                .flatMap(type -> refused("summary %02x".formatted(type), bench -> Refusal.exchange(bench, type, 0)));
        Stream<CatalogCase> opaque = refused("OpaqueDataLength FFFF", bench -> {
            int place = 40 + EXCHANGE_DATA;
            return Refusal.exchange(bench, 0, 0).with(place, 0xFF).with(place + 1, 0xFF);
        });
        Stream<CatalogCase> neighbours = CatalogCase.in(ANY, "SPDM-KEX-03", "another version", version -> {
            for (int other : List.of(version.code() + 1, version.code() - 1)) {
                Bench bench = Bench.of(version).identified();
                Bytes answer = bench.clear(Refusal.exchange(bench, 0, 0).with(0, other));

                CatalogCase.requireError(version.code(), SpdmErrorCode.VERSION_MISMATCH, answer);
            }
        });
        Stream<CatalogCase> inside = CatalogCase.in(ANY, "SPDM-KEX-04", "inside a session", version -> {
            Bench bench = Bench.of(version);
            SpdmSession session = bench.established();
            Bytes answer = bench.inSession(session, Refusal.exchange(bench, 0, 0));

            CatalogCase.requireError(version.code(), SpdmErrorCode.UNEXPECTED_REQUEST, answer);
        });
        return Stream.of(fields, summaries, opaque, neighbours, inside).flatMap(cases -> cases);
    }

    private static Stream<CatalogCase> refused(String name, Function<Bench, Bytes> request) {
        return CatalogCase.in(ANY, "SPDM-KEX-05", name, version -> {
            Bench bench = Bench.of(version).identified();

            Bytes answer = bench.clear(request.apply(bench));

            CatalogCase.requireError(version.code(), SpdmErrorCode.INVALID_REQUEST, answer);
            assertThat(bench.peers.responder.sessions()).isEmpty();
        });
    }

    private static void finish(SpdmVersion version) {
        Bench bench = Bench.of(version);
        bench.established();

        Bytes request = last(bench, "FINISH");
        Bytes answer = last(bench, "FINISH_RSP");
        assertThat(request.slice(1, 4)).isEqualTo(Bytes.fromHex("e5 00 00"));
        CatalogCase.requireHeader(version, 0x65, answer);
        assertThat(answer.size()).isEqualTo(version.isAtLeast(SpdmVersion.V1_4) ? 6 : 4);
    }

    private static void finishInTheClear(SpdmVersion version) {
        Bench bench = CatalogState.inTheClear(version).identified();
        RequesterSession session = new KeyExchangeStart(bench.requester).run(SessionOptions.DEFAULT);

        Bytes answer = last(bench, "FINISH_RSP");
        CatalogCase.requireHeader(version, 0x65, answer);
        int opaque = version.isAtLeast(SpdmVersion.V1_4) ? 2 : 0;
        assertThat(answer.size()).as("with ResponderVerifyData").isEqualTo(4 + opaque + CatalogTalk.HASH_SIZE);
        session.heartbeat();
    }

    private static void heartbeat(SpdmVersion version) {
        Bytes answer = CatalogState.SESSION.reach(version).apply(CatalogCase.request(version, "vv e8 00 00"));

        CatalogCase.requireHeader(version, 0x68, answer);
        assertThat(answer.size()).isEqualTo(4);
    }

    private static void keyUpdate(SpdmVersion version) {
        Bench bench = Bench.of(version);
        SpdmSession session = bench.established();
        SecureSession secure = session.secure();

        requireUpdate(version, bench.inSession(session, update(version, 1, 0x21)), 1, 0x21);
        secure.updateSending();
        requireUpdate(version, bench.inSession(session, update(version, 3, 0x22)), 3, 0x22);
        Bytes sealed = secure.seal(update(version, 2, 0x23));
        secure.updateReceiving();
        Bytes answer = bench.peers
                .responder
                .handle(TransportMessage.secured(sealed))
                .orElseThrow()
                .payload();
        requireUpdate(version, secure.open(answer).orElseThrow(), 2, 0x23);
        secure.confirmUpdate();
        secure.updateSending();
        requireUpdate(version, bench.inSession(session, update(version, 3, 0x24)), 3, 0x24);
        assertThat(secure.sendingSequenceNumber()).as("counts from 0 again").isOne();
    }

    private static Bytes update(SpdmVersion version, int operation, int tag) {
        return CatalogCase.request(version, "vv e9 %02x %02x".formatted(operation, tag));
    }

    private static void requireUpdate(SpdmVersion version, Bytes answer, int operation, int tag) {
        CatalogCase.requireHeader(version, 0x69, answer);
        assertThat(answer.slice(2, answer.size())).isEqualTo(Bytes.of((byte) operation, (byte) tag));
    }

    private static void end(SpdmVersion version) {
        Bench bench = Bench.of(version);
        SpdmSession session = bench.established();
        Bytes answer = bench.inSession(session, CatalogCase.request(version, "vv ec 00 00"));

        CatalogCase.requireHeader(version, 0x6C, answer);
        assertThat(answer.size()).isEqualTo(4);
        Bytes late = session.secure().seal(CatalogCase.request(version, "vv e8 00 00"));
        assertThat(bench.peers.responder.handle(TransportMessage.secured(late))).isEmpty();
        assertThat(bench.peers.responder.sessions()).isEmpty();
    }

    private static Bytes last(Bench bench, String name) {
        List<Bytes> messages = SentMessages.of(bench.peers, name);
        return messages.get(messages.size() - 1);
    }
}
