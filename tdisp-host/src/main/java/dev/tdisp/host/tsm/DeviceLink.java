package dev.tdisp.host.tsm;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.ide.AddressRange;
import dev.tdisp.core.ide.IdeForm;
import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.ide.IdeStreamEvent;
import dev.tdisp.core.ide.IdeStreamSettings;
import dev.tdisp.core.ide.IdeSwitch;
import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.ide.RidRange;
import dev.tdisp.core.idekm.QueryResp;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.IdeCapability;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.requester.NonceJudge;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.memory.PageRange;
import dev.tdisp.host.rootport.RootPort;
import dev.tdisp.host.tsm.TsmException.Reason;
import dev.tdisp.spdm.crypto.Hash;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The security manager's side of one device: the session, and the stream that it keys. */
final class DeviceLink {
    private static final int CONTROL = 1;
    private static final int STATUS = 2;

    private final RootPort port;
    private final HostServices services;
    private final DeviceLocation location;
    private final BusySession session;
    private final Upkeep upkeep;
    private final StreamId streamId;
    private final IdeForm form;
    private final StreamKeys keys;
    private final Patience patience;
    private final Hash hash;
    private final NonceJudge nonces = new NonceJudge();
    private EvidenceDigests digests;
    private boolean isKeying;

    /** Makes the link of a session, which ends if the hypervisor does not even take the evidence. */
    static DeviceLink open(RootPort port, StreamId streamId, HostServices services, DsmSession session, Setup setup) {
        try {
            return new DeviceLink(port, streamId, services, session, setup);
        } catch (RuntimeException e) {
            session.end();
            throw e;
        }
    }

    private DeviceLink(RootPort port, StreamId streamId, HostServices services, DsmSession session, Setup setup) {
        this.port = port;
        this.services = services;
        this.location = services.location();
        this.session = new BusySession(session, this::afterExchange);
        this.streamId = streamId;
        this.keys = new StreamKeys(this.session, setup.env);
        this.form = setup.options.form();
        this.patience = setup.options.patience();
        this.hash = Hash.of(session.algorithms().hash());
        this.digests = new EvidenceDigests(session.algorithms().hash(), Map.of())
                .with(EvidenceKind.NEGOTIATION, keep(location.dsm(), EvidenceKind.NEGOTIATION, session.negotiation()))
                .with(
                        EvidenceKind.CERTIFICATE_CHAIN,
                        keep(location.dsm(), EvidenceKind.CERTIFICATE_CHAIN, session.certificateChain()));
        this.upkeep = new Upkeep(this, setup.options, setup.env);
    }

    private void afterExchange() {
        upkeep.work();
    }

    /** Does what is due: a sign of life, fresh keys. */
    void upkeep() {
        upkeep.work();
    }

    /** Tells whether an exchange is under way, or keys are being changed. */
    boolean isBusy() {
        return session.isBusy() || isKeying;
    }

    private void keying(Runnable work) {
        isKeying = true;
        try {
            work.run();
        } finally {
            isKeying = false;
        }
    }

    /** Judges the nonces of all interfaces of the device. */
    NonceJudge nonces() {
        return nonces;
    }

    /** Configures the stream at both ends, not yet enabled; a stream that is enabled goes through INSECURE. */
    void configureStream() {
        IdeStream local = configure();
        StreamKeys.guarded("configuration of " + local.id(), () -> requireDevice(keys.query()));
    }

    /** Programs and starts the keys at both ends. */
    void programKeys() {
        keying(() -> keys.program(stream()));
        upkeep.keyed();
    }

    /** Enables the stream at both ends, and sees that it is secure at both. */
    void enableStream() {
        if (keys.areInDoubt()) {
            throw new TsmException(Reason.STATE_UNKNOWN, "the keys of %s at the device".formatted(streamId));
        }
        IdeStream local = stream();
        services.enableStream(streamId);
        local.enable();
        StreamKeys.guarded("state of " + streamId, () -> requireSecure(local, keys.query()));
    }

    /** Sees that no packet of an interface is left on the way, as far as this end does so. */
    void flush(long address) {
        if (port.ide().profile().has(IdeSwitch.FLUSH_BEFORE_STOP)) {
            port.flush(address);
        }
    }

    private IdeStream configure() {
        IdeStream local = port.ide().stream(streamId).orElseGet(() -> freeBlock());
        if (local.isEnabled()) {
            services.disableStream(streamId);
            local.disable();
        }
        var partner = new RidRange(
                location.dsm().requesterId(), location.lastFunction().requesterId());
        PageRange window = location.window();
        var addresses = new AddressRange(window.address(), window.address() + window.size() - 1);
        local.configure(
                IdeStreamSettings.of(streamId, partner, List.of(addresses)).withForm(form));
        services.programStream(streamId, port.id(), form);
        return local;
    }

    private IdeStream freeBlock() {
        return port.ide().streams().stream()
                .filter(block -> block.settings().isEmpty())
                .findFirst()
                .orElseGet(() -> port.ide().addStream());
    }

    private void requireDevice(QueryResp answer) {
        FunctionId function = answer.function();
        if (!function.equals(location.dsm())) {
            throw new TsmException(
                    Reason.WRONG_DEVICE, "the session leads to %s, not %s".formatted(function, location.dsm()));
        }
        List<Long> block = block(answer);
        IdeStreamSettings settings = IdeStreamSettings.ofRegisters(block);
        boolean isPartner =
                settings.partner().filter(range -> range.contains(port.id())).isPresent();
        boolean isDefault = settings.defaultStream() && settings.trafficClass() == 0;
        if (!isPartner || !isDefault || !settings.form().equals(form)) {
            throw new TsmException(Reason.WRONG_DEVICE, "%s is configured as %s".formatted(streamId, settings));
        }
    }

    private List<Long> block(QueryResp answer) {
        return answer.selectiveBlocks().stream()
                .flatMap(List::stream)
                .filter(block -> IdeStreamSettings.ofRegisters(block).id().equals(streamId))
                .findFirst()
                .orElseThrow(() -> new TsmException(Reason.WRONG_DEVICE, "no block has " + streamId));
    }

    private void requireSecure(IdeStream local, QueryResp answer) {
        List<Long> block = block(answer);
        boolean isEnabled = (block.get(CONTROL) & IdeCapability.CONTROL_ENABLE) != 0;
        boolean isSecure = (block.get(STATUS) & IdeCapability.STATUS_STATE_MASK) == IdeCapability.STATUS_SECURE;
        if (!local.isSecure() || !isEnabled || !isSecure) {
            throw new TsmException(
                    Reason.STREAM_NOT_SECURE,
                    "%s: root port %s, device %s".formatted(streamId, local.state(), isSecure ? "SECURE" : "INSECURE"));
        }
    }

    /** Replaces the keys without a gap. */
    void refreshKeys() {
        keying(() -> keys.refresh(stream()));
        upkeep.keyed();
    }

    /** Stops the keys and disables the stream at both ends, as far as the device answers. */
    void stopStream() {
        Optional<IdeStream> local = port.ide().stream(streamId).filter(IdeStream::isEnabled);
        if (local.isEmpty()) {
            return;
        }
        keying(() -> keys.stop(local.get()));
        local.get().disable();
        services.disableStream(streamId);
    }

    /** Ends the session; the stream cannot live without it. False if the device did not confirm. */
    boolean endSession() {
        boolean isConfirmed = session.end();
        abandon();
        return isConfirmed;
    }

    /** Gives the stream up at this end; the device cannot be asked any more. */
    void abandon() {
        upkeep.end();
        nonces.destroy();
        port.ide().stream(streamId).ifPresent(stream -> stream.invalidate(IdeStreamEvent.SESSION_ENDED));
    }

    /** The most packets that one key in use has protected or opened at this end. */
    long packets() {
        return port.ide().stream(streamId).stream()
                .flatMap(stream ->
                        KeySlotId.all().stream().filter(stream::isInUse).map(stream::invocations))
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
    }

    boolean isSecure() {
        return port.ide().stream(streamId).filter(IdeStream::isSecure).isPresent();
    }

    /** Exchanges, again if the device is busy. */
    <T> T ask(Supplier<T> exchange) {
        return patience.ask(services::pause, exchange);
    }

    /** Measures the device outside of any lock. */
    DeviceStatus measureDevice(FunctionId function, Bytes nonce) {
        SignedMeasurements measurements = ask(() -> session.measure(nonce));
        Bytes digest = keep(function, EvidenceKind.MEASUREMENTS, measurements.encode());
        return new DeviceStatus(location.dsm(), digests.with(EvidenceKind.MEASUREMENTS, digest), status());
    }

    private IdeStream stream() {
        return port.ide().stream(streamId)
                .orElseThrow(() -> new TsmException(Reason.STREAM_NOT_SECURE, streamId + " is not configured"));
    }

    LinkStatus status() {
        return new LinkStatus(session.version(), session.algorithms(), streamId, isSecure());
    }

    RootPort port() {
        return port;
    }

    DsmSession session() {
        return session;
    }

    DeviceLocation location() {
        return location;
    }

    StreamId streamId() {
        return streamId;
    }

    /** Hands evidence to the hypervisor and keeps its digest. */
    Bytes keep(FunctionId function, EvidenceKind kind, Bytes evidence) {
        services.keep(function, kind, evidence);
        return hash.digest(evidence);
    }

    EvidenceDigests digests() {
        return digests;
    }

    /** How a security manager sets links up. */
    record Setup(TsmOptions options, Env env) {}
}
