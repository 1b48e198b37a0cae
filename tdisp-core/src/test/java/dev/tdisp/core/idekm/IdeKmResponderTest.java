package dev.tdisp.core.idekm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.ide.IdeKey;
import dev.tdisp.core.ide.IdeProfile;
import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.ide.IdeSwitch;
import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.ide.KeySlotState;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdeKmResponderTest {
    private static final String NOTHING = "nothing";
    private static final Bytes KEY = Bytes.filled(0xA5, IdeKey.SIZE);

    private final IdeKmBench bench = new IdeKmBench();

    private static IntStream keyCodes() {
        return KeySlotId.all().stream().mapToInt(KeySlotId::code);
    }

    private static Bytes keyProg(int stream, int keySubStream, int port, long initialValue) {
        IdeKey key = IdeKey.of(KEY.with(0, keySubStream));
        return new KeyProg(0, new StreamId(stream), 0, keySubStream, port, key, initialValue).encode();
    }

    private void programAndStart(IdeKmBench target, KeySet keySet) {
        KeySlotId.of(keySet).forEach(slot -> target.ask(IdeKmBench.SESSION, keyProg(0x10, slot.code(), 0, 1)));
        KeySlotId.of(keySet)
                .forEach(slot -> target.ask(IdeKmBench.SESSION, new KeySetGo(IdeKmBench.STREAM, slot, 0).encode()));
    }

    @Test
    @Tag("P-069")
    @Tag("P-070")
    @Tag("P-071")
    @Tag("P-072")
    void queryTellsIdentityAndRegisters() {
        var response = (QueryResp) IdeKmMessage.decode(
                bench.responder.handle(1, Bytes.fromHex("000000")).orElseThrow());

        assertThat(response.portIndex()).isZero();
        assertThat(response.maxPortIndex()).isZero();
        assertThat(response.function()).isEqualTo(bench.function(0));
        assertThat(response.registers()).isEqualTo(bench.registers(0));
        assertThat(response.encode().size())
                .isEqualTo(7 + 4 * response.registers().size());
        assertThat(bench.responder.owner()).hasValue(1);
    }

    @Test
    @Tag("P-072")
    void queryShowsTheStateAsItIs() {
        programAndStart(bench, KeySet.K0);
        bench.stream.enable();

        assertThat(bench.ask("000000")).contains("01 00 40 10 02 00 00 00");
    }

    @ParameterizedTest
    @MethodSource("keyCodes")
    @Tag("P-073")
    void everySlotCanBeProgrammed(int code) {
        assertThat(bench.ask(1, keyProg(0x10, code, 0, 1))).isEqualTo("03 00 00 10 00 %02x 00".formatted(code));

        assertThat(bench.stream.slotState(KeySlotId.of(code).orElseThrow())).isEqualTo(KeySlotState.PROGRAMMED);
        assertThat(bench.stream.keyedBy()).hasValue(1);
        assertThat(bench.responder.owner()).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 11, 15, 19, 23, 27, 31, 35, 39, 43, 46, 48, 51})
    @Tag("P-074")
    void wrongSizeIsRefused(int size) {
        Bytes longest = keyProg(0x10, 0x12, 0, 1).plus(Bytes.filled(0, 8));

        assertThat(bench.ask(1, longest.slice(0, size))).isEqualTo("03 00 00 10 01 12 00");
        assertThat(bench.responder.owner()).isEmpty();
    }

    @Test
    @Tag("P-074")
    void wrongSizeEchoesWhatIsThere() {
        assertThat(bench.ask("02")).isEqualTo("03 00 00 00 01 00 00");
        assertThat(bench.ask("02 00 00 10")).isEqualTo("03 00 00 10 01 00 00");
        assertThat(bench.ask("02 00 00 10 00 22")).isEqualTo("03 00 00 10 01 22 00");
    }

    @Test
    @Tag("P-075")
    void unknownPortIsRefused() {
        assertThat(bench.ask(1, keyProg(0x10, 0, 5, 1))).isEqualTo("03 00 00 10 02 00 05");
        assertThat(bench.ask("00 00 01")).isEqualTo(NOTHING);
        assertThat(bench.ask("04 00 00 10 00 00 01")).isEqualTo(NOTHING);
        assertThat(bench.ask("05 00 00 10 00 00 01")).isEqualTo(NOTHING);
        assertThat(bench.responder.owner()).isEmpty();
    }

    @Test
    @Tag("P-076")
    void everyOtherKeyAndSubStreamByteIsRefused() {
        for (int code = 0; code < 256; code++) {
            if (KeySlotId.of(code).isEmpty()) {
                assertThat(bench.ask(1, keyProg(0x10, code, 0, 1))).isEqualTo("03 00 00 10 03 %02x 00".formatted(code));
                assertThat(bench.ask("04 00 00 10 00 %02x 00".formatted(code))).isEqualTo(NOTHING);
                assertThat(bench.ask("05 00 00 10 00 %02x 00".formatted(code))).isEqualTo(NOTHING);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 2, -1, 0x1_0000_0000L, 0x0100_0000L})
    @Tag("P-077")
    void otherInitialValueIsRefused(long initialValue) {
        assertThat(bench.ask(1, keyProg(0x10, 0, 0, initialValue))).isEqualTo("03 00 00 10 03 00 00");
        assertThat(new IdeKmBench(IdeProfile.STRICT.without(IdeSwitch.CHECK_INITIAL_VALUE))
                        .ask(1, keyProg(0x10, 0, 0, initialValue)))
                .isEqualTo("03 00 00 10 00 00 00");
    }

    @Test
    @Tag("P-078")
    void unknownStreamIsRefused() {
        assertThat(bench.ask(1, keyProg(0x11, 0, 0, 1))).isEqualTo("03 00 00 11 03 00 00");
        assertThat(bench.ask("04 00 00 11 00 00 00")).isEqualTo(NOTHING);
        assertThat(bench.ask("05 00 00 11 00 00 00")).isEqualTo(NOTHING);
    }

    @Test
    void checksComeInTheirOrder() {
        assertThat(bench.ask(1, keyProg(0x11, 0x30, 5, 2))).isEqualTo("03 00 00 11 02 30 05");
        assertThat(bench.ask(1, keyProg(0x11, 0x30, 5, 2).slice(0, 46))).isEqualTo("03 00 00 11 01 30 05");
    }

    @Test
    void keyInUseIsNotReplaced() {
        programAndStart(bench, KeySet.K0);
        bench.stream.enable();

        assertThat(bench.ask(1, keyProg(0x10, 0, 0, 1))).isEqualTo("03 00 00 10 03 00 00");

        assertThat(bench.stream.isSecure()).isTrue();
    }

    @Test
    void keyOfAnotherSlotIsRefused() {
        bench.ask(1, new KeyProg(0, IdeKmBench.STREAM, 0, 0x00, 0, IdeKey.of(KEY), 1).encode());
        Bytes again = new KeyProg(0, IdeKmBench.STREAM, 0, 0x02, 0, IdeKey.of(KEY), 1).encode();
        var lenient = new IdeKmBench(IdeProfile.STRICT.without(IdeSwitch.REFUSE_DUPLICATE_KEY));
        lenient.ask(1, again.with(5, 0));

        assertThat(bench.ask(1, again)).isEqualTo("03 00 00 10 03 02 00");
        assertThat(lenient.ask(1, again)).isEqualTo("03 00 00 10 00 02 00");
        assertThat(bench.ask(1, again.with(5, 0))).isEqualTo("03 00 00 10 00 00 00");
    }

    @ParameterizedTest
    @MethodSource("keyCodes")
    @Tag("P-080")
    void startAndStopAreAcknowledged(int code) {
        bench.ask(1, keyProg(0x10, code, 0, 1));
        String echo = "06 00 00 10 00 %02x 00".formatted(code);

        assertThat(bench.ask("04 00 00 10 00 %02x 00".formatted(code))).isEqualTo(echo);
        assertThat(bench.stream.slotState(KeySlotId.of(code).orElseThrow())).isEqualTo(KeySlotState.ACTIVE);
        assertThat(bench.ask("05 00 00 10 00 %02x 00".formatted(code))).isEqualTo(echo);
        assertThat(bench.stream.slotState(KeySlotId.of(code).orElseThrow())).isEqualTo(KeySlotState.EMPTY);
        assertThat(bench.ask("05 00 00 10 00 %02x 00".formatted(code))).isEqualTo(echo);
    }

    @Test
    void reservedBytesAreIgnoredAndAnsweredWithZeros() {
        assertThat(bench.ask(
                        1, keyProg(0x10, 0, 0, 1).with(1, 0xAA).with(2, 0xBB).with(4, 0xCC)))
                .isEqualTo("03 00 00 10 00 00 00");
        assertThat(bench.ask("04 aa bb 10 cc 00 00")).isEqualTo("06 00 00 10 00 00 00");
    }

    @Test
    void startWithoutKeyIsNotAnswered() {
        assertThat(bench.ask("04 00 00 10 00 00 00")).isEqualTo(NOTHING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "01 00 00 00 01 00 00",
                "03 00 00 10 00 00 00",
                "06 00 00 10 00 00 00",
                "07",
                "ff 00",
                "00",
                "00 00",
                "00 00 00 00",
                "04 00 00 10 00 00",
                "04 00 00 10 00 00 00 00",
                "05 00 00 10 00 00"
            })
    void whatIsNoRequestIsNotAnswered(String hex) {
        assertThat(bench.ask(hex)).isEqualTo(NOTHING);
        assertThat(bench.responder.owner()).isEmpty();
    }

    @Test
    void keysMakeTheStreamSecureBeforeOrAfterEnable() {
        var early = new IdeKmBench();
        early.stream.enable();
        programAndStart(early, KeySet.K0);
        programAndStart(bench, KeySet.K0);
        bench.stream.enable();

        assertThat(early.stream.isSecure()).isTrue();
        assertThat(bench.stream.isSecure()).isTrue();
    }

    @Test
    @Tag("P-084")
    void secondSessionIsIgnoredWhileTheFirstLives() {
        programAndStart(bench, KeySet.K0);
        bench.stream.enable();

        assertThat(bench.ask(2, Bytes.fromHex("000000"))).isEqualTo(NOTHING);
        assertThat(bench.ask(2, keyProg(0x10, 1, 0, 1))).isEqualTo(NOTHING);
        assertThat(bench.ask(2, keyProg(0x10, 1, 0, 1).slice(0, 20))).isEqualTo(NOTHING);
        assertThat(bench.ask(2, Bytes.fromHex("05000010000000"))).isEqualTo(NOTHING);

        assertThat(bench.stream.isSecure()).isTrue();
        assertThat(bench.responder.owner()).hasValue(1);
        assertThat(bench.ask(1, keyProg(0x10, 1, 0, 1))).isEqualTo("03 00 00 10 00 01 00");
    }

    @Test
    @Tag("P-084")
    void secondSessionMayBeToldInstead() {
        var telling = new IdeKmBench(IdeProfile.STRICT.with(IdeSwitch.ACKNOWLEDGE_FOREIGN_SESSION));
        telling.ask(1, Bytes.fromHex("000000"));

        assertThat(telling.ask(2, keyProg(0x10, 1, 0, 1))).isEqualTo("03 00 00 10 04 01 00");
        assertThat(telling.ask(2, Bytes.fromHex("000000"))).isEqualTo(NOTHING);
    }

    @Test
    @Tag("P-086")
    void sessionsEndErasesItsKeys() {
        programAndStart(bench, KeySet.K0);
        bench.stream.enable();

        bench.responder.sessionEnded(2);
        assertThat(bench.stream.isSecure()).isTrue();
        bench.responder.sessionEnded(1);

        assertThat(bench.stream.isSecure()).isFalse();
        assertThat(bench.losses).containsExactly("SESSION_ENDED");
        assertThat(bench.responder.owner()).isEmpty();
    }

    @Test
    @Tag("P-085")
    void newSessionMayKeyAfterTheFirstEnded() {
        programAndStart(bench, KeySet.K0);
        bench.responder.sessionEnded(1);

        assertThat(KeySlotId.all().stream().map(bench.stream::slotState)).containsOnly(KeySlotState.EMPTY);
        assertThat(bench.ask(2, keyProg(0x10, 0, 0, 1))).isEqualTo("03 00 00 10 00 00 00");
        assertThat(bench.stream.keyedBy()).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Tag("P-085")
    void newOwnerFindsNoOldKeysEvenIfTheEndErasedNone(boolean queries) {
        var keeping = new IdeKmBench(IdeProfile.STRICT.without(IdeSwitch.ERASE_KEYS_AT_SESSION_END));
        programAndStart(keeping, KeySet.K0);
        keeping.stream.enable();
        keeping.responder.sessionEnded(1);
        assertThat(keeping.stream.isSecure()).isTrue();

        String answer = keeping.ask(2, queries ? Bytes.fromHex("000000") : keyProg(0x10, 0, 0, 1));

        assertThat(answer).isNotEqualTo(NOTHING);
        assertThat(keeping.stream.isSecure()).isFalse();
        assertThat(keeping.losses).containsExactly("OWNER_CHANGED");
        assertThat(keeping.stream.slotState(KeySlotId.of(0x22).orElseThrow())).isEqualTo(KeySlotState.EMPTY);
    }

    @Test
    @Tag("P-089")
    void noKeyIsInTheTrace() {
        bench.requester(1).programAll(0, bench.root, 1, KeySet.K0);

        assertThat(bench.trace.events())
                .filteredOn(TraceEvent.Message.class::isInstance)
                .map(TraceEvent.Message.class::cast)
                .filteredOn(message -> message.name().equals("KEY_PROG"))
                .hasSize(6)
                .allSatisfy(message -> {
                    assertThat(message.bytes().slice(7, 39)).isEqualTo(Bytes.filled(0, 32));
                    assertThat(message.fields().field("Key").orElseThrow().value())
                            .isEqualTo("(secret)");
                });
        assertThat(bench.trace.events())
                .extracting(TraceEvent::summary)
                .contains(
                        "tsm -> device: IDE_KM KEY_PROG stream 10h key 00h",
                        "device -> tsm: IDE_KM KP_ACK stream 10h key 00h SUCCESS");
    }

    @Test
    void anyBytesAreAnsweredOrNotButNeverFail() {
        var random = new SplittableRandom(20261124);
        IdeStream stream = bench.stream;
        for (int round = 0; round < 100_000; round++) {
            var content = new byte[random.nextBoolean() ? 47 : random.nextInt(60)];
            random.nextBytes(content);
            if (content.length > 6) {
                content[0] = (byte) random.nextInt(8);
                content[3] = (byte) (random.nextInt(8) == 0 ? random.nextInt(256) : 0x10);
                content[5] = (byte) (content[5] & (random.nextInt(8) == 0 ? 0xFF : 0x33));
                content[6] = (byte) random.nextInt(2);
            }
            if (content.length == 47) {
                Arrays.fill(content, 39, 47, (byte) 0);
                content[43] = 1;
            }
            bench.responder
                    .handle(random.nextInt(50) == 0 ? 2 : 1, Bytes.of(content))
                    .ifPresent(answer -> {
                        int object = IdeKmMessage.decode(answer).objectId();
                        assertThat(object).isIn(1, 3, 6);
                    });
            if (random.nextInt(500) == 0) {
                bench.responder.sessionEnded(1);
                bench.responder.sessionEnded(2);
            }
            if (random.nextInt(300) == 0) {
                stream.enable();
            }
        }
    }
}
