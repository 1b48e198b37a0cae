package dev.tdisp.spdm.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PcapFileTest {
    private static final Instant AT = Instant.parse("2026-11-24T01:02:03.000004Z");
    private static final PcapFile FILE = new PcapFile(
            PcapFile.LINK_TYPE_DOE,
            65_536,
            List.of(new PcapPacket(AT, Bytes.fromHex("010203")), new PcapPacket(AT, Bytes.EMPTY)));

    @Test
    void aFileIsWrittenAndReadBack() {
        assertThat(PcapFile.decode(FILE.encode())).isEqualTo(FILE);
        assertThat(FILE.encode().slice(0, 24).toHex())
                .isEqualTo("d4c3b2a1020004000000000000000000" + "00000100" + "24010000");
    }

    @Test
    void bothByteOrdersAndUnitsOfTimeAreRead() {
        Bytes bigEndian = Bytes.fromHex("a1b2c3d4 0002 0004 00000000 00000000 00010000 00000124"
                + "6a8bd5bb 00000004 00000003 00000003 010203");
        Bytes nanoseconds = Bytes.fromHex("4d3cb2a1 0200 0400 00000000 00000000 00000100 24010000"
                + "bbd58b6a a00f0000 03000000 03000000 010203");

        assertThat(PcapFile.decode(bigEndian)).isEqualTo(PcapFile.decode(nanoseconds));
        assertThat(PcapFile.decode(bigEndian).packets().get(0).content()).isEqualTo(Bytes.fromHex("010203"));
        assertThat(PcapFile.decode(bigEndian).packets().get(0).at().getNano()).isEqualTo(4_000);
    }

    @Test
    void aFileThatEndsTooEarlyIsMalformed() {
        Bytes whole = FILE.encode();
        int complete = whole.size() - 16;
        for (int size = 0; size < whole.size(); size++) {
            Bytes cut = whole.slice(0, size);
            if (size == 24 || size == complete) {
                assertThat(PcapFile.decode(cut).packets()).hasSize(size == 24 ? 0 : 1);
            } else {
                assertThatThrownBy(() -> PcapFile.decode(cut)).isInstanceOf(MalformedMessageException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000000020004000000000000000000000001002401",
                "d4c3b2a1030004000000000000000000000001002401000000000000",
                "d4c3b2a102000400000000000000000000000100240100000000000000000000ffffffffffffffff010203",
                "d4c3b2a102000400000000000000000000000100240100000000000000000000ffffff7fffffff7f010203",
                "d4c3b2a1020004000000000000000000000001002401000000000000000000000300000004000000010203"
            })
    void hostileHeadersAreMalformed(String file) {
        assertThatThrownBy(() -> PcapFile.decode(Bytes.fromHex(file))).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void noiseIsMalformedOrAFile() {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        for (int i = 0; i < 5_000; i++) {
            Bytes file = FILE.encode();
            for (int change = 0; change < 3; change++) {
                file = file.with(random.nextInt(file.size()), random.nextInt(256));
            }
            try {
                assertThat(PcapFile.decode(file).packets().size()).isLessThan(4);
            } catch (MalformedMessageException e) {
                assertThat(e.offset()).isNotNegative();
            }
        }
    }
}
