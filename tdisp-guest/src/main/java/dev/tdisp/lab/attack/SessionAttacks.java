package dev.tdisp.lab.attack;

import static dev.tdisp.lab.Milestone.CONNECTED;
import static dev.tdisp.lab.Milestone.REPORTED;
import static dev.tdisp.lab.Milestone.RUNNING;
import static dev.tdisp.lab.Milestone.STREAM_SECURE;
import static dev.tdisp.lab.attack.Talk.BIND_P2P;
import static dev.tdisp.lab.attack.Talk.LOCK;
import static dev.tdisp.lab.attack.Talk.STREAM;

import dev.tdisp.core.ide.AddressRange;
import dev.tdisp.core.ide.IdeForm;
import dev.tdisp.core.ide.IdeKey;
import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.ide.RidRange;
import dev.tdisp.core.idekm.IdeKmRequester;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.MemoryRead;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.pcie.Type0Header;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.vmm.ConfigAccess;
import dev.tdisp.spdm.transport.TransportMessage;
import java.util.List;
import java.util.stream.Stream;

/** Attacks by sessions, keys and streams that are not those of the lock. */
final class SessionAttacks {
    private static final String CONFIRMED = "confirmed";
    private static final StreamId DEFAULT = new StreamId(STREAM);
    private static final int BIND_P2P_FLAG = 8;
    private static final int BAR_SIZE = 8;
    private static final long FAR = 0x10_0000_0000L;

    private SessionAttacks() {}

    static List<Attack> all() {
        return Stream.of(sessions(), keys(), locks(), peers())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Attack> sessions() {
        return List.of(
                attack("S15", "Lock an interface again behind the security manager", Power.SESSION)
                        .at(REPORTED)
                        .step("stop and lock over a session of one's own", SessionAttacks::lockBehind)
                        .step("let the attach go on", Scene::goOn)
                        .goal("the other session's lock is confirmed", scene -> scene.has(CONFIRMED))
                        .seenBy(Party.DEVICE, "INVALID_REQUEST")
                        .per("11.3.8")
                        .against("LOCKS_OVER_FOREIGN_KEYS"),
                attack("S18", "Speak TDISP outside of a session", Power.MAILBOX)
                        .at(STREAM_SECURE)
                        .step("send GET_TDISP_VERSION in the clear", SessionAttacks::askInTheClear)
                        .goal("TDISP is answered", scene -> scene.has(CONFIRMED))
                        .seenBy(Party.DEVICE, "ERROR")
                        .per("11.2.2")
                        .against("ANSWERS_WITHOUT_A_SESSION"),
                attack("S19", "Lock over another session than that of the keys", Power.SESSION)
                        .at(STREAM_SECURE)
                        .step("lock over a session of one's own", SessionAttacks::lockElsewhere)
                        .wantsState(TdiState.CONFIG_LOCKED)
                        .seenBy(Party.DEVICE, "INVALID_REQUEST")
                        .per("11.3.8")
                        .against("LOCKS_OVER_FOREIGN_KEYS"));
    }

    private static List<Attack> keys() {
        return List.of(
                attack("S20", "Program keys of a bound stream over another session", Power.SESSION)
                        .at(RUNNING)
                        .step("KEY_PROG over a session of one's own", SessionAttacks::keyElsewhere)
                        .goal("the key is taken", scene -> scene.has(CONFIRMED))
                        .seenBy(Party.DEVICE, "INVALID_REQUEST")
                        .per("11.4.5")
                        .against("SHARES_KEYS_BETWEEN_SESSIONS"),
                attack("S21", "End the session of a running interface", Power.REQUESTER)
                        .at(RUNNING)
                        .step("END_SESSION", scene -> scene.session().end())
                        .wantsState(TdiState.RUN)
                        .seenBy(Party.DEVICE, "TDI ERROR")
                        .per("11.4.5")
                        .against("OUTLIVES_ITS_SESSION"));
    }

    private static List<Attack> locks() {
        return List.of(
                lock("A21", "Have an interface locked although no keys were set up", "INVALID_REQUEST")
                        .at(CONNECTED)
                        .step("enable the stream without keys", SessionAttacks::enableUnkeyed)
                        .step("lock", SessionAttacks::lock)
                        .against("LOCKS_WITHOUT_IDE"),
                lock("S24", "Lock without keys", "INVALID_REQUEST")
                        .at(CONNECTED)
                        .step("lock", SessionAttacks::lock)
                        .against("LOCKS_WITHOUT_IDE"),
                lock("S25", "Lock with five of six keys", "INVALID_REQUEST")
                        .step("stop one key", SessionAttacks::stopOneKey)
                        .step("lock", SessionAttacks::lock)
                        .against("LOCKS_WITHOUT_ALL_KEYS"),
                lock("S26", "Lock on another stream than the default one", "INVALID_REQUEST")
                        .step("lock on stream 22h", scene -> Talk.ask(scene, 1, LOCK, Talk.lockPayload(0, 0x22)))
                        .against("LOCKS_ON_ANY_STREAM"),
                lock("S04", "Lock while BARs overlap", "INVALID_DEVICE_CONFIGURATION")
                        .step("move BAR2 onto BAR0 of function 0", SessionAttacks::overlap)
                        .step("lock", SessionAttacks::lock)
                        .against("LOCKS_WITH_OVERLAPPING_BARS"));
    }

    private static List<Attack> peers() {
        return List.of(
                attack("S47", "Bind the default stream for peers", Power.REQUESTER)
                        .at(STREAM_SECURE)
                        .step("lock for peers and start", SessionAttacks::runForPeers)
                        .step("BIND_P2P_STREAM of the default stream", scene -> bind(scene, DEFAULT))
                        .goal("the stream is bound", scene -> scene.has(CONFIRMED))
                        .seenBy(Party.DEVICE, "INVALID_REQUEST")
                        .per("11.3.18")
                        .against("BINDS_ITS_DEFAULT_STREAM"),
                attack("S48", "Break a bound stream between peers", Power.LINK)
                        .at(STREAM_SECURE)
                        .step("lock for peers, start, and bind a second stream", SessionAttacks::runWithPeer)
                        .step("break the MAC of a packet on it", SessionAttacks::breakPeer)
                        .goal("the interface runs on", scene -> scene.has(CONFIRMED) && scene.state() == TdiState.RUN)
                        .seenBy(Party.DEVICE, "TDI ERROR")
                        .per("11.4.3")
                        .against("RUNS_BESIDE_AN_INSECURE_PEER_STREAM"));
    }

    private static AttackBuilder attack(String id, String title, Power power) {
        return Attack.of(id, title).by(power);
    }

    private static AttackBuilder lock(String id, String title, String error) {
        return attack(id, title, Power.REQUESTER)
                .at(STREAM_SECURE)
                .wantsState(TdiState.CONFIG_LOCKED)
                .seenBy(Party.DEVICE, error)
                .per("11.3.8");
    }

    private static void lock(Scene scene) {
        Talk.lock(scene, 1);
    }

    private static void confirm(Scene scene, boolean isConfirmed) {
        if (isConfirmed) {
            scene.keep(CONFIRMED, true);
        }
    }

    private static void lockBehind(Scene scene) {
        Talk.elsewhere(scene, Talk.STOP, "");
        Bytes answer = Talk.elsewhere(scene, LOCK, Talk.lockPayload(0, STREAM));
        confirm(scene, !Talk.isRefused(answer));
    }

    private static void lockElsewhere(Scene scene) {
        Talk.elsewhere(scene, LOCK, Talk.lockPayload(0, STREAM));
    }

    private static void askInTheClear(Scene scene) {
        Bytes tdisp = Talk.message(scene, 1, Talk.VERSION, "");
        Bytes envelope = Bytes.fromHex("12fe000003000201 00%02x0001".formatted(tdisp.size() + 1));
        TransportMessage answer = scene.lab().vmm().relay().exchange(TransportMessage.spdm(envelope.plus(tdisp)));
        confirm(scene, answer.payload().at(1) == 0x7E);
    }

    private static void keyElsewhere(Scene scene) {
        var keys = new IdeKmRequester(scene.otherSession()::ideKm, scene.own());
        keys.program(
                0,
                DEFAULT,
                KeySlotId.of(KeySet.K1).get(0),
                IdeKey.random(scene.own().random()));
        confirm(scene, true);
    }

    private static void enableUnkeyed(Scene scene) {
        var registers = scene.lab().vmm().driver().ideRegisters();
        registers.program(DEFAULT, scene.lab().rootPort().id(), IdeForm.PLAIN);
        registers.enable(DEFAULT);
    }

    private static void stopOneKey(Scene scene) {
        var keys = new IdeKmRequester(scene.session()::ideKm, scene.own());
        keys.stop(0, DEFAULT, KeySlotId.of(KeySet.K0).get(0));
    }

    private static void overlap(Scene scene) {
        ConfigAccess config = scene.physical();
        config.write(Type0Header.BAR0 + BAR_SIZE + 4, 4, config.read(Type0Header.BAR0 + 4, 4));
        config.write(Type0Header.BAR0 + BAR_SIZE, 4, config.read(Type0Header.BAR0, 4));
    }

    private static void runForPeers(Scene scene) {
        EvidenceAttacks.enableTranslation(scene);
        Bytes answer = Talk.ask(scene, 1, LOCK, Talk.lockPayload(BIND_P2P_FLAG, STREAM));
        Talk.start(scene, 1, answer.slice(16, 48).toHex());
    }

    private static void bind(Scene scene, StreamId stream) {
        Bytes answer = Talk.ask(scene, 1, BIND_P2P, "%02x".formatted(stream.value()));
        confirm(scene, !Talk.isRefused(answer));
    }

    private static void runWithPeer(Scene scene) {
        long far = scene.bar(0).address() + FAR;
        var peer = new RidRange(RequesterId.of(2, 0, 1), RequesterId.of(2, 0, 2));
        scene.keep("peer", SecondStream.atDevice(scene, peer, List.of(new AddressRange(far, far + 0x1F_FFFF))));
        runForPeers(scene);
        bind(scene, SecondStream.id());
    }

    private static void breakPeer(Scene scene) {
        var read = new MemoryRead(RequesterId.of(2, 0, 1), 1, scene.bar(0).address(), 4);
        scene.kept("peer", SecondStream.class).sendBroken(read, scene.device()::receive);
    }
}
