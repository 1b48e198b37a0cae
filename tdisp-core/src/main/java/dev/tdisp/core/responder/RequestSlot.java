package dev.tdisp.core.responder;

/** A place among the outstanding requests; closing gives it back. */
public final class RequestSlot implements AutoCloseable {
    private final Runnable release;
    private boolean isClosed;

    RequestSlot(Runnable release) {
        this.release = release;
    }

    /** Gives the place back; without effect the second time. */
    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            release.run();
        }
    }
}
