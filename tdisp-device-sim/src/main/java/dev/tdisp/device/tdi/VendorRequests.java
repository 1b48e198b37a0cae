package dev.tdisp.device.tdi;

import dev.tdisp.core.message.VendorData;
import dev.tdisp.core.responder.VendorAnswer;
import dev.tdisp.core.wire.Bytes;

/** Serves the VDM_REQUESTs of one vendor (section 11.3.25). */
@FunctionalInterface
public interface VendorRequests {
    /**
     * Answers a request. The vendor decides in which states it does; the state is never changed by it.
     *
     * @param sessionId the session that the request came over
     * @param target the interface that it names
     * @param data what the vendor asks
     * @return the answer
     */
    VendorAnswer answer(long sessionId, TeeDeviceInterface target, Bytes data);

    /**
     * Who a vendor is.
     *
     * @param registryId which registry lists it
     * @param vendorId its identifier there
     */
    record Vendor(int registryId, Bytes vendorId) {
        /**
         * Names a vendor that the PCI-SIG lists.
         *
         * @param vendorId 0 to 65535
         * @return the vendor
         */
        public static Vendor ofPciSig(int vendorId) {
            var data = VendorData.ofPciSig(vendorId, Bytes.EMPTY);
            return new Vendor(data.registryId(), data.vendorId());
        }
    }
}
