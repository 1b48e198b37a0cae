package dev.tdisp.host.tsm;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AlgorithmSuite;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A session that knows whether an exchange is under way, and tells when one is over. */
final class BusySession implements DsmSession {
    private final DsmSession session;
    private final Runnable afterwards;
    private int depth;

    BusySession(DsmSession session, Runnable afterwards) {
        this.session = session;
        this.afterwards = afterwards;
    }

    boolean isBusy() {
        return depth > 0;
    }

    private <T> T busy(Supplier<T> exchange) {
        depth++;
        T answer;
        try {
            answer = exchange.get();
        } finally {
            depth--;
        }
        afterwards.run();
        return answer;
    }

    private void busy(Runnable exchange) {
        busy(() -> {
            exchange.run();
            return true;
        });
    }

    @Override
    public DsmSession another() {
        return busy(session::another);
    }

    @Override
    public long id() {
        return session.id();
    }

    @Override
    public SpdmVersion version() {
        return session.version();
    }

    @Override
    public AlgorithmSuite algorithms() {
        return session.algorithms();
    }

    @Override
    public Bytes negotiation() {
        return session.negotiation();
    }

    @Override
    public Bytes certificateChain() {
        return session.certificateChain();
    }

    @Override
    public Bytes tdisp(Bytes request) {
        return busy(() -> session.tdisp(request));
    }

    @Override
    public Bytes ideKm(Bytes request) {
        return busy(() -> session.ideKm(request));
    }

    @Override
    public SignedMeasurements measure(Bytes nonce) {
        return busy(() -> session.measure(nonce));
    }

    @Override
    public void onLoss(Consumer<String> listener) {
        session.onLoss(listener);
    }

    @Override
    public void heartbeat() {
        busy(session::heartbeat);
    }

    @Override
    public int heartbeatPeriod() {
        return session.heartbeatPeriod();
    }

    @Override
    public void updateKeys() {
        busy(session::updateKeys);
    }

    @Override
    public boolean end() {
        depth++;
        try {
            return session.end();
        } finally {
            depth--;
        }
    }
}
