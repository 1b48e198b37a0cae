package dev.tdisp.spdm.requester;

import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.measurement.MeasurementSummary;
import dev.tdisp.spdm.responder.Peers;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an honest requester asks a device that can do everything: the seeds of fuzzing. */
final class HonestTalk {
    /** How many parts there are. */
    static final int PARTS = 5;

    private static final int FIRST_REQUEST = 0x80;

    private HonestTalk() {}

    /** Goes through everything; a refusal stops it. */
    static void run(SpdmRequester requester) {
        authenticate(requester);
        manage(requester.management(), requester.context().version());
        RequesterSession session = session(requester);
        psk(requester).end();
        session.end();
    }

    /** Goes through one part of everything, which is quicker. */
    static void run(SpdmRequester requester, int part) {
        switch (part % PARTS) {
            case 0 -> run(requester);
            case 1 -> authenticate(requester);
            case 2 -> {
                requester.connect();
                requester.certificateChain(0);
                manage(requester.management(), requester.context().version());
            }
            case 3 -> {
                requester.connect();
                requester.certificateChain(0);
                session(requester).end();
            }
            default -> {
                requester.connect();
                RequesterSession session = psk(requester);
                use(session, requester.context().version());
                session.end();
            }
        }
    }

    private static void authenticate(SpdmRequester requester) {
        requester.connect();
        requester.digests();
        requester.certificateChain(0);
        requester.challenge(0, MeasurementSummary.ALL);
        requester.measurements(MeasurementQuery.COUNT);
        requester.measurements(MeasurementQuery.ALL.signedBy(0));
    }

    private static RequesterSession session(SpdmRequester requester) {
        RequesterSession session =
                requester.startSession(SessionOptions.DEFAULT.withSummary(MeasurementSummary.TRUSTED_COMPUTING_BASE));
        use(session, requester.context().version());
        return session;
    }

    private static RequesterSession psk(SpdmRequester requester) {
        RequesterSession session = requester.startPskSession(Peers.HINT, Peers.psk(), SessionOptions.DEFAULT);
        session.heartbeat();
        return session;
    }

    private static void use(RequesterSession session, SpdmVersion version) {
        session.vendor(VendorProtocol.TDISP, Bytes.fromHex("10 81"));
        session.measurements(MeasurementQuery.index(1));
        session.heartbeat();
        session.updateKey();
        session.updateAllKeys();
        session.digests();
        session.certificateChain(0);
        if (version.isAtLeast(SpdmVersion.V1_2)) {
            session.poll();
        }
        manage(session.management(), version);
    }

    private static void manage(DeviceManagement management, SpdmVersion version) {
        if (version.isAtLeast(SpdmVersion.V1_2)) {
            management.certificateRequest(CsrQuery.DEFAULT);
        }
        if (version.isAtLeast(SpdmVersion.V1_3)) {
            management.measurementLog();
            management.deviceClass();
            management.deviceClass(0);
            management.keyPair(1);
        }
    }

    /** Returns the first request of each kind, in order. */
    static Collection<Bytes> requests(int choice) {
        Peers peers = FuzzDevice.of(choice).peers();
        run(peers.requester);
        Map<Integer, Bytes> first = new LinkedHashMap<>();
        for (Bytes message : messages(peers)) {
            if (message.at(1) >= FIRST_REQUEST) {
                first.putIfAbsent(message.at(1), message);
            }
        }
        return first.values();
    }

    private static List<Bytes> messages(Peers peers) {
        List<Bytes> all = new ArrayList<>();
        for (TraceEvent event : peers.trace.events()) {
            if (event instanceof TraceEvent.Message message) {
                all.add(message.bytes());
            }
        }
        return all;
    }
}
