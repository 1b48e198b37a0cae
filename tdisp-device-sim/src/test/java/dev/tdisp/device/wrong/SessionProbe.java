package dev.tdisp.device.wrong;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.Bench;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.crypto.Secret;
import dev.tdisp.spdm.requester.RequesterOptions;
import dev.tdisp.spdm.requester.RequesterSession;
import dev.tdisp.spdm.requester.SessionOptions;
import dev.tdisp.spdm.requester.SpdmRequester;
import dev.tdisp.spdm.responder.SpdmProfile;
import dev.tdisp.spdm.transport.DoeObject;
import dev.tdisp.spdm.transport.RecordHooks;
import dev.tdisp.spdm.transport.SpdmTransport;
import dev.tdisp.spdm.transport.TransportException;
import dev.tdisp.spdm.transport.TransportMessage;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.List;
import java.util.Optional;

/** A device under test behind a real session, asked with whole SPDM messages written by hand. */
final class SessionProbe {
    private static final Bytes HINT = Bytes.fromHex("0123");
    private static final Bytes KEY = Bytes.filled(0x42, 32);
    private static final Bytes NOTHING = Bytes.EMPTY;

    final Probe probe;
    private final SpdmRequester requester;
    private Optional<RequesterSession> session = Optional.empty();
    private Optional<Bytes> next = Optional.empty();
    private Bytes opened = NOTHING;
    private Bytes object = NOTHING;

    /** A device of the same kind that speaks a version, and shares a key, which makes a session cheap. */
    SessionProbe(Probe p, SpdmVersion version) {
        probe = p.built(
                profile -> profile.withSpdm(spdm(version)),
                builder -> builder.credentials(
                        Bench.CREDENTIALS.withPreSharedKeys(hint -> Optional.of(Secret.copyOf(KEY)))));
        var options = RequesterOptions.TDISP
                .withVersions(version)
                .withCapabilities(RequesterOptions.TDISP
                        .capabilities()
                        .with(Capability.PSK_CAP)
                        .with(Capability.LARGE_RESP_CAP));
        requester = new SpdmRequester(new Hooked(), options, Env.seeded(1));
        requester.connect();
    }

    private static SpdmProfile spdm(SpdmVersion version) {
        return SpdmProfile.TDISP
                .withCapabilities(SpdmProfile.TDISP
                        .capabilities()
                        .with(Capability.PSK_CAP, 2)
                        .with(Capability.LARGE_RESP_CAP))
                .withVersions(version);
    }

    SessionProbe begin() {
        session = Optional.of(requester.startPskSession(HINT, Secret.copyOf(KEY), SessionOptions.DEFAULT));
        return this;
    }

    /** Sends a message in the session, and returns the one that comes back. */
    Bytes ask(String hex) {
        next = Optional.of(Bytes.fromHex(hex));
        opened = NOTHING;
        try {
            session.orElseThrow().vendor(VendorProtocol.TDISP, Bytes.filled(0, 16));
        } catch (RuntimeException e) {
            // the check looks at the response itself
        }
        return opened;
    }

    /** Sends a message outside the session. */
    Bytes askInClear(String hex) {
        Bytes answer =
                exchange(DoeObject.of(DoeObject.TYPE_SPDM, Bytes.fromHex(hex)).encode());
        return answer.isEmpty() ? NOTHING : DoeObject.decode(answer).payload();
    }

    /** The last data object of the device. */
    Bytes lastObject() {
        return object;
    }

    private Bytes exchange(Bytes request) {
        object = probe.bench.device().dsm().exchange(request).orElse(NOTHING);
        return object;
    }

    private final class Hooked implements SpdmTransport, RecordHooks {
        /** Does not look at the type of the answer, so that a wrong one is found by the check of it alone. */
        @Override
        public TransportMessage exchange(TransportMessage request) {
            boolean isClear = request.kind() == TransportMessage.Kind.SPDM;
            int type = isClear ? DoeObject.TYPE_SPDM : DoeObject.TYPE_SECURED_SPDM;
            Bytes answer = SessionProbe.this.exchange(
                    DoeObject.of(type, request.payload()).encode());
            if (answer.isEmpty()) {
                throw new TransportException("no answer");
            }
            return new TransportMessage(request.kind(), DoeObject.decode(answer).payload());
        }

        @Override
        public RecordHooks hooks() {
            return this;
        }

        @Override
        public List<Bytes> sending(Bytes message) {
            Bytes sent = next.orElse(message);
            next = Optional.empty();
            return List.of(sent);
        }

        @Override
        public List<Bytes> opened(Bytes message) {
            opened = message;
            return List.of(message);
        }
    }
}
