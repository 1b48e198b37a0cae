package dev.tdisp.lab.attack;

import static dev.tdisp.lab.Milestone.LOCKED;
import static dev.tdisp.lab.Milestone.RUNNING;
import static dev.tdisp.lab.Milestone.STREAM_SECURE;

import dev.tdisp.core.adversary.Deed;
import dev.tdisp.core.adversary.Passage;
import dev.tdisp.core.adversary.Way;
import dev.tdisp.core.ide.IdeOutcome;
import dev.tdisp.core.ide.IdePort;
import dev.tdisp.core.ide.IdeProfile;
import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.ide.IdeSwitch;
import dev.tdisp.core.ide.RidRange;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.Completion;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.MemoryRead;
import dev.tdisp.core.pcie.MemoryWrite;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.TranslationEntry;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.function.DmaResult;
import dev.tdisp.guest.dma.GuestBuffer;
import dev.tdisp.host.memory.GuestAddressSpace.Mapping;
import dev.tdisp.host.memory.MemoryResult;
import dev.tdisp.host.memory.PageOwner;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.memory.Visibility;
import dev.tdisp.host.tsm.TsmOptions;
import dev.tdisp.lab.LabBuilder;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Attacks by packets: without trust, on the wrong stream, from the wrong requester, at the wrong time. */
final class LinkAttacks {
    private static final String LEAKED = "leaked";
    private static final int SCRATCH = 0x28;
    private static final long ELSEWHERE = 0x0666_0000L;
    private static final long INTERRUPT = 0xFEE0_0000L;
    private static final Bytes DATA = Bytes.fromHex("a5c3a5c3a5c3a5c3");

    private LinkAttacks() {}

    static List<Attack> all() {
        return Stream.of(untrusted(), losses(), streams(), deceptions(), outgoing(), translations(), interrupts())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Attack> untrusted() {
        return List.of(
                Attack.of("S34", "Read TEE memory without trust")
                        .by(Power.PACKETS)
                        .at(RUNNING)
                        .step("let the guest put a secret into the device", MemoryAttacks::putIntoDevice)
                        .step("read it without trust", LinkAttacks::readWithoutTrust)
                        .goal("the hypervisor has the secret", scene -> scene.has(LEAKED))
                        .seenBy(Party.DEVICE, "rejects")
                        .per("11.2.1")
                        .against("ANSWERS_ANYBODY_IN_RUN"),
                Attack.of("S29", "Write to a locked MSI-X table without trust")
                        .by(Power.PACKETS)
                        .at(RUNNING)
                        .step(
                                "write to the table",
                                scene ->
                                        scene.lab().vmm().writeMmio(scene.bar(2).address(), DATA))
                        .goal("the table has another address", LinkAttacks::isTableChanged)
                        .seenBy(Party.DEVICE, "rejects")
                        .per("11.3.8")
                        .against("OPENS_THE_LOCKED_TABLE"));
    }

    private static List<Attack> losses() {
        return List.of(
                disturbing("A16", "Drop a packet on the link")
                        .step("drop a write of the guest", scene -> next(scene, new Deed.Drop()))
                        .step("let the guest write twice", LinkAttacks::writeTwice)
                        .against("RUNS_ON_AN_INSECURE_STREAM"),
                disturbing("A16b", "Exchange packets on the link")
                        .step("hold a write of the guest", scene -> next(scene, new Deed.Hold()))
                        .step("let the guest write twice", LinkAttacks::writeTwice)
                        .step("let the first go after the second", LinkAttacks::releaseAll)
                        .against("RUNS_ON_AN_INSECURE_STREAM"),
                disturbing("A16c", "Send a packet twice on the link")
                        .step("repeat a write of the guest", scene -> next(scene, new Deed.Duplicate()))
                        .step("let the guest write twice", LinkAttacks::writeTwice)
                        .against("RUNS_ON_AN_INSECURE_STREAM"),
                disturbing("A16d", "Change a packet on the link")
                        .step("hold a write of the guest", scene -> next(scene, new Deed.Hold()))
                        .step("let the guest write", scene -> scene.guestWrites(SCRATCH, DATA))
                        .step("send it on with a bit inverted", LinkAttacks::sendChanged)
                        .against("RUNS_ON_AN_INSECURE_STREAM"),
                Attack.of("A16e", "Read in the function's name on the link")
                        .by(Power.LINK)
                        .at(RUNNING)
                        .step("keep a secret in private memory", LinkAttacks::hide)
                        .step("map that page for the function without trust", LinkAttacks::mapForFunction)
                        .step("read with the function's Requester ID, in the clear", LinkAttacks::readInTheClear)
                        .goal("the secret is in the answer", scene -> scene.has(LEAKED))
                        .seenBy(Party.MEMORY, "PRIVATE_PAGE")
                        .per("11.5.3")
                        .against(Weakness.script("a TSM that leaves a guest's memory open to everybody")
                                .doing(LinkAttacks::leaveOpen)));
    }

    private static AttackBuilder disturbing(String id, String title) {
        return Attack.of(id, title)
                .by(Power.LINK)
                .at(RUNNING)
                .goal("the interface runs on", scene -> scene.state() == TdiState.RUN)
                .seenBy(Party.DEVICE, "INSECURE")
                .per("6.33.5");
    }

    private static List<Attack> streams() {
        return List.of(
                Attack.of("S35", "Read TEE memory with T set on another stream")
                        .by(Power.LINK)
                        .at(STREAM_SECURE)
                        .step("key a second stream", LinkAttacks::keySecondStream)
                        .step("lock and start", scene -> Talk.start(scene, 1, Talk.lock(scene, 1)))
                        .step("read on that stream", LinkAttacks::readOnSecondStream)
                        .goal("the read is answered", scene -> scene.has(LEAKED))
                        .seenBy(Party.DEVICE, "rejects")
                        .per("11.2.1")
                        .against("TRUSTS_ANY_STREAM"),
                Attack.of("S36", "Access TEE memory with T set before START")
                        .by(Power.REQUESTER)
                        .at(LOCKED)
                        .step("read with T set", LinkAttacks::readWithTrust)
                        .goal("the read is answered", scene -> scene.has(LEAKED))
                        .seenBy(Party.DEVICE, "rejects")
                        .per("11.2.1")
                        .against("TRUSTS_WHILE_LOCKED"));
    }

    private static List<Attack> deceptions() {
        return List.of(
                Attack.of("S44", "Claim the Requester ID of another function")
                        .by(Power.DEVICE)
                        .at(RUNNING)
                        .step("keep a secret in private memory", LinkAttacks::hide)
                        .step(
                                "key a stream of another device",
                                scene -> scene.keep("second", SecondStream.atHost(scene)))
                        .step("read as the first function on it", LinkAttacks::readAsFirst)
                        .goal("the other device has the secret", scene -> scene.has(LEAKED))
                        .seenBy(Party.ROOT_PORT, "REQUESTER_NOT_ASSOCIATED")
                        .per("6.33.4")
                        .against(Weakness.of(
                                "a root port that does not look which functions a stream is for",
                                builder -> builder.hostIde(IdeProfile.STRICT.without(IdeSwitch.CHECK_REQUESTER)))),
                Attack.of("S58", "Send poisoned data to a running interface")
                        .by(Power.REQUESTER)
                        .at(RUNNING)
                        .step("write poisoned data", LinkAttacks::poison)
                        .wantsState(TdiState.RUN)
                        .seenBy(Party.DEVICE, "E26")
                        .per("11.4.6")
                        .against("EATS_POISON"));
    }

    private static List<Attack> outgoing() {
        return List.of(
                Attack.of("S37", "Have the device read memory before START")
                        .by(Power.DEVICE)
                        .at(LOCKED)
                        .step("let work that was queued before the lock go on", LinkAttacks::readWhileLocked)
                        .goal("a request leaves the device", scene -> scene.has(LEAKED))
                        .seenBy(Party.DEVICE, "BLOCKED")
                        .per("11.3.9")
                        .against("WORKS_WHILE_LOCKED"),
                Attack.of("S38", "Have a completion used that comes after RUN")
                        .by(Power.LINK)
                        .at(RUNNING)
                        .step("keep a secret in private memory", LinkAttacks::hide)
                        .step("write the MSI-X capability while a read is under way", LinkAttacks::disturbRead)
                        .goal("the device uses the data", scene -> scene.has(LEAKED))
                        .seenBy(Party.DEVICE, "DISCARDED")
                        .per("11.2.1")
                        .against("TAKES_LATE_COMPLETIONS"));
    }

    private static List<Attack> translations() {
        return List.of(Attack.of("S49", "Complete a translation without T")
                .by(Power.MEMORY)
                .in(LabBuilder::addressTranslation)
                .at(RUNNING)
                .step(
                        "answer the next translation request from the hypervisor's tables",
                        LinkAttacks::answerTranslation)
                .step("have the guest's driver work by translated requests", LinkAttacks::workTranslated)
                .wantsState(TdiState.RUN)
                .seenBy(Party.DEVICE, "E28")
                .per("11.4.10")
                .against("TRUSTS_ANY_TRANSLATION"));
    }

    private static List<Attack> interrupts() {
        return List.of(Attack.of("S31", "Send an interrupt in the device's name")
                .by(Power.PACKETS)
                .at(RUNNING)
                .step("let the guest listen for interrupts", LinkAttacks::listen)
                .step("write to the interrupts' addresses without T", LinkAttacks::interrupt)
                .goal("the guest acts on it as on one of the device", scene -> scene.has(LEAKED))
                .seenBy(Party.GUEST, "without trust")
                .per("11.2.1")
                .against(Weakness.script("a guest that does not look whether an interrupt is trusted")));
    }

    private static void writeTwice(Scene scene) {
        scene.guestWrites(SCRATCH, DATA);
        scene.guestWrites(SCRATCH, DATA);
    }

    private static void next(Scene scene, Deed deed) {
        scene.adversary().next(Passage::isPosted, deed);
    }

    private static void releaseAll(Scene scene) {
        scene.adversary().held().forEach(scene.adversary()::release);
    }

    private static void sendChanged(Scene scene) {
        var held = (LinkFrame.Protected) scene.adversary().held().get(0).frame();
        Bytes content = held.ciphertext();
        Bytes changed = content.with(0, content.at(0) ^ 1);
        scene.device().receive(new LinkFrame.Protected(held.prefix(), held.header(), changed, held.mac()));
    }

    private static PageRange secretPage(Scene scene) {
        Mapping mapping =
                scene.lab().guest().space().mapping(secretAddress(scene)).orElseThrow();
        return new PageRange(mapping.hostPage(), 1);
    }

    private static void mapForFunction(Scene scene) {
        long page = PageRange.pageOf(secretAddress(scene));
        scene.lab().vmm().mapForDevice(scene.function().requesterId(), page, secretPage(scene));
    }

    /** The interposer has no keys, so all that it can send in another's name is in the clear. */
    private static void readInTheClear(Scene scene) {
        RequesterId function = scene.function().requesterId();
        var read = new MemoryRead(function, 1, secretAddress(scene), Scene.SECRET.size());
        Optional<LinkFrame> answer = scene.lab().rootPort().receive(new LinkFrame.Plain(read));
        keepIf(scene, answer.filter(LinkAttacks::hasTheSecret).isPresent());
    }

    private static boolean hasTheSecret(LinkFrame answer) {
        return answer instanceof LinkFrame.Plain plain
                && plain.tlp() instanceof Completion completion
                && completion.payload().equals(Scene.SECRET);
    }

    private static void leaveOpen(Scene scene) {
        hide(scene);
        PageRange page = secretPage(scene);
        scene.lab().memory().unpin(page);
        scene.lab().memory().release(page);
        scene.lab().memory().assign(page, PageOwner.SHARED);
        scene.lab().guest().space().write(secretAddress(scene), Scene.SECRET, Visibility.PRIVATE);
    }

    private static void keepIf(Scene scene, boolean condition) {
        if (condition) {
            scene.keep(LEAKED, true);
        }
    }

    private static void readWithoutTrust(Scene scene) {
        MemoryResult result = scene.lab().vmm().readMmio(scene.bar(0).address() + 0x2000, Scene.SECRET.size());
        keepIf(scene, result.isDone() && result.data().equals(Scene.SECRET));
    }

    private static boolean isTableChanged(Scene scene) {
        MemoryResult table = scene.lab().guest().space().read(scene.window(2), DATA.size(), Visibility.PRIVATE);
        return table.isDone() && table.data().slice(4, 8).equals(DATA.slice(4, 8));
    }

    private static void readWithTrust(Scene scene) {
        keepIf(
                scene,
                scene.lab().rootPort().read(scene.bar(0).address(), 4, true).isDone());
    }

    private static void keySecondStream(Scene scene) {
        scene.keep("second", SecondStream.atDevice(scene, RidRange.ALL, List.of()));
    }

    private static void readOnSecondStream(Scene scene) {
        var read = new MemoryRead(scene.lab().rootPort().id(), 1, scene.bar(0).address(), 4);
        SecondStream second = scene.kept("second", SecondStream.class);
        keepIf(scene, second.ask(read, scene.device()::receive).isPresent());
    }

    private static void hide(Scene scene) {
        if (!scene.has("secret")) {
            scene.keep("secret", scene.lab().guest().heap().put(Scene.SECRET));
        }
    }

    private static long secretAddress(Scene scene) {
        return scene.kept("secret", GuestBuffer.class).address();
    }

    private static void readAsFirst(Scene scene) {
        RequesterId first = scene.function().requesterId();
        var read = new MemoryRead(first, 1, secretAddress(scene), Scene.SECRET.size());
        SecondStream second = scene.kept("second", SecondStream.class);
        keepIf(scene, second.ask(read, scene.lab().rootPort()::receive).stream().anyMatch(Scene.SECRET::equals));
    }

    private static void poison(Scene scene) {
        long register = scene.bar(0).address() + SCRATCH;
        var write = new MemoryWrite(scene.lab().rootPort().id(), 0, register, DATA);
        var poisoned = new MemoryWrite(
                write.requester(),
                write.tag(),
                write.address(),
                write.payload(),
                write.attributes().withPoisoned(true));
        IdeStream stream =
                scene.lab().rootPort().ide().stream(TsmOptions.DEFAULT.stream()).orElseThrow();
        stream.seal(poisoned, true).forEach(scene.device()::receive);
    }

    private static void readWhileLocked(Scene scene) {
        GuestBuffer buffer = scene.lab().guest().heap().put(Scene.SECRET);
        DmaResult result = scene.device().virtualFunction(1).dma().read(buffer.address(), 4);
        if (result.status() == DmaResult.Status.BLOCKED) {
            scene.notice(Party.DEVICE, result.status().name());
        } else {
            scene.keep(LEAKED, true);
        }
    }

    private static void disturbRead(Scene scene) {
        boolean[] isDisturbed = {false};
        scene.adversary()
                .next(
                        passage -> {
                            if (passage.way() == Way.TO_HOST && passage.isNonPosted() && !isDisturbed[0]) {
                                isDisturbed[0] = true;
                                ConfigurationAttacks.enableMsix(scene);
                            }
                            return false;
                        },
                        new Deed.Drop());
        DmaResult result = scene.device().virtualFunction(1).dma().read(secretAddress(scene), Scene.SECRET.size());
        if (result.isDone()) {
            scene.keep(LEAKED, true);
        } else {
            scene.notice(Party.DEVICE, result.status().name());
        }
    }

    /** Leads the device to a page of the hypervisor's: an answer on the right stream, but with T clear. */
    private static void answerTranslation(Scene scene) {
        scene.link().answerOnce(LinkAttacks::isTranslationRequest, request -> {
            IdePort ide = scene.lab().rootPort().ide();
            var asked = (IdeOutcome.Delivered) ide.open((LinkFrame.Protected) request.frame());
            var entry = new TranslationEntry(ELSEWHERE, TranslationEntry.READ | TranslationEntry.WRITE);
            var answer = Completion.of(scene.lab().rootPort().id(), asked.tlp(), entry.encode());
            List<LinkFrame.Protected> frames =
                    ide.stream(asked.stream()).orElseThrow().seal(answer, false);
            frames.subList(0, frames.size() - 1).forEach(scene.device()::receive);
            return frames.get(frames.size() - 1);
        });
    }

    /** Address type 01b of the header, which is in the clear. */
    private static boolean isTranslationRequest(Passage request) {
        return request.isNonPosted() && (request.header().at(2) >> 2 & 3) == 1;
    }

    private static void workTranslated(Scene scene) {
        GuestBuffer buffer = scene.lab().guest().heap().put(Scene.SECRET);
        scene.lab().guest().privateDriver(scene.function()).translating(true).checksum(buffer);
    }

    private static void listen(Scene scene) {
        scene.lab().rootPort().onInterrupt(interrupt -> {
            if (interrupt.trusted() || scene.isWeak()) {
                scene.keep(LEAKED, true);
            } else {
                scene.notice(Party.GUEST, "an interrupt without trust");
            }
        });
    }

    private static void interrupt(Scene scene) {
        var write = new MemoryWrite(scene.function().requesterId(), 0, INTERRUPT, Bytes.fromHex("21000000"));
        scene.lab().rootPort().receive(new LinkFrame.Plain(write));
    }
}
