package dev.tdisp.spdm.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PcapngReaderTest {
    private static final String SECTION = "0a0d0d0a 1c000000 4d3c2b1a 01000000 ffffffffffffffff 1c000000";
    private static final String INTERFACE = "01000000 14000000 24010000 00000100 14000000";
    private static final String PACKET =
            "06000000 24000000 00000000 00000000 40420f00 04000000 04000000 10840000 24000000";

    private static PcapFile read(String... blocks) {
        return PcapFile.decode(Bytes.fromHex(String.join("", blocks)));
    }

    @Test
    void packetsAreReadAndOtherBlocksPassedOver() {
        PcapFile file = read(SECTION, "05000000 10000000 00000000 10000000", INTERFACE, PACKET);

        assertThat(file.linkType()).isEqualTo(292);
        assertThat(file.packets()).containsExactly(new PcapPacket(Instant.ofEpochSecond(1), Bytes.fromHex("10840000")));
    }

    @Test
    void sectionsMayHaveTheOtherByteOrder() {
        PcapFile file = read(
                SECTION,
                INTERFACE,
                PACKET,
                "0a0d0d0a 0000001c 1a2b3c4d 00010000 ffffffffffffffff 0000001c",
                "00000001 00000014 01240000 00010000 00000014",
                "00000006 00000024 00000000 00000000 000f4240 00000004 00000004 10840000 00000024");

        assertThat(file.packets()).hasSize(2).containsOnly(file.packets().get(0));
    }

    @Test
    void interfacesMayCountNanoseconds() {
        String nanoseconds = "01000000 20000000 24010000 00000100 09000100 09000000 00000000 20000000";

        assertThat(read(SECTION, nanoseconds, PACKET).packets().get(0).at())
                .isEqualTo(Instant.ofEpochSecond(0, 1_000_000));
    }

    @ParameterizedTest
    @CsvSource({
        "no interface, BlockType, 0a0d0d0a1c0000004d3c2b1a01000000ffffffffffffffff1c000000",
        "other magic, ByteOrderMagic, 0a0d0d0a1c0000004d3c2b1b01000000ffffffffffffffff1c000000",
        "no magic, ByteOrderMagic, 0a0d0d0a1c000000",
        "length, BlockTotalLength, 0a0d0d0a080000004d3c2b1a01000000ffffffffffffffff1c000000",
        "two lengths, BlockTotalLength, 0a0d0d0a1c0000004d3c2b1a01000000ffffffffffffffff20000000",
    })
    void damagedSectionsAreMalformed(String name, String field, String file) {
        assertThatThrownBy(() -> read(file))
                .as(name)
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining(field);
    }

    @ParameterizedTest
    @CsvSource({
        "unknown interface, InterfaceID, 060000002000000001000000000000000000000000000000000000002000 0000",
        "cut packet, OriginalLength, 0600000020000000000000000000000000000000000000000400000020000000",
        "packet beyond its block, Packet, 0600000020000000000000000000000000000000050000000500000020000000",
        "no time, BlockType, 03000000100000000000000010000000",
        "two link types, LinkType, 0100000014000000230100000000010014000000",
        "fine units, OptionValue, 010000001c0000002401000000000100090001000a0000001c000000",
    })
    void damagedBlocksAreMalformed(String name, String field, String block) {
        assertThatThrownBy(() -> read(SECTION, INTERFACE, block.replace(" ", "")))
                .as(name)
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining(field);
    }

    @Test
    void noiseIsMalformedOrAFile() {
        var random = new Random(11);
        byte[] file = Bytes.fromHex(SECTION + INTERFACE + PACKET).toArray();
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = file.clone();
            for (int j = 0; j < 3; j++) {
                damaged[4 + random.nextInt(damaged.length - 4)] = (byte) random.nextInt();
            }
            try {
                PcapFile.decode(Bytes.of(damaged));
            } catch (MalformedMessageException expected) {
                assertThat(expected.field()).isNotEmpty();
            }
        }
    }
}
