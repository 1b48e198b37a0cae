package dev.tdisp.lab.attack;

import static dev.tdisp.lab.Milestone.RUNNING;

import dev.tdisp.core.adversary.Deed;
import dev.tdisp.core.adversary.Passage;
import dev.tdisp.core.adversary.Way;
import dev.tdisp.core.ide.IdeForm;
import dev.tdisp.core.ide.IdeProfile;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.guest.TrustedVm;
import dev.tdisp.guest.dma.GuestBuffer;
import dev.tdisp.lab.LabBuilder;
import dev.tdisp.lab.attack.PublishedAttacks.Owner;
import java.util.List;
import java.util.function.UnaryOperator;

/** Variations of the published attacks: other forms of packets, other directions, other times. */
final class PublishedVariations {
    private static final String HELD = "held";
    private static final int DEVICE_MEMORY = 0x2000;
    private static final Bytes HARMLESS = Bytes.fromHex("0102030405060708");
    private static final Weakness NEW_KEYS =
            Weakness.none("new keys keep old packets out, before the errata as well: there is no rule to leave out");

    private PublishedVariations() {}

    static List<Attack> reordering() {
        return List.of(
                PublishedAttacks.overtaking("GAP-ATT-03b", "Let a read overtake a write that has a checksum")
                        .in(form(new IdeForm(true, 0, 0, 0, 0)))
                        .step("hold a write and the Sync message before it", PublishedAttacks::writeUntilHeld)
                        .step("let a read pass", PublishedAttacks::readStale)
                        .against(beforeTheErrata()),
                PublishedAttacks.overtaking("GAP-ATT-03c", "Let a read overtake a write where writes share MACs")
                        .in(form(new IdeForm(false, 0, 3, 0, 0)))
                        .step(
                                "hold both packets of a long write and the Sync message before them",
                                scene -> PublishedAttacks.writeUntilHeld(scene, DEVICE_MEMORY, 2))
                        .step("let a read pass", scene -> PublishedAttacks.readStale(scene, DEVICE_MEMORY))
                        .against(beforeTheErrata()));
    }

    static List<Attack> redirection() {
        return List.of(
                Attack.of("GAP-ATT-05b", "Give a late completion of the device's read to the function's next guest")
                        .by(Power.LINK)
                        .at(RUNNING)
                        .step(
                                "hold the completion of a read of the guest's memory",
                                PublishedVariations::holdCompletion)
                        .step("give the function to another guest", PublishedAttacks::handOver)
                        .step("give it to the device when it reads for that guest", PublishedVariations::copyByNext)
                        .goal("the next guest has the first guest's memory", PublishedAttacks::isReached)
                        .seenBy(Party.DEVICE, "ERROR")
                        .per("6.33.5")
                        .against(PublishedAttacks.BEFORE_THE_ERRATA),
                Attack.of("GAP-ATT-05c", "Give a late completion of the device's read to another function")
                        .by(Power.LINK)
                        .at(RUNNING)
                        .step("let another guest use the second function", PublishedAttacks::acceptByOther)
                        .step(
                                "hold the completion of a read of the guest's memory",
                                PublishedVariations::holdCompletion)
                        .step("give it to the device when the second function reads", PublishedVariations::copyByNext)
                        .goal("the other guest has the guest's memory", PublishedAttacks::isReached)
                        .seenBy(Party.DEVICE, "ERROR")
                        .per("6.33.5")
                        .against(
                                Weakness.none("a completion names the function that asked, before the errata as well")),
                PublishedAttacks.redirecting(
                                "GAP-ATT-06b", "Hold a completion for just less than its tag takes to return")
                        .step("let another guest use the second function", PublishedAttacks::acceptByOther)
                        .step(
                                "hold a completion until the tag before its own is used, and give it to the other",
                                scene -> PublishedAttacks.redirect(scene, 0, 1))
                        .against(Weakness.none("a control: nobody waits for this tag, before the errata as well")),
                PublishedAttacks.redirecting("GAP-ATT-06c", "Hold a completion for longer than its tag is kept back")
                        .step("let another guest use the second function", PublishedAttacks::acceptByOther)
                        .step("hold a completion for the guest", PublishedAttacks::holdAnAnswer)
                        .step(
                                "have the keys refreshed, after which all tags are used again",
                                scene -> scene.lab().tsm().refreshKeys())
                        .step(
                                "give it to the other when its tag comes round",
                                scene -> PublishedAttacks.give(scene, 0, 0))
                        .seenBy(Party.ROOT_PORT, "INSECURE")
                        .against(NEW_KEYS));
    }

    static List<Attack> delay() {
        return List.of(
                PublishedAttacks.delaying(
                                "GAP-ATT-09b",
                                "Hold a write until its guest has locked the interface anew (CVE-2025-9614)",
                                PublishedVariations::lockAnew)
                        .against(PublishedAttacks.BEFORE_THE_ERRATA),
                PublishedAttacks.delaying(
                                "GAP-ATT-09c",
                                "Hold a write until another session has another owner (CVE-2025-9614)",
                                PublishedVariations::loseSession)
                        .against(NEW_KEYS));
    }

    private static UnaryOperator<LabBuilder> form(IdeForm form) {
        return builder -> builder.profile(DeviceProfile.COMPLETE).ideForm(form);
    }

    private static Weakness beforeTheErrata() {
        return Weakness.of(
                PublishedAttacks.BEFORE_THE_ERRATA.description(),
                builder -> builder.profile(DeviceProfile.COMPLETE.withIde(IdeProfile.BEFORE_ERRATA))
                        .hostIde(IdeProfile.BEFORE_ERRATA));
    }

    private static void holdCompletion(Scene scene) {
        scene.adversary().next(passage -> passage.way() == Way.ANSWER_TO_DEVICE, new Deed.Hold());
        copy(scene, new Owner(scene.lab().guest(), scene.function(), scene.window(0)), PublishedAttacks.SECRET);
        scene.keep(HELD, scene.adversary().held().get(0));
    }

    private static void copyByNext(Scene scene) {
        Passage held = scene.kept(HELD, Passage.class);
        scene.adversary().next(passage -> passage.way() == Way.ANSWER_TO_DEVICE, new Deed.Swap(held));
        Bytes copied = copy(scene, scene.kept("other", Owner.class), HARMLESS);
        PublishedAttacks.reach(scene, copied.equals(PublishedAttacks.SECRET));
    }

    /** Has an owner's function copy something, and returns what is at the target then. */
    private static Bytes copy(Scene scene, Owner owner, Bytes content) {
        TrustedVm vm = owner.guest();
        GuestBuffer source = vm.heap().put(content);
        GuestBuffer target = vm.heap().allocate(content.size());
        vm.privateDriver(owner.function()).copy(source, target);
        return vm.heap().content(target);
    }

    private static void lockAnew(Scene scene) {
        scene.lab().guest().unlock(scene.function());
        PublishedAttacks.keyIfInsecure(scene);
        scene.lab().guest().lock(scene.function());
        scene.lab().guest().accept(scene.function());
        scene.keep("other", new Owner(scene.lab().guest(), scene.function(), scene.window(0)));
    }

    /** The session ends, and with it the keys; another one is opened. */
    private static void loseSession(Scene scene) {
        scene.session().end();
        scene.lab().tsm().abandon("the session is lost");
        scene.lab().vmm().connect();
        PublishedAttacks.handOver(scene);
    }
}
