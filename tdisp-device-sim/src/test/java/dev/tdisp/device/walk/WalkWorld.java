package dev.tdisp.device.walk;

import dev.tdisp.core.fabric.AccessControl;
import dev.tdisp.core.fabric.PcieSwitch;
import dev.tdisp.core.pcie.LinkFrame;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.UpstreamPort;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** Two devices behind a switch, their models, the sessions of each, and what was seen of them. */
final class WalkWorld {
    final Random random;
    final WalkDevice[] devices = new WalkDevice[2];
    final WalkModel[] models = {new WalkModel(), new WalkModel()};
    final long[][] sessions = {{1, 2}, {1, 2}};
    final Map<String, Integer> visited = new TreeMap<>();

    /** Whether the next frame from one device to the other is damaged on its way. */
    boolean damages;

    private final PcieSwitch fabric = new PcieSwitch(RequesterId.of(0x40, 0, 0));
    private final PcieSwitch.Port[] ports = new PcieSwitch.Port[2];
    private long nextSession = 3;

    WalkWorld(long seed) {
        random = new Random(seed);
        for (int i = 0; i < 2; i++) {
            devices[i] = new WalkDevice(seed, i);
            ports[i] = fabric.plug(new Crossing(devices[i].device), devices[i].host, Set.of());
            ports[i].openWindow(
                    devices[i].window().base(),
                    devices[i].window().limit() - devices[i].window().base() + 1);
            redirect(i, false);
            restore(i);
        }
    }

    boolean chance(int of) {
        return random.nextInt(of) == 0;
    }

    /** Says whether the switch sends a device's requests to the peer up to the host. */
    void redirect(int which, boolean on) {
        ports[which].setControl(on ? Set.of(AccessControl.REQUEST_REDIRECT) : Set.of());
    }

    void plugIn(int which) {
        devices[which].device.connect(ports[which]);
    }

    void restore(int which) {
        models[which].restore();
        devices[which].enumerate();
    }

    /** Ends a session; another one takes its place. */
    void endSession(int which, int index) {
        devices[which].device.dsm().protocols().sessionEnded(sessions[which][index]);
        sessions[which][index] = nextSession++;
    }

    /** Counts that something happened to an interface in the state it is in. */
    void happened(String event, int which, int tdi) {
        visit(event, models[which].state[tdi], "");
    }

    void happenedToAll(String event, int which) {
        for (int tdi = 0; tdi < WalkModel.TDIS; tdi++) {
            happened(event, which, tdi);
        }
    }

    void visit(String event, int state, String outcome) {
        visited.merge(event + " in " + state + ": " + outcome, 1, Integer::sum);
    }

    static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    /** A device as the switch reaches it. */
    private final class Crossing implements PcieDevice {
        private final PcieDevice device;

        Crossing(PcieDevice device) {
            this.device = device;
        }

        @Override
        public void connect(UpstreamPort upstream) {
            device.connect(upstream);
        }

        @Override
        public long configRead(RequesterId function, int offset, int size) {
            return device.configRead(function, offset, size);
        }

        @Override
        public void configWrite(RequesterId function, int offset, int size, long value) {
            device.configWrite(function, offset, size, value);
        }

        @Override
        public Optional<LinkFrame> receive(LinkFrame frame) {
            boolean isDamaged = damages && frame instanceof LinkFrame.Protected;
            return device.receive(isDamaged ? WalkHost.garbled((LinkFrame.Protected) frame) : frame);
        }

        @Override
        public void conventionalReset() {
            device.conventionalReset();
        }
    }
}
