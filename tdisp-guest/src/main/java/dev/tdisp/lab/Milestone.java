package dev.tdisp.lab;

/** Where a device's way into a VM's trust, and out of it again, can be stopped and looked at. */
public enum Milestone {
    /** The VMM found the device and placed it, and knows its DOE mailbox. */
    ENUMERATED,
    /** The TSM authenticated the device and has an SPDM session with it. */
    CONNECTED,
    /** The keys of the IDE stream are in use at both ends of the link. */
    STREAM_SECURE,
    /** The interface is locked: its configuration can no longer change unseen. */
    LOCKED,
    /** The TSM has the interface's report, and the VM all evidence. */
    REPORTED,
    /** The VM verified the evidence and accepts the interface. */
    ACCEPTED,
    /** The interface is in RUN: private memory and MMIO are open to it. */
    RUNNING,
    /** The device moved data in and out of private memory. */
    DMA_DONE,
    /** The interface is unlocked again, and its private data is gone. */
    STOPPED,
    /** The IDE stream and the SPDM session have ended. */
    DISCONNECTED
}
