package dev.tdisp.core.responder;

import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.message.SetMmioAttributeRequest;
import dev.tdisp.core.tdi.LockRefusal;
import dev.tdisp.core.tdi.Refusal;
import dev.tdisp.core.tdi.TdiStateMachine;
import dev.tdisp.core.wire.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * One interface of a device, as the responder drives it.
 *
 * <p>The responder has checked length, version, INTERFACE_ID, state, session, nonce and flags before it calls
 * anything here. The device reports what happens to the interface as events of its {@link #machine()}.
 */
public interface HostedTdi {
    /**
     * Returns who this is.
     *
     * @return the INTERFACE_ID; with a segment if the device knows its own
     */
    InterfaceId interfaceId();

    /**
     * Returns the state of this interface.
     *
     * @return always the same machine
     */
    TdiStateMachine machine();

    /**
     * Finds every condition of the device that stands in the way of a lock: L3 to L17 and L19 (section 11.3.8).
     *
     * @param sessionId the session that wants to lock
     * @param parameters what it asks for
     * @return all such conditions, none if the lock may go ahead
     */
    List<LockRefusal> lockRefusals(long sessionId, LockParameters parameters);

    /**
     * Locks the configuration. When this returns, all earlier work is completed or aborted, ATC entries are
     * invalidated, private resources are allocated, and tracking is armed (section 11.3.9). The machine enters
     * CONFIG_LOCKED behind this call and that of {@link #report}; if one of them throws, or an event that ends a lock
     * comes in between, {@link #stop} is called and nothing is locked.
     *
     * @param sessionId the session that locks
     * @param parameters what it asked for; the offset is 0 if the profile ignores it
     */
    void lock(long sessionId, LockParameters parameters);

    /**
     * Builds the body of the report from the configuration just locked; called once a lock, behind {@link #lock}
     * (section 11.3.11).
     *
     * @return the whole body, at most 65535 bytes
     */
    Bytes report();

    /**
     * Makes the interface operational. The nonce is gone, and the machine enters RUN behind this call; if it throws,
     * ERROR.
     */
    void start();

    /**
     * Stops: when this returns, no work is in progress and all TVM data is scrubbed, together with the stream bindings
     * and attribute changes of this lock (section 11.3.16). Called in every state. The machine enters CONFIG_UNLOCKED
     * behind this call; if it throws, ERROR.
     */
    void stop();

    /**
     * Binds a peer-to-peer stream (section 11.3.18). The responder has checked the flag BIND_P2P.
     *
     * @param sessionId the session that asks, which is the locking one
     * @param streamId the stream
     * @return why not, or nothing if the stream is bound
     */
    default Optional<Refusal> bindP2pStream(long sessionId, int streamId) {
        return Optional.of(Refusal.invalidRequest("P2P", "the interface has no peer-to-peer streams"));
    }

    /**
     * Takes a peer-to-peer stream away; its traffic is completed or aborted when this returns (section 11.3.20).
     *
     * @param streamId the stream
     * @return why not, or nothing if the stream is no longer bound
     */
    default Optional<Refusal> unbindP2pStream(int streamId) {
        return Optional.of(Refusal.invalidRequest("P2P", "the stream is not bound to the interface"));
    }

    /**
     * Changes the attributes of an MMIO range for all later accesses (section 11.3.22).
     *
     * @param request the range as reported, and its new attributes
     * @return why not, or nothing if the change holds
     */
    default Optional<Refusal> setMmioAttribute(SetMmioAttributeRequest request) {
        return Optional.of(Refusal.invalidRequest("MMIO", "the interface has no updatable attributes"));
    }
}
