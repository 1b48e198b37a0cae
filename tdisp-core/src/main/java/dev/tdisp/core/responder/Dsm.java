package dev.tdisp.core.responder;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.tdi.TdispSwitch;

/**
 * What every request is answered with.
 *
 * @param backend the device
 * @param profile how the responder behaves
 * @param env time, randomness and trace
 * @param replies builds replies
 */
record Dsm(TdiBackend backend, TdispProfile profile, Env env, Replies replies) {
    boolean has(TdispSwitch which) {
        return profile.has(which);
    }
}
