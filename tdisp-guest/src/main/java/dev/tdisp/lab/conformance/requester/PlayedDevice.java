package dev.tdisp.lab.conformance.requester;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.env.VirtualTime;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.PcieDevice;
import dev.tdisp.core.trace.Trace;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.device.SrIovDeviceBuilder;
import dev.tdisp.device.dsm.Credentials;
import dev.tdisp.lab.ForeignDevice;
import dev.tdisp.lab.conformance.subject.Machine;
import dev.tdisp.spdm.certificate.X509Certificate;
import dev.tdisp.spdm.message.SpdmCode;
import dev.tdisp.spdm.vendor.VendorHandler;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * A device that answers as a script says, and keeps what it was asked.
 *
 * <p>It is a whole simulated device: what the script does not change is as it must be. A requester reaches it over the bus, or
 * by data objects alone.
 */
public final class PlayedDevice implements ForeignDevice {
    private static final int VENDOR_DEFINED = SpdmCode.VENDOR_DEFINED_REQUEST.requestCode();
    private static final int VIRTUAL_FUNCTIONS = 4;
    private static final Credentials CREDENTIALS = Credentials.issue(DeviceProfile.SPEC.spdm(), RandomSource.seeded(1));

    private final VirtualTime time = new VirtualTime();
    private final Tape tape = new Tape();
    private final Deviation deviation;
    private final SrIovDevice device;
    private int honestOnes;
    private boolean isSilent;
    private InstantSource clock = time;

    PlayedDevice(Deviation deviation, DeviceProfile profile, long seed) {
        this.deviation = deviation;
        var env = new Env(time, time, RandomSource.seeded(seed), Trace.none());
        SrIovDeviceBuilder builder = SrIovDevice.builder(env)
                .name("device")
                .profile(profile)
                .credentials(CREDENTIALS)
                .intercept(this::vendor);
        this.device = deviation.parts().apply(builder).build();
        if (deviation.isBuilt()) {
            tape.deviate();
        }
        device.dsm().spdm().filter(this::spdm);
        device.dsm().changeAnswers(this::leaving);
    }

    Tape tape() {
        return tape;
    }

    private Optional<Bytes> vendor(VendorProtocol protocol, long session, Bytes request, VendorHandler honest) {
        Layer layer = Layer.of(protocol);
        boolean isTurn = isTurn(layer, request);
        Optional<Bytes> right = isTurn && deviation.isIdle() ? Optional.empty() : honest.handle(session, request);
        Optional<Bytes> answer = isTurn ? deviation.change().answer(tape, request, right.orElse(Bytes.EMPTY)) : right;
        isSilent |= isTurn && answer.isEmpty();
        tape.add(new Said(layer, session, request, answer, isTurn && !answer.equals(right)));
        return answer;
    }

    private Bytes spdm(long session, Bytes request, Bytes right) {
        if (Layer.SPDM.code(request) == VENDOR_DEFINED) {
            return right;
        }
        Optional<Bytes> answer =
                isTurn(Layer.SPDM, request) ? deviation.change().answer(tape, request, right) : Optional.of(right);
        isSilent |= answer.isEmpty();
        tape.add(new Said(Layer.SPDM, session, request, answer, !answer.equals(Optional.of(right))));
        return answer.orElse(right);
    }

    private boolean isTurn(Layer layer, Bytes request) {
        return deviation.isMeant(layer, request) && ++honestOnes > deviation.skip();
    }

    private Bytes leaving(Bytes object) {
        Bytes leaves = isSilent ? Bytes.EMPTY : object;
        isSilent = false;
        return leaves;
    }

    /**
     * Places the device in a machine of its own, for a requester that has nothing but its mailbox.
     *
     * @param newClock whose time the device follows
     */
    public void enumerate(InstantSource newClock) {
        Machine.plugIn(device, VIRTUAL_FUNCTIONS, Env.seeded(1));
        follow(newClock);
    }

    /**
     * Answers a data object, for a requester that has nothing but a mailbox.
     *
     * @param object the whole object
     * @return the answer; nothing if there is none
     */
    public Optional<Bytes> exchange(Bytes object) {
        catchUp();
        return device.dsm().exchange(object).filter(answer -> !answer.isEmpty());
    }

    @Override
    public PcieDevice link() {
        return new FollowingLink(device, this::catchUp);
    }

    @Override
    public void follow(InstantSource newClock) {
        clock = newClock;
    }

    private void catchUp() {
        Duration elapsed = Duration.between(time.instant(), clock.instant());
        if (elapsed.compareTo(Duration.ZERO) > 0) {
            time.advance(elapsed);
        }
    }

    @Override
    public TdiState state(int vf) {
        return device.interfaceOf(device.virtualFunction(vf)).state();
    }

    @Override
    public X509Certificate root() {
        return CREDENTIALS.identity().root();
    }
}
