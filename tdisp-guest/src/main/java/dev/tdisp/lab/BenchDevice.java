package dev.tdisp.lab;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.device.SrIovDeviceBuilder;
import dev.tdisp.device.dsm.DeviceFirmware;
import dev.tdisp.spdm.algorithm.MeasurementHashAlgorithm;
import dev.tdisp.spdm.certificate.X509Certificate;
import dev.tdisp.spdm.measurement.MeasurementBlock;
import java.util.List;

/** The device of a lab: its own, or one from elsewhere. */
sealed interface BenchDevice {
    PcieDevice link();

    TdiState state(int vf);

    X509Certificate root();

    /** The measurements that are good. */
    List<MeasurementBlock> measurements();

    SrIovDevice simulated();

    static BenchDevice of(LabBuilder.Settings settings, Env env) {
        if (settings.device().isPresent()) {
            settings.device().get().follow(env.clock());
            return new Foreign(settings.device().get());
        }
        SrIovDeviceBuilder builder = SrIovDevice.builder(env)
                .name("device")
                .profile(settings.profile())
                .faults(settings.faults());
        SrIovDevice device = settings.wrong().map(wrong -> wrong.build(builder)).orElseGet(builder::build);
        return new Own(
                device, settings.wrong().map(wrong -> wrong.onTheBus(device)).orElse(device));
    }

    /** A device that the lab built, and what the bus sees of it. */
    record Own(SrIovDevice simulated, PcieDevice link) implements BenchDevice {
        @Override
        public TdiState state(int vf) {
            return simulated.interfaceOf(simulated.virtualFunction(vf)).state();
        }

        @Override
        public X509Certificate root() {
            return simulated.credentials().identity().root();
        }

        @Override
        public List<MeasurementBlock> measurements() {
            return simulated.credentials().measurements().get().blocks(MeasurementHashAlgorithm.SHA_384, false);
        }
    }

    /** A device from elsewhere, which has to run the firmware of the factory. */
    record Foreign(ForeignDevice device) implements BenchDevice {
        @Override
        public PcieDevice link() {
            return device.link();
        }

        @Override
        public TdiState state(int vf) {
            return device.state(vf);
        }

        @Override
        public X509Certificate root() {
            return device.root();
        }

        @Override
        public List<MeasurementBlock> measurements() {
            return DeviceFirmware.FACTORY.measurements().blocks(MeasurementHashAlgorithm.SHA_384, false);
        }

        @Override
        public SrIovDevice simulated() {
            throw new IllegalStateException("the device is not this lab's");
        }
    }
}
