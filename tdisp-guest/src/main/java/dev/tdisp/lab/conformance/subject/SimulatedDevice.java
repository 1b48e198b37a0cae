package dev.tdisp.lab.conformance.subject;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.device.SrIovDeviceBuilder;
import dev.tdisp.device.config.Register;
import dev.tdisp.device.dsm.Credentials;
import dev.tdisp.device.function.DeviceFunction;
import dev.tdisp.device.wrong.WrongDevice;
import dev.tdisp.lab.conformance.SetupException;
import dev.tdisp.lab.conformance.Subject;
import dev.tdisp.lab.conformance.Trait;
import dev.tdisp.spdm.transport.DoeTransport;
import dev.tdisp.spdm.transport.SpdmTransport;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A device in memory, built anew for each link.
 *
 * <pre>{@code
 * Subject right = SimulatedDevice.of(DeviceProfile.SPEC);
 * Subject wrong = SimulatedDevice.of(WrongDevices.named("LOCKS_WHILE_RUNNING").orElseThrow());
 * }</pre>
 */
public final class SimulatedDevice implements Subject {
    private static final StreamId STREAM = new StreamId(0x10);
    private static final int VIRTUAL_FUNCTIONS = 4;
    private static final long DEFAULT_STREAM = 1 << 22;
    private static final long ENABLE = 1;
    private static final int STATE = 0xF;
    private static final long CREDENTIALS_SEED = 1;
    private static final Map<DeviceProfile, Credentials> CREDENTIALS = new ConcurrentHashMap<>();

    private final String name;
    private final DeviceProfile profile;
    private final Function<SrIovDeviceBuilder, SrIovDevice> maker;
    private final Function<SrIovDevice, PcieDevice> front;
    private Optional<SrIovDevice> last = Optional.empty();

    private SimulatedDevice(
            String name,
            DeviceProfile profile,
            Function<SrIovDeviceBuilder, SrIovDevice> maker,
            Function<SrIovDevice, PcieDevice> front) {
        this.name = name;
        this.profile = profile;
        this.maker = maker;
        this.front = front;
    }

    /**
     * Returns a device of a profile.
     *
     * @param profile how it is built and behaves
     * @return the subject
     */
    public static SimulatedDevice of(DeviceProfile profile) {
        return new SimulatedDevice(
                profile.name(), profile, builder -> builder.profile(profile).build(), device -> device);
    }

    /**
     * Returns a device that is wrong in one point.
     *
     * @param wrong what is wrong with it
     * @return the subject
     */
    public static SimulatedDevice of(WrongDevice wrong) {
        return new SimulatedDevice(
                wrong.name(), wrong.profile().apply(DeviceProfile.SPEC), wrong::build, wrong::onTheBus);
    }

    /**
     * Returns a device that is built otherwise in some part.
     *
     * @param name its name
     * @param change what is done to the builder of a device of {@link DeviceProfile#SPEC}
     * @return the subject
     */
    public static SimulatedDevice built(String name, UnaryOperator<SrIovDeviceBuilder> change) {
        return new SimulatedDevice(
                name, DeviceProfile.SPEC, builder -> change.apply(builder).build(), device -> device);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<Trait> traits() {
        return EnumSet.allOf(Trait.class);
    }

    @Override
    public StreamId stream() {
        return STREAM;
    }

    @Override
    public List<InterfaceId> interfaces() {
        return last.map(device -> Stream.concat(
                                device.physicalFunction().virtualFunctions().stream()
                                        .limit(VIRTUAL_FUNCTIONS),
                                Stream.of(device.physicalFunction()))
                        .map(DeviceFunction::requesterId)
                        .map(InterfaceId::of)
                        .toList())
                .orElseThrow(() -> new IllegalStateException("no link is open"));
    }

    @Override
    public Link open(long seed) {
        Env env = Env.seeded(seed);
        Credentials credentials = CREDENTIALS.computeIfAbsent(
                profile, key -> Credentials.issue(key.spdm(), RandomSource.seeded(CREDENTIALS_SEED)));
        SrIovDevice device =
                maker.apply(SrIovDevice.builder(env.forParty("device")).credentials(credentials));
        PcieDevice bus = front.apply(device);
        try {
            Machine.plugIn(bus, VIRTUAL_FUNCTIONS, env.forParty("host"));
        } catch (RuntimeException e) {
            throw new SetupException("the device cannot be enumerated: " + e.getMessage(), e);
        }
        last = Optional.of(device);
        return new DeviceLink(device, bus);
    }

    /** A link to a device that nobody else has. */
    private static final class DeviceLink implements Link {
        private final SrIovDevice device;
        private final PcieDevice bus;
        private final SpdmTransport transport;

        DeviceLink(SrIovDevice device, PcieDevice bus) {
            this.device = device;
            this.bus = bus;
            this.transport =
                    new DoeTransport(object -> device.dsm().exchange(object).orElse(Bytes.EMPTY));
        }

        @Override
        public SpdmTransport transport() {
            return transport;
        }

        @Override
        public Optional<PcieDevice> bus() {
            return Optional.of(bus);
        }

        @Override
        public void configureStream(StreamId stream) {
            write("RID Association 1", 0xFFFF00);
            write("RID Association 2", 1);
            write("Control", (long) stream.value() << 24 | DEFAULT_STREAM);
        }

        @Override
        public void enableStream(StreamId stream, boolean isEnabled) {
            long control = read("Control");
            write("Control", isEnabled ? control | ENABLE : control & ~ENABLE);
        }

        @Override
        public OptionalInt streamState(StreamId stream) {
            return OptionalInt.of((int) read("Status") & STATE);
        }

        private void write(String field, long value) {
            Register register = register(field);
            bus.configWrite(device.physicalFunction().requesterId(), register.offset(), register.size(), value);
        }

        private long read(String field) {
            Register register = register(field);
            return bus.configRead(device.physicalFunction().requesterId(), register.offset(), register.size());
        }

        private Register register(String field) {
            return device.physicalFunction()
                    .registers()
                    .space()
                    .register("Selective IDE Stream 0 " + field)
                    .orElseThrow();
        }

        @Override
        public boolean reset() {
            bus.conventionalReset();
            return true;
        }
    }
}
