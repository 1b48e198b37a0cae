package dev.tdisp.host.tsm;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.tsm.TsmException.Reason;
import dev.tdisp.spdm.algorithm.AlgorithmSuite;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.CertificateChain;
import dev.tdisp.spdm.connection.SessionListener;
import dev.tdisp.spdm.measurement.MeasurementBlock;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.requester.MeasurementQuery;
import dev.tdisp.spdm.requester.MeasurementReport;
import dev.tdisp.spdm.requester.Pause;
import dev.tdisp.spdm.requester.RequesterOptions;
import dev.tdisp.spdm.requester.RequesterSession;
import dev.tdisp.spdm.requester.SessionOptions;
import dev.tdisp.spdm.requester.SpdmException;
import dev.tdisp.spdm.requester.SpdmRequester;
import dev.tdisp.spdm.transport.SpdmTransport;
import dev.tdisp.spdm.transport.TransportException;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Opens sessions by SPDM: version, capabilities, algorithms, digests, certificates, KEY_EXCHANGE and FINISH.
 *
 * <p>KEY_EXCHANGE_RSP is signed with the key of the chain, so the chain authenticates the session.
 */
public final class SpdmConnector implements DsmConnector {
    private static final int SLOT = 0;

    private final RequesterOptions options;
    private final Env env;
    private final Optional<Pause> pause;

    /**
     * Creates a connector for devices that answer at once.
     *
     * @param options what the security manager can do and wants; the guests decide which roots they trust
     * @param env randomness, time and trace of the security manager
     */
    public SpdmConnector(RequesterOptions options, Env env) {
        this(options, env, Optional.empty());
    }

    /**
     * Creates a connector that waits for devices that take their time (ResponseNotReady and RESPOND_IF_READY).
     *
     * @param options what the security manager can do and wants; the guests decide which roots they trust
     * @param env randomness, time and trace of the security manager
     * @param pause lets time pass
     */
    public SpdmConnector(RequesterOptions options, Env env, Pause pause) {
        this(options, env, Optional.of(pause));
    }

    private SpdmConnector(RequesterOptions options, Env env, Optional<Pause> pause) {
        this.options = options;
        this.env = env;
        this.pause = pause;
    }

    @Override
    public DsmSession connect(SpdmTransport transport) {
        var requester = new SpdmRequester(transport, options, env);
        pause.ifPresent(requester::waitBy);
        return guarded("SPDM", () -> {
            requester.connect();
            requester.digests();
            CertificateChain chain = requester.certificateChain(SLOT);
            return new Session(requester, start(requester), chain.encode());
        });
    }

    private static RequesterSession start(SpdmRequester requester) {
        return requester.startSession(SessionOptions.DEFAULT.withSlot(SLOT));
    }

    private static <T> T guarded(String what, Supplier<T> exchange) {
        try {
            return exchange.get();
        } catch (SpdmException e) {
            throw new TsmException(reasonOf(e), what, e);
        } catch (TransportException e) {
            throw new TsmException(Reason.DEVICE_SILENT, what, e);
        }
    }

    private static Reason reasonOf(SpdmException e) {
        if (e.getCause() instanceof TransportException) {
            return Reason.DEVICE_SILENT;
        }
        boolean isBusy = e.error().filter(code -> code == SpdmErrorCode.BUSY).isPresent();
        return isBusy ? Reason.DEVICE_BUSY : Reason.DEVICE_REFUSED;
    }

    private static final class Session implements DsmSession {
        private final SpdmRequester requester;
        private final RequesterSession session;
        private final Bytes chain;
        private boolean ended;

        Session(SpdmRequester requester, RequesterSession session, Bytes chain) {
            this.requester = requester;
            this.session = session;
            this.chain = chain;
        }

        @Override
        public long id() {
            return session.id();
        }

        @Override
        public SpdmVersion version() {
            return requester.context().version();
        }

        @Override
        public AlgorithmSuite algorithms() {
            return requester.context().suite();
        }

        @Override
        public Bytes negotiation() {
            return requester.negotiation();
        }

        @Override
        public Bytes certificateChain() {
            return chain;
        }

        @Override
        public Bytes tdisp(Bytes request) {
            return inSession("TDISP", () -> session.vendor(VendorProtocol.TDISP, request));
        }

        @Override
        public Bytes ideKm(Bytes request) {
            return inSession("IDE_KM", () -> session.vendor(VendorProtocol.IDE_KM, request));
        }

        @Override
        public SignedMeasurements measure(Bytes nonce) {
            MeasurementQuery query = MeasurementQuery.ALL.signedBy(SLOT, nonce);
            MeasurementReport report = inSession("measurements", () -> session.measurements(query));
            Bytes measurementRecord = MeasurementBlock.encodeAll(report.blocks());
            return new SignedMeasurements(nonce, measurementRecord, report.request(), report.response());
        }

        @Override
        public DsmSession another() {
            return guarded("another session", () -> new Session(requester, start(requester), chain));
        }

        @Override
        public void onLoss(Consumer<String> listener) {
            SessionListener own = (id, cause) -> {
                if (id == session.id() && !ended) {
                    listener.accept(cause);
                }
            };
            requester.addListener(own);
        }

        @Override
        public void heartbeat() {
            inSession("HEARTBEAT", () -> {
                session.heartbeat();
                return true;
            });
        }

        @Override
        public int heartbeatPeriod() {
            return session.heartbeatPeriod();
        }

        @Override
        public void updateKeys() {
            inSession("KEY_UPDATE", () -> {
                session.updateAllKeys();
                return true;
            });
        }

        @Override
        public boolean end() {
            ended = true;
            if (!session.isEstablished()) {
                return false;
            }
            try {
                session.end();
                return true;
            } catch (SpdmException | TransportException e) {
                return false;
            }
        }

        private <T> T inSession(String what, Supplier<T> exchange) {
            if (!session.isEstablished()) {
                throw new TsmException(Reason.NOT_CONNECTED, "the session has ended");
            }
            return guarded(what, exchange);
        }
    }
}
