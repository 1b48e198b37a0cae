package dev.tdisp.lab.cli;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.env.VirtualTime;
import dev.tdisp.core.trace.Trace;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.device.dsm.Credentials;
import dev.tdisp.lab.conformance.subject.Machine;
import dev.tdisp.spdm.connection.KeyLog;
import dev.tdisp.spdm.responder.ApplicationHandler;
import dev.tdisp.spdm.responder.SpdmResponder;
import dev.tdisp.spdm.transport.EmulatorTransport;
import dev.tdisp.spdm.transport.PacketResponder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * A device behind a socket.
 *
 * <p>Its time is that of the machine, and passes between two packets; with a seed it stands still.
 */
final class ServedDevice implements PacketResponder {
    private static final int VIRTUAL_FUNCTIONS = 4;

    private final PacketResponder responder;
    private final VirtualTime time;
    private final Optional<InstantSource> machine;

    private ServedDevice(PacketResponder responder, VirtualTime time, Optional<InstantSource> machine) {
        this.responder = responder;
        this.time = time;
        this.machine = machine;
    }

    /**
     * Builds the whole device for PCI DOE, and its SPDM responder alone for other transports: IDE_KM and TDISP travel over
     * PCI DOE.
     */
    static ServedDevice of(EmulatorTransport transport, DeviceProfile profile, Parts parts) {
        var time = new VirtualTime();
        var env = new Env(time, time, parts.random(), parts.trace());
        var machine = parts.random().isDeterministic()
                ? Optional.<InstantSource>empty()
                : Optional.of(InstantSource.system());
        return new ServedDevice(responder(transport, profile, parts, env), time, machine);
    }

    private static PacketResponder responder(EmulatorTransport transport, DeviceProfile profile, Parts parts, Env env) {
        if (transport == EmulatorTransport.PCI_DOE) {
            SrIovDevice device = SrIovDevice.builder(env)
                    .profile(profile)
                    .credentials(parts.credentials())
                    .build();
            Machine.plugIn(device, VIRTUAL_FUNCTIONS, env.forParty("host"));
            device.dsm().spdm().logKeys(parts.keyLog());
            return new AskingResponder(device.dsm().spdm(), PacketResponder.mailbox(device.dsm()::exchange));
        }
        Credentials credentials = parts.credentials();
        SpdmResponder responder = credentials
                .requesters()
                .applyTo(SpdmResponder.builder(profile.spdm(), env))
                .slot(0, credentials.identity())
                .measurements(credentials.measurements())
                .preSharedKeys(credentials.preSharedKeys())
                .binding(transport.binding())
                .applications(applications(transport))
                .build();
        responder.logKeys(parts.keyLog());
        return new AskingResponder(responder, PacketResponder.of(transport, responder::handle));
    }

    private static ApplicationHandler applications(EmulatorTransport transport) {
        return transport == EmulatorTransport.MCTP ? new PldmTerminus() : (session, message) -> Optional.empty();
    }

    /** Its time, which has passed up to now. */
    InstantSource clock() {
        return () -> {
            catchUp();
            return time.instant();
        };
    }

    @Override
    public Optional<Bytes> handle(Bytes packet) {
        catchUp();
        return responder.handle(packet);
    }

    @Override
    public void keyUpdateWanted(long sessionId) {
        responder.keyUpdateWanted(sessionId);
    }

    @Override
    public void endpointInfoWanted() {
        responder.endpointInfoWanted();
    }

    @Override
    public void disconnected() {
        responder.disconnected();
    }

    private void catchUp() {
        machine.map(source -> Duration.between(time.instant(), source.instant()))
                .filter(elapsed -> !elapsed.isNegative())
                .ifPresent(time::advance);
    }

    /** What a device is made of. */
    record Parts(Credentials credentials, RandomSource random, Trace trace, KeyLog keyLog) {}
}
