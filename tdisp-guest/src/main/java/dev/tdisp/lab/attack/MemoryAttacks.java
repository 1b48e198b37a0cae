package dev.tdisp.lab.attack;

import static dev.tdisp.lab.Milestone.ACCEPTED;
import static dev.tdisp.lab.Milestone.LOCKED;
import static dev.tdisp.lab.Milestone.RUNNING;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.function.BarRegion;
import dev.tdisp.device.function.DmaResult;
import dev.tdisp.device.function.LinkContext;
import dev.tdisp.device.function.TrafficPolicy;
import dev.tdisp.guest.EngineDriver;
import dev.tdisp.guest.JobResult;
import dev.tdisp.guest.TrustedVm;
import dev.tdisp.guest.dma.GuestBuffer;
import dev.tdisp.host.memory.MemoryResult;
import dev.tdisp.host.memory.PageOwner;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.memory.Visibility;
import dev.tdisp.host.tsm.EvidenceKind;
import dev.tdisp.host.tsm.TsmException.Reason;
import dev.tdisp.host.tsm.TsmOptions;
import dev.tdisp.host.vmm.GuestWindow;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Attacks on pages and tables, and on what is left in memory. */
final class MemoryAttacks {
    static final String LEAKED = "leaked";
    private static final int DEVICE_MEMORY = 0x2000;

    private MemoryAttacks() {}

    static List<Attack> all() {
        return Stream.of(windows(), fetches(), pages(), functions(), residue(), drivers(), guests())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Attack> windows() {
        return List.of(
                mapping("A10", "Map the window of another function")
                        .step("propose pages of the second function", scene -> propose(scene, barOf(scene, 2)))
                        .step("let the attach go on", Scene::goOn)
                        .against(Weakness.manager(Reason.WRONG_MAPPING)),
                mapping("S32", "Map windows in the wrong order")
                        .step(
                                "propose BAR2 where BAR0 belongs",
                                scene -> propose(scene, scene.bar(2).address()))
                        .step("let the attach go on", Scene::goOn)
                        .against(Weakness.manager(Reason.WRONG_MAPPING)),
                Attack.of("S33", "Leave out a range of the report")
                        .by(Power.CALLS)
                        .at(ACCEPTED)
                        .step("have the interface started without windows", MemoryAttacks::startWithoutWindows)
                        .wantsState(TdiState.RUN)
                        .seenBy(Party.TSM, "RANGE_NOT_MAPPED")
                        .per("11.5.2")
                        .against(Weakness.manager(Reason.RANGE_NOT_MAPPED)));
    }

    private static List<Attack> fetches() {
        return List.of(Attack.of("A19", "Change the report between check and use")
                .by(Power.EVIDENCE)
                .in(builder -> Forger.of(EvidenceKind.INTERFACE_REPORT, new SecondTime())
                        .apply(builder))
                .step("hand another report over the second time it is fetched", Scene::goOn)
                .goal("the guest takes the public page for private", EvidenceAttacks::trustsThePublicPage)
                .per("host-guest 5")
                .against(Weakness.of("a guest that fetches the report once more when it uses it", builder -> {
                    var judge = new DoubleFetch();
                    return builder.parties(stand -> stand.withHypercalls(
                                    calls -> judge.remember(stand.hypercalls().apply(calls)))
                            .withJudge(judge));
                })));
    }

    private static List<Attack> pages() {
        return List.of(
                Attack.of("A11", "Free a window's pages that a guest still has mapped")
                        .by(Power.MEMORY)
                        .at(RUNNING)
                        .step("release the first page of the window", scene -> release(scene, windowPage(scene)))
                        .goal("the page is free", scene -> isFree(scene, windowPage(scene)))
                        .seenBy(Party.MEMORY, "PINNED")
                        .per("host-guest 5")
                        .against(Weakness.script("a TSM that does not pin windows")
                                .doing(scene -> scene.lab().memory().unpin(windowPage(scene)))),
                Attack.of("A18", "Take a page away after accept, while the device uses it")
                        .by(Power.MEMORY)
                        .at(RUNNING)
                        .step("keep a secret in private memory", MemoryAttacks::hide)
                        .step("release that page", scene -> release(scene, secretPage(scene)))
                        .goal("the page is free", scene -> isFree(scene, secretPage(scene)))
                        .seenBy(Party.MEMORY, "PINNED")
                        .per("host-guest 5")
                        .against(Weakness.script("a TSM that does not pin private memory")
                                .doing(scene -> {
                                    hide(scene);
                                    scene.lab().memory().unpin(secretPage(scene));
                                })));
    }

    private static List<Attack> functions() {
        return List.of(Attack.of("A17", "Reach the guest's memory through another function")
                .by(Power.MEMORY)
                .at(RUNNING)
                .step("keep a secret in private memory", MemoryAttacks::hide)
                .step("map that page for the second function", MemoryAttacks::mapForOther)
                .step("have the second function read it", MemoryAttacks::readByOther)
                .goal("the second function has the secret", scene -> scene.has(LEAKED))
                .seenBy(Party.MEMORY, "PRIVATE_PAGE")
                .per("11.5.3")
                .against(Weakness.script("a device that sets T for functions that are not locked, and a TSM that"
                                + " opens the gate of each")
                        .doing(MemoryAttacks::openOtherGate)));
    }

    private static List<Attack> residue() {
        return List.of(
                Attack.of("A26", "Take the interface away at any time")
                        .by(Power.CALLS)
                        .at(RUNNING)
                        .step("let the guest put a secret into the device", MemoryAttacks::putIntoDevice)
                        .step("unbind the interface", scene -> scene.lab().vmm().unbind(scene.function()))
                        .step(
                                "let the guest read its secret",
                                scene -> scene.see(Party.GUEST, scene.guestReads(DEVICE_MEMORY, Scene.SECRET.size())))
                        .step("read the device without trust", MemoryAttacks::readResidue)
                        .goal("the hypervisor has the secret", scene -> scene.has(LEAKED))
                        .seenBy(Party.GUEST, "NOT_PRIVATE")
                        .per("11.3.16")
                        .against("KEEPS_THE_GUESTS_DATA"),
                Attack.of("S39", "Read what a guest left in the device")
                        .by(Power.PACKETS)
                        .at(RUNNING)
                        .step("let the guest put a secret into the device", MemoryAttacks::putIntoDevice)
                        .step(
                                "let the guest give the interface back",
                                scene -> scene.lab().guest().unlock(scene.function()))
                        .step("read the device without trust", MemoryAttacks::readResidue)
                        .goal("the hypervisor has the secret", scene -> scene.has(LEAKED))
                        .per("11.3.16")
                        .against("KEEPS_THE_GUESTS_DATA"));
    }

    private static List<Attack> drivers() {
        return List.of(Attack.of("A25", "Have the driver start before the device is accepted")
                .by(Power.CALLS)
                .at(LOCKED)
                .step("watch shared memory", MemoryAttacks::watchSharedMemory)
                .step("have the guest's driver probed and used", MemoryAttacks::workTooEarly)
                .goal("the secret is in shared memory", scene -> scene.has(LEAKED))
                .seenBy(Party.GUEST, "NO_DEVICE")
                .per("host-guest 1.2")
                .against(Weakness.script("a guest whose driver works without trust when it has no private window")));
    }

    private static List<Attack> guests() {
        return List.of(
                Attack.of("GAP-ATT-11", "Give a window to another guest before the interface is stopped")
                        .by(Power.GUEST)
                        .at(RUNNING)
                        .step("let the guest put a secret into the device", MemoryAttacks::putIntoDevice)
                        .step("assign the function to another guest too", MemoryAttacks::assignToOther)
                        .step("have that guest read the device", MemoryAttacks::readAsOther)
                        .goal("the other guest has the secret", scene -> scene.has(LEAKED))
                        .seenBy(Party.DEVICE, "rejects")
                        .per("11.2.1")
                        .against("ANSWERS_ANYBODY_IN_RUN"),
                Attack.of("S57", "Give back the interface of another guest")
                        .by(Power.GUEST)
                        .at(RUNNING)
                        .step("have another guest release the interface", MemoryAttacks::releaseAsOther)
                        .goal("the interface is stopped", scene -> scene.state() == TdiState.CONFIG_UNLOCKED)
                        .seenBy(Party.TSM, "NOT_BOUND")
                        .per("host-guest 5")
                        .against(Weakness.manager(Reason.NOT_BOUND)));
    }

    private static AttackBuilder mapping(String id, String title) {
        return Attack.of(id, title)
                .by(Power.CALLS)
                .at(ACCEPTED)
                .goal("the guest's private window leads elsewhere", MemoryAttacks::isElsewhere)
                .seenBy(Party.TSM, "WRONG_MAPPING")
                .per("11.5.2");
    }

    private static long barOf(Scene scene, int vf) {
        return scene.lab()
                .vmm()
                .driver()
                .function(scene.lab().function(vf))
                .orElseThrow()
                .bar(0)
                .address();
    }

    private static void propose(Scene scene, long address) {
        scene.lab().vmm().powers().proposeMmio(scene.function(), scene.window(0), new PageRange(address, 1));
    }

    private static boolean isElsewhere(Scene scene) {
        return scene.lab().guest().space().mapping(scene.window(0)).stream()
                .anyMatch(mapping -> mapping.visibility() == Visibility.PRIVATE
                        && mapping.hostPage() != scene.bar(0).address());
    }

    private static void startWithoutWindows(Scene scene) {
        scene.lab().guest().start(scene.lab().verdict(1).orElseThrow());
    }

    private static PageRange windowPage(Scene scene) {
        return new PageRange(scene.bar(0).address(), 1);
    }

    private static PageRange secretPage(Scene scene) {
        long address = scene.kept("secret", GuestBuffer.class).address();
        return new PageRange(
                scene.lab().guest().space().mapping(address).orElseThrow().hostPage(), 1);
    }

    private static void release(Scene scene, PageRange page) {
        scene.see(Party.MEMORY, scene.lab().vmm().powers().releaseMemory(page));
    }

    private static boolean isFree(Scene scene, PageRange page) {
        return scene.lab().memory().ownerOf(page.address()).equals(PageOwner.FREE);
    }

    private static void hide(Scene scene) {
        if (!scene.has("secret")) {
            scene.keep("secret", scene.lab().guest().heap().put(Scene.SECRET));
        }
    }

    private static void mapForOther(Scene scene) {
        long address = scene.kept("secret", GuestBuffer.class).address();
        RequesterId other = scene.lab().function(2).requesterId();
        scene.lab().vmm().mapForDevice(other, PageRange.pageOf(address), secretPage(scene));
    }

    private static void readByOther(Scene scene) {
        long address = scene.kept("secret", GuestBuffer.class).address();
        DmaResult result = scene.device().virtualFunction(2).dma().read(address, Scene.SECRET.size());
        leak(scene, result.data());
    }

    private static void openOtherGate(Scene scene) {
        scene.device().virtualFunction(2).setPolicy(new Presumptuous());
        RequesterId other = scene.lab().function(2).requesterId();
        scene.lab().iommu().install(other, scene.lab().guest().space());
        scene.lab().iommu().accept(other);
        scene.lab().iommu().gate(other).open("carelessness");
    }

    private static void leak(Scene scene, Bytes data) {
        if (data.equals(Scene.SECRET)) {
            scene.keep(LEAKED, true);
        }
    }

    static void putIntoDevice(Scene scene) {
        scene.guestWrites(DEVICE_MEMORY, Scene.SECRET);
    }

    static void readResidue(Scene scene) {
        MemoryResult result = scene.lab().vmm().readMmio(scene.bar(0).address() + DEVICE_MEMORY, Scene.SECRET.size());
        leak(scene, result.isDone() ? result.data() : Bytes.EMPTY);
    }

    private static void watchSharedMemory(Scene scene) {
        scene.lab().memory().onSharedWrite((address, content) -> {
            if (content.size() >= Scene.SECRET.size()) {
                leak(scene, content.slice(0, Scene.SECRET.size()));
            }
        });
    }

    private static void workTooEarly(Scene scene) {
        TrustedVm guest = scene.lab().guest();
        FunctionId function = scene.function();
        EngineDriver driver = scene.isWeak() ? guest.sharedDriver(function) : guest.privateDriver(function);
        JobResult result = driver.checksum(guest.heap().put(Scene.SECRET));
        if (!result.isDone()) {
            scene.notice(Party.GUEST, result.outcome().name());
        }
    }

    private static void assignToOther(Scene scene) {
        TrustedVm other = scene.lab().launch("other");
        List<GuestWindow> windows = scene.lab().vmm().powers().assignAnyway(scene.function(), other.id());
        scene.keep("other", other);
        scene.keep("window", windows.get(0).guestAddress());
    }

    private static void readAsOther(Scene scene) {
        long address = scene.kept("window", Long.class) + DEVICE_MEMORY;
        MemoryResult result =
                scene.kept("other", TrustedVm.class).space().read(address, Scene.SECRET.size(), Visibility.SHARED);
        leak(scene, result.isDone() ? result.data() : Bytes.EMPTY);
    }

    private static void releaseAsOther(Scene scene) {
        TrustedVm other = scene.lab().launch("other");
        scene.lab().tsm().callsOf(other.id()).release(scene.function());
    }

    /** Sends everything with T set. */
    private static final class Presumptuous implements TrafficPolicy {
        @Override
        public Optional<LinkContext> issue(RequestKind kind) {
            return Optional.of(LinkContext.trusted(TsmOptions.DEFAULT.stream()));
        }

        @Override
        public boolean accepts(BarRegion region, LinkContext context) {
            return true;
        }

        @Override
        public void failed(RequestFailure failure) {
            // no matter
        }
    }
}
