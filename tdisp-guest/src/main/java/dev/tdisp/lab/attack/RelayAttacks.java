package dev.tdisp.lab.attack;

import static dev.tdisp.lab.Milestone.ACCEPTED;
import static dev.tdisp.lab.Milestone.ENUMERATED;
import static dev.tdisp.lab.Milestone.LOCKED;
import static dev.tdisp.lab.Milestone.REPORTED;
import static dev.tdisp.lab.Milestone.RUNNING;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.host.tsm.TsmException;
import dev.tdisp.host.vmm.DoeRelay;
import dev.tdisp.host.vmm.RelayDeed;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Attacks on what goes between the security manager and the device, by the relay and by devices that lie. */
final class RelayAttacks {
    private static final String BELIEVED = "believed";
    private static final int RECORD_BODY = 20;
    private static final int STATE_OFFSET = 16;
    private static final int PORTION = 16;
    private static final int REMAINDER = 18;
    private static final int BODY = 20;
    private static final int UNDECODABLE = 0xEE;

    private RelayAttacks() {}

    static List<Attack> all() {
        return Stream.of(states(), answers(), disturbances(), records(), reports(), swaps())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Attack> states() {
        return List.of(
                believing("A7", "Claim that the interface runs", Power.CALLS)
                        .step("tell that it runs when the guest asks", Scene::guestAsks)
                        .seenBy(Party.GUEST, "the state is ERROR")
                        .against(loose(
                                "a TSM that takes the state from the hypervisor",
                                LooseSession.mending(
                                        Talk.STATE,
                                        answer ->
                                                answer.at(STATE_OFFSET) == 3 ? answer.with(STATE_OFFSET, 2) : answer))),
                believing("A8", "Answer with a state that does not exist", Power.DEVICE)
                        .step(
                                "answer EEh from now on",
                                scene -> answering(scene, Talk.STATE, answer -> answer.with(STATE_OFFSET, UNDECODABLE)))
                        .step("let the guest ask", Scene::guestAsks)
                        .seenBy(Party.TSM, "reserved value")
                        .against(loose(
                                "a TSM that takes an unknown state for no change",
                                LooseSession.mending(
                                        Talk.STATE,
                                        answer ->
                                                answer.at(STATE_OFFSET) > 3 ? answer.with(STATE_OFFSET, 2) : answer))));
    }

    private static List<Attack> answers() {
        return List.of(believing("S56", "Answer for another interface", Power.DEVICE)
                .step(
                        "answer for another interface, which runs, from now on",
                        scene -> answering(
                                scene,
                                Talk.STATE,
                                answer -> answer.with(4, answer.at(4) ^ 1).with(STATE_OFFSET, 2)))
                .step("let the guest ask", Scene::guestAsks)
                .seenBy(Party.TSM, "DEVICE_REFUSED")
                .against(loose("a TSM that does not look whom an answer is about", (request, honest) -> {
                    Bytes answer = honest.apply(request);
                    return answer.slice(0, 4).plus(request.slice(4, 8)).plus(answer.from(8));
                })));
    }

    private static List<Attack> records() {
        return List.of(
                believing("A15", "Change a record", Power.MAILBOX)
                        .step(
                                "invert a bit of every record",
                                scene -> relay(scene).tapResponses(RelayAttacks::damage))
                        .step("let the guest ask", Scene::guestAsks)
                        .seenBy(Party.TSM, "DEVICE_REFUSED")
                        .against(guessing()),
                Attack.of("S11", "Replay the record of an old report")
                        .by(Power.MAILBOX)
                        .at(REPORTED)
                        .step("hand an old record over from now on", RelayAttacks::replay)
                        .step("have the report read again", RelayAttacks::readReport)
                        .goal("the security manager takes a report", scene -> scene.has(BELIEVED))
                        .seenBy(Party.TSM, "DEVICE_REFUSED")
                        .per("SPDM secured messages")
                        .against(guessing()));
    }

    private static List<Attack> disturbances() {
        return List.of(
                believing("A14", "Drop what the device answers", Power.MAILBOX)
                        .step(
                                "drop every answer from now on",
                                scene -> relay(scene).tapResponses(object -> Bytes.EMPTY))
                        .step("let the guest ask", Scene::guestAsks)
                        .seenBy(Party.TSM, "DEVICE_SILENT")
                        .against(guessing()),
                Attack.of("A14b", "Delay what the relay carries")
                        .by(Power.MAILBOX)
                        .at(RUNNING)
                        .step("hold the next request", scene -> next(scene, true, new RelayDeed.Hold()))
                        .step("have the interface unbound", RelayAttacks::unbindUnheard)
                        .step("let the request go", RelayAttacks::releaseAll)
                        .goal("the interface ran on when it was taken for stopped", scene -> scene.has(BELIEVED))
                        .seenBy(Party.TSM, "abandoned")
                        .per("11.3.16")
                        .against(loose("a TSM that takes silence for consent", new Consent())),
                believing("A14c", "Reorder what the relay carries", Power.MAILBOX)
                        .step("give the answer of before in place of the next", RelayAttacks::answerBefore)
                        .step("let the guest ask", Scene::guestAsks)
                        .seenBy(Party.TSM, "DEVICE_REFUSED")
                        .against(guessing()),
                believing("A14d", "Repeat what the relay carries", Power.MAILBOX)
                        .step("send the next request twice", scene -> next(scene, true, new RelayDeed.Repeat()))
                        .step("let the guest ask", Scene::guestAsks)
                        .seenBy(Party.TSM, "DEVICE_REFUSED")
                        .against(guessing()));
    }

    private static List<Attack> reports() {
        return List.of(
                report("A23", "Say that a report never ends", answer -> answer.with(REMAINDER, 1))
                        .against(loose(
                                "a TSM that does not look at REMAINDER_LENGTH",
                                LooseSession.mending(
                                        Talk.REPORT,
                                        answer -> answer.with(REMAINDER, 0).with(REMAINDER + 1, 0)))),
                report("S55", "Say that a portion is longer than it is", answer -> answer.with(PORTION + 1, 0x10))
                        .against(loose(
                                "a TSM that takes as many bytes as there are",
                                LooseSession.mending(
                                        Talk.REPORT,
                                        answer -> answer.with(PORTION, answer.size() - BODY)
                                                .with(PORTION + 1, 0)))));
    }

    private static List<Attack> swaps() {
        return List.of(
                Attack.of("S27", "Swap the device between verification and START")
                        .by(Power.LINK)
                        .at(ACCEPTED)
                        .step(
                                "put a look-alike in its place",
                                scene -> scene.link().swap(lookAlike(), true))
                        .step("let the attach go on", Scene::goOn)
                        .goal("the guest accepts what the device was not asked", RelayAttacks::acceptsAnother)
                        .seenBy(Party.TSM, "DEVICE")
                        .per("11.2.7")
                        .against(loose("a TSM that takes silence for consent", new Consent())),
                Attack.of("GAP-ATT-12", "Speak with one device and use another")
                        .by(Power.LINK)
                        .at(ENUMERATED)
                        .step(
                                "lead the mailbox to a look-alike",
                                scene -> scene.link().swap(lookAlike(), false))
                        .step("let the attach go on", Scene::goOn)
                        .wantsAcceptance()
                        .seenBy(Party.GUEST, "the engine did not work")
                        .per("11.2.7")
                        .against(Weakness.none("the keys of the stream come over the session, so that only the device"
                                + " of the session can read what the guest sends: there is no rule to leave out")));
    }

    private static AttackBuilder believing(String id, String title, Power power) {
        return Attack.of(id, title)
                .by(power)
                .at(RUNNING)
                .step("let the guest ask once", scene -> scene.lab().guest().state(scene.function()))
                .step("reset the function", scene -> scene.lab().vmm().driver().functionLevelReset(scene.function()))
                .goal(
                        "the guest believes that the interface runs, and it does not",
                        scene -> scene.has(BELIEVED) && scene.state() != TdiState.RUN)
                .per("11.3.12");
    }

    private static AttackBuilder report(String id, String title, UnaryOperator<Bytes> lie) {
        return Attack.of(id, title)
                .by(Power.DEVICE)
                .at(LOCKED)
                .step("answer so from now on", scene -> answering(scene, Talk.REPORT, lie))
                .step("let the attach go on", Scene::goOn)
                .wantsAcceptance()
                .seenBy(Party.TSM, "DEVICE_REFUSED")
                .per("11.3.11");
    }

    private static Weakness loose(String description, LooseSession.Habit habit) {
        return Weakness.of(description, builder -> LooseSession.in(builder, habit));
    }

    private static Weakness guessing() {
        return Weakness.of(
                "a TSM that takes the last answer when there is none that can be read",
                builder -> LooseSession.in(builder, LooseSession.guessing()));
    }

    private static DoeRelay relay(Scene scene) {
        return scene.lab().vmm().relay();
    }

    private static Bytes damage(Bytes object) {
        return object.size() > RECORD_BODY ? object.with(RECORD_BODY, object.at(RECORD_BODY) ^ 1) : object;
    }

    private static void replay(Scene scene) {
        List<DoeRelay.Relayed> seen = relay(scene).seen();
        Bytes old = seen.get(seen.size() - 1).object();
        relay(scene).tapResponses(object -> old);
    }

    private static void readReport(Scene scene) {
        scene.lab().tsm().readReport(scene.function());
        scene.keep(BELIEVED, true);
    }

    /** Has the device change its answers to one request. */
    static void answering(Scene scene, int code, UnaryOperator<Bytes> lie) {
        scene.device()
                .dsm()
                .protocols()
                .intercept((protocol, session, request, device) -> device.handle(session, request)
                        .map(answer -> protocol == VendorProtocol.TDISP && request.at(1) == code
                                ? lie.apply(answer)
                                : answer));
    }

    private static SrIovDevice lookAlike() {
        return SrIovDevice.builder(Env.seeded(77)).build();
    }

    private static boolean acceptsAnother(Scene scene) {
        boolean isAccepted = scene.lab().guest().accepted(scene.function()).isPresent();
        boolean isStarted =
                scene.lab().tsm().binding(scene.function()).stream().anyMatch(binding -> binding.isStarted());
        return isAccepted && isStarted && scene.state() != TdiState.RUN;
    }

    private static void next(Scene scene, boolean toDevice, RelayDeed deed) {
        relay(scene).next(object -> object.toDevice() == toDevice, deed);
    }

    private static void unbindUnheard(Scene scene) {
        boolean isStopped = scene.lab().tsm().unbind(scene.function());
        if (isStopped && scene.state() == TdiState.RUN) {
            scene.keep(BELIEVED, true);
        }
    }

    private static void releaseAll(Scene scene) {
        relay(scene).held().forEach(relay(scene)::release);
    }

    private static void answerBefore(Scene scene) {
        List<DoeRelay.Relayed> seen = relay(scene).seen();
        Bytes before = seen.get(seen.size() - 1).object();
        next(scene, false, new RelayDeed.Alter(object -> before));
    }

    /** Takes what was asked last for done when no answer comes. */
    private static final class Consent implements LooseSession.Habit {
        private static final int LOCKED_STATE = 1;
        private static final int RUN_STATE = 2;
        private int state = LOCKED_STATE;

        @Override
        public Bytes exchange(Bytes request, UnaryOperator<Bytes> honest) {
            int code = request.at(1);
            try {
                return honest.apply(request);
            } catch (TsmException e) {
                if (code != Talk.STATE) {
                    state = code == Talk.START ? RUN_STATE : 0;
                }
                Bytes header = request.slice(0, STATE_OFFSET).with(1, code & 0x7F);
                return code == Talk.STATE ? header.plus(Bytes.of((byte) state)) : header;
            }
        }
    }
}
