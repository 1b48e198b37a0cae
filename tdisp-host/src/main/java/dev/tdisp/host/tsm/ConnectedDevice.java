package dev.tdisp.host.tsm;

import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.host.tsm.TsmException.Reason;
import java.util.List;

/**
 * A device that the security manager has a session with. For the hypervisor.
 *
 * <p>After the session has ended, every call but {@link #isConnected}, {@link #location} and {@link #unbindAll} is a {@link
 * TsmException}, or without effect where it would only take something away. For one thread at a time.
 *
 * <pre>{@code
 * ConnectedDevice device = tsm.connect(services);
 * device.refreshKeys();
 * device.disconnect();
 * }</pre>
 */
public final class ConnectedDevice {
    private final TeeSecurityManager manager;
    private final Links links;
    private final Bindings bindings;
    private final DeviceLink link;

    ConnectedDevice(TeeSecurityManager manager, Links links, Bindings bindings, DeviceLink link) {
        this.manager = manager;
        this.links = links;
        this.bindings = bindings;
        this.link = link;
    }

    /**
     * Returns which device it is.
     *
     * @return function 0, whose mailbox leads to the device security manager
     */
    public FunctionId id() {
        return link.location().dsm();
    }

    /**
     * Returns where the hypervisor says it is.
     *
     * @return the location
     */
    public DeviceLocation location() {
        return link.location();
    }

    /**
     * Tells whether the session is alive.
     *
     * @return false once it has ended or was lost
     */
    public boolean isConnected() {
        return links.contains(link);
    }

    /**
     * Tells whether both ends of the stream have keys in use, as far as this end knows.
     *
     * @return true if the stream is secure
     */
    public boolean isSecure() {
        return isConnected() && link.isSecure();
    }

    /**
     * Returns what is known of session and stream.
     *
     * @return the status
     */
    public LinkStatus status() {
        return alive().status();
    }

    /**
     * Keys the stream at both ends; one that was lost is keyed anew.
     *
     * @throws TsmException if the stream is secure and interfaces are bound, whose trust would end; nothing has changed then
     */
    public void secureLink() {
        configureStream();
        programKeys();
        enableStream();
    }

    /**
     * Configures the stream at both ends, which is insecure afterwards. The first step of {@link #secureLink}.
     *
     * @throws TsmException if the stream is secure and interfaces are bound, whose trust would end; nothing has changed then
     */
    public void configureStream() {
        if (alive().isSecure() && !bound().isEmpty()) {
            throw new TsmException(Reason.STILL_BOUND, "%s is in use by %s".formatted(link.streamId(), bound()));
        }
        link.configureStream();
        manager.note("%s is configured".formatted(link.streamId()));
    }

    /** Programs and starts the keys at both ends. The second step of {@link #secureLink}. */
    public void programKeys() {
        alive().programKeys();
        manager.note("%s has its keys".formatted(link.streamId()));
    }

    /** Enables the stream at both ends. The third step of {@link #secureLink}. */
    public void enableStream() {
        alive().enableStream();
        manager.note("%s is secure".formatted(link.streamId()));
    }

    /** Replaces the keys of the stream without a gap. */
    public void refreshKeys() {
        Bindings.requireSecure(alive());
        link.refreshKeys();
    }

    /** Replaces the keys of the session, in both directions (KEY_UPDATE). */
    public void updateSessionKeys() {
        alive().session().updateKeys();
    }

    /** Gives a sign of life (HEARTBEAT). */
    public void heartbeat() {
        alive().session().heartbeat();
    }

    /** Does what is due: a sign of life, fresh keys. Time and packets do so by themselves, unless an exchange is under way. */
    public void maintain() {
        alive().upkeep();
    }

    /**
     * Returns the interfaces of this device that are bound.
     *
     * @return the interfaces, the last one first
     */
    public List<FunctionId> bound() {
        return bindings.lastFirst(link);
    }

    /** Unbinds all interfaces and ends stream and session; without effect if there is no session any more. */
    public void disconnect() {
        unbindAll();
        stopStream();
        endSession();
    }

    /** Unbinds all interfaces, the last one first. The first step of {@link #disconnect}. */
    public void unbindAll() {
        bound().forEach(manager::unbind);
    }

    /** Stops the keys and disables the stream at both ends. The second step of {@link #disconnect}. */
    public void stopStream() {
        if (isConnected()) {
            link.stopStream();
        }
    }

    /**
     * Ends the session; interfaces that are still bound are given up first. The third step of {@link #disconnect}.
     *
     * @return false if the device did not confirm that it has ended the session
     */
    public boolean endSession() {
        if (!isConnected()) {
            return true;
        }
        bindings.abandonAll(link, "session ends");
        links.remove(link);
        return link.endSession();
    }

    /**
     * Forgets a device that is gone or does not answer any more: everything is revoked at this end, nothing is sent.
     *
     * @param cause why
     */
    public void abandon(String cause) {
        bindings.abandonAll(link, cause);
        links.remove(link);
        link.abandon();
        manager.note("device %s abandoned: %s".formatted(id(), cause));
    }

    private DeviceLink alive() {
        if (!isConnected()) {
            throw new TsmException(Reason.NOT_CONNECTED, "no session with " + id());
        }
        return link;
    }

    @Override
    public String toString() {
        return "device " + id();
    }
}
