package dev.tdisp.spdm.session;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.AeadAlgorithm;
import dev.tdisp.spdm.transport.TransportBinding;
import java.util.Optional;

/** Seals and opens records of one session: encrypted and authenticated, or authenticated only (section 6.3). */
record SecuredMessageCodec(long sessionId, TransportBinding binding, AeadAlgorithm aead, boolean isEncrypted) {
    static final int MAXIMUM_BODY_SIZE = 0xFFFF;
    private static final int LENGTH_SIZE = 2;

    /** Returns how much may stand beside a message and the tag in the body of a record. */
    static int overhead(boolean isEncrypted, TransportBinding binding) {
        return binding.innerHeaderSize() + (isEncrypted ? LENGTH_SIZE + binding.maximumRandomSize() : 0);
    }

    /** Seals application data; random bytes behind it hide its size. */
    Bytes seal(TrafficKeys keys, long sequenceNumber, Bytes applicationData, Bytes random) {
        Bytes nonce = keys.nonce(sequenceNumber);
        Bytes plaintext = isEncrypted ? plaintext(applicationData, random) : applicationData;
        int size = plaintext.size() + aead.tagSize();
        if (size > MAXIMUM_BODY_SIZE) {
            throw new IllegalArgumentException("message: %d bytes do not fit in a record".formatted(size));
        }
        Bytes header = SecuredMessage.header(sessionId, field(sequenceNumber), size);
        if (isEncrypted) {
            return header.plus(keys.cipher().seal(nonce, header, plaintext));
        }
        Bytes associated = header.plus(applicationData);
        return associated.plus(keys.cipher().seal(nonce, associated, Bytes.EMPTY));
    }

    /** Opens a record; nothing if it is malformed, of another session or number, or not authentic. */
    Optional<Bytes> open(TrafficKeys keys, long sequenceNumber, Bytes secured) {
        try {
            SecuredMessage message = SecuredMessage.decode(binding, secured);
            boolean isExpected =
                    message.sessionId() == sessionId && message.sequenceNumber().equals(field(sequenceNumber));
            return isExpected ? openBody(keys, keys.nonce(sequenceNumber), message) : Optional.empty();
        } catch (MalformedMessageException e) {
            return Optional.empty();
        }
    }

    /** Tells whether records carry their sequence numbers. */
    boolean isNumbered() {
        return binding.sequenceNumberSize() != 0;
    }

    private Optional<Bytes> openBody(TrafficKeys keys, Bytes nonce, SecuredMessage message) {
        if (isEncrypted) {
            return keys.cipher()
                    .open(nonce, message.header(), message.body())
                    .map(SecuredMessageCodec::applicationData);
        }
        int size = message.body().size() - aead.tagSize();
        if (size < 0) {
            return Optional.empty();
        }
        Bytes data = message.body().slice(0, size);
        Bytes tag = message.body().from(size);
        return keys.cipher().open(nonce, message.header().plus(data), tag).map(empty -> data);
    }

    private static Bytes plaintext(Bytes applicationData, Bytes random) {
        var out = WireWriter.create();
        out.u16("ApplicationDataLength", applicationData.size());
        out.bytes("ApplicationData", applicationData);
        out.bytes("RandomData", random);
        return out.toBytes();
    }

    private static Bytes applicationData(Bytes plaintext) {
        var in = WireReader.of(plaintext);
        int size = in.u16("ApplicationDataLength");
        return in.bytes("ApplicationData", size);
    }

    private Bytes field(long sequenceNumber) {
        if (!isNumbered()) {
            return Bytes.EMPTY;
        }
        var out = WireWriter.create();
        out.u64("SequenceNumber", sequenceNumber);
        return out.toBytes().slice(0, binding.sequenceNumberSize());
    }
}
