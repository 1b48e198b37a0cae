package dev.tdisp.spdm.message;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.FieldMap;
import dev.tdisp.core.wire.WireWriter;

/** A message of SPDM, without anything that a transport or a session puts around it. */
public sealed interface SpdmMessage permits SpdmRequest, SpdmResponse {
    /**
     * Returns the header.
     *
     * @return version and the two parameters
     */
    SpdmHeader header();

    /**
     * Returns the byte RequestResponseCode.
     *
     * @return 00h to 7Fh for a response, 80h to FFh for a request
     */
    int code();

    /**
     * Returns the specification's name of this message.
     *
     * @return for example {@code KEY_EXCHANGE_RSP}
     */
    String name();

    /**
     * Says in a few words what the message carries, nothing secret.
     *
     * @return for example {@code slot 0 offset 0 length 65535}; empty if the name says it all
     */
    default String detail() {
        return MessageDetail.of(this);
    }

    /**
     * Writes the whole message.
     *
     * @param out where to
     */
    void write(WireWriter out);

    /**
     * Returns the whole message as it enters a transcript.
     *
     * @return its bytes
     */
    default Bytes encode() {
        var out = WireWriter.create();
        write(out);
        return out.toBytes();
    }

    /**
     * Returns the message as a trace may show it.
     *
     * @return the same message with zeros in place of what may be secret
     */
    default SpdmMessage blanked() {
        return this;
    }

    /**
     * Returns where each field stands.
     *
     * @return the fields of {@link #encode()}
     */
    default FieldMap fields() {
        var out = WireWriter.recording();
        write(out);
        return out.fields();
    }
}
