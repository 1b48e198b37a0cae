package dev.tdisp.core.pcie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlpTest {
    private static final long SEED = Long.getLong("tdisp.seed", 20261124);
    private static final int ROUNDS = 100_000;
    private static final RequesterId FUNCTION = new RequesterId(0x0100);
    private static final RequesterId PORT = new RequesterId(0x0008);

    @Test
    void memoryWriteHasTheHeaderOfTheWorkedExample() {
        var write = new MemoryWrite(FUNCTION, 5, 0x1_2345_6780L, Bytes.fromHex("00010203 04050607 08090a0b 0c0d0e0f"));

        assertThat(write.header()).isEqualTo(Bytes.fromHex("60000004 010005ff 00000001 23456780"));
        assertThat(write.data()).isEqualTo(write.payload());
        assertThat(write.subStream()).isEqualTo(SubStream.POSTED);
    }

    @Test
    void memoryReadHasTheHeaderOfTheWorkedExample() {
        var read = new MemoryRead(FUNCTION, 6, 0x1_2345_6000L, 64);

        assertThat(read.encode()).isEqualTo(Bytes.fromHex("20000010 010006ff 00000001 23456000"));
        assertThat(read.subStream()).isEqualTo(SubStream.NON_POSTED);
    }

    @Test
    void addressBelow4GigabytesHasAShortHeader() {
        var read = new MemoryRead(FUNCTION, 6, 0xFEDC_BA98L, 4);

        assertThat(read.encode()).isEqualTo(Bytes.fromHex("00000001 0100060f fedcba98"));
    }

    @Test
    void wholePageHasLengthFieldZero() {
        var read = new MemoryRead(FUNCTION, 6, 0x1000, 4096);

        assertThat(read.encode()).isEqualTo(Bytes.fromHex("00000000 010006ff 00001000"));
        assertThat(Tlp.decode(read.encode())).isEqualTo(read);
    }

    @Test
    void everyRangeWithinAPageSurvivesItsByteEnables() {
        for (int start = 0; start < 9; start++) {
            for (int length = start % 4 == 0 ? 0 : 1; length < 20; length++) {
                var write = new MemoryWrite(FUNCTION, 1, 0x2000 + start, Bytes.filled(0xAB, length));
                var read = new MemoryRead(FUNCTION, 1, 0x7_0000_2000L + start, length);

                assertThat(Tlp.decode(write.encode())).isEqualTo(write);
                assertThat(Tlp.decode(read.encode())).isEqualTo(read);
            }
        }
    }

    @Test
    @Tag("P-124")
    void requestThatCrosses4KibibytesCannotBeMade() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MemoryRead(FUNCTION, 1, 0x1FFC, 8))
                .withMessageContaining("4 KiB");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MemoryWrite(FUNCTION, 1, 0x1FFF, Bytes.filled(0, 2)))
                .withMessageContaining("4 KiB");
        assertThatIllegalArgumentException().isThrownBy(() -> new MemoryRead(FUNCTION, 1, 0, 4097));
    }

    @Test
    @Tag("P-124")
    void receivedRequestThatCrosses4KibibytesIsNotAMemoryRequest() {
        Tlp received = Tlp.decode(Bytes.fromHex("00000002 010006ff 00001ffc"));

        assertThat(received).isInstanceOf(OtherTlp.class);
    }

    @Test
    void gapBetweenByteEnablesIsKeptAsItCame() {
        Bytes gap = Bytes.fromHex("40000001 01000605 00001000 01020304");

        assertThat(Tlp.decode(gap)).isInstanceOf(OtherTlp.class);
        assertThat(Tlp.decode(gap).encode()).isEqualTo(gap);
        assertThat(Tlp.decode(gap).subStream()).isEqualTo(SubStream.POSTED);
    }

    @Test
    void completionAnswersARead() {
        var read = new MemoryRead(FUNCTION, 0x3A6, 0x1_2345_6001L, 5);

        Completion completion = Completion.of(PORT, read, Bytes.fromHex("0102030405"));

        assertThat(completion.encode()).isEqualTo(Bytes.fromHex("4a880002 00080005 0100a601 00010203 04050000"));
        assertThat(Tlp.decode(completion.encode())).isEqualTo(completion);
        assertThat(completion.subStream()).isEqualTo(SubStream.COMPLETION);
    }

    @Test
    void completionOfAnEmptyReadHasOneByte() {
        var read = new MemoryRead(FUNCTION, 1, 0x1000, 0);

        Completion completion = Completion.of(PORT, read, Bytes.EMPTY);

        assertThat(completion.payload().size()).isEqualTo(1);
        assertThat(Tlp.decode(completion.encode())).isEqualTo(completion);
    }

    @Test
    void failedCompletionHasNoData() {
        var read = new MemoryRead(FUNCTION, 9, 0x1000, 8);

        Completion completion = Completion.failed(PORT, read, CompletionStatus.UNSUPPORTED_REQUEST);

        assertThat(completion.encode()).isEqualTo(Bytes.fromHex("0a000000 00082008 01000900"));
        assertThat(completion.tag()).isEqualTo(9);
        assertThat(Tlp.decode(completion.encode())).isEqualTo(completion);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5, 6, 7})
    void reservedCompletionStatusIsKept(int status) {
        Bytes content = Bytes.fromHex("0a000000 00080004 01000900").with(6, status << 5);

        assertThat(CompletionStatus.of(status)).isEmpty();
        assertThat(Tlp.decode(content)).isInstanceOf(OtherTlp.class);
        assertThat(Tlp.decode(content).requester()).isEqualTo(FUNCTION);
        assertThat(Tlp.decode(content).tag()).isEqualTo(9);
        assertThat(Tlp.decode(content).encode()).isEqualTo(content);
    }

    @Test
    void configurationRequestsNameFunctionAndRegister() {
        var read = new ConfigRead(PORT, 2, FUNCTION, 0x1C6, 2);
        var write = new ConfigWrite(PORT, 2, FUNCTION, 0x1D0, Bytes.fromHex("01"));

        assertThat(read.encode()).isEqualTo(Bytes.fromHex("04000001 0008020c 010001c4"));
        assertThat(write.encode()).isEqualTo(Bytes.fromHex("44000001 00080201 010001d0 01000000"));
        assertThat(Tlp.decode(read.encode())).isEqualTo(read);
        assertThat(Tlp.decode(write.encode())).isEqualTo(write);
        assertThat(write.subStream()).isEqualTo(SubStream.NON_POSTED);
    }

    @Test
    void messageKeepsRoutingCodeAndDetail() {
        var message = new MessageTlp(FUNCTION, 4, 0x54, 0x1234, Bytes.filled(7, 8));

        assertThat(message.encode()).isEqualTo(Bytes.fromHex("74000002 01000054 00000000 00001234 07070707 07070707"));
        assertThat(Tlp.decode(message.encode())).isEqualTo(message);
        assertThat(message.subStream()).isEqualTo(SubStream.POSTED);
    }

    @Test
    void attributesSurvive() {
        var attributes = new TlpAttributes(5, true, true, true, AddressType.TRANSLATED, true);
        var write = new MemoryWrite(FUNCTION, 0x2FF, 0x1000, Bytes.filled(1, 4), attributes);

        assertThat(Tlp.decode(write.encode())).isEqualTo(write);
        assertThat(Tlp.decode(write.encode()).attributes().poisoned()).isTrue();
    }

    @Test
    void sizeThatContradictsTheLengthIsMalformed() {
        Bytes content = new MemoryWrite(FUNCTION, 1, 0x1000, Bytes.filled(1, 8)).encode();

        assertThatThrownBy(() -> Tlp.decode(content.slice(0, 16))).isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> Tlp.decode(content.plus(Bytes.filled(0, 4))))
                .isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> Tlp.decode(Bytes.EMPTY)).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void dataAreNotShown() {
        Bytes secret = Bytes.fromHex("5ec2e7aa");
        var write = new MemoryWrite(FUNCTION, 1, 0x1000, secret);

        assertThat(List.of(
                        write.toString(),
                        new LinkFrame.Plain(write).toString(),
                        Completion.of(PORT, new MemoryRead(FUNCTION, 1, 0, 4), secret)
                                .toString()))
                .noneMatch(text -> text.contains("5e c2"));
    }

    @Test
    void anyBytesAreAPacketOrMalformed() {
        var random = new SplittableRandom(SEED);
        int packets = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Bytes content = randomPacket(random);
            Optional<LinkFrame> frame = decode(content);
            packets += frame.isPresent() ? 1 : 0;
            frame.ifPresent(decoded -> {
                assertThat(decoded.encode()).as("seed %d", SEED).isEqualTo(content);
                assertThat(LinkFrame.decode(decoded.encode())).isEqualTo(decoded);
                assertThat(decoded.describe()).isNotEmpty();
            });
        }

        assertThat(packets).as("seed %d", SEED).isGreaterThan(ROUNDS / 4);
    }

    private static Optional<LinkFrame> decode(Bytes content) {
        try {
            return Optional.of(LinkFrame.decode(content));
        } catch (MalformedMessageException e) {
            return Optional.empty();
        }
    }

    /** Bytes whose size mostly fits, and whose rare bits are mostly clear. */
    private static Bytes randomPacket(SplittableRandom random) {
        var content = new byte[random.nextInt(10) == 0 ? random.nextInt(60) : 4 * random.nextInt(3, 20)];
        random.nextBytes(content);
        if (content.length >= 12 && random.nextInt(10) != 0) {
            int[] types = {0x00, 0x20, 0x40, 0x60, 0x04, 0x05, 0x44, 0x45, 0x0A, 0x4A, 0x34, 0x74, 0x92};
            content[0] = (byte) types[random.nextInt(types.length)];
            int start = content[0] == (byte) 0x92 ? 4 : 0;
            if (start == 4) {
                content[4] = (byte) types[random.nextInt(types.length)];
                content[3] = (byte) (content[3] | 4);
            }
            int headerSize = start + ((content[start] & 0x20) != 0 ? 16 : 12) + (start == 4 ? 12 : 0);
            content[start + 1] &= (byte) (random.nextInt(4) == 0 ? 0xFF : 0xFC);
            content[start + 2] = (byte) (random.nextInt(4) == 0 ? content[start + 2] & 0x7C : 0);
            boolean hasData = (content[start] & 0x40) != 0;
            content[start + 3] = (byte) (hasData ? Math.max(1, (content.length - headerSize) / 4) : content[start + 3]);
            int wanted = headerSize + (hasData ? 4 * content[start + 3] : 0);
            return Bytes.of(Arrays.copyOf(content, wanted));
        }
        return Bytes.of(content);
    }
}
