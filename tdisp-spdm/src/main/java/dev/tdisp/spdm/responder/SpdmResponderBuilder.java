package dev.tdisp.spdm.responder;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.certificate.CertificatePolicy;
import dev.tdisp.spdm.certificate.DeviceIdentity;
import dev.tdisp.spdm.certificate.X509Certificate;
import dev.tdisp.spdm.connection.Credentials;
import dev.tdisp.spdm.connection.EventListener;
import dev.tdisp.spdm.connection.PeerIdentity;
import dev.tdisp.spdm.crypto.Signer;
import dev.tdisp.spdm.measurement.DeviceMeasurements;
import dev.tdisp.spdm.measurement.MeasurementLog;
import dev.tdisp.spdm.message.DeviceClassInfo;
import dev.tdisp.spdm.message.KeySlotInfo;
import dev.tdisp.spdm.message.SpdmCode;
import dev.tdisp.spdm.transport.TransportBinding;
import dev.tdisp.spdm.vendor.VendorRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Collects what a responder is made of. */
public final class SpdmResponderBuilder {
    private static final Duration LONGEST = Duration.ofMinutes(30);

    final SpdmProfile profile;
    final Env env;
    final Credentials credentials = new Credentials();
    Supplier<DeviceMeasurements> measurements = () -> DeviceMeasurements.of(List.of());
    PskProvider pskProvider = hint -> Optional.empty();
    VendorRegistry vendors = new VendorRegistry();
    final PeerIdentity requester = new PeerIdentity();
    CertificatePolicy requesterPolicy = CertificatePolicy.authentic();
    TransportBinding binding = TransportBinding.DOE;
    final DeviceServices services = new DeviceServices();
    String name = "device";
    String peer = "tsm";

    SpdmResponderBuilder(SpdmProfile profile, Env env) {
        this.profile = profile;
        this.env = env;
    }

    /**
     * Fills a slot.
     *
     * @param slot 0 to 7
     * @param identity the chain and the key
     * @return this builder
     * @throws IllegalArgumentException if there is no such slot
     */
    public SpdmResponderBuilder slot(int slot, DeviceIdentity identity) {
        credentials.fill(slot, identity);
        return this;
    }

    /**
     * Fills a slot whose key is described in a multi-key connection.
     *
     * @param slot 0 to 7
     * @param identity the chain and the key
     * @param key what DIGESTS says of the key
     * @return this builder
     * @throws IllegalArgumentException if there is no such slot
     */
    public SpdmResponderBuilder slot(int slot, DeviceIdentity identity, KeySlotInfo key) {
        credentials.fill(slot, identity, key);
        return this;
    }

    /**
     * Sets the key that requesters were given beforehand; goes with PUB_KEY_ID_CAP.
     *
     * @param signer the private key
     * @return this builder
     */
    public SpdmResponderBuilder rawKey(Signer signer) {
        credentials.rawKey(signer);
        return this;
    }

    /**
     * Says which chains of requesters are believed.
     *
     * @param policy decides about chains; any authentic one is believed by default
     * @return this builder
     */
    public SpdmResponderBuilder requesterPolicy(CertificatePolicy policy) {
        requesterPolicy = policy;
        return this;
    }

    /**
     * Gives the requester's public key, for requesters with PUB_KEY_ID_CAP.
     *
     * @param publicKey the DER encoding of its SubjectPublicKeyInfo
     * @return this builder
     */
    public SpdmResponderBuilder requesterKey(Bytes publicKey) {
        requester.rawKey(publicKey);
        return this;
    }

    /**
     * Gives a chain of the requester's beforehand, so that FINISH can be signed without being asked for it.
     *
     * @param slot the requester's slot, 0 to 7
     * @param certificates the certificates from the root to the leaf, which are believed
     * @return this builder
     */
    public SpdmResponderBuilder requesterChain(int slot, List<X509Certificate> certificates) {
        requester.give(slot, certificates);
        return this;
    }

    /**
     * Says who measures.
     *
     * @param provider measures the device each time it is asked
     * @return this builder
     */
    public SpdmResponderBuilder measurements(Supplier<DeviceMeasurements> provider) {
        measurements = provider;
        return this;
    }

    /**
     * Says who knows pre-shared keys.
     *
     * @param provider knows them
     * @return this builder
     */
    public SpdmResponderBuilder preSharedKeys(PskProvider provider) {
        pskProvider = provider;
        return this;
    }

    /**
     * Says which protocols travel in VENDOR_DEFINED messages.
     *
     * @param registry knows them
     * @return this builder
     */
    public SpdmResponderBuilder vendors(VendorRegistry registry) {
        vendors = registry;
        return this;
    }

    /**
     * Says who collects the measurement extension log.
     *
     * @param provider collects it each time it is asked; nothing if it cannot be collected
     * @return this builder
     */
    public SpdmResponderBuilder measurementLog(Supplier<Optional<MeasurementLog>> provider) {
        services.measurementLog = provider;
        return this;
    }

    /**
     * Says what class of device this is.
     *
     * @param provider is asked each time
     * @return this builder
     */
    public SpdmResponderBuilder deviceClass(Supplier<DeviceClassInfo> provider) {
        services.deviceClass = provider;
        return this;
    }

    /**
     * Says which key pairs there are.
     *
     * @param pairs describes and changes them
     * @return this builder
     */
    public SpdmResponderBuilder keyPairs(KeyPairs pairs) {
        services.keyPairs = pairs;
        return this;
    }

    /**
     * Says which events there are.
     *
     * @param source knows the subscribers, and what they are still to be told
     * @return this builder
     */
    public SpdmResponderBuilder events(EventSource source) {
        services.events = source;
        return this;
    }

    /**
     * Says who is told of the requester's events.
     *
     * @param listener is told
     * @return this builder
     */
    public SpdmResponderBuilder eventListener(EventListener listener) {
        services.eventListener = listener;
        return this;
    }

    /**
     * Says who makes certificate signing requests; without one, the keys of the slots do.
     *
     * @param requester makes them
     * @return this builder
     */
    public SpdmResponderBuilder certificateRequests(CertificateRequester requester) {
        services.certificateRequester = Optional.of(requester);
        return this;
    }

    /**
     * Says who answers what travels in established sessions beside SPDM; nobody by default.
     *
     * @param handler answers it
     * @return this builder
     */
    public SpdmResponderBuilder applications(ApplicationHandler handler) {
        services.applications = handler;
        return this;
    }

    /**
     * Lets all slots be changed outside sessions too, as a manufacturer's environment may.
     *
     * @return this builder
     */
    public SpdmResponderBuilder trustedEnvironment() {
        services.isTrustedEnvironment = true;
        return this;
    }

    /**
     * Lets a request take its time: ResponseNotReady answers it first.
     *
     * @param request a request that is none of the negotiation, and no RESPOND_IF_READY
     * @param time how long it takes, up to about 30 minutes
     * @return this builder
     * @throws IllegalArgumentException if the request cannot be deferred, or not for so long
     */
    public SpdmResponderBuilder slow(SpdmCode request, Duration time) {
        boolean isPossible = !Set.of(
                        SpdmCode.GET_VERSION,
                        SpdmCode.GET_CAPABILITIES,
                        SpdmCode.NEGOTIATE_ALGORITHMS,
                        SpdmCode.RESPOND_IF_READY)
                .contains(request);
        if (!isPossible || time.isNegative() || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("request: %s; time: %s".formatted(request, time));
        }
        services.times.put(request, time);
        return this;
    }

    /**
     * Says which transport there is, which decides the format of records.
     *
     * @param transport the binding, PCI DOE by default
     * @return this builder
     */
    public SpdmResponderBuilder binding(TransportBinding transport) {
        binding = transport;
        return this;
    }

    /**
     * Names both ends for the trace.
     *
     * @param self this end
     * @param requester the other end
     * @return this builder
     */
    public SpdmResponderBuilder names(String self, String requester) {
        name = self;
        peer = requester;
        return this;
    }

    /**
     * Builds the responder.
     *
     * @return a responder before its first message
     */
    public SpdmResponder build() {
        return new SpdmResponder(this);
    }
}
