package dev.tdisp.spdm.responder;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.env.VirtualTime;
import dev.tdisp.core.trace.RecordingTrace;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.certificate.CertificatePolicy;
import dev.tdisp.spdm.certificate.DeviceIdentity;
import dev.tdisp.spdm.certificate.DeviceName;
import dev.tdisp.spdm.crypto.Secret;
import dev.tdisp.spdm.measurement.DeviceMeasurements;
import dev.tdisp.spdm.measurement.Measurement;
import dev.tdisp.spdm.measurement.MeasurementType;
import dev.tdisp.spdm.requester.RequesterOptions;
import dev.tdisp.spdm.requester.SpdmRequester;
import dev.tdisp.spdm.transport.SpdmTransport;
import dev.tdisp.spdm.transport.TransportBinding;
import dev.tdisp.spdm.transport.TransportException;
import dev.tdisp.spdm.transport.TransportMessage;
import dev.tdisp.spdm.vendor.VendorProtocol;
import dev.tdisp.spdm.vendor.VendorRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A requester and a responder joined in memory, with a hostile hand on the line. */
public final class Peers {
    /** A hint that the responder knows. */
    public static final Bytes HINT = Bytes.fromHex("01 02 03");

    private static final DeviceIdentity IDENTITY = DeviceIdentity.generate(
            new DeviceName("ACME", "WIDGET", "1"), AsymmetricAlgorithm.ECDSA_P384, RandomSource.seeded(8));

    /** Everything that a test may see and turn. */
    public final VirtualTime time = new VirtualTime();

    public final RecordingTrace trace = new RecordingTrace();
    public final Env env;
    public final DeviceIdentity identity;
    public final SpdmResponder responder;
    public final SpdmRequester requester;
    public final SpdmTransport transport;
    public final RequesterOptions options;
    public final List<String> ended = new ArrayList<>();
    public final List<Bytes> vendorMessages = new ArrayList<>();

    /** Changes what travels; a test replaces them. */
    public UnaryOperator<TransportMessage> onRequest = UnaryOperator.identity();

    public UnaryOperator<TransportMessage> onResponse = UnaryOperator.identity();

    public Peers(SpdmProfile profile, RequesterOptions options) {
        this(profile, options, builder -> {});
    }

    public Peers(SpdmProfile profile, RequesterOptions options, Consumer<SpdmResponderBuilder> device) {
        time.advance(Duration.between(Instant.EPOCH, Instant.parse("2026-12-01T00:00:00Z")));
        env = new Env(time, time, RandomSource.seeded(7), trace);
        identity = IDENTITY;
        var registry = new VendorRegistry();
        registry.register(VendorProtocol.TDISP, this::vendor);
        SpdmResponderBuilder builder = SpdmResponder.builder(profile, env.forParty("device"))
                .slot(0, identity)
                .slot(2, identity)
                .measurements(Peers::measurements)
                .preSharedKeys(hint -> HINT.equals(hint) ? Optional.of(psk()) : Optional.empty())
                .vendors(registry);
        device.accept(builder);
        responder = builder.build();
        responder.addListener((id, cause) -> ended.add("%08X %s".formatted(id, cause)));
        transport = request -> onResponse.apply(
                responder.handle(onRequest.apply(request)).orElseThrow(() -> new TransportException("silence")));
        this.options = options.withPolicy(CertificatePolicy.trusting(List.of(identity.root())));
        requester = new SpdmRequester(transport, this.options, env.forParty("tsm"));
    }

    /** Returns a second responder of the same device, behind another transport. */
    public SpdmResponder responder(TransportBinding binding) {
        return SpdmResponder.builder(profile(), env.forParty("second device"))
                .slot(0, identity)
                .measurements(Peers::measurements)
                .preSharedKeys(hint -> HINT.equals(hint) ? Optional.of(psk()) : Optional.empty())
                .binding(binding)
                .build();
    }

    public static Peers usual() {
        return new Peers(profile(), options());
    }

    public static SpdmProfile profile() {
        return SpdmProfile.TDISP
                .withCapabilities(SpdmProfile.TDISP.capabilities().with(Capability.PSK_CAP, 2))
                .withHeartbeatPeriod(5);
    }

    public static RequesterOptions options() {
        return RequesterOptions.TDISP.withCapabilities(
                RequesterOptions.TDISP.capabilities().with(Capability.PSK_CAP, 1));
    }

    public static DeviceMeasurements measurements() {
        return DeviceMeasurements.of(List.of(
                Measurement.of(1, MeasurementType.IMMUTABLE_ROM, Bytes.filled(1, 40)),
                Measurement.of(2, MeasurementType.MUTABLE_FIRMWARE, Bytes.filled(2, 40)),
                Measurement.securityVersion(0x10, 7)));
    }

    public static Secret psk() {
        return Secret.copyOf(Bytes.filled(0x5A, 32));
    }

    public Peers connected() {
        requester.connect();
        return this;
    }

    public Peers identified() {
        connected();
        requester.certificateChain(0);
        return this;
    }

    private Optional<Bytes> vendor(long sessionId, Bytes message) {
        vendorMessages.add(message);
        return message.isEmpty() ? Optional.empty() : Optional.of(message.plus(message));
    }
}
