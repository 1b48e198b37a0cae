package dev.tdisp.lab.script;

import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.lab.Lab;
import dev.tdisp.spdm.transport.SpdmTransport;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A device that says what a script says, for a host under test.
 *
 * <p>Script, run, verify: write what the host will ask and what it gets for an answer, let the host run, and
 * {@link #verify()}. An honest device stands behind the script, so an answer is right unless the script bends it.
 *
 * <pre>{@code
 * try (var peer = ScriptedDevice.seeded(7)) {
 *     peer.expectGetVersion().respond();
 *     peer.expectGetCapabilities().respond();
 *     peer.expectLockInterface().respond(r -> r.nonce(stale)).capture("lock");
 *     peer.expectStartInterface().from("lock").as("start with stale nonce").respondError(INVALID_NONCE);
 *     peer.thenExpectNothing().within(Duration.ofSeconds(5));
 *
 *     peer.run(() -> myDriver.attach(peer.tdisp()));
 * }
 * }</pre>
 *
 * <p>The same script serves bytes of TDISP ({@link #tdisp()}), SPDM in memory ({@link #transport()}), a socket
 * ({@link #listen}), and the security manager of a lab ({@link #on}). In {@linkplain #lockstep lockstep} each line waits until
 * it has happened. Safe for several threads; no wait is without end, and {@link #close()} leaves no thread behind.
 */
public final class ScriptedDevice extends DeviceWords implements AutoCloseable {
    private final DevicePlace place;
    private final HostThread host;
    private boolean isVerified;

    ScriptedDevice(Script script, DevicePlace place) {
        super(script);
        this.place = place;
        this.host = new HostThread(script);
    }

    /**
     * Builds a device with everything as usual.
     *
     * @param seed any number; the same number gives the same run
     * @return the device
     */
    public static ScriptedDevice seeded(long seed) {
        return builder().seed(seed).build();
    }

    /**
     * Puts a script in front of the device of a lab, for the lab's security manager.
     *
     * @param lab the lab, whose device is its own
     * @return the device
     */
    public static ScriptedDevice on(Lab lab) {
        return builder().on(lab);
    }

    /**
     * Starts to describe a device.
     *
     * @return a builder with everything as usual
     */
    public static ScriptedDeviceBuilder builder() {
        return new ScriptedDeviceBuilder();
    }

    /**
     * Answers honestly until a scene is reached, in whatever order the host asks.
     *
     * @param scene how far
     */
    public void skipTo(Scene scene) {
        Scenes.skip(this, scene);
    }

    /**
     * Awaits nothing more. Nothing can be awaited behind this.
     *
     * @return for how long
     */
    public Quiet thenExpectNothing() {
        Step step = script().begin(Step.nothing());
        script().complete(step, Reaction.HONEST);
        return new Quiet(step);
    }

    /**
     * Answers requests of some kinds honestly whenever they come, without awaiting them; for example the state, which some
     * hosts ask for again and again.
     *
     * @param codes which requests
     */
    public void allow(RequestCode... codes) {
        for (RequestCode code : codes) {
            script().allow(code.name());
        }
    }

    /**
     * Answers a whole protocol honestly, without awaiting its requests.
     *
     * @param protocol {@link VendorProtocol#IDE_KM} or {@link VendorProtocol#TDISP}
     */
    public void allow(VendorProtocol protocol) {
        script().allow(protocol.name());
    }

    /**
     * Returns an exchange that was kept.
     *
     * @param name its name
     * @return the exchange, if it has happened
     */
    public Optional<Captured> captured(String name) {
        return script().captures().find(name);
    }

    /**
     * Returns the device for hosts that have TDISP alone: a request goes in, its answer comes out, or no bytes.
     *
     * @return a channel without SPDM around it
     */
    public UnaryOperator<Bytes> tdisp() {
        return place.channel(VendorProtocol.TDISP);
    }

    /**
     * Returns the device for hosts that have IDE_KM alone.
     *
     * @return a channel without SPDM around it
     */
    public UnaryOperator<Bytes> ideKm() {
        return place.channel(VendorProtocol.IDE_KM);
    }

    /**
     * Returns the device for hosts that speak SPDM, which is honest; the script is about what travels in the session.
     *
     * @return a transport in memory
     */
    public SpdmTransport transport() {
        return place.transport();
    }

    /**
     * Serves the device on a free port of the loopback address, in the emulator's framing with PCI DOE. The socket is closed
     * with this.
     *
     * @return where it listens
     */
    public InetSocketAddress listen() {
        return listen(0);
    }

    /**
     * Serves the device on a port of the loopback address, in the emulator's framing with PCI DOE.
     *
     * @param port the port; 0 for a free one
     * @return where it listens
     */
    public InetSocketAddress listen(int port) {
        return place.listen(port);
    }

    /**
     * Returns the interface of a function.
     *
     * @param vf which virtual function, from 1; 0 for the physical one
     * @return its INTERFACE_ID
     */
    public InterfaceId interfaceId(int vf) {
        return place.interfaceId(vf);
    }

    /**
     * Returns the honest device behind the script().
     *
     * @return the device, for example for its root certificate
     */
    public SrIovDevice device() {
        return place.device();
    }

    /**
     * Runs the host in this thread and verifies the script(). If the script has failed, that is what is thrown, and what the
     * host threw is suppressed in it.
     *
     * @param underTest drives this device
     * @throws AssertionError if something else happened than the script says
     */
    public void run(Runnable underTest) {
        try {
            underTest.run();
        } catch (RuntimeException | Error e) {
            isVerified = true;
            script().blame(e);
            throw e;
        }
        verify();
    }

    /**
     * Runs the host in a thread of its own. From now on each line of the script waits until it has happened, and throws what
     * went wrong.
     *
     * @param underTest drives this device
     */
    public void lockstep(Runnable underTest) {
        host.start(underTest);
    }

    /**
     * Has each line wait from now on until it has happened, for a host that somebody else runs, for example in another
     * process. {@link #verify()} does not wait for its end.
     */
    public void lockstep() {
        script().lockstep();
    }

    /**
     * Returns what the host of a {@linkplain #lockstep lockstep} threw.
     *
     * @return the exception, once {@link #verify()} has waited for its end
     */
    public Optional<Throwable> hostFailure() {
        return host.thrown();
    }

    /**
     * Checks that everything happened that the script says, and nothing else. Of several things that went wrong, the first is
     * told.
     *
     * @throws AssertionError if something else happened; always the same one
     * @throws IllegalStateException if a line of the script does not say what is answered
     */
    public void verify() {
        isVerified = true;
        host.awaitEnd();
        script().verify(place::pass);
    }

    /** Ends the socket and the host's thread, and verifies the script if nobody has. */
    @Override
    public void close() {
        try {
            if (!isVerified) {
                verify();
            }
        } finally {
            host.close();
            place.close();
            script().close();
        }
    }
}
