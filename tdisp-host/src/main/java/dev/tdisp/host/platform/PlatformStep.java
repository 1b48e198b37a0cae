package dev.tdisp.host.platform;

/** The steps of a device's way into a guest's trust and out of it, in the order of most platforms. */
public enum PlatformStep {
    /** The device proves who it is, and a session is opened. */
    AUTHENTICATE("authenticate the device", "SPDM GET_VERSION to FINISH"),
    /** The stream gets its keys. */
    KEY_LINK("key the link", "IDE_KM QUERY, KEY_PROG, K_SET_GO"),
    /** Version and capabilities are asked. */
    DISCOVER("discover TDISP", "GET_TDISP_VERSION, GET_TDISP_CAPABILITIES"),
    /** The interface is locked; the nonce of the start stays with the security manager. */
    LOCK("lock the interface", "LOCK_INTERFACE_REQUEST"),
    /** The state is asked. */
    CONFIRM("confirm the state", "GET_DEVICE_INTERFACE_STATE"),
    /** The device is measured with a nonce of the guest's. */
    MEASURE("measure the device", "SPDM GET_MEASUREMENTS"),
    /** The report is read. */
    REPORT("read the report", "GET_DEVICE_INTERFACE_REPORT"),
    /** The guest compares evidence with the digests of the security manager, of one lock, measurement and report. */
    BIND_EVIDENCE("compare evidence with digests", ""),
    /** Pages of the device become private pages of the guest. */
    MAP_MMIO("map private MMIO", ""),
    /** The interface starts. */
    START("start the interface", "START_INTERFACE_REQUEST"),
    /** The interface may use private memory. */
    OPEN_DMA("open DMA", ""),
    /** A range changes its attribute. */
    CHANGE_ATTRIBUTE("change an attribute", "SET_MMIO_ATTRIBUTE_REQUEST"),
    /** A stream to a peer is bound, or unbound. */
    PEER("bind a peer stream", "BIND_P2P_STREAM_REQUEST, UNBIND_P2P_STREAM_REQUEST"),
    /** Keys grow old and are replaced; the session is kept alive. */
    AGE_KEYS("refresh keys", "SPDM KEY_UPDATE, HEARTBEAT; IDE_KM refresh"),
    /** The interface is stopped. */
    STOP("stop the interface", "STOP_INTERFACE_REQUEST"),
    /** Stream and session end. */
    DROP_LINK("drop the link", "IDE_KM K_SET_STOP, SPDM END_SESSION");

    private final String sentence;
    private final String wire;

    PlatformStep(String sentence, String wire) {
        this.sentence = sentence;
        this.wire = wire;
    }

    /**
     * Says what it does.
     *
     * @return an imperative, without a full stop
     */
    public String sentence() {
        return sentence;
    }

    /**
     * Says what goes over the wire.
     *
     * @return the messages; empty if none go
     */
    public String wire() {
        return wire;
    }
}
