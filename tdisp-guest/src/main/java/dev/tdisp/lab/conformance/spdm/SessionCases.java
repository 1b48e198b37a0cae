package dev.tdisp.lab.conformance.spdm;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.CapabilityFlags;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.session.SecureSession;
import java.util.List;
import java.util.stream.Stream;

/** The cases of KEY_EXCHANGE_RSP and of what comes after it, but for refusals. */
final class SessionCases {
    private static final int KEY_EXCHANGE_RSP = 0x64;
    private static final int FINISH_RSP = 0x65;
    private static final int HEARTBEAT_ACK = 0x68;
    private static final int KEY_UPDATE_ACK = 0x69;
    private static final int END_SESSION_ACK = 0x6C;
    private static final int UPDATE_KEY = 1;
    private static final int UPDATE_ALL_KEYS = 2;
    private static final int VERIFY_NEW_KEY = 3;
    private static final List<SpdmVersion> FIRST = List.of(SpdmVersion.V1_1);
    private static final List<Need> CLEAR = PeerState.CLEAR_HANDSHAKE.needs();

    private SessionCases() {}

    static Stream<SpdmScript> all() {
        return Stream.of(
                exchange("SPDM-KEX-01", FIRST, false, 0),
                exchange("SPDM-KEX-02", FIRST, true, 0),
                exchange("SPDM-KEX-06", SpdmScript.V1_2_ON, false, 1),
                exchange("SPDM-KEX-07", SpdmScript.V1_2_ON, true, 1),
                finish("SPDM-FIN-01", FIRST),
                clearFinish("SPDM-FIN-02", FIRST),
                finish("SPDM-FIN-08", SpdmScript.V1_2_ON),
                clearFinish("SPDM-FIN-09", SpdmScript.V1_2_ON),
                new SpdmScript(
                        "SPDM-HB-01",
                        "HEARTBEAT_ACK",
                        SpdmScript.V1_1_ON,
                        PeerState.SESSION.needs(Need.HBEAT),
                        SessionCases::heartbeat),
                new SpdmScript(
                        "SPDM-KU-01",
                        "KEY_UPDATE_ACK, for the keys of one direction and of both",
                        SpdmScript.V1_1_ON,
                        PeerState.SESSION.needs(Need.KEY_UPD),
                        SessionCases::keyUpdate),
                new SpdmScript(
                        "SPDM-END-01",
                        "END_SESSION_ACK",
                        SpdmScript.V1_1_ON,
                        PeerState.SESSION.needs(),
                        SessionCases::end));
    }

    private static String of(List<SpdmVersion> versions, boolean isClear) {
        return "of %s%s".formatted(versions.get(0), isClear ? ", in the clear" : "");
    }

    private static SpdmScript exchange(String id, List<SpdmVersion> versions, boolean isClear, int policy) {
        List<Need> needs = isClear ? CLEAR : PeerState.SESSION.needs();
        String title = "KEY_EXCHANGE_RSP " + of(versions, isClear);
        CapabilityFlags own = isClear ? Offer.IN_THE_CLEAR : Offer.PLAIN;
        return new SpdmScript(id, title, versions, needs, probe -> {
            probe.peer().negotiate(probe.version(), own);
            for (int summary : PeerSession.summaries(probe.peer())) {
                probe.each("summary %02Xh".formatted(summary), () -> {
                    probe.peer().negotiate(probe.version(), own);
                    probe.peer().chain(0);
                    exchange(probe.go(), summary, policy, isClear);
                });
            }
        });
    }

    private static void exchange(Probe probe, int summary, int policy, boolean isClear) {
        PeerSession session = PeerSession.exchange(probe.peer(), summary, policy);
        Bytes answer = session.answer();
        boolean isThere = probe.header(KEY_EXCHANGE_RSP, session.naturalSize(), answer);
        int authentication = answer.size() > 7 ? SpdmPeer.word(answer, 6) : -1;
        probe.on(4).at(6).equal("MutAuthRequested and SlotIDParam", 0, authentication);
        probe.on(5)
                .at(session.signatureOffset())
                .that(
                        "Signature",
                        session.isSigned(),
                        "of the transcript",
                        session.isSigned() ? "so" : "of something else");
        if (!isClear) {
            boolean isVerified = isThere && session.derive() && session.isVerified();
            probe.on(6).that("ResponderVerifyData", isVerified, "of the transcript", isVerified ? "so" : "another");
        }
    }

    private static PeerSession handshake(Probe probe, CapabilityFlags own) {
        probe.peer().negotiate(probe.version(), own);
        return PeerSession.handshake(probe.peer());
    }

    private static SpdmScript finish(String id, List<SpdmVersion> versions) {
        return new SpdmScript(id, "FINISH_RSP " + of(versions, false), versions, PeerState.SESSION.needs(), probe -> {
            PeerSession session = handshake(probe, Offer.PLAIN);
            probe.go();
            probe.header(FINISH_RSP, probe.version().isAtLeast(SpdmVersion.V1_4) ? 6 : 4, session.finish());
        });
    }

    private static SpdmScript clearFinish(String id, List<SpdmVersion> versions) {
        return new SpdmScript(id, "FINISH_RSP " + of(versions, true), versions, CLEAR, probe -> {
            PeerSession session = handshake(probe, Offer.IN_THE_CLEAR);
            int open = probe.version().isAtLeast(SpdmVersion.V1_4) ? 6 : 4;
            Bytes answer = probe.go().peer().context().isHandshakeInTheClear() ? session.finish() : Bytes.EMPTY;
            probe.header(FINISH_RSP, open + probe.peer().hash().size(), answer);
            boolean isVerified = session.isFinishVerified(answer);
            probe.on(4).that("ResponderVerifyData", isVerified, "of the transcript", isVerified ? "so" : "another");
        });
    }

    static PeerSession established(Probe probe) {
        probe.peer().negotiate(probe.version(), Offer.PLAIN);
        PeerSession session = PeerSession.established(probe.peer());
        probe.go();
        return session;
    }

    private static void heartbeat(Probe probe) {
        PeerSession session = established(probe);
        if (session.answer().at(2) == 0) {
            throw new NotApplicableException("HeartbeatPeriod of KEY_EXCHANGE_RSP is 0 in SPDM " + probe.version());
        }
        probe.header(HEARTBEAT_ACK, 4, session.ask("vv e8 00 00"));
    }

    private static void keyUpdate(Probe probe) {
        PeerSession session = established(probe);
        SecureSession secure = session.secure();
        update(probe, 1, session, UPDATE_KEY, 1, () -> {});
        secure.updateSending();
        update(probe, 6, session, VERIFY_NEW_KEY, 2, () -> {});
        update(probe, 11, session, UPDATE_ALL_KEYS, 3, secure::expectUpdate);
        secure.confirmUpdate();
        secure.updateSending();
        update(probe, 16, session, VERIFY_NEW_KEY, 4, () -> {});
    }

    private static void update(
            Probe probe, int first, PeerSession session, int operation, int tag, Runnable beforeOpening) {
        Bytes request = probe.peer().request("vv e9 %02x %02x".formatted(operation, tag));
        Bytes answer = session.send(request, beforeOpening).orElseThrow(() -> new SilenceException(request));
        probe.header(first, KEY_UPDATE_ACK, 4, answer);
        probe.on(first + 3).at(2).equal("Param1 (operation)", Probe.hex(operation), Probe.hex(answer, 2));
        probe.on(first + 4).at(3).equal("Param2 (tag)", Probe.hex(tag), Probe.hex(answer, 3));
    }

    private static void end(Probe probe) {
        probe.header(END_SESSION_ACK, 4, established(probe).ask("vv ec 00 00"));
    }
}
