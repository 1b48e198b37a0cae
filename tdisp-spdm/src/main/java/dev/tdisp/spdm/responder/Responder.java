package dev.tdisp.spdm.responder;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.CertificatePolicy;
import dev.tdisp.spdm.certificate.CertificateRequest;
import dev.tdisp.spdm.certificate.DeviceIdentity;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.connection.Credentials;
import dev.tdisp.spdm.connection.Identity;
import dev.tdisp.spdm.connection.PeerIdentity;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.connection.SpdmSwitch;
import dev.tdisp.spdm.connection.TransferSizes;
import dev.tdisp.spdm.crypto.Signer;
import dev.tdisp.spdm.crypto.SigningContext;
import dev.tdisp.spdm.measurement.DeviceMeasurements;
import dev.tdisp.spdm.message.ErrorResponse;
import dev.tdisp.spdm.message.SpdmCode;
import dev.tdisp.spdm.message.SpdmHeader;
import dev.tdisp.spdm.transport.TransportBinding;
import dev.tdisp.spdm.vendor.VendorRegistry;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the handlers of all requests share. */
final class Responder {
    private final SpdmProfile profile;
    private final Env env;
    private final Connection connection;
    private final SessionTable sessions;
    private final Credentials credentials;
    private final Supplier<DeviceMeasurements> measurements;
    private final PskProvider pskProvider;
    private final VendorRegistry vendors;
    private final TransportBinding binding;
    private final DeviceServices services;
    private final Provisioning provisioning = new Provisioning();
    private final Deferral deferral;
    private final Negotiated negotiated;
    private boolean isLogNegotiated;
    private ResponderCondition condition = ResponderCondition.NORMAL;
    private final PeerIdentity requester;
    private final CertificatePolicy requesterPolicy;
    private final Channels channels = new Channels();

    Responder(SpdmResponderBuilder builder, Connection connection, SessionTable sessions) {
        this.profile = builder.profile;
        this.env = builder.env;
        this.connection = connection;
        this.sessions = sessions;
        this.credentials = builder.credentials;
        this.measurements = builder.measurements;
        this.pskProvider = builder.pskProvider;
        this.vendors = builder.vendors;
        this.binding = builder.binding;
        this.services = builder.services;
        this.deferral = new Deferral(env, services.times);
        this.negotiated = new Negotiated(profile);
        this.requester = builder.requester;
        this.requesterPolicy = builder.requesterPolicy;
        sessions.onEnd(channels::forget);
    }

    SpdmProfile profile() {
        return profile;
    }

    Env env() {
        return env;
    }

    Connection connection() {
        return connection;
    }

    SessionTable sessions() {
        return sessions;
    }

    DeviceMeasurements measure() {
        return measurements.get();
    }

    PskProvider pskProvider() {
        return pskProvider;
    }

    VendorRegistry vendors() {
        return vendors;
    }

    TransportBinding binding() {
        return binding;
    }

    ResponderCondition condition() {
        return condition;
    }

    void condition(ResponderCondition next) {
        condition = next;
    }

    /** Returns how large messages can be that reach the requester by one way. */
    TransferSizes requesterSizes(@Nullable SpdmSession session) {
        long largest =
                session == null ? binding.largestMessage() : session.secure().largestMessage();
        return connection.peerSizes().within(largest);
    }

    /** Returns the size of the largest response that reaches the requester, in chunks if need be. */
    long responseLimit(@Nullable SpdmSession session) {
        boolean isChunking = connection.context().both(Capability.CHUNK_CAP);
        return requesterSizes(session).largestMessage(connection.version(), isChunking);
    }

    /** Forgets what was learned in a former connection. */
    void forgetRequester() {
        channels.forgetAll();
        requester.forget();
        isLogNegotiated = false;
        deferral.clear();
        negotiated.clear();
    }

    /** Returns what the negotiation came to, for requesters that repeat themselves. */
    Negotiated negotiated() {
        return negotiated;
    }

    /** Returns what is known of the requester's identity. */
    PeerIdentity requester() {
        return requester;
    }

    CertificatePolicy requesterPolicy() {
        return requesterPolicy;
    }

    RequesterAuthentication authentication() {
        return new RequesterAuthentication(this);
    }

    /** Returns what is remembered of a session, or of messages in the clear. */
    Channel channel(@Nullable SpdmSession session) {
        return channels.of(session);
    }

    /** Tells whether a transfer in chunks must be finished before a request is processed. */
    boolean isClosedTo(SpdmCode code, @Nullable SpdmSession session) {
        boolean isElsewhere = profile.has(SpdmSwitch.TRANSFER_BLOCKS_CONNECTION)
                && code != SpdmCode.GET_VERSION
                && channels.others(channel(session)).anyMatch(Channel::isTransferring);
        return isElsewhere || channel(session).isClosedTo(code);
    }

    /** Tells whether the requester must answer before its requests are processed. */
    boolean isQuestionDue(@Nullable SpdmSession session) {
        return profile.has(SpdmSwitch.QUESTION_BLOCKS_CONNECTION)
                ? channels.all().map(Channel::inquiries).anyMatch(inquiries -> !inquiries.isEmpty())
                : channel(session).inquiries().isInFlight();
    }

    DeviceServices services() {
        return services;
    }

    Provisioning provisioning() {
        return provisioning;
    }

    Deferral deferral() {
        return deferral;
    }

    boolean isLogNegotiated() {
        return isLogNegotiated;
    }

    void logNegotiated(boolean isNegotiated) {
        isLogNegotiated = isNegotiated;
    }

    /** Returns who makes certificate signing requests: by default the keys of the slots. */
    CertificateRequester certificateRequester() {
        return services.certificateRequester.orElse(demand -> held(demand.keyPairId())
                .map(held -> CertificateRequest.sign(held.signer(), held.leaf(), demand.requesterInfo())));
    }

    /** Returns the private keys of a key pair; those of all slots if none is named. */
    List<Signer> heldKeys(int keyPairId) {
        return IntStream.range(0, Credentials.SLOTS)
                .filter(slot -> keyPairId == 0 || isOfKeyPair(slot, keyPairId))
                .mapToObj(credentials::slot)
                .flatMap(Optional::stream)
                .map(DeviceIdentity::signer)
                .toList();
    }

    private Optional<DeviceIdentity> held(int keyPairId) {
        return IntStream.range(0, Credentials.SLOTS)
                .filter(slot -> keyPairId == 0 || isOfKeyPair(slot, keyPairId))
                .mapToObj(credentials::slot)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private boolean isOfKeyPair(int slot, int keyPairId) {
        return credentials.key(slot).filter(key -> key.keyPairId() == keyPairId).isPresent();
    }

    Credentials credentials() {
        return credentials;
    }

    /** Finds the key of a slot that the capabilities admit. */
    Optional<Identity> identity(int slot) {
        Capability kind = slot == Credentials.RAW_KEY ? Capability.PUB_KEY_ID_CAP : Capability.CERT_CAP;
        return profile.capabilities().has(kind) ? credentials.identity(slot, connection.hash()) : Optional.empty();
    }

    Bytes sign(Identity identity, SigningContext context, Bytes transcript) {
        return context.sign(identity.signer(), connection.version(), connection.hash(), transcript);
    }

    Bytes random(int size) {
        return env.random().next(size);
    }

    SpdmHeader header(int param1, int param2) {
        SpdmVersion version = connection.version();
        return SpdmHeader.of(version, param1, param2);
    }

    ErrorResponse error(Refusal refusal) {
        SpdmVersion version = refusal.version().orElseGet(connection::version);
        var header = SpdmHeader.of(version, refusal.error().code(), refusal.data());
        return new ErrorResponse(header, refusal.extendedData());
    }
}
