package dev.tdisp.lab.conformance.tdisp;

import static dev.tdisp.core.message.RequestCode.START_INTERFACE_REQUEST;
import static dev.tdisp.core.message.TdiState.CONFIG_LOCKED;
import static dev.tdisp.core.message.TdiState.CONFIG_UNLOCKED;
import static dev.tdisp.core.message.TdiState.RUN;
import static dev.tdisp.core.message.TdispErrorCode.INVALID_INTERFACE_STATE;
import static dev.tdisp.core.message.TdispErrorCode.INVALID_NONCE;
import static dev.tdisp.core.message.TdispErrorCode.INVALID_REQUEST;

import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.lab.conformance.Check;
import dev.tdisp.lab.conformance.Clauses;
import dev.tdisp.lab.conformance.ConformanceCase;
import dev.tdisp.lab.conformance.Exchange;
import dev.tdisp.lab.conformance.Scene;
import dev.tdisp.lab.conformance.Tdi;
import dev.tdisp.lab.conformance.Trait;
import dev.tdisp.lab.conformance.VendorMessage;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Group NON: the nonce that a lock gives and a start takes. No nonce is written down. */
final class NonceCases {
    private static final int SIZE = 32;
    private static final int BITS = 256;
    private static final int LOCKS = 256;
    private static final int LEAST_ONES = 64;
    private static final int WRONG = 500;
    private static final int LEAST_DISTANCE = 64;

    private NonceCases() {}

    static List<ConformanceCase> of(Clauses clauses) {
        var group = new Group(clauses);
        randomness(group);
        others(group);
        wrong(group);
        group.add("GAP-NON-13", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            stage.refused(stage.ask(RequestCode.LOCK_INTERFACE_REQUEST, stage.tdi.usualLock()))
                    .state(CONFIG_LOCKED);
            stage.is(stage.ask(START_INTERFACE_REQUEST, stage.tdi.nonce()), Stage.OK)
                    .exactly(RUN);
        });
        group.add("GAP-NON-20", NonceCases::isNowhereElse);
        return group.cases();
    }

    private static void randomness(Group group) {
        group.add("GAP-NON-01", (scene, check) -> {
            List<Bytes> nonces = nonces(scene, check, LOCKS);
            int distinct = new HashSet<>(nonces).size();
            check.on(1).equal("different nonces", LOCKS, distinct);
        });
        group.add("GAP-NON-02", (scene, check) -> {
            List<Bytes> nonces = nonces(scene, check, LOCKS);
            int[] ones = new int[BITS];
            nonces.forEach(nonce -> count(nonce, ones));
            for (int bit = 0; bit < BITS; bit++) {
                boolean isEven = ones[bit] >= LEAST_ONES && ones[bit] <= LOCKS - LEAST_ONES;
                check.on(1).that("bit %d in %d nonces".formatted(bit, LOCKS), isEven, "64 to 192 ones", ones[bit]);
            }
        });
        group.add("GAP-NON-16", (scene, check) -> {
            List<Bytes> nonces = nonces(scene, check, 8);
            for (int i = 1; i < nonces.size(); i++) {
                int distance = distance(nonces.get(i - 1), nonces.get(i));
                check.on(1).that("bits that differ", distance >= LEAST_DISTANCE, "at least 64 of 256", distance);
            }
        });
        group.add(
                "GAP-NON-03",
                (scene, check) -> {
                    Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
                    Bytes other = neighbour(scene, stage).nonce();
                    boolean isSame = stage.tdi.nonce().equals(other);
                    stage.holds("nonces of two interfaces", !isSame, "different", isSame ? "equal" : "different");
                },
                Trait.SEVERAL_INTERFACES);
    }

    /** Locks a second interface under the keys of the first one. */
    private static Tdi neighbour(Scene scene, Stage stage) {
        Tdi other = scene.tdi(stage.tdi.session(), 1);
        other.greet();
        other.lock();
        return other;
    }

    private static List<Bytes> nonces(Scene scene, Check check, int count) {
        Stage stage = Stage.at(scene, check, CONFIG_UNLOCKED);
        stage.tdi.secure();
        Bytes payload = stage.tdi.usualLock();
        List<Bytes> nonces = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            stage.tdi.lock(payload);
            nonces.add(stage.tdi.nonce());
            stage.tdi.stop();
        }
        return nonces;
    }

    private static void count(Bytes nonce, int[] ones) {
        for (int bit = 0; bit < BITS; bit++) {
            ones[bit] += nonce.at(bit / 8) >> bit % 8 & 1;
        }
    }

    private static int distance(Bytes one, Bytes other) {
        int distance = 0;
        for (int i = 0; i < SIZE; i++) {
            distance += Integer.bitCount(one.at(i) ^ other.at(i));
        }
        return distance;
    }

    private static void others(Group group) {
        group.add(
                "GAP-NON-04",
                (scene, check) -> {
                    Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
                    Stage other = stage.with(neighbour(scene, stage));
                    other.is(
                                    other.ask(START_INTERFACE_REQUEST, stage.tdi.nonce()),
                                    INVALID_NONCE,
                                    INVALID_INTERFACE_STATE)
                            .state(CONFIG_LOCKED);
                    stage.state(CONFIG_LOCKED);
                },
                Trait.SEVERAL_INTERFACES);
        group.add("GAP-NON-05", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            stage.each("after STOP", () -> startsNotBy(stage, stage.tdi.nonce()));
            Stage failed = stage.toError();
            Bytes old = stage.tdi.nonce();
            stage.each("after ERROR", () -> startsNotBy(failed, old));
        });
        group.add("GAP-NON-07", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            stage.is(
                    stage.ask(START_INTERFACE_REQUEST, flipped(stage.tdi.nonce(), 0)),
                    INVALID_NONCE,
                    INVALID_INTERFACE_STATE);
            stage.is(stage.ask(START_INTERFACE_REQUEST, stage.tdi.nonce()), Stage.OK)
                    .exactly(RUN);
        });
    }

    private static void startsNotBy(Stage stage, Bytes old) {
        stage.to(CONFIG_LOCKED);
        stage.is(stage.ask(START_INTERFACE_REQUEST, old), INVALID_NONCE, INVALID_INTERFACE_STATE)
                .state(CONFIG_LOCKED);
    }

    private static void wrong(Group group) {
        group.add("GAP-NON-08", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            for (int i = 0; i < WRONG; i++) {
                Bytes random = scene.env().random().next(SIZE);
                stage.is(stage.ask(START_INTERFACE_REQUEST, random), INVALID_NONCE, INVALID_INTERFACE_STATE);
            }
            stage.state(CONFIG_LOCKED).is(stage.ask(START_INTERFACE_REQUEST, stage.tdi.nonce()), Stage.OK);
        });
        group.add("GAP-NON-09", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            for (int i = 0; i < BITS; i++) {
                int bit = i;
                stage.each(
                        "bit %d".formatted(i),
                        () -> stage.is(
                                stage.ask(START_INTERFACE_REQUEST, flipped(stage.tdi.nonce(), bit)),
                                INVALID_NONCE,
                                INVALID_INTERFACE_STATE));
            }
            stage.state(CONFIG_LOCKED);
        });
        group.add("GAP-NON-10", (scene, check) -> {
            for (TdiState state : TdiState.values()) {
                Stage stage = Stage.at(scene, check, state);
                stage.each(
                        state.name(),
                        () -> stage.refused(stage.ask(START_INTERFACE_REQUEST, Bytes.filled(0, SIZE)))
                                .state(state));
            }
        });
        group.add("GAP-NON-11", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            Bytes nonce = stage.tdi.nonce();
            stage.each(
                    "31 bytes",
                    () -> stage.refused(stage.ask(START_INTERFACE_REQUEST, nonce.slice(0, SIZE - 1)), INVALID_REQUEST));
            stage.each(
                    "33 bytes",
                    () -> stage.refused(
                            stage.ask(START_INTERFACE_REQUEST, nonce.plus(Bytes.of((byte) 0))), INVALID_REQUEST));
            stage.state(CONFIG_LOCKED);
        });
    }

    private static Bytes flipped(Bytes nonce, int bit) {
        return nonce.with(bit / 8, nonce.at(bit / 8) ^ 1 << bit % 8);
    }

    private static void isNowhereElse(Scene scene, Check check) {
        Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
        String nonce = stage.tdi.nonce().toHex();
        for (RequestCode request : Group.REQUESTS) {
            boolean keepsTheLock = request != START_INTERFACE_REQUEST
                    && request != RequestCode.STOP_INTERFACE_REQUEST
                    && request != RequestCode.GET_TDISP_VERSION;
            if (keepsTheLock) {
                stage.ask(request, stage.payload(request));
            }
        }
        stage.tdi.report();
        stage.tdi.start();
        long shown = scene.record().exchanges().stream()
                .filter(exchange -> !isLock(exchange))
                .filter(exchange -> exchange.response()
                        .filter(response -> response.toHex().contains(nonce))
                        .isPresent())
                .count();
        check.on(1).equal("answers that hold the nonce, but for the lock's", 0L, shown);
    }

    private static boolean isLock(Exchange exchange) {
        return VendorMessage.read(exchange.request())
                .flatMap(vendor -> vendor.of(VendorProtocol.TDISP))
                .filter(message -> message.size() > 1 && message.at(1) == RequestCode.LOCK_INTERFACE_REQUEST.code())
                .isPresent();
    }
}
