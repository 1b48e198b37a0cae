package dev.tdisp.core.message;

import static org.assertj.core.api.Assertions.fail;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Whatever comes, a decoder gives a message or says what is malformed, and no message changes on its way. */
class CodecPropertiesTest {
    /** For each kind of message: 50,000 messages, 25,000 damaged ones and 25,000 strings of noise. */
    private static final int RUNS = 25_000;

    private final long seed =
            Long.getLong("tdisp.seed", RandomGenerator.getDefault().nextLong());
    private final RandomMessages random = new RandomMessages(seed);

    @Test
    void everyRequestSurvivesTheWire() {
        random.requests().forEach(kind -> roundTrip(kind, TdispRequest::decode));
    }

    @Test
    void everyResponseSurvivesTheWire() {
        random.responses().forEach(kind -> roundTrip(kind, TdispResponse::decode));
    }

    @Test
    void damagedRequestsAreDecodedOrMalformed() {
        random.requests().forEach(kind -> damage(kind, TdispRequest::decode));
    }

    @Test
    void damagedResponsesAreDecodedOrMalformed() {
        random.responses().forEach(kind -> damage(kind, TdispResponse::decode));
    }

    @Test
    void noiseIsDecodedOrMalformed() {
        for (RequestCode code : RequestCode.values()) {
            noise(code.code(), code.requestSize().minimum(), TdispRequest::decode);
            noise(code.responseCode(), code.responseSize().minimum(), TdispResponse::decode);
        }
        noise(TdispError.CODE, TdispHeader.SIZE + 8, TdispResponse::decode);
        noise(0, TdispHeader.SIZE, TdispRequest::decode);
        noise(0, TdispHeader.SIZE, TdispResponse::decode);
    }

    private void roundTrip(Supplier<? extends TdispMessage> kind, Function<Bytes, TdispMessage> decoder) {
        for (int run = 0; run < 2 * RUNS; run++) {
            TdispMessage message = kind.get();
            Bytes wire = message.toBytes();
            TdispMessage decoded = decoder.apply(wire);
            if (!decoded.equals(message) || !decoded.toBytes().equals(wire)) {
                fail("seed %d: %s became %s", seed, message, decoded);
            }
        }
    }

    private void damage(Supplier<? extends TdispMessage> kind, Function<Bytes, TdispMessage> decoder) {
        for (int run = 0; run < RUNS; run++) {
            decodeOrMalformed(random.damaged(kind.get().toBytes()), decoder);
        }
    }

    private void noise(int code, int size, Function<Bytes, TdispMessage> decoder) {
        for (int run = 0; run < RUNS; run++) {
            decodeOrMalformed(random.noise(code, size), decoder);
        }
    }

    private void decodeOrMalformed(Bytes wire, Function<Bytes, TdispMessage> decoder) {
        TdispMessage decoded;
        try {
            decoded = decoder.apply(wire);
        } catch (MalformedMessageException expected) {
            return;
        } catch (RuntimeException e) {
            fail("seed %d: decoding %s failed".formatted(seed, wire), e);
            return;
        }
        if (!decoded.toBytes().equals(wire)) {
            fail("seed %d: %s encodes to %s", seed, wire, decoded.toBytes());
        }
    }
}
