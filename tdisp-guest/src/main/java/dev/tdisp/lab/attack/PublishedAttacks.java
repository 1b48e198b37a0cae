package dev.tdisp.lab.attack;

import static dev.tdisp.lab.Milestone.RUNNING;

import dev.tdisp.core.adversary.Deed;
import dev.tdisp.core.adversary.Passage;
import dev.tdisp.core.adversary.Way;
import dev.tdisp.core.ide.IdeKey;
import dev.tdisp.core.ide.IdeProfile;
import dev.tdisp.core.ide.IdeSwitch;
import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.idekm.IdeKmException;
import dev.tdisp.core.idekm.IdeKmRequester;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.Type0Header;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.guest.TrustedVm;
import dev.tdisp.host.memory.MemoryResult;
import dev.tdisp.host.memory.Visibility;
import dev.tdisp.host.tsm.TsmOptions;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The attacks of VU#404544 and their variations, by a switch on the link without keys. */
final class PublishedAttacks {
    private static final String REACHED = "reached";
    private static final int SCRATCH = 0x28;
    private static final int TAGS = 0xFF;
    private static final int PACKET = 256;
    static final Bytes SECRET = Bytes.fromHex("5ec2e75ec2e75ec2");
    private static final Predicate<Passage> SYNC =
            passage -> passage.isProtected() && (passage.header().at(0) & 0x38) == 0x30;
    static final Weakness BEFORE_THE_ERRATA = Weakness.of(
            "both ends as before the errata",
            builder -> builder.profile(DeviceProfile.SPEC.withIde(IdeProfile.BEFORE_ERRATA))
                    .hostIde(IdeProfile.BEFORE_ERRATA));

    private PublishedAttacks() {}

    static List<Attack> all() {
        return Stream.of(
                        reordering(),
                        PublishedVariations.reordering(),
                        redirection(),
                        PublishedVariations.redirection(),
                        delay(),
                        PublishedVariations.delay())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Attack> reordering() {
        return List.of(
                overtaking("GAP-ATT-01", "Let a read overtake a write (CVE-2025-9612)")
                        .step("hold a write and the Sync message before it", PublishedAttacks::writeUntilHeld)
                        .step("let a read pass", PublishedAttacks::readStale)
                        .against(BEFORE_THE_ERRATA),
                overtaking("GAP-ATT-03", "Let a read overtake a write across a change of keys (CVE-2025-9612)")
                        .step(
                                "have the keys refreshed",
                                scene -> scene.lab().tsm().refreshKeys())
                        .step("hold a write and the Sync message before it", PublishedAttacks::writeUntilHeld)
                        .step("let a read pass", PublishedAttacks::readStale)
                        .against(BEFORE_THE_ERRATA),
                Attack.of("GAP-ATT-02", "Let a write overtake a read, which is allowed (CVE-2025-9612)")
                        .by(Power.LINK)
                        .at(RUNNING)
                        .step("hold a read", scene -> scene.adversary().next(Passage::isNonPosted, new Deed.Hold()))
                        .step("let the guest read, and write", PublishedAttacks::readAndWrite)
                        .step("let the read go", PublishedAttacks::releaseAll)
                        .goal("the interface does not run any more", scene -> scene.state() != TdiState.RUN)
                        .per("6.33.5")
                        .against(Weakness.none("a control: this order is allowed, and nobody must mind it")));
    }

    private static List<Attack> redirection() {
        return List.of(
                redirecting("GAP-ATT-04", "Give a late completion to another guest (CVE-2025-9613)")
                        .step("let another guest use the second function", PublishedAttacks::acceptByOther)
                        .step(
                                "hold a completion until its tag comes round, and give it to the other",
                                scene -> redirect(scene, 0, 0))
                        .against(BEFORE_THE_ERRATA),
                redirecting("GAP-ATT-05", "Give a late completion to the same guest's other function (CVE-2025-9613)")
                        .step("let the guest use the second function too", PublishedAttacks::acceptByGuest)
                        .step(
                                "hold a completion until its tag comes round, and give it to the other",
                                scene -> redirect(scene, 0, 0))
                        .against(BEFORE_THE_ERRATA),
                redirecting("GAP-ATT-06", "Hold a completion for longer than all tags last (CVE-2025-9613)")
                        .step("let another guest use the second function", PublishedAttacks::acceptByOther)
                        .step("hold a completion until its tag has come round twice", scene -> redirect(scene, 1, 0))
                        .against(BEFORE_THE_ERRATA));
    }

    private static List<Attack> delay() {
        return List.of(
                delaying(
                                "GAP-ATT-07",
                                "Hold a write until the interface has another owner (CVE-2025-9614)",
                                PublishedAttacks::handOver)
                        .against(BEFORE_THE_ERRATA),
                delaying(
                                "GAP-ATT-09",
                                "Hold a write until a reset function has another owner (CVE-2025-9614)",
                                PublishedAttacks::resetAndHandOver)
                        .against(BEFORE_THE_ERRATA),
                Attack.of("GAP-ATT-08", "Use a key twice (CVE-2025-9614)")
                        .by(Power.REQUESTER)
                        .at(RUNNING)
                        .step("program a key into two slots", PublishedAttacks::programTwice)
                        .goal("both are taken", scene -> scene.has(REACHED))
                        .seenBy(Party.DEVICE, "UNSUPPORTED_VALUE")
                        .per("6.33.3")
                        .against(Weakness.of(
                                "a device that does not compare keys",
                                builder -> builder.profile(DeviceProfile.SPEC.withIde(
                                        DeviceProfile.SPEC.ide().without(IdeSwitch.REFUSE_DUPLICATE_KEY))))));
    }

    static AttackBuilder overtaking(String id, String title) {
        return Attack.of(id, title)
                .by(Power.LINK)
                .at(RUNNING)
                .goal("the guest reads stale data", PublishedAttacks::isReached)
                .seenBy(Party.DEVICE, "INSECURE")
                .per("6.33.5");
    }

    static AttackBuilder redirecting(String id, String title) {
        return Attack.of(id, title)
                .by(Power.LINK)
                .at(RUNNING)
                .goal("the other has the guest's data", PublishedAttacks::isReached)
                .per("6.33.5");
    }

    static AttackBuilder delaying(String id, String title, Consumer<Scene> ending) {
        return Attack.of(id, title)
                .by(Power.LINK)
                .at(RUNNING)
                .step("hold a write", PublishedAttacks::holdAWrite)
                .step("end the guest's use of the function, and have it taken into use again", ending)
                .step("let the write go", PublishedAttacks::releaseAll)
                .step("let the present owner read", PublishedAttacks::readAsNext)
                .goal("a write of before is in the interface", PublishedAttacks::isReached)
                .seenBy(Party.DEVICE, "INSECURE")
                .per("11.3.16");
    }

    private static Bytes number(int value) {
        return Bytes.fromHex("%02x%02x000000000000".formatted(value & 0xFF, value >> 8));
    }

    /** Writes 1, 2, 3, … until the switch holds an IDE Sync message and the write behind it. */
    static void writeUntilHeld(Scene scene) {
        writeUntilHeld(scene, SCRATCH, 1);
    }

    /** The same with writes that go as several packets. */
    static void writeUntilHeld(Scene scene, int register, int packets) {
        var adversary = scene.adversary();
        adversary.next(SYNC, new Deed.Hold());
        for (int i = 0; i < packets; i++) {
            adversary.next(passage -> passage.isPosted() && !adversary.held().isEmpty(), new Deed.Hold());
        }
        int written = 0;
        while (adversary.held().size() <= packets) {
            written++;
            Bytes content = number(written);
            while (packets > 1 && content.size() < packets * PACKET) {
                content = content.plus(content);
            }
            scene.guestWrites(register, content);
        }
        scene.keep("stale", number(written - 1));
    }

    static void readStale(Scene scene) {
        readStale(scene, SCRATCH);
    }

    static void readStale(Scene scene, int register) {
        MemoryResult read = scene.guestReads(register, 8);
        reach(scene, read.isDone() && read.data().equals(scene.kept("stale", Bytes.class)));
    }

    private static void readAndWrite(Scene scene) {
        scene.guestReads(SCRATCH, 8);
        scene.guestWrites(SCRATCH, SECRET);
    }

    private static void releaseAll(Scene scene) {
        scene.adversary().held().forEach(scene.adversary()::release);
    }

    static void acceptByOther(Scene scene) {
        accept(scene, scene.lab().launch("other"), scene.lab().function(2));
    }

    static void acceptByGuest(Scene scene) {
        accept(scene, scene.lab().guest(), scene.lab().function(2));
    }

    private static void accept(Scene scene, TrustedVm guest, FunctionId function) {
        long window = scene.lab().vmm().assign(function, guest.id()).get(0).guestAddress();
        guest.lock(function);
        guest.accept(function);
        scene.keep("other", new Owner(guest, function, window));
    }

    /** Holds a completion for the guest until its tag comes round, or almost, and then gives it to the other. */
    static void redirect(Scene scene, int rounds, int less) {
        holdAnAnswer(scene);
        give(scene, rounds, less);
    }

    static void holdAnAnswer(Scene scene) {
        scene.guestWrites(SCRATCH, SECRET);
        scene.adversary().next(passage -> passage.way() == Way.ANSWER_TO_HOST, new Deed.Hold());
        scene.guestReads(SCRATCH, 8);
    }

    static void give(Scene scene, int rounds, int less) {
        Owner other = scene.kept("other", Owner.class);
        Passage held = scene.adversary().held().get(0);
        for (int round = 0; round <= rounds; round++) {
            do {
                other.write(number(1));
            } while (tagOfTheLastRequest(scene) != (held.tag() - 1 - less & TAGS));
        }
        scene.adversary().next(passage -> passage.way() == Way.ANSWER_TO_HOST, new Deed.Swap(held));
        reach(scene, other.hasTheSecret());
    }

    static void reach(Scene scene, boolean isReached) {
        if (isReached) {
            scene.keep(REACHED, true);
        }
    }

    static boolean isReached(Scene scene) {
        return scene.has(REACHED);
    }

    private static int tagOfTheLastRequest(Scene scene) {
        List<Passage> seen = scene.adversary().seen();
        for (int i = seen.size() - 1; i >= 0; i--) {
            Passage passage = seen.get(i);
            if (passage.way() == Way.TO_DEVICE && !SYNC.test(passage)) {
                return passage.tag();
            }
        }
        throw new IllegalStateException("nothing went to the device");
    }

    private static void holdAWrite(Scene scene) {
        scene.adversary().next(Passage::isPosted, new Deed.Hold());
        scene.guestWrites(SCRATCH, SECRET);
    }

    /** Takes the function from its guest and gives it to another one; a stream that failed meanwhile is keyed anew. */
    static void handOver(Scene scene) {
        FunctionId function = scene.function();
        scene.attempt(() -> scene.lab().guest().unlock(function));
        keyIfInsecure(scene);
        scene.lab().vmm().unassign(function);
        TrustedVm next = scene.lab().launch("next");
        scene.virtual().setBits(Type0Header.COMMAND, 2, Type0Header.COMMAND_BUS_MASTER);
        accept(scene, next, function);
    }

    private static void resetAndHandOver(Scene scene) {
        scene.lab().vmm().driver().functionLevelReset(scene.function());
        handOver(scene);
    }

    static void keyIfInsecure(Scene scene) {
        boolean isSecure = Stream.of(
                        scene.lab().rootPort().ide(), scene.device().idePort())
                .allMatch(port ->
                        port.stream(TsmOptions.DEFAULT.stream()).stream().anyMatch(stream -> stream.isSecure()));
        if (!isSecure) {
            scene.lab().tsm().secureLink();
        }
    }

    private static void readAsNext(Scene scene) {
        reach(scene, scene.kept("other", Owner.class).hasTheSecret());
    }

    private static void programTwice(Scene scene) {
        var keys = new IdeKmRequester(scene.session()::ideKm, scene.own());
        IdeKey key = IdeKey.random(scene.own().random());
        List<KeySlotId> slots = KeySlotId.of(KeySet.K1);
        try {
            keys.program(0, TsmOptions.DEFAULT.stream(), slots.get(0), key);
            keys.program(0, TsmOptions.DEFAULT.stream(), slots.get(1), key);
            scene.keep(REACHED, true);
        } catch (IdeKmException e) {
            scene.notice(Party.DEVICE, String.valueOf(e.getMessage()));
        }
    }

    /** A guest with a window of a function. */
    record Owner(TrustedVm guest, FunctionId function, long window) {
        boolean hasTheSecret() {
            MemoryResult read = guest.space().read(window + SCRATCH, 8, Visibility.PRIVATE);
            return read.isDone() && read.data().equals(SECRET);
        }

        MemoryResult write(Bytes content) {
            return guest.space().write(window + SCRATCH, content, Visibility.PRIVATE);
        }
    }
}
