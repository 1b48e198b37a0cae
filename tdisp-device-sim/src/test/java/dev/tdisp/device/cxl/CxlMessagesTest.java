package dev.tdisp.device.cxl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.wire.Bytes;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests are the bytes of the requester of DMTF's emulator. */
class CxlMessagesTest {
    private static final long SESSION = 0xFFFFFFFFL;

    @Nested
    class Keys {
        private static final String KEY_AND_VALUE = "11".repeat(32) + "800000000000000001000000";
        private final CxlIdeKmResponder responder = new CxlIdeKmResponder("device", "tsm", Env.seeded(1));

        private String answer(String request) {
            return responder
                    .handle(SESSION, Bytes.fromHex(request))
                    .map(Bytes::toHex)
                    .orElse("none");
        }

        @Test
        void queryTellsThatKeysCanBeStoppedAndAreNotGenerated() {
            assertThat(answer("000000")).isEqualTo("0100000000000041");
        }

        @Test
        void keysAreProgrammedStartedAndStopped() {
            assertThat(answer("02000000008000" + KEY_AND_VALUE)).isEqualTo("03000000008000");
            assertThat(answer("02000000008200" + KEY_AND_VALUE)).isEqualTo("03000000008200");
            assertThat(answer("04000000008000")).isEqualTo("06000000008000");
            assertThat(answer("04000000008200")).isEqualTo("06000000008200");
            assertThat(answer("05000000008000")).isEqualTo("06000000008000");
        }

        @Test
        void keyThatWaitsForItsStartIsNotReplaced() {
            answer("02000000008000" + KEY_AND_VALUE);

            assertThat(answer("02000000008000" + KEY_AND_VALUE)).isEqualTo("03000000018000");

            answer("04000000008000");
            assertThat(answer("02000000008000" + KEY_AND_VALUE)).isEqualTo("03000000008000");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "02000001008000", // another stream
                    "02000000001000", // no sub-stream of CXL's
                    "02000000008001" // another port
                })
        void keyForWhatIsNotThereIsRefused(String header) {
            String refused = header.substring(0, 8).replaceFirst("02", "03") + "01" + header.substring(10);

            assertThat(answer(header + KEY_AND_VALUE)).isEqualTo(refused);
        }

        @Test
        void keyOfAWrongSizeIsRefused() {
            assertThat(answer("02000000008000" + KEY_AND_VALUE + "00")).isEqualTo("03000000018000");
            assertThat(answer("02000000008000")).isEqualTo("03000000018000");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "00", "000001", "07000000008000", "04000000001000", "0400000000800000", "FF"})
        void whatHasNoAnswerGetsNone(String request) {
            assertThat(answer(request)).isEqualTo("none");
        }
    }

    @Nested
    class Target {
        private static final String CONFIGURATION =
                "0100020000000000000016000000" + "0000000000000000010000000000000000000000";
        private final CxlTspResponder responder = new CxlTspResponder("device", "tsm", Env.seeded(1));

        private String answer(String request) {
            return responder
                    .handle(SESSION, Bytes.fromHex(request))
                    .map(Bytes::toHex)
                    .orElse("none");
        }

        private String set(String configuration) {
            String request = "1083" + configuration + "00".repeat(12);
            String entries =
                    "00".repeat(8) + "00" + "00".repeat(7) + ("00".repeat(8) + "FF" + "00".repeat(7)).repeat(7);
            return answer(request + entries + "00".repeat(16 + 16 + 16 + 4 * 32));
        }

        private String error(int code) {
            return "107f0000%02x00000000000000".formatted(code);
        }

        @Test
        void versionAndCapabilitiesAreThoseOfATargetWithoutSecondarySessions() {
            assertThat(answer("10810000")).isEqualTo("100100000110");
            assertThat(answer("10820000"))
                    .isEqualTo("1002" + "0100" + "02000000" + "00000000" + "16000000" + "00000000" + "01000000"
                            + "01000000" + "00000000" + "00" + "00".repeat(19));
        }

        @Test
        void configurationIsToldAsItWasSetWithTheState() {
            assertThat(set(CONFIGURATION)).isEqualTo("10030000");

            String unlocked = answer("10840000");
            assertThat(answer("10860000")).isEqualTo("10060000");
            String locked = answer("10840000");

            assertThat(unlocked).hasSize(2 * 192).startsWith("1004" + CONFIGURATION + "00");
            assertThat(locked).startsWith("1004" + CONFIGURATION + "01");
            assertThat(locked.substring(74)).isEqualTo(unlocked.substring(74)).contains("ff");
        }

        @Test
        void lockedTargetIsNeitherConfiguredNorLockedAgain() {
            set(CONFIGURATION);
            answer("10860000");

            assertThat(set(CONFIGURATION)).isEqualTo(error(0x0D));
            assertThat(answer("10860000")).isEqualTo(error(0x0D));
        }

        @Test
        void lockEndsWithItsSessionAlone() {
            set(CONFIGURATION);
            answer("10860000");

            responder.sessionEnded(SESSION - 1);
            assertThat(set(CONFIGURATION)).isEqualTo(error(0x0D));

            responder.sessionEnded(SESSION);
            assertThat(set(CONFIGURATION)).isEqualTo("10030000");
        }

        @Test
        void targetIsConfiguredBeforeItIsLocked() {
            assertThat(answer("10860000")).isEqualTo(error(0x0B));
        }

        @Test
        void configurationBeyondTheCapabilitiesIsRefused() {
            assertThat(set(CONFIGURATION.replaceFirst("0100", "0200"))).isEqualTo(error(0x0A));
            assertThat(set(CONFIGURATION.replaceFirst("02000000", "01000000"))).isEqualTo(error(0x0A));
        }

        @Test
        void stateOfMemoryChangesOnlyWhileLocked() {
            String change = "108d0101" + "00".repeat(12) + "0000100000000000" + "0000010000000000";
            assertThat(answer(change)).isEqualTo(error(0x0B));

            set(CONFIGURATION);
            answer("10860000");

            assertThat(answer(change)).isEqualTo("100d0000");
            assertThat(answer(change + "00")).isEqualTo(error(0x01));
        }

        @Test
        void reportIsEmptyAndCanBeReadInPortions() {
            assertThat(answer("1085000000000002")).isEqualTo("10050000" + "0400" + "0000" + "00000000");
            assertThat(answer("1085000000000100")).isEqualTo("10050000" + "0100" + "0300" + "00");
            assertThat(answer("1085000004000002")).isEqualTo(error(0x01));
        }

        @Test
        void otherVersionsAndRequestsAreErrors() {
            assertThat(answer("20810000")).isEqualTo(error(0x05));
            assertThat(answer("10870000")).isEqualTo(error(0x04));
            assertThat(answer("1081000000")).isEqualTo(error(0x01));
            assertThat(answer("1081")).isEqualTo("none");
        }
    }
}
