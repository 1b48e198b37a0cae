package dev.tdisp.lab.attack;

import static dev.tdisp.lab.Milestone.ACCEPTED;
import static dev.tdisp.lab.Milestone.LOCKED;
import static dev.tdisp.lab.Milestone.RUNNING;

import dev.tdisp.core.adversary.Way;
import dev.tdisp.core.ide.IdeProfile;
import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.ide.IdeSwitch;
import dev.tdisp.host.memory.MemoryResult;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.memory.Visibility;
import dev.tdisp.host.tsm.TsmException.Reason;
import dev.tdisp.host.tsm.TsmOptions;
import dev.tdisp.host.vmm.HostLayout;
import java.util.List;

/** Attacks on where addresses lead: to memory, to the device, or to another one. Found here, and on nobody's list. */
final class AddressAttacks {
    private static final PageRange WINDOW = HostLayout.DEFAULT.window();
    private static final PageRange UNDER_THE_WINDOW = new PageRange(WINDOW.page(WINDOW.count() - 1), 1);
    private static final PageRange BEHIND_THE_WINDOW = new PageRange(WINDOW.address() + WINDOW.size(), WINDOW.count());
    private static final long MORE_MEMORY = 0x7000_0000;
    private static final int REPORT = 20;
    private static final int FIRST_PAGE = REPORT + 16;

    private AddressAttacks() {}

    static List<Attack> all() {
        return List.of(
                Attack.of("X01", "Place a guest's memory under a window of the root port")
                        .by(Power.MEMORY)
                        .at(RUNNING)
                        .step("give the guest a page among the addresses of the device", AddressAttacks::giveMemory)
                        .step("let the guest keep a secret there", AddressAttacks::keepSecret)
                        .goal("the secret goes to the device", AddressAttacks::isOnItsWay)
                        .per("host-guest 4.1")
                        .against(Weakness.script("a host that asks its ports for an address before its memory")),
                Attack.of("X02", "Move the window of the root port while an interface runs")
                        .by(Power.CONFIGURATION)
                        .at(RUNNING)
                        .step("forward the addresses behind it instead", AddressAttacks::moveWindow)
                        .step("move it back", AddressAttacks::moveBack)
                        .goal("the port takes its stream for secure", AddressAttacks::isPortSecure)
                        .seenBy(Party.ROOT_PORT, "INSECURE")
                        .per("host-guest 4.1")
                        .against(Weakness.of(
                                "a root port that does not track its windows",
                                builder -> builder.hostIde(IdeProfile.STRICT.without(IdeSwitch.TRACK_WINDOWS)))),
                Attack.of("X03", "Report a range among the addresses of another device")
                        .by(Power.DEVICE)
                        .at(LOCKED)
                        .step("report BAR0 behind the window", AddressAttacks::reportElsewhere)
                        .step("let the guest judge", scene -> scene.goOnTo(ACCEPTED))
                        .step("propose those pages", AddressAttacks::proposeElsewhere)
                        .step("let the attach go on", Scene::goOn)
                        .goal("the guest's private window leads to the other device", AddressAttacks::isElsewhere)
                        .seenBy(Party.TSM, "is not where the device is")
                        .per("11.5.2")
                        .against(Weakness.manager(Reason.WRONG_MAPPING)));
    }

    private static void giveMemory(Scene scene) {
        MemoryResult given =
                scene.lab().tsm().addPrivatePages(scene.lab().guest().id(), MORE_MEMORY, UNDER_THE_WINDOW);
        scene.see(Party.MEMORY, given);
    }

    private static void keepSecret(Scene scene) {
        if (scene.isWeak() && scene.lab().rootPort().claims(UNDER_THE_WINDOW.address())) {
            scene.lab().rootPort().write(UNDER_THE_WINDOW.address(), Scene.SECRET, true);
        } else {
            scene.see(Party.MEMORY, scene.lab().guest().space().write(MORE_MEMORY, Scene.SECRET, Visibility.PRIVATE));
        }
    }

    private static boolean isOnItsWay(Scene scene) {
        return scene.adversary().seen().stream()
                .filter(passage -> passage.way() == Way.TO_DEVICE)
                .flatMapToLong(passage -> passage.address().stream())
                .anyMatch(UNDER_THE_WINDOW::contains);
    }

    private static void moveWindow(Scene scene) {
        scene.lab().vmm().powers().moveWindow(scene.lab().rootPort(), WINDOW, BEHIND_THE_WINDOW);
    }

    private static void moveBack(Scene scene) {
        scene.lab().vmm().powers().moveWindow(scene.lab().rootPort(), BEHIND_THE_WINDOW, WINDOW);
    }

    private static boolean isPortSecure(Scene scene) {
        return scene.lab().rootPort().ide().stream(TsmOptions.DEFAULT.stream())
                .filter(IdeStream::isSecure)
                .isPresent();
    }

    /** The page number of the first range, with as much added as the window has pages. */
    private static void reportElsewhere(Scene scene) {
        RelayAttacks.answering(scene, Talk.REPORT, answer -> {
            int at = FIRST_PAGE + 2;
            return answer.with(at, answer.at(at) + (int) (WINDOW.count() >>> 16));
        });
    }

    private static PageRange elsewhere(Scene scene) {
        return new PageRange(scene.bar(0).address() + WINDOW.size(), 1);
    }

    private static void proposeElsewhere(Scene scene) {
        scene.lab().vmm().powers().proposeMmio(scene.function(), scene.window(0), elsewhere(scene));
    }

    private static boolean isElsewhere(Scene scene) {
        return scene.lab().guest().space().mapping(scene.window(0)).stream()
                .anyMatch(mapping -> mapping.visibility() == Visibility.PRIVATE
                        && mapping.hostPage() == elsewhere(scene).address());
    }
}
