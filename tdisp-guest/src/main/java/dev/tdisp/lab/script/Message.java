package dev.tdisp.lab.script;

import dev.tdisp.core.idekm.IdeKmMessage;
import dev.tdisp.core.idekm.KeyProg;
import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.LockInterfaceResponse;
import dev.tdisp.core.message.Preamble;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.StartInterfaceRequest;
import dev.tdisp.core.message.TdispHeader;
import dev.tdisp.core.message.TdispMessage;
import dev.tdisp.core.message.TdispRequest;
import dev.tdisp.core.message.TdispResponse;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.FieldMap;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message that a script hears or says, which need not be well-formed.
 *
 * @param protocol TDISP or IDE_KM
 * @param bytes the whole message
 * @param content the message decoded, if that was possible
 * @param problem why it was not; empty if it was
 */
record Message(
        VendorProtocol protocol, Bytes bytes, @Nullable Object content, String problem) {
    private static final int CODE = 1;

    static Message request(VendorProtocol protocol, Bytes bytes) {
        return decode(protocol, bytes, true);
    }

    static Message response(VendorProtocol protocol, Bytes bytes) {
        return decode(protocol, bytes, false);
    }

    private static Message decode(VendorProtocol protocol, Bytes bytes, boolean isRequest) {
        try {
            if (protocol != VendorProtocol.TDISP) {
                return new Message(protocol, bytes, IdeKmMessage.decode(bytes), "");
            }
            Object content = isRequest ? TdispRequest.decode(bytes) : TdispResponse.decode(bytes);
            return new Message(protocol, bytes, content, "");
        } catch (MalformedMessageException e) {
            return new Message(protocol, bytes, null, String.valueOf(e.getMessage()));
        }
    }

    /** The specification's name, also of a message whose rest cannot be read. */
    String name() {
        if (content instanceof TdispMessage message) {
            return message.name();
        }
        if (content instanceof IdeKmMessage message) {
            return message.name();
        }
        boolean isNamed = protocol == VendorProtocol.TDISP && bytes.size() > CODE;
        return isNamed ? RequestCode.nameOf(bytes.at(CODE)) : protocol.name() + " message";
    }

    /** The message decoded, where a script cannot do without. */
    Object require() {
        if (content == null) {
            throw new Mistake("%s is malformed: %s".formatted(name(), problem));
        }
        return content;
    }

    /** The interface that it is about, if it says so. */
    Optional<InterfaceId> interfaceId() {
        return header().map(TdispHeader::interfaceId);
    }

    /** What every TDISP message begins with, if so much is there. */
    Optional<TdispHeader> header() {
        boolean isThere = protocol == VendorProtocol.TDISP && bytes.size() >= TdispHeader.SIZE;
        return isThere ? Optional.of(Preamble.decode(WireReader.of(bytes)).header()) : Optional.empty();
    }

    /** The event of its way; secrets are blank in it, and of what cannot be read only the header shows. */
    TraceEvent.Message toEvent(Instant at, String source, String destination) {
        if (content instanceof TdispMessage message) {
            return message.toEvent(at, source, destination);
        }
        if (content instanceof IdeKmMessage message) {
            return message.toEvent(at, source, destination);
        }
        Bytes shown = bytes.slice(0, Math.min(bytes.size(), TdispHeader.SIZE));
        String detail = "%d bytes, malformed: %s".formatted(bytes.size(), problem);
        return new TraceEvent.Message(at, source, destination, protocol.name(), name(), detail, shown, FieldMap.NONE);
    }

    /** Name and values, without secrets. */
    String line() {
        TraceEvent.Message event = toEvent(Instant.EPOCH, "", "");
        return (event.name() + "  " + event.detail()).strip();
    }

    /** Forgets secrets that were decoded; the bytes stay. */
    void forget() {
        if (content instanceof StartInterfaceRequest start) {
            start.nonce().destroy();
        } else if (content instanceof LockInterfaceResponse lock) {
            lock.nonce().destroy();
        } else if (content instanceof KeyProg keyProg) {
            keyProg.key().destroy();
        }
    }

    /** The same: never the bytes, in which there may be secrets. */
    @Override
    public String toString() {
        return line();
    }
}
