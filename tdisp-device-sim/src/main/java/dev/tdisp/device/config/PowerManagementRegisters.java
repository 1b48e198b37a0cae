package dev.tdisp.device.config;

import dev.tdisp.core.pcie.CapabilityId;
import java.util.List;

/** The power management capability: D0 and D3hot, without loss of state. */
public final class PowerManagementRegisters implements Capability {
    /** Power Management Control/Status: the state, 0 to 3. */
    public static final int POWER_STATE = 0x3;
    /** The state in which memory requests are not answered and nothing is issued. */
    public static final int D3_HOT = 3;
    /** Power Management Control/Status: the way from D3hot to D0 is no reset. */
    public static final int NO_SOFT_RESET = 0x8;

    private final int offset;
    private final boolean keepsState;
    private final Register controlStatus;

    /**
     * Places the capability.
     *
     * @param offset where
     * @param keepsState true if leaving D3hot is no reset
     */
    public PowerManagementRegisters(int offset, boolean keepsState) {
        this.offset = offset;
        this.keepsState = keepsState;
        this.controlStatus = Register.of("Power Management Control/Status", offset + 4, 2)
                .withReset(keepsState ? NO_SOFT_RESET : 0)
                .withWritable(POWER_STATE)
                .withEffect(RegisterEffect.POWER);
    }

    /**
     * Returns the control and status register.
     *
     * @return the register
     */
    public Register controlStatus() {
        return controlStatus;
    }

    /**
     * Tells whether leaving D3hot is no reset.
     *
     * @return true if the state survives
     */
    public boolean keepsState() {
        return keepsState;
    }

    /**
     * Tells whether a value of the control and status register is one in which nothing is issued.
     *
     * @param controlStatus the value
     * @return true in D3hot
     */
    public static boolean isDown(long controlStatus) {
        return (controlStatus & POWER_STATE) == D3_HOT;
    }

    /**
     * Tells whether a change of the control and status register resets the function.
     *
     * @param change the change
     * @return true if it leaves D3hot and keeps no state there
     */
    public boolean isResetBy(RegisterChange change) {
        return !keepsState && isDown(change.before()) && (change.after() & POWER_STATE) == 0;
    }

    /**
     * Takes a write of D1 or D2 back: the function has neither.
     *
     * @param space the configuration space that holds the register
     * @param change the change
     */
    public void settle(ConfigurationSpace space, RegisterChange change) {
        long state = change.after() & POWER_STATE;
        if (state != 0 && state != D3_HOT) {
            space.set(controlStatus, change.before());
        }
    }

    @Override
    public int offset() {
        return offset;
    }

    @Override
    public int id() {
        return CapabilityId.POWER_MANAGEMENT;
    }

    @Override
    public int size() {
        return 8;
    }

    @Override
    public List<Register> registers() {
        return List.of(Register.readOnly("Power Management Capabilities", offset + 2, 2, 0x0003), controlStatus);
    }
}
