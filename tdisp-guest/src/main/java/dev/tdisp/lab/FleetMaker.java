package dev.tdisp.lab;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.env.RandomSource;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.device.config.DeviceLayout;
import dev.tdisp.device.dsm.Credentials;
import dev.tdisp.device.dsm.DeviceFirmware;
import dev.tdisp.device.dsm.RequesterTrust;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.certificate.CertificateAuthority;
import dev.tdisp.spdm.certificate.DeviceName;
import java.util.Optional;

/** The maker of a fleet's devices: one authority vouches for all of them. */
final class FleetMaker {
    private static final String MANUFACTURER = "TDISP";

    private final CertificateAuthority authority;

    FleetMaker(RandomSource random) {
        authority = CertificateAuthority.root(MANUFACTURER + " root", AsymmetricAlgorithm.ECDSA_P384, random)
                .intermediate(MANUFACTURER + " devices");
    }

    SrIovDevice device(int number, int vfs, Env env) {
        var name = new DeviceName(MANUFACTURER, "ACCELERATOR", "%04d".formatted(number));
        var credentials = new Credentials(
                authority.issue(name), DeviceFirmware::measurements, hint -> Optional.empty(), RequesterTrust.ANY);
        String party = "device-" + number;
        return SrIovDevice.builder(env.forParty(party))
                .name(party)
                .profile(DeviceProfile.SPEC.withLayout(DeviceLayout.accelerator(vfs)))
                .credentials(credentials)
                .build();
    }
}
