package dev.tdisp.lab;

import dev.tdisp.core.fault.Fault;
import dev.tdisp.core.fault.FaultEffect;
import dev.tdisp.core.fault.FaultPlan;
import dev.tdisp.core.fault.FaultPoint;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.Type0Header;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.config.DeviceLayout;
import dev.tdisp.guest.dma.GuestBuffer;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.tsm.TsmException;
import dev.tdisp.host.vmm.GuestLayout;
import dev.tdisp.host.vmm.PciFunction;
import dev.tdisp.host.vmm.PfDriver;
import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A lab that does not come to rest: its interfaces are attached, used, attacked, reset and detached at random, while of a
 * hundred messages between security manager and device one is lost or damaged.
 */
final class Soak implements AutoCloseable {
    static final int INTERFACES = 64;

    private static final int PERCENT = 1;
    private static final int SAMPLE = 4096;
    private static final int COLLECTIONS = 3;

    private final Random random;
    private final Lab lab;
    private final Map<Deed, Integer> done = new EnumMap<>(Deed.class);
    private final Map<Deed, Integer> refused = new EnumMap<>(Deed.class);

    /** What may happen to an interface. */
    enum Deed {
        ATTACH,
        USE,
        ATTACK,
        RESET,
        DETACH
    }

    Soak(long seed) {
        random = new Random(seed);
        lab = Lab.builder()
                .seed(seed)
                .untraced()
                .vfs(INTERFACES)
                .profile(DeviceProfile.SPEC.withLayout(DeviceLayout.accelerator(INTERFACES)))
                .faults(FaultPlan.of(
                        seed,
                        Fault.at(FaultPoint.SEND, new FaultEffect.Drop()).sometimes(PERCENT),
                        Fault.at(FaultPoint.RECEIVE, new FaultEffect.Truncate(SAMPLE / 512))
                                .sometimes(PERCENT)))
                .build();
    }

    /** Does something to one interface; what is refused is counted. */
    void step() {
        Deed deed = Deed.values()[random.nextInt(Deed.values().length)];
        List<Integer> running = IntStream.rangeClosed(1, INTERFACES)
                .filter(vf -> lab.state(vf) == TdiState.RUN)
                .boxed()
                .toList();
        boolean needsRunning = deed == Deed.USE || deed == Deed.ATTACK;
        if (needsRunning && running.isEmpty()) {
            deed = Deed.ATTACH;
        }
        int vf = needsRunning && !running.isEmpty()
                ? running.get(random.nextInt(running.size()))
                : 1 + random.nextInt(INTERFACES);
        try {
            act(deed, vf);
            done.merge(deed, 1, Integer::sum);
        } catch (IllegalStateException | RejectedException | TsmException e) {
            refused.merge(deed, 1, Integer::sum);
            giveUp(vf);
        }
    }

    private void act(Deed deed, int vf) {
        switch (deed) {
            case ATTACH -> {
                lab.detach(vf).run();
                lab.attach(vf).run();
            }
            case USE -> use(vf);
            case ATTACK -> attack(vf);
            case RESET -> reset(vf);
            case DETACH -> lab.detach(vf).run();
        }
    }

    private void use(int vf) {
        var guest = lab.guest();
        GuestBuffer sample = guest.heap().put(Bytes.filled(vf, SAMPLE));
        try {
            if (!guest.privateDriver(lab.function(vf)).checksum(sample).isDone()) {
                throw new IllegalStateException("VF %d did not work".formatted(vf));
            }
        } finally {
            guest.heap().release(sample);
        }
    }

    /** The hypervisor does what it may not: the invariants tell whether it gets anywhere. */
    private void attack(int vf) {
        FunctionId function = lab.function(vf);
        PageRange first = new PageRange(lab.memory().owners().firstKey(), 1);
        switch (random.nextInt(4)) {
            case 0 -> lab.vmm().readMemory(first.address(), SAMPLE);
            case 1 ->
                lab.vmm()
                        .mapForDevice(
                                function.requesterId(),
                                GuestLayout.SMALL.privatePages().address(),
                                first);
            case 2 ->
                lab.vmm().driver().config(function).clearBits(Type0Header.COMMAND, 2, Type0Header.COMMAND_BUS_MASTER);
            default -> lab.vmm().readMmio(window(function), Long.BYTES);
        }
        lab.vmm().driver().config(function).setBits(Type0Header.COMMAND, 2, Type0Header.COMMAND_BUS_MASTER);
    }

    private long window(FunctionId function) {
        PciFunction found = lab.vmm().driver().function(function).orElseThrow();
        return found.bar(0).address();
    }

    private void reset(int vf) {
        if (lab.tsm().isConnected()) {
            PfDriver driver = lab.vmm().driver();
            driver.functionLevelReset(lab.function(vf));
            driver.config(lab.function(vf)).setBits(Type0Header.COMMAND, 2, Type0Header.COMMAND_BUS_MASTER);
        }
    }

    /** Takes an interface away whose state nobody knows; if even that fails, the whole device is connected anew. */
    private void giveUp(int vf) {
        try {
            lab.detach(vf).run();
        } catch (IllegalStateException | TsmException e) {
            lab.tsm().disconnect();
        }
    }

    List<Violation> violations() {
        return Invariants.check(lab);
    }

    int count() {
        return done.values().stream().mapToInt(Integer::intValue).sum();
    }

    int count(Deed deed) {
        return done.getOrDefault(deed, 0);
    }

    int refusals() {
        return refused.values().stream().mapToInt(Integer::intValue).sum();
    }

    static long heap() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    @Override
    public String toString() {
        return "done %s, refused %s".formatted(done, refused);
    }

    @Override
    public void close() {
        lab.close();
    }
}
