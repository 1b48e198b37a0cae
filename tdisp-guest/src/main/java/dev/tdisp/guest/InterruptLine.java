package dev.tdisp.guest;

import dev.tdisp.host.rootport.Interrupt;
import dev.tdisp.host.rootport.InterruptListener;
import dev.tdisp.host.vmm.InterruptSetup;
import java.util.Optional;

/**
 * The first MSI-X vector of a function. An interrupt is a hint that the hypervisor hands over: it is never believed without a
 * look at the device.
 */
final class InterruptLine implements InterruptListener {
    static final int VECTOR = 0;

    private static final int ENTRY_ADDRESS = 0;
    private static final int ENTRY_DATA = 8;
    private static final int ENTRY_CONTROL = 12;
    private static final long UNMASKED = 0;

    private Optional<InterruptSetup> setup = Optional.empty();
    private boolean isRaised;

    void connect(Optional<InterruptSetup> offered) {
        setup = offered;
    }

    Optional<InterruptSetup> setup() {
        return setup;
    }

    /** Programs and unmasks the vector; false if that could not be written. */
    static boolean program(RegisterAccess table, InterruptSetup how) {
        return table.write64(ENTRY_ADDRESS, how.address())
                && table.write32(ENTRY_DATA, how.data() + VECTOR)
                && table.write32(ENTRY_CONTROL, UNMASKED);
    }

    @Override
    public void interrupt(Interrupt interrupt) {
        isRaised |= setup.filter(how -> interrupt.data() == how.data() + VECTOR).isPresent();
    }

    /** Tells whether an interrupt came since the last time, and forgets it. */
    boolean take() {
        boolean was = isRaised;
        isRaised = false;
        return was;
    }
}
