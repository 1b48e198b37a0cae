package dev.tdisp.lab;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.spdm.certificate.X509Certificate;
import java.time.InstantSource;

/** A device that a lab did not build, for example one in another process. */
public interface ForeignDevice {
    /**
     * Returns the lower end of its link.
     *
     * @return what is plugged in
     */
    PcieDevice link();

    /**
     * Lets its time pass as the lab's does.
     *
     * @param clock the lab's time
     */
    void follow(InstantSource clock);

    /**
     * Looks into the device, past all protection, for display.
     *
     * @param vf which virtual function, from 1
     * @return the state of its interface at this moment
     */
    TdiState state(int vf);

    /**
     * Returns the authority that the guest trusts for devices like this.
     *
     * @return a root certificate
     */
    X509Certificate root();
}
