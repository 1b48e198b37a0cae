package dev.tdisp.lab.conformance.spdm;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.lab.conformance.Trait;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.CapabilityFlags;
import dev.tdisp.spdm.message.SpdmHeader;
import dev.tdisp.spdm.message.VendorDefinedRequest;
import dev.tdisp.spdm.transport.TransportMessage;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What no public test of responders asks of sessions. */
final class SessionGapCases {
    private static final int END_SESSION_ACK = 0x6C;
    private static final int ERROR = 0x7F;
    private static final int VENDOR_RESPONSE = 0x7E;
    private static final Bytes GET_TDISP_VERSION = Bytes.fromHex("10 81 00 00" + " 00".repeat(12));
    private static final CapabilityFlags READABLE = Offer.PLAIN.without(Capability.ENCRYPT_CAP);

    private SessionGapCases() {}

    static Stream<SpdmScript> all() {
        return Stream.of(
                session("GAP-SPD-01", "PSK_FINISH after KEY_EXCHANGE is refused", SessionGapCases::mixed),
                session(
                        "GAP-SPD-04",
                        "FINISH without the signature that is demanded is refused",
                        SessionGapCases::unsigned),
                session("GAP-SPD-11", "VERSION that changed on the way is noticed", probe -> edited(probe, 8)),
                session("GAP-SPD-12", "ALGORITHMS that changed on the way are noticed", probe -> edited(probe, -1)),
                session("GAP-SPD-29", "KEY_UPDATE out of order is refused", SessionGapCases::disorder),
                session(
                        "GAP-SPD-31",
                        "A record that is repeated, hurt or ahead is not answered",
                        SessionGapCases::records),
                session(
                        "GAP-SPD-32",
                        "A record of a session that is not there is not answered",
                        SessionGapCases::strangers),
                session("GAP-SPD-34", "Nothing is answered in a session that has ended", SessionGapCases::ended),
                session("GAP-SPD-39", "GET_VERSION ends all sessions", SessionGapCases::restarted),
                session("GAP-SPD-40", "A requester's half of a session id is taken once", SessionGapCases::half),
                session("GAP-SPD-42", "FINISH with any bit turned is refused", SessionGapCases::flips),
                session(
                        "GAP-SPD-44",
                        "TDISP is not answered in sessions that anybody can read",
                        SessionGapCases::readable));
    }

    private static SpdmScript session(String id, String title, SpdmScript.Body body) {
        return new SpdmScript(id, title, SpdmScript.V1_1_ON, PeerState.SESSION.needs(), body);
    }

    private static PeerSession handshake(Probe probe) {
        probe.peer().negotiate(probe.version(), Offer.PLAIN);
        PeerSession session = PeerSession.handshake(probe.peer());
        probe.go();
        return session;
    }

    private static void mixed(Probe probe) {
        PeerSession session = handshake(probe);
        probe.declined(session.send(probe.peer().request("vv e7 00 00 mac")));
    }

    private static void unsigned(Probe probe) {
        probe.peer().negotiate(probe.version(), Offer.FULL.without(Capability.PSK_CAP));
        PeerSession session = PeerSession.handshake(probe.peer());
        int demanded = session.answer().at(6);
        if (demanded == 0) {
            throw new NotApplicableException("MutAuthRequested of KEY_EXCHANGE_RSP is 0 in SPDM " + probe.version());
        }
        probe.go().declined(session.send(session.finishRequest()));
    }

    /** Finishes as who saw another negotiation would. */
    private static void edited(Probe probe, int place) {
        PeerSession session = handshake(probe);
        Bytes seen = session.transcript();
        int size = probe.peer().negotiation().size();
        int index = place < 0 ? size + place : place;
        Bytes other = seen.with(index, seen.at(index) ^ 1);
        probe.declined(session.send(session.finishRequest(other)));
    }

    private static void disorder(Probe probe) {
        probe.peer().negotiate(probe.version(), Offer.PLAIN);
        probe.peer().require(Capability.KEY_UPD_CAP);
        PeerSession session = PeerSession.established(probe.peer());
        probe.go().declined(session.send(probe.peer().request("vv e9 03 01")));
    }

    private static void records(Probe probe) {
        for (String name : List.of("repeated", "hurt", "ahead")) {
            probe.each(name, () -> {
                PeerSession session = SessionCases.established(probe);
                Bytes request = probe.peer().request("vv e0 00 00 ctx");
                Bytes record = session.secure().seal(request);
                if (name.equals("repeated")) {
                    probe.peer()
                            .exchange(TransportMessage.secured(record))
                            .ifPresent(answer -> session.secure().open(answer.payload()));
                } else if (name.equals("hurt")) {
                    record = record.with(record.size() - 1, record.at(record.size() - 1) ^ 1);
                } else {
                    record = session.secure().seal(request);
                }
                unanswered(probe, session, record);
            });
        }
    }

    private static void strangers(Probe probe) {
        for (int place : List.of(0, 2)) {
            probe.each("byte %d of the session id".formatted(place), () -> {
                PeerSession session = SessionCases.established(probe);
                Bytes record = session.secure().seal(probe.peer().request("vv e8 00 00"));
                unanswered(probe, session, record.with(place, record.at(place) ^ 1));
            });
        }
    }

    /** Demands that nothing comes that the session's keys open. */
    private static void unanswered(Probe probe, PeerSession session, Bytes record) {
        Optional<TransportMessage> answer = probe.peer().exchange(TransportMessage.secured(record));
        boolean isAnswered = answer.filter(message -> message.kind() == TransportMessage.Kind.SECURED)
                .flatMap(message -> session.secure().open(message.payload()))
                .filter(opened -> opened.size() < 2 || opened.at(1) != ERROR)
                .isPresent();
        probe.on(1).that("answer", !isAnswered, "none in the session", isAnswered ? "one" : "none");
    }

    private static void ended(Probe probe) {
        PeerSession session = SessionCases.established(probe);
        probe.peer().require(session.ask("vv ec 00 00"), END_SESSION_ACK);
        unanswered(probe, session, session.secure().seal(probe.peer().request("vv e0 00 00 ctx")));
    }

    private static void restarted(Probe probe) {
        PeerSession session = SessionCases.established(probe);
        Bytes record = session.secure().seal(probe.peer().request("vv e0 00 00 ctx"));
        probe.peer().readVersions();
        unanswered(probe, session, record);
    }

    private static void half(Probe probe) {
        PeerSession session = SessionCases.established(probe);
        Bytes first = session.answer();
        var agreement = PeerSession.agreement(probe.peer());
        Bytes again = PeerSession.request(probe.peer(), 0, 0, agreement.exchangeData());
        agreement.destroy();
        Bytes same =
                again.with(4, session.request().at(4)).with(5, session.request().at(5));
        Optional<Bytes> answer = probe.peer().send(same);
        boolean isBegun =
                answer.filter(bytes -> bytes.size() > 5 && bytes.at(1) == 0x64).isPresent();
        if (isBegun) {
            Bytes second = answer.get();
            boolean isOther = SpdmPeer.word(first, 4) != SpdmPeer.word(second, 4);
            probe.on(1)
                    .that("session id", isOther, "another one", isOther ? "another one" : "that of the live session");
            probe.on(1).noting("the ids differ in the other half").deviates("KEY_EXCHANGE_RSP", "refused", "a session");
        } else {
            probe.declined(answer);
        }
    }

    private static void flips(Probe probe) {
        probe.peer().negotiate(probe.version(), Offer.PLAIN);
        int size = probe.peer().hash().size();
        for (int place = 1; place <= size; place += 5) {
            int offset = place;
            probe.each("byte %d from the end".formatted(offset), () -> {
                PeerSession session = handshake(probe);
                Bytes finish = session.finishRequest();
                int index = finish.size() - offset;
                probe.declined(session.send(finish.with(index, finish.at(index) ^ 1 << offset % 8)));
            });
        }
    }

    private static void readable(Probe probe) {
        probe.require(Trait.TEE_IO);
        probe.peer().negotiate(probe.version(), READABLE);
        probe.peer().require(Capability.MAC_CAP);
        PeerSession session = PeerSession.established(probe.peer());
        Bytes request = new VendorDefinedRequest(
                        SpdmHeader.of(probe.version(), 0, 0), VendorProtocol.TDISP.wrap(GET_TDISP_VERSION))
                .encode();
        Optional<Bytes> answer =
                probe.go().peer().context().both(Capability.ENCRYPT_CAP) ? Optional.empty() : session.send(request);
        boolean isServed = answer.filter(bytes -> bytes.size() > 1 && bytes.at(1) == VENDOR_RESPONSE)
                .isPresent();
        probe.on(1).that("answer", !isServed, "no TDISP", isServed ? "TDISP" : "none of TDISP");
    }
}
