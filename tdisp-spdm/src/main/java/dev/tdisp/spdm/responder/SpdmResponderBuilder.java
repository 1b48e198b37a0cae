package dev.tdisp.spdm.responder;

import dev.tdisp.core.env.Env;
import dev.tdisp.spdm.certificate.DeviceIdentity;
import dev.tdisp.spdm.connection.Credentials;
import dev.tdisp.spdm.crypto.Signer;
import dev.tdisp.spdm.measurement.DeviceMeasurements;
import dev.tdisp.spdm.message.KeySlotInfo;
import dev.tdisp.spdm.transport.TransportBinding;
import dev.tdisp.spdm.vendor.VendorRegistry;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Collects what a responder is made of. */
public final class SpdmResponderBuilder {
    final SpdmProfile profile;
    final Env env;
    final Credentials credentials = new Credentials();
    Supplier<DeviceMeasurements> measurements = () -> DeviceMeasurements.of(List.of());
    PskProvider pskProvider = hint -> Optional.empty();
    VendorRegistry vendors = new VendorRegistry();
    TransportBinding binding = TransportBinding.DOE;
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
