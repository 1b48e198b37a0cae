package dev.tdisp.lab.script;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.env.VirtualTime;
import dev.tdisp.core.ide.IdeProfile;
import dev.tdisp.core.ide.IdeSwitch;
import dev.tdisp.core.responder.TdispProfile;
import dev.tdisp.core.tdi.TdispSwitch;
import dev.tdisp.core.trace.Trace;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.lab.Lab;
import dev.tdisp.lab.conformance.subject.Machine;
import java.time.Duration;

/**
 * Options of a scripted device.
 *
 * <pre>{@code
 * ScriptedDevice peer = ScriptedDevice.builder().name("attach/stale-nonce").seed(7).build();
 * }</pre>
 */
public final class ScriptedDeviceBuilder {
    /** A device that follows the specification, but takes keys for any stream, and locks without: nobody configures streams. */
    private static final DeviceProfile WITHOUT_A_LINK = DeviceProfile.SPEC
            .withTdisp(TdispProfile.SPEC.with(TdispSwitch.LOCK_WITHOUT_IDE_CHECKS))
            .withIde(IdeProfile.STRICT.without(IdeSwitch.CHECK_STREAM_ID).without(IdeSwitch.IGNORE_START_WITHOUT_KEY));

    private static final int VIRTUAL_FUNCTIONS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private String name = "script";
    private long seed = Long.getLong("tdisp.seed", 1);
    private DeviceProfile profile = WITHOUT_A_LINK;
    private Trace trace = Trace.none();
    private Duration patience = PATIENCE;

    ScriptedDeviceBuilder() {}

    /**
     * Names the script, for the text of a failure.
     *
     * @param newName the name; {@code script} unless told
     * @return this
     */
    public ScriptedDeviceBuilder name(String newName) {
        name = newName;
        return this;
    }

    /**
     * Chooses the run.
     *
     * @param newSeed any number; the system property {@code tdisp.seed}, or 1, unless told
     * @return this
     */
    public ScriptedDeviceBuilder seed(long newSeed) {
        seed = newSeed;
        return this;
    }

    /**
     * Chooses the honest device behind the script. Unless told, it follows the specification but for IDE: it takes keys for
     * any stream, and locks without, because nobody here writes the registers of its port.
     *
     * @param newProfile the device
     * @return this
     */
    public ScriptedDeviceBuilder profile(DeviceProfile newProfile) {
        profile = newProfile;
        return this;
    }

    /**
     * Sends events somewhere: what the honest device answers, and what the script makes of it.
     *
     * @param newTrace gets each event as it happens
     * @return this
     */
    public ScriptedDeviceBuilder trace(Trace newTrace) {
        trace = newTrace;
        return this;
    }

    /**
     * Says how long anybody waits for anything, in real time.
     *
     * @param most the longest wait; 10 seconds unless told
     * @return this
     * @throws IllegalArgumentException if that is not positive
     */
    public ScriptedDeviceBuilder patience(Duration most) {
        if (most.isNegative() || most.isZero()) {
            throw new IllegalArgumentException("patience: " + most);
        }
        patience = most;
        return this;
    }

    /**
     * Builds the device, with four virtual functions.
     *
     * @return a device with an empty script
     */
    public ScriptedDevice build() {
        var time = new VirtualTime();
        var env = new Env(time, time, RandomSource.seeded(seed), trace);
        SrIovDevice device = SrIovDevice.builder(env).profile(profile).build();
        Machine.plugIn(device, VIRTUAL_FUNCTIONS, env.forParty("host"));
        return device(device, env, time);
    }

    /**
     * Puts the script in front of the device of a lab instead. Seed, profile and trace are those of the lab.
     *
     * @param lab the lab, whose device is its own
     * @return the lab's device with an empty script
     */
    public ScriptedDevice on(Lab lab) {
        seed = lab.seed();
        return device(lab.device(), lab.env(), lab.time());
    }

    private ScriptedDevice device(SrIovDevice device, Env env, VirtualTime time) {
        var script = new Script(new Frame(name, seed), env, patience);
        return new ScriptedDevice(script, new DevicePlace(device, script, time));
    }
}
