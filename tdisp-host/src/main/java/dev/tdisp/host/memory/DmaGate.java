package dev.tdisp.host.memory;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.trace.TraceEvent;

/** The gate of one interface: closed, no request with T passes. It is closed from the start; the security manager opens it. */
public final class DmaGate {
    private final Env env;
    private final RequesterId requester;
    private final Runnable afterClosing;
    private boolean open;

    DmaGate(Env env, RequesterId requester, Runnable afterClosing) {
        this.env = env;
        this.requester = requester;
        this.afterClosing = afterClosing;
    }

    /**
     * Lets requests with T pass.
     *
     * @param cause why
     */
    public void open(String cause) {
        change(true, cause);
    }

    /**
     * Lets none pass any more; without effect on a closed gate.
     *
     * @param cause why
     */
    public void close(String cause) {
        change(false, cause);
    }

    /**
     * Tells whether requests pass.
     *
     * @return true if the gate is open
     */
    public boolean isOpen() {
        return open;
    }

    private void change(boolean next, String cause) {
        if (open == next) {
            return;
        }
        if (env.trace().isEnabled()) {
            env.trace()
                    .record(new TraceEvent.StateChange(
                            env.clock().instant(),
                            "iommu/" + requester,
                            "DMA gate",
                            name(open),
                            name(next),
                            cause,
                            "section 11.5.3"));
        }
        open = next;
        if (!open) {
            afterClosing.run();
        }
    }

    private static String name(boolean open) {
        return open ? "open" : "closed";
    }
}
