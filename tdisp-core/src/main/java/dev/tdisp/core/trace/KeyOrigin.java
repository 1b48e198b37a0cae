package dev.tdisp.core.trace;

import dev.tdisp.core.wire.Bytes;

/**
 * How a key was derived; never its value.
 *
 * @param parent the name of the key that it was derived from; empty if it comes from elsewhere
 * @param label the label of the derivation, in the specification's words
 * @param context what else went in, for example {@code TH1}; empty if nothing did
 * @param digest the digest of that context
 * @param size how many bytes the key has; 0 if that is not told
 */
public record KeyOrigin(String parent, String label, String context, Bytes digest, int size) {
    /** Of a key that came from elsewhere. */
    public static final KeyOrigin NONE = new KeyOrigin("", "", "", Bytes.EMPTY, 0);
}
