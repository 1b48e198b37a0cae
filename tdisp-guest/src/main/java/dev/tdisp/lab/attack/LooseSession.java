package dev.tdisp.lab.attack;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.tsm.DsmConnector;
import dev.tdisp.host.tsm.DsmSession;
import dev.tdisp.host.tsm.SignedMeasurements;
import dev.tdisp.host.tsm.TsmException;
import dev.tdisp.lab.LabBuilder;
import dev.tdisp.spdm.algorithm.AlgorithmSuite;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A session of a security manager that is not careful with what comes, or does not come, from the device. */
final class LooseSession implements DsmSession {
    private static final int CODE = 1;

    private final DsmSession honest;
    private final Habit habit;

    /** What becomes of a TDISP message. */
    @FunctionalInterface
    interface Habit {
        Bytes exchange(Bytes request, UnaryOperator<Bytes> honest);
    }

    private LooseSession(DsmSession honest, Habit habit) {
        this.honest = honest;
        this.habit = habit;
    }

    /** Gives all sessions of a lab's security manager a habit. */
    static LabBuilder in(LabBuilder builder, Habit habit) {
        return builder.parties(stand -> stand.withSessions(connector -> {
            DsmConnector usual = stand.sessions().apply(connector);
            return transport -> new LooseSession(usual.connect(transport), habit);
        }));
    }

    /** Changes the answers to one request before they are read. */
    static Habit mending(int code, UnaryOperator<Bytes> change) {
        return (request, honest) -> {
            Bytes answer = honest.apply(request);
            return request.at(CODE) == code ? change.apply(answer) : answer;
        };
    }

    /** Takes the last answer to the same request when there is none that can be read. */
    static Habit guessing() {
        Map<Integer, Bytes> last = new HashMap<>();
        return (request, honest) -> {
            try {
                Bytes answer = honest.apply(request);
                last.put(request.at(CODE), answer);
                return answer;
            } catch (TsmException e) {
                Bytes guess = last.get(request.at(CODE));
                if (guess == null) {
                    throw e;
                }
                return guess;
            }
        };
    }

    @Override
    public Bytes tdisp(Bytes request) {
        return habit.exchange(request, honest::tdisp);
    }

    @Override
    public DsmSession another() {
        return honest.another();
    }

    @Override
    public long id() {
        return honest.id();
    }

    @Override
    public SpdmVersion version() {
        return honest.version();
    }

    @Override
    public AlgorithmSuite algorithms() {
        return honest.algorithms();
    }

    @Override
    public Bytes negotiation() {
        return honest.negotiation();
    }

    @Override
    public Bytes certificateChain() {
        return honest.certificateChain();
    }

    @Override
    public Bytes ideKm(Bytes request) {
        return honest.ideKm(request);
    }

    @Override
    public SignedMeasurements measure(Bytes nonce) {
        return honest.measure(nonce);
    }

    /** Does not care. */
    @Override
    public void onLoss(Consumer<String> listener) {
        // whoever goes on without a session does not want to know
    }

    @Override
    public void heartbeat() {
        honest.heartbeat();
    }

    @Override
    public int heartbeatPeriod() {
        return honest.heartbeatPeriod();
    }

    @Override
    public void updateKeys() {
        honest.updateKeys();
    }

    @Override
    public boolean end() {
        return honest.end();
    }
}
