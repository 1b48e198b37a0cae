package dev.tdisp.lab.conformance;

import dev.tdisp.core.ide.IdeKey;
import dev.tdisp.core.ide.KeyDirection;
import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.idekm.IdeKmException;
import dev.tdisp.core.idekm.IdeKmRequester;
import dev.tdisp.core.idekm.QueryResp;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.function.Consumer;

/** Brings the keys of a stream to a state, by IDE_KM, at the subject's end alone. */
public final class Keys {
    private static final int FIRST_PORT = 0;

    private final Scene scene;
    private final IdeKmRequester requester;

    Keys(Scene scene, SceneSession session) {
        this.scene = scene;
        this.requester = new IdeKmRequester(session.channel(VendorProtocol.IDE_KM), scene.env());
    }

    /**
     * Asks for a port.
     *
     * @param port its index
     * @return the answer
     * @throws SetupException if the subject does not answer properly
     */
    public QueryResp query(int port) {
        QueryResp[] response = new QueryResp[1];
        reach("QUERY", ideKm -> response[0] = ideKm.query(port));
        return response[0];
    }

    /**
     * Asks which function port 0 is.
     *
     * @return the function
     * @throws SetupException if the subject does not answer properly
     */
    public FunctionId function() {
        return query(FIRST_PORT).function();
    }

    /**
     * Programs a key into a slot.
     *
     * @param stream the stream
     * @param slot the slot, from the subject's point of view
     * @throws SetupException if the subject refuses
     */
    public void program(StreamId stream, KeySlotId slot) {
        IdeKey key = IdeKey.random(scene.env().random());
        try {
            reach("KEY_PROG", ideKm -> ideKm.program(FIRST_PORT, stream, slot, key));
        } finally {
            key.destroy();
        }
    }

    /**
     * Starts a key.
     *
     * @param stream the stream
     * @param slot the slot, from the subject's point of view
     * @throws SetupException if the subject refuses
     */
    public void start(StreamId stream, KeySlotId slot) {
        reach("K_SET_GO", ideKm -> ideKm.start(FIRST_PORT, stream, slot));
    }

    /**
     * Stops a key.
     *
     * @param stream the stream
     * @param slot the slot, from the subject's point of view
     * @throws SetupException if the subject refuses
     */
    public void stop(StreamId stream, KeySlotId slot) {
        reach("K_SET_STOP", ideKm -> ideKm.stop(FIRST_PORT, stream, slot));
    }

    /**
     * Programs all keys of a set of the default stream, after its registers were written.
     *
     * @param keySet the set
     * @throws SetupException if the subject refuses
     */
    public void programAll(KeySet keySet) {
        StreamId stream = scene.subject().stream();
        scene.link().configureStream(stream);
        program(stream, keySet);
    }

    /**
     * Programs all keys of a set, and leaves the registers alone.
     *
     * @param stream the stream
     * @param keySet the set
     * @throws SetupException if the subject refuses
     */
    public void program(StreamId stream, KeySet keySet) {
        KeySlotId.of(keySet).forEach(slot -> program(stream, slot));
    }

    /**
     * Starts all keys of a set of the default stream: those that receive first.
     *
     * @param keySet the set
     * @throws SetupException if the subject refuses
     */
    public void startAll(KeySet keySet) {
        for (KeyDirection direction : KeyDirection.values()) {
            KeySlotId.of(keySet, direction).forEach(slot -> start(scene.subject().stream(), slot));
        }
    }

    /**
     * Makes the default stream secure.
     *
     * @throws SetupException if the subject refuses
     */
    public void secure() {
        query(FIRST_PORT);
        programAll(KeySet.K0);
        startAll(KeySet.K0);
        scene.link().enableStream(scene.subject().stream(), true);
    }

    private void reach(String what, Consumer<IdeKmRequester> way) {
        try {
            way.accept(requester);
        } catch (IdeKmException e) {
            throw new SetupException("%s: %s".formatted(what, e.getMessage()), e);
        }
    }
}
