package dev.tdisp.core.idekm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tdisp.core.ide.IdeKey;
import dev.tdisp.core.ide.IdeStreamSettings;
import dev.tdisp.core.ide.KeyDirection;
import dev.tdisp.core.ide.KeySlotId;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.KeySet;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.pcie.SubStream;
import dev.tdisp.core.wire.AnnotatedHex;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.Field;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdeKmMessageTest {
    private static final long SEED = Long.getLong("tdisp.seed", 20261124);
    private static final int ROUNDS = 100_000;
    private static final StreamId STREAM = new StreamId(0x10);
    private static final KeySlotId SLOT = new KeySlotId(KeySet.K0, KeyDirection.RECEIVE, SubStream.POSTED);
    private static final Bytes KEY =
            Bytes.fromHex("df254152 056e02e0 ef8b7feb 9739d4d9 6a4eb801 03241df7 cd5e24b4 9ccd2720");
    private static final String WIRE_KEY = "524125df e0026e05 eb7f8bef d9d43997 01b84e6a f71d2403 b4245ecd 2027cd9c";

    @Test
    void queryIsThatOfTheWorkedExample() {
        assertWire(new Query(0), "00 00 00");
    }

    @Test
    @Tag("P-069")
    void queryRespIsThatOfTheWorkedExample() {
        var registers = List.of(
                0x0101_00C2L,
                0L,
                1L,
                0x1040_0000L,
                0L,
                0x800L,
                0x801L,
                0L,
                0L,
                0L,
                1L,
                0xFF00_0000L,
                0L,
                0L,
                0L,
                0L,
                0L,
                0L);
        var response = new QueryResp(0, 0, new FunctionId(0, new RequesterId(0x0100)), 0, registers);

        assertWire(response, """
                01 00 00 00 01 00 00 c2 00 01 01 00 00 00 00
                01 00 00 00 00 00 40 10 00 00 00 00 00 08 00 00
                01 08 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                01 00 00 00 00 00 00 ff 00 00 00 00 00 00 00 00
                00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                """);
        assertThat(response.encode().size()).isEqualTo(7 + 4 * 18);
    }

    @Test
    void queryRespSplitsIntoItsBlocks() {
        var registers =
                List.of(0x0001_40C3L, 0L, 9L, 9L, 9L, 9L, 9L, 9L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 0L, 2L, 3L, 4L, 5L);
        var response = new QueryResp(0, 0, new FunctionId(0, new RequesterId(0)), 0, registers);

        assertThat(response.selectiveBlocks())
                .contains(List.of(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L), List.of(0L, 2L, 3L, 4L, 5L)));
        assertThat(response.selectiveBlocks().orElseThrow())
                .allSatisfy(block ->
                        assertThat(IdeStreamSettings.ofRegisters(block)).isNotNull());
        for (int size = 0; size < registers.size(); size++) {
            var cut = new QueryResp(0, 0, new FunctionId(0, new RequesterId(0)), 0, registers.subList(0, size));
            assertThat(cut.selectiveBlocks()).isEmpty();
        }
    }

    @Test
    @Tag("P-079")
    void keyProgIsThatOfTheWorkedExample() {
        Bytes expected = Bytes.fromHex("02 00 00 10 00 00 00" + WIRE_KEY + "00 00 00 00 01 00 00 00");

        assertThat(new KeyProg(STREAM, SLOT, 0, IdeKey.of(KEY)).encode()).isEqualTo(expected);
        var decoded = (KeyProg) IdeKmMessage.decode(expected);
        assertThat(decoded.key()).isEqualTo(IdeKey.of(KEY));
        assertThat(decoded.initialValue()).isEqualTo(1);
        assertThat(decoded).isEqualTo(new KeyProg(STREAM, SLOT, 0, IdeKey.of(KEY)));
    }

    @Test
    @Tag("P-079")
    void initialValueHasItsHighHalfFirst() {
        var message = new KeyProg(0, STREAM, 0, 0, 0, IdeKey.of(KEY), 0x0102_0304_A0B0_C0D0L);

        assertThat(message.encode().from(39)).isEqualTo(Bytes.fromHex("04030201 d0c0b0a0"));
        assertThat(IdeKmMessage.decode(message.encode())).isEqualTo(message);
    }

    @Test
    void acknowledgementsAreThoseOfTheWorkedExamples() {
        assertWire(new KpAck(0, STREAM, KpAckStatus.SUCCESS.code(), 0, 0), "03 00 00 10 00 00 00");
        assertWire(new KpAck(0, STREAM, KpAckStatus.INCORRECT_LENGTH.code(), 0, 0), "03 00 00 10 01 00 00");
        assertWire(new KpAck(0, STREAM, KpAckStatus.UNSUPPORTED_PORT_INDEX.code(), 0, 5), "03 00 00 10 02 00 05");
        assertWire(new KpAck(0, STREAM, KpAckStatus.UNSUPPORTED_VALUE.code(), 0x30, 0), "03 00 00 10 03 30 00");
        assertWire(new KeySetGo(STREAM, SLOT, 0), "04 00 00 10 00 00 00");
        assertWire(new KeySetStop(STREAM, SLOT, 0), "05 00 00 10 00 00 00");
        assertWire(new KeySetAck(STREAM, SLOT, 0), "06 00 00 10 00 00 00");
    }

    private static void assertWire(IdeKmMessage message, String hex) {
        assertThat(message.encode()).isEqualTo(Bytes.fromHex(hex));
        assertThat(IdeKmMessage.decode(Bytes.fromHex(hex))).isEqualTo(message);
    }

    @Test
    void keyIsNeverShown() {
        var message = new KeyProg(STREAM, SLOT, 0, IdeKey.of(KEY));
        WireReader in = WireReader.recording(message.encode());
        IdeKmMessage.read(in);
        var out = WireWriter.recording();
        message.write(out);

        assertThat(message.toString()).contains("secret").doesNotContain("df");
        assertThat(in.fields().field("Key").orElseThrow().value()).isEqualTo("(secret)");
        assertThat(out.fields().field("Key").orElseThrow().value()).isEqualTo("(secret)");
    }

    @Test
    void readerAndWriterSeeTheSameFields() {
        var out = WireWriter.recording();
        new KeySetGo(STREAM, SLOT, 0).write(out);
        WireReader in = WireReader.recording(out.toBytes());
        IdeKmMessage.read(in);

        assertThat(in.fields().fields())
                .extracting(Field::name, Field::offset, Field::length)
                .containsExactlyElementsOf(out.fields().fields().stream()
                        .map(field -> tuple(field.name(), field.offset(), field.length()))
                        .toList());
    }

    @Test
    void noTwoFieldsHaveTheSameName() {
        for (IdeKmMessage message : List.of(
                new KeyProg(STREAM, SLOT, 0, IdeKey.of(KEY)),
                new KeySetGo(STREAM, SLOT, 0),
                new KeySetStop(STREAM, SLOT, 0),
                new KeySetAck(STREAM, SLOT, 0),
                new KpAck(0, STREAM, 0, SLOT.code(), 0))) {
            var out = WireWriter.recording();
            message.write(out);

            assertThat(out.fields().fields()).extracting(Field::name).doesNotHaveDuplicates();
        }
    }

    @Test
    void hexIsAnnotated() {
        var ack = new KpAck(0, STREAM, 3, 0x22, 0);
        var out = WireWriter.recording();
        ack.write(out);

        assertThat(AnnotatedHex.render(out.toBytes(), out.fields()))
                .contains("KP_ACK", "UNSUPPORTED_VALUE", "K0/TRANSMIT/COMPLETION");
    }

    @ParameterizedTest
    @CsvSource({"0,3", "2,47", "3,7", "4,7", "5,7", "6,7"})
    void otherSizesAreMalformed(int objectId, int size) {
        for (int other = 1; other < 60; other++) {
            Bytes content = Bytes.filled(objectId, 1).plus(Bytes.filled(0, other - 1));
            if (other == size) {
                assertThat(IdeKmMessage.decode(content).objectId()).isEqualTo(objectId);
            } else {
                assertThatThrownBy(() -> IdeKmMessage.decode(content)).isInstanceOf(MalformedMessageException.class);
            }
        }
        assertThatThrownBy(() -> IdeKmMessage.decode(Bytes.EMPTY)).isInstanceOf(MalformedMessageException.class);
    }

    @ParameterizedTest
    @CsvSource({"0,3", "1,79", "2,47", "3,7", "4,7", "5,7", "6,7", "7,20"})
    void everyMessageSurvivesWithItsReservedBits(int objectId, int size) {
        var random = new SplittableRandom(SEED + objectId);
        for (int round = 0; round < ROUNDS; round++) {
            var content = new byte[objectId == 1 || objectId == 7 ? size - 4 * random.nextInt(5) : size];
            random.nextBytes(content);
            content[0] = (byte) (objectId == 7 ? random.nextInt(7, 256) : objectId);
            Bytes bytes = Bytes.of(content);

            IdeKmMessage message = IdeKmMessage.decode(bytes);

            assertThat(message.encode()).as("seed %d round %d", SEED, round).isEqualTo(bytes);
            assertThat(IdeKmMessage.decode(message.encode())).isEqualTo(message);
        }
    }

    @Test
    void anyBytesAreAMessageOrMalformed() {
        var random = new SplittableRandom(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            var content = new byte[random.nextInt(60)];
            random.nextBytes(content);
            if (content.length > 0 && random.nextBoolean()) {
                content[0] = (byte) random.nextInt(8);
            }
            Bytes bytes = Bytes.of(content);
            try {
                assertThat(IdeKmMessage.decode(bytes).encode())
                        .as("seed %d", SEED)
                        .isEqualTo(bytes);
            } catch (MalformedMessageException e) {
                assertThat(e.offset()).as("seed %d", SEED).isBetween(0, bytes.size());
            }
        }
    }

    @Test
    void definedObjectIsNotUnknown() {
        assertThatIllegalArgumentException().isThrownBy(() -> new UnknownIdeKmMessage(6, Bytes.EMPTY));
    }
}
