package dev.tdisp.lab;

import dev.tdisp.core.trace.Trace;

/**
 * Options of a fleet.
 *
 * <pre>{@code
 * Fleet fleet = Fleet.builder().devices(40).vfs(256).tvms(16).build();
 * }</pre>
 */
public final class FleetBuilder {
    private static final int MOST_DEVICES = 240;
    private static final int MOST_BUSES = 255;
    private static final int MOST_TVMS = 100;
    private static final int FUNCTIONS_OF_A_BUS = 256;

    private long seed = 1;
    private int devices = 2;
    private int vfs = 8;
    private int tvms = 2;
    private Trace trace = Trace.none();

    FleetBuilder() {}

    /**
     * Chooses the run.
     *
     * @param newSeed any number; 1 unless told
     * @return this
     */
    public FleetBuilder seed(long newSeed) {
        seed = newSeed;
        return this;
    }

    /**
     * Chooses how many devices there are.
     *
     * @param count at least 1; 2 unless told
     * @return this
     */
    public FleetBuilder devices(int count) {
        devices = count;
        return this;
    }

    /**
     * Chooses how many virtual functions each device has, all of them enabled.
     *
     * @param count at least 1; 8 unless told
     * @return this
     */
    public FleetBuilder vfs(int count) {
        vfs = count;
        return this;
    }

    /**
     * Chooses how many guests share the functions.
     *
     * @param count at least 1; 2 unless told
     * @return this
     */
    public FleetBuilder tvms(int count) {
        tvms = count;
        return this;
    }

    /**
     * Sends events somewhere. Unless told, nobody spends time on making them.
     *
     * @param sink gets each event as it happens
     * @return this
     */
    public FleetBuilder trace(Trace sink) {
        trace = sink;
        return this;
    }

    /**
     * Builds devices that are not plugged in yet, a host, and guests without devices.
     *
     * @return the fleet
     * @throws IllegalArgumentException if a number is less than 1, or more than Requester IDs or memory are there for
     */
    public Fleet build() {
        requireBetween("devices", devices, MOST_DEVICES);
        requireBetween("vfs", vfs, MOST_BUSES * FUNCTIONS_OF_A_BUS);
        requireBetween("tvms", tvms, MOST_TVMS);
        var settings = new Settings(seed, devices, vfs, tvms, trace);
        requireBetween("buses", devices * settings.busesOfDevice(), MOST_BUSES);
        return new Fleet(settings);
    }

    private static void requireBetween(String what, int count, int most) {
        if (count < 1 || count > most) {
            throw new IllegalArgumentException("%s: %d is not between 1 and %d".formatted(what, count, most));
        }
    }

    /** What a fleet is built from. */
    record Settings(long seed, int devices, int vfs, int tvms, Trace trace) {
        /** Function 0 is the first of its bus, the virtual ones follow. */
        int busesOfDevice() {
            return vfs / FUNCTIONS_OF_A_BUS + 1;
        }
    }
}
