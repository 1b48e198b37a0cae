package dev.tdisp.bench;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.host.vmm.DoeRelay;
import dev.tdisp.lab.Fleet;
import dev.tdisp.lab.FleetInterface;
import dev.tdisp.spdm.certificate.DeviceIdentity;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * An attach of one interface of a device that is connected, an attach from nothing, and for each the cryptography that it
 * cannot do without. Building the device and giving the interface back are not part of the time.
 *
 * <p>An attach from nothing does what the handshake and an attach do, draws the six keys of the stream, and exchanges the
 * records of IDE_KM; those of the handshake count once, with the handshake. What is not cryptography is wide and flat, and
 * runs a few times an attach: it takes thousands of them to be compiled as well as the curves are after a few.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 4, time = 2)
@Fork(2)
public class AttachCostBenchmark {
    /** So many until all of it is compiled, however busy the machine is. */
    private static final int ATTACHES = 4000;

    private static final int FLEETS = 2500;
    private static final int COMPUTATIONS = 1000;
    private static final int SECURED = 2;
    private static final int OVERHEAD = 8 + 6 + 16; // DOE header, record header, MAC

    private static Fleet fleet() {
        return Fleet.builder().devices(1).vfs(1).tvms(1).build();
    }

    private static DeviceIdentity identity(Fleet fleet) {
        return fleet.devices().get(0).credentials().identity();
    }

    private static List<Integer> records(List<DoeRelay.Relayed> objects) {
        return objects.stream()
                .filter(object -> object.type() == SECURED)
                .map(object -> object.object().size() - OVERHEAD)
                .toList();
    }

    /** A device that is connected. */
    @State(Scope.Thread)
    public static class Connected {
        private final Fleet fleet = fleet();
        private FleetInterface tdi;

        @Setup
        public void warmUp() {
            fleet.connect();
            tdi = fleet.interfaces().get(0);
            for (int i = 0; i < ATTACHES; i++) {
                fleet.attach(tdi);
                fleet.detach(tdi);
            }
        }

        @TearDown(Level.Invocation)
        public void giveBack() {
            fleet.detach(tdi);
        }
    }

    /** A device that is not even plugged in. */
    @State(Scope.Thread)
    public static class Apart {
        private Fleet fleet;

        @Setup
        public void warmUp() {
            for (int i = 0; i < FLEETS; i++) {
                build();
                attachFirst(fleet);
            }
        }

        @Setup(Level.Invocation)
        public void build() {
            fleet = fleet();
        }
    }

    /** What all parties compute. */
    @State(Scope.Thread)
    public static class Computation {
        private AttachCryptography attach;
        private AttachCryptography connect;
        private HandshakeCryptography handshake;

        @Setup
        public void warmUp(Blackhole sink) {
            Fleet fleet = fleet();
            fleet.connect();
            DoeRelay relay = fleet.vmm().relay();
            int before = relay.seen().size();
            List<Integer> connecting = records(relay.seen());
            connect = new AttachCryptography(
                    identity(fleet), connecting.subList(HandshakeCryptography.RECORDS.size(), connecting.size()));
            fleet.attach(fleet.interfaces().get(0));
            List<DoeRelay.Relayed> seen = relay.seen();
            attach = new AttachCryptography(identity(fleet), records(seen.subList(before, seen.size())));
            handshake = new HandshakeCryptography(identity(fleet));
            for (int i = 0; i < COMPUTATIONS; i++) {
                attachFromNothing(sink);
            }
        }

        void attachFromNothing(Blackhole sink) {
            handshake.run(sink);
            connect.drawKeys(sink);
            connect.exchangeRecords(sink);
            attach.run(sink);
        }
    }

    private static TdiState attachFirst(Fleet fleet) {
        fleet.connect();
        FleetInterface tdi = fleet.interfaces().get(0);
        fleet.attach(tdi);
        return fleet.state(tdi);
    }

    @Benchmark
    public TdiState attachInterface(Connected connected) {
        connected.fleet.attach(connected.tdi);
        return connected.fleet.state(connected.tdi);
    }

    @Benchmark
    public void attachInterfaceCryptography(Computation computation, Blackhole sink) {
        computation.attach.run(sink);
    }

    @Benchmark
    public TdiState attachFromNothing(Apart apart) {
        return attachFirst(apart.fleet);
    }

    @Benchmark
    public void attachFromNothingCryptography(Computation computation, Blackhole sink) {
        computation.attachFromNothing(sink);
    }
}
