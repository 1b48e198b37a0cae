package dev.tdisp.spdm.requester;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.CertificateChain;
import dev.tdisp.spdm.certificate.CertificateRequest;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.measurement.MeasurementLog;
import dev.tdisp.spdm.message.Csr;
import dev.tdisp.spdm.message.DeviceClassInfo;
import dev.tdisp.spdm.message.Event;
import dev.tdisp.spdm.message.EventAck;
import dev.tdisp.spdm.message.EventGroup;
import dev.tdisp.spdm.message.GetCsr;
import dev.tdisp.spdm.message.GetKeyPairInfo;
import dev.tdisp.spdm.message.GetSupportedEventTypes;
import dev.tdisp.spdm.message.KeyPairChange;
import dev.tdisp.spdm.message.KeyPairInfo;
import dev.tdisp.spdm.message.KeySlotInfo;
import dev.tdisp.spdm.message.SendEvent;
import dev.tdisp.spdm.message.SetCertificate;
import dev.tdisp.spdm.message.SetCertificateResponse;
import dev.tdisp.spdm.message.SetKeyPairInfo;
import dev.tdisp.spdm.message.SetKeyPairInfoAck;
import dev.tdisp.spdm.message.SpdmHeader;
import dev.tdisp.spdm.message.SpdmRequest;
import dev.tdisp.spdm.message.SpdmResponse;
import dev.tdisp.spdm.message.SubscribeEventTypes;
import dev.tdisp.spdm.message.SubscribeEventTypesAck;
import dev.tdisp.spdm.message.SupportedEventTypes;
import java.util.List;
import java.util.Optional;

/**
 * What a requester can ask of a device besides proofs and sessions: certificates, key pairs, its log, its class, its events.
 *
 * <pre>{@code
 * CertificateRequest request = requester.management().certificateRequest(CsrQuery.DEFAULT);
 * }</pre>
 *
 * <p>Every method throws {@link SpdmException} if the responder refuses, or is not believed, and
 * {@link IllegalStateException} before the connection is negotiated.
 */
public final class DeviceManagement {
    private static final int MODEL_SHIFT = 4;

    private final Requester requester;
    private final Optional<SpdmSession> session;

    DeviceManagement(Requester requester, Optional<SpdmSession> session) {
        this.requester = requester;
        this.session = session;
    }

    /**
     * Asks for a certificate signing request.
     *
     * @param query which
     * @return the request, which its own key has signed
     */
    public CertificateRequest certificateRequest(CsrQuery query) {
        boolean hasAttributes = version().isAtLeast(SpdmVersion.V1_3);
        var header =
                SpdmHeader.of(version(), hasAttributes ? query.keyPairId() : 0, hasAttributes ? query.attributes() : 0);
        Csr response = exchange(new GetCsr(header, query.requesterInfo(), Bytes.EMPTY), Csr.class);
        try {
            CertificateRequest request = CertificateRequest.decode(response.csr());
            if (!request.isSelfSigned()) {
                throw refuse("the certificate signing request is not signed by its own key", "2.15");
            }
            return request;
        } catch (MalformedMessageException e) {
            throw refuse("CSRdata is malformed: " + e.getMessage(), "2.15");
        }
    }

    /**
     * Installs a certificate chain for the device's only key.
     *
     * @param slot 0 to 7
     * @param chain the chain
     */
    public void installCertificate(int slot, CertificateChain chain) {
        installCertificate(slot, chain, 0, 0);
    }

    /**
     * Installs a certificate chain in a multi-key connection.
     *
     * @param slot 0 to 7
     * @param chain the chain
     * @param keyPairId the key pair of the leaf
     * @param certificateModel what the leaf is, 1 to 3
     */
    public void installCertificate(int slot, CertificateChain chain, int keyPairId, int certificateModel) {
        var header = SpdmHeader.of(version(), slot | certificateModel << MODEL_SHIFT, keyPairId);
        set(new SetCertificate(header, chain.encode()));
    }

    /**
     * Empties a slot; in a multi-key connection its key pair is the one that DIGESTS told.
     *
     * @param slot 0 to 7
     */
    public void eraseCertificate(int slot) {
        SpdmHeader header = SetCertificate.erase(version(), slot).header();
        int keyPairId = requester.peer().key(slot).map(KeySlotInfo::keyPairId).orElse(0);
        set(new SetCertificate(SpdmHeader.of(version(), header.param1(), keyPairId), Bytes.EMPTY));
    }

    private void set(SetCertificate request) {
        SetCertificateResponse response = exchange(request, SetCertificateResponse.class);
        if (response.slot() != request.slot()) {
            throw refuse("slot %d is not echoed".formatted(request.slot()), "2.15");
        }
    }

    /**
     * Reads the measurement extension log.
     *
     * @return the log; {@link MeasurementLog#extended} replays it
     */
    public MeasurementLog measurementLog() {
        return new LogReader(requester, this).read();
    }

    /**
     * Asks of what class the device is, without a proof.
     *
     * @return what it says
     */
    public DeviceClassInfo deviceClass() {
        return new EndpointInfoReader(requester, this).read();
    }

    /**
     * Asks of what class the device is, and lets it sign the answer.
     *
     * @param slot the slot whose key is to sign: 0 to 7, or FFh for the key that was given beforehand
     * @return what it says, verified
     */
    public DeviceClassInfo deviceClass(int slot) {
        return new EndpointInfoReader(requester, this).read(slot);
    }

    /**
     * Asks about a key pair.
     *
     * @param keyPairId the key pair, from 1
     * @return what it is, and how many there are
     */
    public KeyPairInfo keyPair(int keyPairId) {
        KeyPairInfo response = exchange(GetKeyPairInfo.of(version(), keyPairId), KeyPairInfo.class);
        if (response.keyPairId() != keyPairId || keyPairId > response.totalKeyPairs()) {
            throw refuse("key pair %d of %d".formatted(response.keyPairId(), response.totalKeyPairs()), "2.17");
        }
        return response;
    }

    /**
     * Changes a key pair.
     *
     * @param keyPairId the key pair, from 1
     * @param change what it is to become
     */
    public void changeKeyPair(int keyPairId, KeyPairChange change) {
        set(keyPairId, SetKeyPairInfo.CHANGE, change);
    }

    /**
     * Generates the key of a key pair.
     *
     * @param keyPairId the key pair, from 1
     * @param change what it is to become
     */
    public void generateKeyPair(int keyPairId, KeyPairChange change) {
        set(keyPairId, SetKeyPairInfo.GENERATE, change);
    }

    /**
     * Erases the key of a key pair.
     *
     * @param keyPairId the key pair, from 1
     */
    public void eraseKeyPair(int keyPairId) {
        exchange(SetKeyPairInfo.erase(version(), keyPairId), SetKeyPairInfoAck.class);
    }

    private void set(int keyPairId, int operation, KeyPairChange change) {
        var header = SpdmHeader.of(version(), operation, 0);
        exchange(new SetKeyPairInfo(header, keyPairId, change), SetKeyPairInfoAck.class);
    }

    /**
     * Asks which events there are; legal in a session only.
     *
     * @return the groups
     */
    public List<EventGroup> supportedEvents() {
        SupportedEventTypes response = exchange(GetSupportedEventTypes.of(version()), SupportedEventTypes.class);
        try {
            List<EventGroup> groups = EventGroup.decodeAll(response.eventGroups());
            if (groups.isEmpty() || groups.size() != response.groupCount()) {
                throw refuse("%d groups, EventGroupCount %d".formatted(groups.size(), response.groupCount()), "2.18");
            }
            return groups;
        } catch (MalformedMessageException e) {
            throw refuse("SupportedEventGroupsList is malformed: " + e.getMessage(), "2.18");
        }
    }

    /**
     * Says which events are wanted in this session.
     *
     * @param groups the groups; none to want no events
     */
    public void subscribe(List<EventGroup> groups) {
        exchange(SubscribeEventTypes.of(version(), groups), SubscribeEventTypesAck.class);
    }

    /**
     * Tells the responder what happened here; legal in a session only.
     *
     * @param events the events, with instance ids that leave no gap
     * @throws IllegalArgumentException if there are none, or there is a gap
     */
    public void send(List<Event> events) {
        SendEvent request = SendEvent.of(version(), events);
        if (events.isEmpty() || !request.hasContiguousIds()) {
            throw new IllegalArgumentException("events: " + events);
        }
        exchange(request, EventAck.class);
    }

    /**
     * Returns what can be asked of the device's banks of slots: an experiment.
     *
     * @return the requests of SLOT_MANAGEMENT
     * @throws IllegalStateException if the responder has no SLOT_MGMT_CAP
     */
    public SlotBanks slotBanks() {
        requester.requireNegotiated();
        if (!requester.connection().context().responder().has(Capability.SLOT_MGMT_CAP)) {
            throw new IllegalStateException("the responder has no SLOT_MGMT_CAP");
        }
        return new SlotBanks(requester, this);
    }

    SpdmVersion version() {
        return requester.connection().version();
    }

    <M extends SpdmResponse> M exchange(SpdmRequest request, Class<M> type) {
        return reply(request, type).message();
    }

    <M extends SpdmResponse> Reply<M> reply(SpdmRequest request, Class<M> type) {
        requester.requireNegotiated();
        Exchange exchange = requester.exchange();
        return session.map(open -> exchange.inSession(request, type, open))
                .orElseGet(() -> exchange.inClear(request, type));
    }

    SpdmException refuse(String reason, String clause) {
        return requester.exchange().refuse(reason, clause);
    }
}
