package dev.tdisp.spdm.responder;

/** Whether a responder processes requests now (section 8.2). */
public enum ResponderCondition {
    /** Requests are processed. */
    NORMAL,
    /** Requests are refused with Busy. */
    BUSY,
    /** Requests are refused with RequestResynch until GET_VERSION comes. */
    NEED_RESYNC
}
