package dev.tdisp.lab.conformance;

/** What a subject's link offers to the suite beside messages; whoever implements {@link Subject} says so. */
public enum Trait implements Capability {
    /** IDE_KM and TDISP are answered in sessions. */
    TEE_IO,
    /** Every link leads to a device that was just reset. */
    FRESH_DEVICE,
    /** The device can be reset while a case runs. */
    RESET,
    /** Registers and memory of the device can be reached. */
    BUS,
    /** The registers of the default stream can be written, and its state read. */
    STREAM_REGISTERS,
    /** More than one interface can be locked. */
    SEVERAL_INTERFACES,
    /** A session more can be open at the same time. */
    SEVERAL_SESSIONS;

    @Override
    public Finding look(Scene scene) {
        boolean isThere = scene.subject().traits().contains(this);
        return new Finding(isThere, "declared traits", scene.subject().traits().toString());
    }
}
