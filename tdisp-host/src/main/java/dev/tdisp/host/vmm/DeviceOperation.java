package dev.tdisp.host.vmm;

/** What a host can do to a device beside its use, by whom, and what an honest one does before. The rules are those of VFIO. */
public enum DeviceOperation {
    /** Clears Memory Space Enable. */
    CLEAR_MEMORY_SPACE(Scope.FUNCTION, true, WhileBound.UNBIND_FIRST),
    /** Clears Bus Master Enable. */
    CLEAR_BUS_MASTER(Scope.FUNCTION, true, WhileBound.UNBIND_FIRST),
    /** Moves a window to another address. */
    MOVE_WINDOW(Scope.FUNCTION, false, WhileBound.UNBIND_FIRST),
    /** Resets a function. */
    FUNCTION_LEVEL_RESET(Scope.FUNCTION, true, WhileBound.UNBIND_FIRST),
    /** Brings a function to D3hot. */
    POWER_DOWN(Scope.FUNCTION, true, WhileBound.UNBIND_FIRST),
    /** Resets the whole device. */
    BUS_RESET(Scope.DEVICE, true, WhileBound.UNBIND_FIRST),
    /** Makes the virtual functions vanish. */
    DISABLE_FUNCTIONS(Scope.DEVICE, false, WhileBound.REFUSED),
    /** Replaces the firmware. */
    FIRMWARE_UPDATE(Scope.DEVICE, false, WhileBound.REFUSED),
    /** Takes the device out, after a word to everybody. */
    REMOVAL(Scope.DEVICE, false, WhileBound.UNBIND_FIRST);

    private final Scope scope;
    private final boolean isGuests;
    private final WhileBound whileBound;

    DeviceOperation(Scope scope, boolean isGuests, WhileBound whileBound) {
        this.scope = scope;
        this.isGuests = isGuests;
        this.whileBound = whileBound;
    }

    /**
     * Returns what it reaches.
     *
     * @return one function or all of the device
     */
    public Scope scope() {
        return scope;
    }

    /**
     * Tells whether a guest may ask for it, if it has everything that it reaches.
     *
     * @return false if it is the host's alone
     */
    public boolean isGuests() {
        return isGuests;
    }

    /**
     * Returns what becomes of it while an interface that it reaches is bound.
     *
     * @return the rule
     */
    public WhileBound whileBound() {
        return whileBound;
    }

    /** What an operation reaches. */
    public enum Scope {
        /** One function; of a physical function all virtual ones too, whatever is done to it: they live by its registers. */
        FUNCTION,
        /** Every function of the device. */
        DEVICE
    }

    /** What becomes of an operation while an interface that it reaches is bound. */
    public enum WhileBound {
        /** The interfaces are unbound first. Nobody binds them again: the guest has to lock and verify anew. */
        UNBIND_FIRST,
        /** It is refused. */
        REFUSED
    }
}
