package dev.tdisp.device.wrong;

import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.device.SrIovDeviceBuilder;
import dev.tdisp.device.dsm.VendorInterceptor;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A device that is wrong in one point.
 *
 * @param name its name
 * @param requirements what it breaks, for example {@code T-038}; more than one where one fault cannot break one alone
 * @param fault what it does, in one sentence
 * @param profile what it has of another profile
 * @param interceptor who answers in place of it; a new one for each device
 * @param after what is changed when it is built
 * @param front what stands between it and the bus
 */
public record WrongDevice(
        String name,
        List<String> requirements,
        String fault,
        UnaryOperator<DeviceProfile> profile,
        Supplier<VendorInterceptor> interceptor,
        Consumer<SrIovDevice> after,
        Function<SrIovDevice, PcieDevice> front) {
    /**
     * Makes a device wrong that is in no catalogue.
     *
     * @param fault what it does, in one sentence
     * @param change what is changed when it is built
     * @return a device without a name of its own, which breaks no requirement by name
     */
    public static WrongDevice unlisted(String fault, Consumer<SrIovDevice> change) {
        WrongDevice usual = of("UNLISTED", "", fault);
        return new WrongDevice(usual.name, List.of(), fault, usual.profile, usual.interceptor, change, usual.front);
    }

    static WrongDevice of(String name, String requirement, String fault) {
        return new WrongDevice(
                name,
                List.of(requirement),
                fault,
                UnaryOperator.identity(),
                () -> VendorInterceptor.NONE,
                device -> {},
                device -> device);
    }

    WrongDevice alsoBreaking(String requirement) {
        List<String> both =
                Stream.concat(requirements.stream(), Stream.of(requirement)).toList();
        return new WrongDevice(name, both, fault, profile, interceptor, after, front);
    }

    WrongDevice with(UnaryOperator<DeviceProfile> change) {
        return new WrongDevice(name, requirements, fault, change, interceptor, after, front);
    }

    WrongDevice answering(Supplier<VendorInterceptor> inFront) {
        return new WrongDevice(name, requirements, fault, profile, inFront, after, front);
    }

    WrongDevice changed(Consumer<SrIovDevice> change) {
        return new WrongDevice(name, requirements, fault, profile, interceptor, change, front);
    }

    WrongDevice behind(Function<SrIovDevice, PcieDevice> newFront) {
        return new WrongDevice(name, requirements, fault, profile, interceptor, after, newFront);
    }

    /**
     * Builds the device from {@link DeviceProfile#SPEC}.
     *
     * @param builder with all but the profile
     * @return the wrong device, to be reached {@linkplain #onTheBus as the bus sees it}
     */
    public SrIovDevice build(SrIovDeviceBuilder builder) {
        SrIovDevice device = prepare(builder).build();
        after.accept(device);
        return device;
    }

    /**
     * Makes what is built with a builder wrong, but for what is changed {@linkplain #after() afterwards}.
     *
     * @param builder with all but the profile
     * @return that builder
     */
    public SrIovDeviceBuilder prepare(SrIovDeviceBuilder builder) {
        return prepare(builder, DeviceProfile.SPEC);
    }

    /**
     * Does the same to a device of another profile.
     *
     * @param builder with all but the profile
     * @param base what the device is like apart from its fault
     * @return that builder
     */
    public SrIovDeviceBuilder prepare(SrIovDeviceBuilder builder, DeviceProfile base) {
        return builder.profile(profile.apply(base)).intercept(interceptor.get());
    }

    /**
     * Puts in front of a device what makes it wrong on the bus.
     *
     * @param device built by {@link #build}
     * @return what the bus sees; the device itself if it is wrong elsewhere
     */
    public PcieDevice onTheBus(SrIovDevice device) {
        return front.apply(device);
    }

    @Override
    public String toString() {
        return name;
    }
}
