package dev.tdisp.device;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.fault.FaultPlan;
import dev.tdisp.device.dsm.Credentials;
import dev.tdisp.device.dsm.DeviceFirmware;
import dev.tdisp.device.dsm.VendorInterceptor;
import dev.tdisp.device.tdi.VendorRequests;
import dev.tdisp.spdm.message.SpdmCode;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds a device.
 *
 * <pre>{@code
 * SrIovDevice device = SrIovDevice.builder(Env.seeded(1)).profile(DeviceProfile.SPEC).build();
 * }</pre>
 */
public final class SrIovDeviceBuilder {
    private final Env env;
    private String name = "device";
    private DeviceProfile profile = DeviceProfile.SPEC;
    private DeviceFirmware firmware = DeviceFirmware.FACTORY;
    private final Map<VendorRequests.Vendor, VendorRequests> vendors = new LinkedHashMap<>();
    private final Map<SpdmCode, Duration> times = new EnumMap<>(SpdmCode.class);
    private FaultPlan faults = FaultPlan.NONE;
    private VendorInterceptor interceptor = VendorInterceptor.NONE;
    private @Nullable Credentials credentials;

    SrIovDeviceBuilder(Env env) {
        this.env = env;
    }

    /**
     * Names the device in traces; {@code device} if nothing else is said.
     *
     * @param newName the name
     * @return this builder
     */
    public SrIovDeviceBuilder name(String newName) {
        name = newName;
        return this;
    }

    /**
     * Says how the device was built and behaves; {@link DeviceProfile#SPEC} if nothing else is said.
     *
     * @param newProfile the profile
     * @return this builder
     */
    public SrIovDeviceBuilder profile(DeviceProfile newProfile) {
        profile = newProfile;
        return this;
    }

    /**
     * Says by what the device proves who and what it is; issued from the environment's randomness if nothing is said.
     *
     * @param newCredentials identity, measurements and shared keys
     * @return this builder
     */
    public SrIovDeviceBuilder credentials(Credentials newCredentials) {
        credentials = newCredentials;
        return this;
    }

    /**
     * Says what runs on the device first; {@link DeviceFirmware#FACTORY} if nothing is said.
     *
     * @param newFirmware the firmware
     * @return this builder
     */
    public SrIovDeviceBuilder firmware(DeviceFirmware newFirmware) {
        firmware = newFirmware;
        return this;
    }

    /**
     * Serves the VDM_REQUESTs of a vendor; without any vendor VDM_REQUEST is not supported.
     *
     * @param vendor who
     * @param requests answers them
     * @return this builder
     */
    public SrIovDeviceBuilder vendor(VendorRequests.Vendor vendor, VendorRequests requests) {
        vendors.put(vendor, requests);
        return this;
    }

    /**
     * Lets things go wrong inside the device: at {@link dev.tdisp.core.fault.FaultPoint#REQUEST} and
     * {@link dev.tdisp.core.fault.FaultPoint#RESPONSE}.
     *
     * @param plan what goes wrong; faults at other points are not the device's
     * @return this builder
     */
    public SrIovDeviceBuilder faults(FaultPlan plan) {
        faults = plan;
        return this;
    }

    /**
     * Puts somebody in front of IDE_KM and TDISP.
     *
     * @param newInterceptor answers in place of the device, or with its help
     * @return this builder
     */
    public SrIovDeviceBuilder intercept(VendorInterceptor newInterceptor) {
        interceptor = newInterceptor;
        return this;
    }

    /**
     * Lets an SPDM request take its time: ResponseNotReady answers it first.
     *
     * @param request a request that is none of the negotiation
     * @param time how long it takes
     * @return this builder
     */
    public SrIovDeviceBuilder slow(SpdmCode request, Duration time) {
        times.put(request, time);
        return this;
    }

    Map<SpdmCode, Duration> times() {
        return Map.copyOf(times);
    }

    FaultPlan faults() {
        return faults;
    }

    VendorInterceptor interceptor() {
        return interceptor;
    }

    Env env() {
        return env;
    }

    String name() {
        return name;
    }

    DeviceProfile profile() {
        return profile;
    }

    DeviceFirmware firmware() {
        return firmware;
    }

    Map<VendorRequests.Vendor, VendorRequests> vendors() {
        return Map.copyOf(vendors);
    }

    /**
     * Builds the device.
     *
     * @return the device, reset and not connected
     */
    public SrIovDevice build() {
        Credentials used = credentials != null ? credentials : Credentials.issue(profile.spdm(), env.random());
        return new SrIovDevice(this, used);
    }
}
