package dev.tdisp.core.responder;

import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.UnknownRequest;
import dev.tdisp.core.message.VendorData;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.wire.Bytes;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A device as its DSM sees it: the interfaces that it hosts, and what it can do.
 *
 * <p>The device implements this. It is called on the thread that hands a request to the responder.
 */
public interface TdiBackend {
    /**
     * Returns the interfaces hosted now. A function that does not exist, for example while VF Enable is clear, is not
     * among them.
     *
     * @return all interfaces of this DSM, the physical functions first
     */
    List<? extends HostedTdi> interfaces();

    /**
     * Finds the interface of a function that exists.
     *
     * @param id its Requester ID
     * @return the interface hosted there
     */
    default Optional<? extends HostedTdi> interfaceAt(RequesterId id) {
        return interfaces().stream()
                .filter(tdi -> tdi.interfaceId().requesterId().equals(id))
                .findFirst();
    }

    /**
     * Returns the interface that stands for FUNCTION_ID 0000BEEFh when the profile says so.
     *
     * @return the first virtual function's interface; here the first interface of all
     */
    default Optional<? extends HostedTdi> interfaceOfBeef() {
        return interfaces().stream().findFirst();
    }

    /**
     * Returns the optional requests that the device can serve; the profile may advertise fewer.
     *
     * @return some of 88h to 8Bh; here all but VDM_REQUEST
     */
    default Set<RequestCode> optionalRequests() {
        return EnumSet.of(
                RequestCode.BIND_P2P_STREAM_REQUEST,
                RequestCode.UNBIND_P2P_STREAM_REQUEST,
                RequestCode.SET_MMIO_ATTRIBUTE_REQUEST);
    }

    /**
     * Returns the flags of LOCK_INTERFACE that the device honours; the profile may advertise fewer.
     *
     * @return all defined flags, unless overridden
     */
    default LockFlags lockFlags() {
        return LockFlags.ALL;
    }

    /**
     * Answers a VDM_REQUEST (section 11.3.25). Asked only if {@link #optionalRequests()} has it.
     *
     * @param sessionId the session that it came over
     * @param target the interface that it names
     * @param request what the vendor asks
     * @return the answer; here that nobody serves it
     */
    default VendorAnswer vendorRequest(long sessionId, HostedTdi target, VendorData request) {
        return new VendorAnswer.Unsupported();
    }

    /**
     * Answers a request whose code is not defined, where the profile asks the device first.
     *
     * @param sessionId the session that it came over
     * @param request the request
     * @return the payload of the response, whose code is the request's minus 80h; here that nobody serves it
     */
    default Optional<Bytes> unknownRequest(long sessionId, UnknownRequest request) {
        return Optional.empty();
    }

    /**
     * Takes the settings of SET_TDISP_CONFIG, which hold for the whole device; PCIe 7.0 only.
     *
     * @param xtMode whether XT mode is on
     * @param xtBitForLockedMsix the XT bit of locked MSI-X interrupts
     */
    default void configure(boolean xtMode, boolean xtBitForLockedMsix) {}
}
