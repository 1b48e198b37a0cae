package dev.tdisp.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.lab.Fleet;
import dev.tdisp.lab.FleetInterface;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Attaches every virtual function of fleets of growing size, and prints what that took: the cost of one must not depend on
 * how many there are.
 *
 * <p>Heap is what is in use after a collection beyond what was before the fleet was built, the devices themselves included.
 * CPU is that of the whole process, with compiler and collector.
 */
public final class FleetScale {
    private static final int VIRTUAL_FUNCTIONS = 256;
    private static final int GUESTS = 16;
    private static final int DATA = 16 * 1024;
    private static final List<Integer> DEVICES = List.of(4, 10, 40);
    private static final double KIB = 1024;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int COLLECTIONS = 4;

    private FleetScale() {}

    /**
     * Runs the measurement.
     *
     * @param arguments first how many devices each fleet has, separated by spaces; 4, 10 and 40 if there is no number
     */
    public static void main(String... arguments) {
        boolean isSaid = arguments.length > 0 && arguments[0].matches("[0-9 ]+");
        List<Integer> sizes = isSaid
                ? Stream.of(arguments[0].trim().split(" +"))
                        .map(Integer::valueOf)
                        .toList()
                : DEVICES;
        attach(1); // loads and compiles most of it
        System.out.printf(
                "| Devices | TDIs | TVMs | Connect, ms a device | Attach, ms a TDI | CPU, ms a TDI | Allocated, KiB a TDI |"
                        + " Heap, KiB a TDI | Threads |%n|--:|--:|--:|--:|--:|--:|--:|--:|--:|%n");
        sizes.forEach(size -> System.out.println(attach(size)));
    }

    private static String attach(int devices) {
        long heapBefore = heap();
        Fleet fleet = Fleet.builder()
                .devices(devices)
                .vfs(VIRTUAL_FUNCTIONS)
                .tvms(GUESTS)
                .build();
        long built = System.nanoTime();
        fleet.connect();
        double connecting = (System.nanoTime() - built) / NANOS_PER_MILLI;
        List<FleetInterface> interfaces = fleet.interfaces();
        long allocatedBefore = allocated();
        long cpuBefore = cpu();
        long start = System.nanoTime();
        interfaces.forEach(fleet::attach);
        double attaching = (System.nanoTime() - start) / NANOS_PER_MILLI;
        double busy = (cpu() - cpuBefore) / NANOS_PER_MILLI;
        double allocation = (allocated() - allocatedBefore) / KIB;
        double kept = (heap() - heapBefore) / KIB;
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        TestBed.require(interfaces.stream().allMatch(tdi -> fleet.state(tdi) == TdiState.RUN));
        fleet.guests()
                .forEach(guest -> moveData(fleet, interfaces.get(fleet.guests().indexOf(guest))));
        int count = interfaces.size();
        fleet.close();
        return String.format(
                Locale.ROOT,
                "| %d | %,d | %d | %.0f | %.2f | %.2f | %,.0f | %.1f | %d |",
                devices,
                count,
                GUESTS,
                connecting / devices,
                attaching / count,
                busy / count,
                allocation / count,
                kept / count,
                threads);
    }

    private static void moveData(Fleet fleet, FleetInterface tdi) {
        Bytes data = Bytes.filled(0x5A, DATA);
        TestBed.require(fleet.roundTrip(tdi, data).equals(data));
    }

    private static long heap() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
