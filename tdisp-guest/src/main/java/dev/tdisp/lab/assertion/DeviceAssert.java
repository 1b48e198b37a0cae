package dev.tdisp.lab.assertion;

import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.device.SrIovDevice;
import java.util.List;

/** Assertions on a device, which look into it. */
public final class DeviceAssert extends TdispAssert<DeviceAssert, SrIovDevice> {
    DeviceAssert(SrIovDevice actual, Surroundings around) {
        super(actual, DeviceAssert.class, around);
    }

    /**
     * Turns to an interface.
     *
     * @param index which virtual function, from 1
     * @return assertions on its interface
     */
    public InterfaceAssert virtualFunction(int index) {
        isNotNull();
        return new InterfaceAssert(actual.interfaceOf(actual.virtualFunction(index)), around());
    }

    /**
     * Demands a number of SPDM sessions.
     *
     * @param count how many live, or are about to
     * @return this
     */
    public DeviceAssert hasSessions(int count) {
        List<String> found =
                actual.dsm().spdm().sessions().stream().map("%08Xh"::formatted).toList();
        return require(
                found.size() == count,
                "Device %s has another number of sessions".formatted(actual.name()),
                count,
                found.isEmpty() ? "none" : "%d: %s".formatted(found.size(), found),
                "SPDM 10.16");
    }

    /**
     * Demands a secure stream.
     *
     * @param stream its id
     * @return this
     */
    public DeviceAssert hasSecureStream(StreamId stream) {
        return require(
                isSecure(stream),
                "A stream of device %s is not secure".formatted(actual.name()),
                stream + " secure",
                "not secure",
                "PCIe 6.33");
    }

    /**
     * Demands that a stream does not protect.
     *
     * @param stream its id
     * @return this
     */
    public DeviceAssert hasNoSecureStream(StreamId stream) {
        return require(
                !isSecure(stream),
                "A stream of device %s is secure".formatted(actual.name()),
                stream + " not secure",
                "secure",
                "PCIe 6.33");
    }

    private boolean isSecure(StreamId stream) {
        isNotNull();
        return actual.idePort().stream(stream).filter(IdeStream::isSecure).isPresent();
    }

    /**
     * Demands firmware.
     *
     * @param version what must run
     * @return this
     */
    public DeviceAssert runsFirmware(String version) {
        String found = actual.firmware().running().version();
        return require(
                found.equals(version), "Device %s runs other firmware".formatted(actual.name()), version, found, "");
    }
}
