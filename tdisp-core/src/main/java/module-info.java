/**
 * TDISP itself: messages, the TDI state machine, IDE, and the traces and flows that show them at work.
 *
 * <p>Nothing here performs I/O, starts threads or reads a clock: bytes and an {@link dev.tdisp.core.env.Env} go in,
 * bytes and {@linkplain dev.tdisp.core.trace.TraceEvent events} come out.
 *
 * <p>Where to start:
 *
 * <ul>
 *   <li>{@link dev.tdisp.core.tdi.TdiTransitions}: the rules of an interface as a table
 *   <li>{@link dev.tdisp.core.message.TdispMessage}: every message, each a record with its codec
 *   <li>{@link dev.tdisp.core.requester.TdispRequester} and {@link dev.tdisp.core.responder.TdispResponder}: the two ends
 *   <li>{@link dev.tdisp.core.ide.IdeStream} and {@link dev.tdisp.core.idekm.IdeKmRequester}: protection of packets, and its keys
 *   <li>{@link dev.tdisp.core.fault.FaultPlan}: what may go wrong
 * </ul>
 *
 * <p>A whole bench with all parties is {@code dev.tdisp.lab.Lab} of the module {@code dev.tdisp.guest}.
 */
module dev.tdisp.core {
    requires static transitive org.jspecify;

    exports dev.tdisp.core.adversary;
    exports dev.tdisp.core.env;
    exports dev.tdisp.core.fabric;
    exports dev.tdisp.core.fault;
    exports dev.tdisp.core.flow;
    exports dev.tdisp.core.ide;
    exports dev.tdisp.core.idekm;
    exports dev.tdisp.core.message;
    exports dev.tdisp.core.pcie;
    exports dev.tdisp.core.responder;
    exports dev.tdisp.core.tdi;
    exports dev.tdisp.core.report;
    exports dev.tdisp.core.requester;
    exports dev.tdisp.core.trace;
    exports dev.tdisp.core.wire;
}
