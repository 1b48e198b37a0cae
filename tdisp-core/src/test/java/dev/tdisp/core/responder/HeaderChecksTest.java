package dev.tdisp.core.responder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.tdi.LockCheck;
import dev.tdisp.core.tdi.TdispSwitch;
import dev.tdisp.core.wire.Bytes;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is checked before an interface is asked: size, code, length, version, INTERFACE_ID, and in which order. */
class HeaderChecksTest {
    private static final Map<Integer, Integer> SIZES = Map.ofEntries(
            Map.entry(0x81, 16),
            Map.entry(0x82, 20),
            Map.entry(0x83, 36),
            Map.entry(0x84, 20),
            Map.entry(0x85, 16),
            Map.entry(0x86, 48),
            Map.entry(0x87, 16),
            Map.entry(0x88, 17),
            Map.entry(0x89, 17),
            Map.entry(0x8A, 32),
            Map.entry(0x8C, 20));

    private final MemoryDevice device = MemoryDevice.with(TdispSwitch.PCIE_7_0);
    private final Tsm tsm = new Tsm(device);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 15})
    @Tag("T-009")
    void fewerThan16BytesGetNoAnswer(int size) {
        assertThat(device.responder.handle(1, Bytes.filled(0x81, size))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "01", "03", "0C", "7F", "80", "8D", "99", "FE", "FF"})
    @Tag("T-020")
    @Tag("T-021")
    @Tag("T-148")
    void aCodeThatIsNoRequestIsUnsupported(String code) {
        Bytes response = tsm.send(code, "0102030405");

        assertThat(response).isEqualTo(Bytes.fromHex("10 7F 0000" + Tsm.FIRST + "07000000" + code + "000000"));
    }

    @Test
    @Tag("T-022")
    @Tag("T-146")
    void everyWrongLengthIsInvalid() {
        SIZES.forEach((code, size) -> {
            for (int other = 16; other < 60; other++) {
                if (other != size) {
                    Bytes response = tsm.send("%02x".formatted(code), "00".repeat(other - 16));
                    assertThat(Tsm.outcome(response))
                            .as("%02Xh of %d bytes", code, other)
                            .isEqualTo("INVALID_REQUEST");
                    assertThat(response.size()).isEqualTo(24);
                }
            }
        });
        assertThat(tsm.state()).isEqualTo(TdiState.CONFIG_UNLOCKED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "01", "11", "1F", "20", "FF"})
    @Tag("T-023")
    void anotherVersionIsAMismatchWithOurVersionInTheHeader(String version) {
        Bytes response = tsm.sendRaw(version + "85 0000" + Tsm.FIRST).orElseThrow();

        assertThat(response).isEqualTo(Bytes.fromHex("10 7F 0000" + Tsm.FIRST + "41000000 00000000"));
    }

    @ParameterizedTest
    @CsvSource({"10,ok", "11,ok", "1F,ok", "20,VERSION_MISMATCH", "01,VERSION_MISMATCH"})
    @Tag("T-012")
    @Tag("T-024")
    @Tag("T-025")
    void theVersionIsToldToEveryMajor1(String version, String outcome) {
        Bytes response = tsm.sendRaw(version + "81 0000" + Tsm.FIRST).orElseThrow();

        assertThat(Tsm.outcome(response)).isEqualTo(outcome);
        assertThat(response.at(0)).isEqualTo(0x10);
        if (outcome.equals("ok")) {
            assertThat(response).isEqualTo(Bytes.fromHex("10 01 0000" + Tsm.FIRST + "01 10"));
        }
    }

    @Test
    @Tag("T-019")
    void anInterfaceThatIsNotHostedIsInvalidForEveryRequest() {
        var stranger = new Tsm(device, 1, "02010001 0000000000000000");

        SIZES.forEach((code, size) -> assertThat(
                        Tsm.outcome(stranger.send("%02x".formatted(code), "00".repeat(size - 16))))
                .as("%02Xh", code)
                .isEqualTo("INVALID_INTERFACE"));
    }

    @ParameterizedTest
    @CsvSource({
        "00010001 0000000000000000, ok",
        "00010000 0000000000000000, ok",
        "00010500 0000000000000000, ok",
        "00010501 0000000000000000, INVALID_INTERFACE",
        "000100FE 0000000000000000, ok",
        "00010001 0102030405060708, ok",
        "00020001 0000000000000000, INVALID_INTERFACE"
    })
    @Tag("T-014")
    @Tag("T-016")
    @Tag("T-017")
    @Tag("T-018")
    void anInterfaceIsFoundByWhatItsIdMeans(String interfaceId, String outcome) {
        Bytes response = new Tsm(device, 1, interfaceId).send(Tsm.STATE);

        assertThat(Tsm.outcome(response)).isEqualTo(outcome);
        assertThat(response.slice(4, 16)).isEqualTo(Bytes.fromHex(interfaceId));
    }

    @Test
    @Tag("T-018")
    void aDeviceThatDoesNotKnowItsSegmentTakesAny() {
        device.tdis.clear();
        device.tdis.add(new MemoryTdi(new InterfaceId(0x0100, 0), Set.of(), Env.seeded(1)));

        assertThat(Tsm.outcome(new Tsm(device, 1, "00010501 0000000000000000").send(Tsm.STATE)))
                .isEqualTo("ok");
    }

    @Test
    @Tag("T-015")
    void reservedHeaderBytesAreIgnoredAndAnsweredAsZero() {
        Bytes response = tsm.sendRaw("10 85 ABCD" + Tsm.FIRST).orElseThrow();

        assertThat(response).isEqualTo(Bytes.fromHex("10 05 0000" + Tsm.FIRST + "00"));
    }

    @Test
    void theFirstFaultOfSeveralAnswers() {
        String stranger = "02010001 0000000000000000";

        assertThat(outcome("20 99 0000" + stranger + "00")).isEqualTo("UNSUPPORTED_REQUEST");
        assertThat(outcome("20 86 0000" + stranger + "00")).isEqualTo("INVALID_REQUEST");
        assertThat(outcome("20 86 0000" + stranger + "00".repeat(32))).isEqualTo("VERSION_MISMATCH");
        assertThat(outcome("10 86 0000" + stranger + "00".repeat(32))).isEqualTo("INVALID_INTERFACE");
        assertThat(outcome("10 86 0000" + Tsm.FIRST + "00".repeat(32))).isEqualTo("INVALID_INTERFACE_STATE");
    }

    @Test
    void theFirstFaultOfALockAnswers() {
        var entropy = "1F00 05 00 0000000000000000 0000000000000000";
        device.isEntropyGone = true;
        assertThat(Tsm.outcome(tsm.lock(entropy))).isEqualTo("INSUFFICIENT_ENTROPY");

        device.tdi().lockRefusals.add(LockCheck.L9.refuse("BAR0 and BAR2"));
        assertThat(Tsm.outcome(tsm.lock(entropy))).isEqualTo("INVALID_DEVICE_CONFIGURATION");

        device.tdi().lockRefusals.add(LockCheck.L3.refuse("Rx PR"));
        assertThat(Tsm.outcome(tsm.lock(entropy))).isEqualTo("INVALID_REQUEST");
    }

    @Test
    void noBytesMakeItThrow() {
        long seed = Long.getLong("tdisp.seed", 20260102L);
        var random = new Random(seed);
        for (int i = 0; i < 50_000; i++) {
            var bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            if (bytes.length > 15 && random.nextInt(8) != 0) {
                bytes[0] = 0x10;
                bytes[1] = (byte) (0x80 + random.nextInt(16));
                System.arraycopy(Bytes.fromHex(Tsm.FIRST).toArray(), 0, bytes, 4, 12);
            }
            Bytes request = Bytes.of(bytes);

            assertThat(device.responder.handle(1, request).isPresent())
                    .as("-Dtdisp.seed=%d: %s", seed, request)
                    .isEqualTo(bytes.length >= 16);
        }
    }

    private String outcome(String hex) {
        return Tsm.outcome(tsm.sendRaw(hex).orElseThrow());
    }
}
