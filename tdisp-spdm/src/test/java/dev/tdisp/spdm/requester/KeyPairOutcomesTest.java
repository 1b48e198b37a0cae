package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.responder.ChangeOutcome;
import dev.tdisp.spdm.responder.KeyPair;
import dev.tdisp.spdm.responder.KeyPairs;
import dev.tdisp.spdm.responder.SimulatedKeyPairs;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What SET_KEY_PAIR_INFO answers when the device does not do at once what it is asked for. */
class KeyPairOutcomesTest {
    private static final SpdmVersion VERSION = SpdmVersion.V1_3;
    private static final String CHANGE = "13 fd 00 00 01 00 03 00 00 00 00 00 00";

    @ParameterizedTest
    @CsvSource({"DONE, 13 7d 00 00", "RESET_REQUIRED, 13 7f 0c 00", "BUSY, 13 7f 03 00", "FAILED, 13 7f 44 00"})
    @Tag("S-196")
    void theOutcomeIsTheAnswer(ChangeOutcome outcome, String answer) {
        for (String operation : new String[] {"00", "01", "02"}) {
            Bench bench = bench(outcome);

            Bytes answered = bench.clear(request(operation));

            assertThat(answered).as("operation %s", operation).isEqualTo(Bytes.fromHex(answer));
        }
    }

    @Test
    @Tag("S-196")
    void aKeyPairThatNeedsAResetChangesAtTheReset() {
        var pairs = new Outcomes(ChangeOutcome.RESET_REQUIRED);
        ManagedDevice device = device(pairs);
        Bench bench = device.bench().negotiated();

        Bytes answer = bench.clear(request("00"));
        Bytes before = bench.clear("13 fc 00 00 01");
        pairs.outcome = ChangeOutcome.DONE;
        bench.clear(request("00"));
        Bytes after = bench.clear("13 fc 00 00 01");

        assertThat(answer).isEqualTo(Bytes.fromHex("13 7f 0c 00"));
        assertThat(before.slice(10, 12)).as("CurrentKeyUsage").isEqualTo(Bytes.fromHex("01 00"));
        assertThat(after.slice(10, 12)).as("CurrentKeyUsage").isEqualTo(Bytes.fromHex("03 00"));
    }

    private static Bench bench(ChangeOutcome outcome) {
        return device(new Outcomes(outcome)).bench().negotiated();
    }

    private static ManagedDevice device(KeyPairs pairs) {
        var capabilities = ManagedDevice.all(VERSION).with(Capability.SET_KEY_PAIR_RESET_CAP);
        return new ManagedDevice(VERSION, capabilities, builder -> builder.keyPairs(pairs));
    }

    private static Bytes request(String operation) {
        return Bytes.fromHex(CHANGE).with(2, Integer.parseInt(operation, 16));
    }

    /** Key pairs of which one can say what becomes of changes. */
    private static final class Outcomes implements KeyPairs {
        private final KeyPairs simulated = new SimulatedKeyPairs(ManagedDevice.KEY_PAIRS);
        private ChangeOutcome outcome;

        Outcomes(ChangeOutcome outcome) {
            this.outcome = outcome;
        }

        @Override
        public int count() {
            return simulated.count();
        }

        @Override
        public Optional<KeyPair> find(int keyPairId) {
            return simulated.find(keyPairId);
        }

        @Override
        public ChangeOutcome change(int keyPairId, KeyPair wanted) {
            return outcome == ChangeOutcome.DONE ? simulated.change(keyPairId, wanted) : outcome;
        }

        @Override
        public ChangeOutcome erase(int keyPairId) {
            return outcome;
        }

        @Override
        public ChangeOutcome generate(int keyPairId, KeyPair wanted) {
            return outcome;
        }
    }
}
