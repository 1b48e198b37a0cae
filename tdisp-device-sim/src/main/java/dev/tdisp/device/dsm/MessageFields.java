package dev.tdisp.device.dsm;

import dev.tdisp.core.fault.FaultSubject;
import dev.tdisp.core.idekm.IdeKmMessage;
import dev.tdisp.core.message.TdispHeader;
import dev.tdisp.core.message.TdispMessage;
import dev.tdisp.core.message.TdispRequest;
import dev.tdisp.core.message.TdispResponse;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;

/** Names and fields of what travels inside sessions, so that faults can be aimed. */
public final class MessageFields {
    private static final int REQUEST_BIT = 0x80;

    private MessageFields() {}

    /**
     * Describes a TDISP message.
     *
     * @param message the message
     * @return its name and fields; without both if it is none
     */
    public static FaultSubject tdisp(Bytes message) {
        if (message.size() < TdispHeader.SIZE) {
            return FaultSubject.of("", message);
        }
        WireReader in = WireReader.recording(message);
        try {
            boolean isRequest = (message.at(1) & REQUEST_BIT) != 0;
            TdispMessage decoded = isRequest ? TdispRequest.decode(in) : TdispResponse.decode(in);
            return new FaultSubject(decoded.name(), message, in.fields());
        } catch (MalformedMessageException e) {
            return FaultSubject.of("", message);
        }
    }

    /**
     * Describes an IDE_KM message.
     *
     * @param message the message
     * @return its name and fields; without both if it is none
     */
    public static FaultSubject ideKm(Bytes message) {
        WireReader in = WireReader.recording(message);
        try {
            IdeKmMessage decoded = IdeKmMessage.read(in);
            return new FaultSubject(decoded.name(), message, in.fields());
        } catch (MalformedMessageException e) {
            return FaultSubject.of("", message);
        }
    }
}
