package dev.tdisp.lab.cli;

import dev.tdisp.core.env.Env;
import dev.tdisp.spdm.algorithm.Algorithm;
import dev.tdisp.spdm.algorithm.AlgorithmCategory;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.CertificateChain;
import dev.tdisp.spdm.connection.SessionAuthentication;
import dev.tdisp.spdm.measurement.MeasurementSummary;
import dev.tdisp.spdm.message.ChallengeAuth;
import dev.tdisp.spdm.message.NegotiatedContext;
import dev.tdisp.spdm.requester.MeasurementQuery;
import dev.tdisp.spdm.requester.MeasurementReport;
import dev.tdisp.spdm.requester.RequesterSession;
import dev.tdisp.spdm.requester.SessionOptions;
import dev.tdisp.spdm.requester.SpdmException;
import dev.tdisp.spdm.requester.SpdmRequester;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Drives a responder through everything that both ends can do. */
final class HostRun {
    private static final int SLOT = 0;
    private static final int SIGNED = 2;
    private static final int BASIC_MUTUAL_AUTHENTICATION = 0x80;

    private final SpdmRequester requester;
    private final Env env;
    private final HostReport report;

    HostRun(SpdmRequester requester, Env env, HostReport report) {
        this.requester = requester;
        this.env = env;
        this.report = report;
    }

    /** Goes as far as the responder lets it; a refusal ends the run, and is reported. */
    void run(boolean isTdisp, boolean isSession) {
        try {
            NegotiatedContext context = connect();
            identify(context);
            if (!isSession || !context.both(Capability.KEY_EX_CAP)) {
                report.skipped("session", "not with this transport, version or responder");
                return;
            }
            RequesterSession session = startSession();
            useSession(session, context, isTdisp);
            session.end();
            report.ok("END_SESSION", "");
        } catch (SpdmException e) {
            report.failed("SPDM", String.valueOf(e.getMessage()));
        }
    }

    private NegotiatedContext connect() {
        NegotiatedContext context = requester.connect();
        String version = WireOptions.text(context.version());
        String algorithms = Arrays.stream(AlgorithmCategory.values())
                .flatMap(category -> context.suite().selected(category).stream())
                .map(Algorithm::toString)
                .collect(Collectors.joining(" "));
        report.ok("connection", "SPDM %s, %s".formatted(version, algorithms));
        return context;
    }

    private void identify(NegotiatedContext context) {
        if (context.responder().has(Capability.CERT_CAP)) {
            report.ok("DIGESTS", "slots " + requester.digests().keySet());
            CertificateChain chain = requester.certificateChain(SLOT);
            report.ok("certificate chain", chain.leaf().subject());
        }
        if (context.responder().has(Capability.CHAL_CAP)) {
            ChallengeAuth answer = requester.challenge(SLOT, MeasurementSummary.ALL);
            report.ok("CHALLENGE", "signature of slot %d".formatted(SLOT));
            if (answer.header().hasParam1(BASIC_MUTUAL_AUTHENTICATION)) {
                report.ok("mutual authentication", "this end was challenged, and proved itself");
            }
        }
        if (context.responder().has(Capability.MEAS_CAP)) {
            measured("MEASUREMENTS", requester.measurements(query(context)));
        }
    }

    private static MeasurementQuery query(NegotiatedContext context) {
        boolean isSigned = context.responder().value(Capability.MEAS_CAP) == SIGNED;
        return isSigned ? MeasurementQuery.ALL.signedBy(SLOT) : MeasurementQuery.ALL;
    }

    private void measured(String what, MeasurementReport measured) {
        report.ok(
                what, "%d blocks, %s".formatted(measured.blocks().size(), measured.isSigned() ? "signed" : "unsigned"));
    }

    private RequesterSession startSession() {
        RequesterSession session = requester.startSession(SessionOptions.DEFAULT.withSummary(MeasurementSummary.ALL));
        report.ok(
                "session by KEY_EXCHANGE",
                "%08Xh, heartbeat every %d s".formatted(session.id(), session.heartbeatPeriod()));
        if (session.authentication() != SessionAuthentication.NONE) {
            report.ok("mutual authentication", "in the session: " + how(session.authentication()));
        } else if (requester.credentials().provisionedSlots() != 0) {
            report.skipped("mutual authentication", "in the session: the responder did not ask");
        }
        return session;
    }

    private static String how(SessionAuthentication authentication) {
        return switch (authentication) {
            case NONE -> "none";
            case SIGNATURE -> "FINISH is signed by a key that the responder knew";
            case ENCAPSULATED -> "the responder asked for this end's chain, FINISH is signed";
            case DIGESTS -> "this end gave its digests unasked, then its chain, and FINISH is signed";
        };
    }

    private void useSession(RequesterSession session, NegotiatedContext context, boolean isTdisp) {
        if (isTdisp && context.version().isAtLeast(SpdmVersion.V1_2)) {
            new HostTdispRun(session, env, report).run();
        }
        if (context.both(Capability.HBEAT_CAP) && session.heartbeatPeriod() > 0) {
            session.heartbeat();
            report.ok("HEARTBEAT", "");
        }
        if (context.both(Capability.KEY_UPD_CAP)) {
            session.updateKey();
            session.updateAllKeys();
            report.ok("KEY_UPDATE", "one direction, then both");
        }
        if (context.responder().has(Capability.MEAS_CAP)) {
            measured("MEASUREMENTS in session", session.measurements(query(context)));
        }
    }
}
