package dev.tdisp.host.tsm;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.ide.IdeStreamEvent;
import dev.tdisp.core.idekm.IdeKmException;
import dev.tdisp.core.idekm.IdeKmRequester;
import dev.tdisp.core.idekm.QueryResp;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.host.tsm.TsmException.Reason;

/**
 * Keys a stream at both ends, and knows which keys the device has; if it cannot know, the keys are in doubt.
 *
 * <p>An answer that is lost leaves open whether the device has done what was asked. The requester tears the stream down then:
 * it is insecure at this end, and the device is asked to erase all its keys. Before new keys come, the device must have
 * confirmed that (K_SET_STOP of both sets).
 */
final class StreamKeys {
    private static final int PORT_INDEX = 0;

    private final DsmSession session;
    private final IdeKmRequester requester;
    private KeySet current = KeySet.K0;
    private boolean inDoubt;

    StreamKeys(DsmSession session, Env env) {
        this.session = session;
        this.requester = new IdeKmRequester(session::ideKm, env);
    }

    QueryResp query() {
        return requester.query(PORT_INDEX);
    }

    /** Tells whether the device may have other keys than this end thinks. */
    boolean areInDoubt() {
        return inDoubt;
    }

    /** Programs and starts a first set. */
    void program(IdeStream local) {
        if (inDoubt) {
            guarded("old keys of " + local.id(), () -> stopBoth(local));
        }
        current = KeySet.K0;
        doubtless("keys for " + local.id(), () -> {
            requester.programAll(PORT_INDEX, local, session.id(), current);
            requester.startAll(PORT_INDEX, local, current);
        });
    }

    /** Replaces the keys of a secure stream without a gap. */
    void refresh(IdeStream local) {
        doubtless("fresh keys for " + local.id(), () -> current = requester.refresh(PORT_INDEX, local, session.id()));
    }

    /** Stops the keys at both ends, as far as the device answers. */
    void stop(IdeStream local) {
        try {
            boolean wereInDoubt = inDoubt;
            doubtless("end of " + local.id(), () -> {
                if (wereInDoubt) {
                    stopBoth(local);
                } else {
                    requester.stopAll(PORT_INDEX, local, current);
                }
            });
        } catch (TsmException e) {
            local.invalidate(IdeStreamEvent.SESSION_ENDED);
        }
    }

    private void stopBoth(IdeStream local) {
        requester.stopAll(PORT_INDEX, local, KeySet.K0);
        requester.stopAll(PORT_INDEX, local, KeySet.K1);
    }

    private void doubtless(String what, Runnable exchange) {
        inDoubt = true;
        guarded(what, exchange);
        inDoubt = false;
    }

    static void guarded(String what, Runnable exchange) {
        try {
            exchange.run();
        } catch (IdeKmException e) {
            throw new TsmException(Reason.DEVICE_REFUSED, what, e);
        }
    }
}
