package dev.tdisp.lab.attack;

import static dev.tdisp.lab.Milestone.ACCEPTED;
import static dev.tdisp.lab.Milestone.REPORTED;
import static dev.tdisp.lab.Milestone.RUNNING;
import static dev.tdisp.lab.Milestone.STREAM_SECURE;
import static dev.tdisp.lab.attack.Talk.LOCK;
import static dev.tdisp.lab.attack.Talk.REPORT;
import static dev.tdisp.lab.attack.Talk.STOP;
import static dev.tdisp.lab.attack.Talk.STREAM;
import static dev.tdisp.lab.attack.Talk.VERSION;

import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.guest.attestation.Evidence;
import dev.tdisp.host.tsm.TsmException.Reason;
import java.util.List;
import java.util.stream.Stream;

/** Attacks on the states of an interface, by messages out of turn and by stale nonces, epochs and reports. */
final class StateAttacks {
    private static final String NONCE = "nonce";
    private static final String CONFIRMED = "confirmed";
    private static final String WHOLE_REPORT = "0000ffff";
    private static final int UNKNOWN_FUNCTION = 0x0177;
    private static final int INVALID_STATE = 4;
    private static final int GUESSES = 16;

    private StateAttacks() {}

    static List<Attack> all() {
        return Stream.of(epochs(), bindings(), nonces(), othersNonces(), requests(), manners())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Attack> epochs() {
        return List.of(
                Attack.of("A5", "Replay an old report by having it read anew after the verdict")
                        .by(Power.CALLS)
                        .at(REPORTED)
                        .step("let the guest judge", scene -> scene.goOnTo(ACCEPTED))
                        .step("have the report read again, and propose the windows", StateAttacks::readAgain)
                        .step("let the attach go on", Scene::goOn)
                        .wantsAcceptance()
                        .seenBy(Party.TSM, "STALE_EPOCH")
                        .per("host-guest 1.6")
                        .against(Weakness.manager(Reason.STALE_EPOCH)),
                Attack.of("A6", "Stop and lock again between evidence and accept")
                        .by(Power.CALLS)
                        .at(ACCEPTED)
                        .step("unbind and bind the interface", StateAttacks::bindAnew)
                        .step("let the attach go on", Scene::goOn)
                        .wantsAcceptance()
                        .seenBy(Party.TSM, "STALE_EPOCH")
                        .per("11.3.8")
                        .against(Weakness.manager(Reason.STALE_EPOCH)));
    }

    private static List<Attack> bindings() {
        return List.of(Attack.of("A9", "Show the evidence of an interface that is not bound")
                .by(Power.EVIDENCE)
                .at(REPORTED)
                .step("keep the evidence of now", StateAttacks::keepEvidence)
                .step("unbind the interface", scene -> scene.lab().vmm().unbind(scene.function()))
                .step("hand that evidence over when the guest judges", StateAttacks::judgeUnbound)
                .goal("the guest has a good verdict", scene -> scene.has("verdict"))
                .seenBy(Party.TSM, "NOT_BOUND")
                .per("host-guest 2.1")
                .against(Weakness.script("a guest that does not ask the TSM anew")));
    }

    private static List<Attack> nonces() {
        return List.of(
                nonce("S13", "Start with a stale nonce after STOP", "INVALID_INTERFACE_STATE")
                        .step("lock and stop", StateAttacks::lockAndStop)
                        .step("start with that nonce", scene -> start(scene, 1))
                        .goal("START is confirmed", scene -> scene.has(CONFIRMED))
                        .against("STARTS_UNLOCKED"),
                nonce("S14", "Start with a stale nonce after another lock", "INVALID_NONCE")
                        .step("lock and stop", StateAttacks::lockAndStop)
                        .step("lock again", scene -> Talk.lock(scene, 1))
                        .step("start with the first nonce", scene -> start(scene, 1))
                        .wantsState(TdiState.RUN)
                        .against("STARTS_WITH_AN_OLD_NONCE"),
                nonce("S16", "Guess the nonce", "INVALID_NONCE")
                        .step("lock", scene -> Talk.lock(scene, 1))
                        .step("start with 16 random nonces", StateAttacks::guess)
                        .wantsState(TdiState.RUN)
                        .against("STARTS_WITH_ANY_NONCE"),
                nonce("S17", "Use the nonce twice", "INVALID_INTERFACE_STATE")
                        .step("lock and start", StateAttacks::run)
                        .step("start again", scene -> start(scene, 1))
                        .goal("the second START is confirmed", scene -> scene.has(CONFIRMED))
                        .against("STARTS_WHILE_RUNNING"));
    }

    private static List<Attack> othersNonces() {
        return List.of(nonce("S51", "Start an interface with the nonce of another", "INVALID_NONCE")
                .step("lock both", StateAttacks::lockBoth)
                .step("start the second with the nonce of the first", scene -> start(scene, 2))
                .goal("the second interface is in RUN", scene -> scene.lab().state(2) == TdiState.RUN)
                .against("STARTS_WITH_ANOTHERS_NONCE"));
    }

    private static List<Attack> requests() {
        return List.of(
                nonce("S12", "Show a stale report after STOP", "INVALID_INTERFACE_STATE")
                        .step("lock, read the report and stop", StateAttacks::readAndStop)
                        .step("read the report", scene -> confirm(scene, Talk.ask(scene, 1, REPORT, WHOLE_REPORT)))
                        .goal("a report is served", scene -> scene.has(CONFIRMED))
                        .against("KEEPS_THE_REPORT"),
                nonce("S40", "Learn or change anything in ERROR", "INVALID_INTERFACE_STATE")
                        .at(RUNNING)
                        .step("let the guest put a secret into the device", MemoryAttacks::putIntoDevice)
                        .step("read the report in RUN", scene -> Talk.ask(scene, 1, REPORT, WHOLE_REPORT))
                        .step("clear Bus Master Enable", ConfigurationAttacks::clearBusMaster)
                        .step("read the report", scene -> confirm(scene, Talk.ask(scene, 1, REPORT, WHOLE_REPORT)))
                        .step("lock, start, bind and unbind streams, set attributes", StateAttacks::askAllInError)
                        .step("read the device without trust", MemoryAttacks::readResidue)
                        .goal("anything is served", StateAttacks::isServedInError)
                        .against("REPORTS_IN_ERROR"),
                nonce("S50", "Lock an interface that is not the device's", "INVALID_INTERFACE")
                        .step("lock an unknown FUNCTION_ID", StateAttacks::lockUnknown)
                        .goal("the lock is confirmed", scene -> scene.has(CONFIRMED))
                        .against("HAS_ONE_INTERFACE"),
                nonce("S54", "Send malformed, unknown and wrong messages to a running interface", "INVALID_REQUEST")
                        .step("lock and start", StateAttacks::run)
                        .step("a response as a request, an unknown code, a short request", StateAttacks::fuzz)
                        .step("a question for the state with a byte too many", StateAttacks::askTooMuch)
                        .goal("a malformed request is answered", scene -> scene.has(CONFIRMED))
                        .against("IGNORES_EXTRA_BYTES"));
    }

    private static List<Attack> manners() {
        return List.of(
                Attack.of("S52", "Reset a running interface by GET_TDISP_VERSION")
                        .by(Power.REQUESTER)
                        .at(RUNNING)
                        .step("ask for the version", scene -> Talk.ask(scene, 1, VERSION, ""))
                        .goal("the interface does not run any more", scene -> scene.state() != TdiState.RUN)
                        .per("11.3.4")
                        .against("RESETS_ON_VERSION"),
                nonce("S53", "Flood the device with requests", "BUSY")
                        .step("ask while a request is under way", StateAttacks::flood)
                        .goal("more requests are answered than NUM_REQ_THIS", scene -> scene.has(CONFIRMED))
                        .against("TAKES_MORE_THAN_IT_ADVERTISES"));
    }

    private static AttackBuilder nonce(String id, String title, String error) {
        return Attack.of(id, title)
                .by(Power.REQUESTER)
                .at(STREAM_SECURE)
                .seenBy(Party.DEVICE, error)
                .per("11.3.8");
    }

    private static void readAgain(Scene scene) {
        scene.lab().tsm().readReport(scene.function());
        scene.lab().vmm().proposeWindows(scene.function());
    }

    private static void bindAnew(Scene scene) {
        scene.lab().vmm().unbind(scene.function());
        scene.lab().vmm().bind(scene.function());
    }

    static void keepEvidence(Scene scene) {
        scene.keep("evidence", scene.lab().guest().collectEvidence(scene.function()));
    }

    static void judgeUnbound(Scene scene) {
        Evidence shown = scene.kept("evidence", Evidence.class);
        var guest = scene.lab().guest();
        Evidence evidence = scene.isWeak() ? shown : guest.collectEvidence(scene.function());
        if (guest.appraise(evidence).isAcceptable()) {
            scene.keep("verdict", true);
        }
    }

    private static void lockAndStop(Scene scene) {
        scene.keep(NONCE, Talk.lock(scene, 1));
        Talk.stop(scene, 1);
    }

    private static void lockBoth(Scene scene) {
        scene.keep(NONCE, Talk.lock(scene, 1));
        Talk.lock(scene, 2);
    }

    private static void run(Scene scene) {
        scene.keep(NONCE, Talk.lock(scene, 1));
        Talk.start(scene, 1, scene.kept(NONCE, String.class));
    }

    private static void readAndStop(Scene scene) {
        Talk.lock(scene, 1);
        Talk.ask(scene, 1, REPORT, WHOLE_REPORT);
        Talk.stop(scene, 1);
    }

    /** Each request that ERROR does not allow, well formed (section 11.2, table of requests by state). */
    private static void askAllInError(Scene scene) {
        String stream = "%02x".formatted(STREAM);
        confirmAnyBut(scene, Talk.ask(scene, 1, LOCK, Talk.lockPayload(0, STREAM)));
        confirmAnyBut(scene, Talk.ask(scene, 1, Talk.START, "5a".repeat(32)));
        confirmAnyBut(scene, Talk.ask(scene, 1, Talk.BIND_P2P, stream));
        confirmAnyBut(scene, Talk.ask(scene, 1, Talk.UNBIND_P2P, stream));
        confirmAnyBut(scene, Talk.ask(scene, 1, Talk.ATTRIBUTE, "00".repeat(8) + "0100000000000000"));
    }

    /** Takes any answer for a success but the one that names the state as the reason. */
    private static void confirmAnyBut(Scene scene, Bytes answer) {
        boolean isState = Talk.isRefused(answer) && !answer.isEmpty() && answer.at(16) == INVALID_STATE;
        if (!isState) {
            scene.keep(CONFIRMED, true);
        }
    }

    private static boolean isServedInError(Scene scene) {
        return scene.has(CONFIRMED) || scene.has(MemoryAttacks.LEAKED) || scene.state() != TdiState.ERROR;
    }

    private static void start(Scene scene, int vf) {
        confirm(scene, Talk.ask(scene, vf, Talk.START, scene.kept(NONCE, String.class)));
    }

    private static void confirm(Scene scene, Bytes answer) {
        if (!Talk.isRefused(answer)) {
            scene.keep(CONFIRMED, true);
        }
    }

    private static void guess(Scene scene) {
        for (int i = 0; i < GUESSES; i++) {
            Talk.start(scene, 1, scene.own().random().next(32).toHex());
        }
    }

    private static void lockUnknown(Scene scene) {
        Bytes request = Talk.message(UNKNOWN_FUNCTION, LOCK, Talk.lockPayload(0, STREAM));
        confirm(scene, scene.session().tdisp(request));
    }

    private static void fuzz(Scene scene) {
        Talk.ask(scene, 1, STOP & 0x7F, "");
        Talk.ask(scene, 1, 0x9D, "");
        Talk.ask(scene, 1, REPORT, "00");
    }

    private static void askTooMuch(Scene scene) {
        confirm(scene, Talk.ask(scene, 1, Talk.STATE, "00"));
    }

    private static void flood(Scene scene) {
        InterfaceId id = InterfaceId.of(scene.function());
        var underWay = scene.lab().device().dsm().protocols().tdisp().occupy(id).orElseThrow();
        confirm(scene, Talk.ask(scene, 1, Talk.CAPABILITIES, "00000000"));
        underWay.close();
    }
}
