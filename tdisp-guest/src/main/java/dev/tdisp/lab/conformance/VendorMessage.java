package dev.tdisp.lab.conformance;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.spdm.message.SpdmHeader;
import dev.tdisp.spdm.message.VendorDefinedBody;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.Optional;

/**
 * A message of another protocol inside VENDOR_DEFINED_REQUEST or VENDOR_DEFINED_RESPONSE, in its small form.
 *
 * @param body the envelope; what a transport padded it with is left out
 */
public record VendorMessage(VendorDefinedBody body) {
    private static final int CODE = 1;
    private static final int REQUEST = 0xFE;
    private static final int RESPONSE = 0x7E;

    /**
     * Opens an envelope.
     *
     * @param message a message of SPDM
     * @return what is in it; nothing if it is no whole VENDOR_DEFINED message
     */
    public static Optional<VendorMessage> read(Bytes message) {
        boolean isVendorDefined =
                message.size() > SpdmHeader.SIZE && (message.at(CODE) == REQUEST || message.at(CODE) == RESPONSE);
        if (!isVendorDefined) {
            return Optional.empty();
        }
        try {
            WireReader in = WireReader.of(message.from(SpdmHeader.SIZE));
            int standardId = in.u16("StandardID");
            Bytes vendorId = in.bytes("VendorID", in.u8("VendorIDLength"));
            Bytes payload = in.bytes("Payload", in.u16("PayloadLength"));
            return Optional.of(new VendorMessage(new VendorDefinedBody(standardId, vendorId, 0, payload)));
        } catch (MalformedMessageException e) {
            return Optional.empty();
        }
    }

    /**
     * Takes the message out.
     *
     * @param protocol of which
     * @return the message; nothing if it is of another protocol
     */
    public Optional<Bytes> of(VendorProtocol protocol) {
        return protocol.unwrap(body);
    }
}
