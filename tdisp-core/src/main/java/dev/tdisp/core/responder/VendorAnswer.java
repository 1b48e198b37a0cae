package dev.tdisp.core.responder;

import dev.tdisp.core.wire.Bytes;

/** What a vendor's hook says to a VDM_REQUEST (section 11.3.26). */
public sealed interface VendorAnswer {
    /**
     * The vendor's data, answered as VDM_RESPONSE with the registry and vendor of the request.
     *
     * @param data what the vendor defined
     */
    record Data(Bytes data) implements VendorAnswer {}

    /**
     * The vendor's error, answered as VENDOR_SPECIFIC_ERROR with the registry and vendor of the request.
     *
     * @param data what the vendor says more
     */
    record Failure(Bytes data) implements VendorAnswer {}

    /** Nobody serves this vendor; answered as UNSUPPORTED_REQUEST. */
    record Unsupported() implements VendorAnswer {}
}
