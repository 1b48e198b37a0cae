package dev.tdisp.core.pcie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import org.junit.jupiter.api.Test;

class LinkFrameTest {
    private static final Tlp READ = new MemoryRead(new RequesterId(0x0100), 6, 0x1_2345_6000L, 64);
    private static final IdePrefix PREFIX = new IdePrefix(1, new StreamId(0x10), 1, false, true, KeySet.K0, true);

    @Test
    void prefixIsThatOfTheWorkedExample() {
        var out = WireWriter.create();
        PREFIX.write(out);

        assertThat(out.toBytes()).isEqualTo(Bytes.fromHex("92011015"));
        assertThat(PREFIX.subStream()).contains(SubStream.NON_POSTED);
    }

    @Test
    void everyPrefixSurvives() {
        for (int last = 0; last < 256; last++) {
            Bytes content = Bytes.fromHex("92ff8000").with(3, last);
            IdePrefix prefix = IdePrefix.read(WireReader.of(content));
            var out = WireWriter.create();
            prefix.write(out);

            assertThat(out.toBytes()).isEqualTo(content);
        }
    }

    @Test
    void plainFrameIsThePacketItself() {
        var frame = new LinkFrame.Plain(READ);

        assertThat(frame.encode()).isEqualTo(READ.encode());
        assertThat(LinkFrame.decode(frame.encode())).isEqualTo(frame);
    }

    @Test
    void protectedFrameHasPrefixHeaderDataAndMac() {
        Bytes mac = Bytes.fromHex("aa56fad4d5f99e2d50c3e8ed");
        var frame = new LinkFrame.Protected(PREFIX, READ.header(), Bytes.EMPTY, mac);

        assertThat(frame.encode())
                .isEqualTo(Bytes.fromHex("92011015 20000010 010006ff 00000001 23456000 aa56fad4d5f99e2d50c3e8ed"));
        assertThat(LinkFrame.decode(frame.encode())).isEqualTo(frame);
    }

    @Test
    void frameWithoutItsMacIsMalformed() {
        Bytes mac = Bytes.filled(0, 12);
        Bytes content = new LinkFrame.Protected(PREFIX, READ.header(), Bytes.EMPTY, mac).encode();

        assertThatThrownBy(() -> LinkFrame.decode(content.slice(0, 20)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("MAC");
        assertThatThrownBy(() -> LinkFrame.decode(content.plus(mac))).isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> LinkFrame.decode(content.with(4, 0x92))).isInstanceOf(MalformedMessageException.class);
    }

    /** Whatever the first byte of the header announces, what is decoded can be looked at. */
    @Test
    void headerOfAProtectedFrameIsAsLongAsItSays() {
        Bytes mac = Bytes.filled(0, 12);
        for (int first = 0; first < 256; first++) {
            for (int size : new int[] {0, 4, 12, 16, 20}) {
                Bytes header = Bytes.filled(0, size);
                Bytes content = Bytes.fromHex("92011015")
                        .plus(size == 0 ? header : header.with(0, first))
                        .plus(mac);
                try {
                    var frame = (LinkFrame.Protected) LinkFrame.decode(content);
                    assertThat(frame.header().size()).isEqualTo((first & 0x20) == 0 ? 12 : 16);
                    assertThat(frame.encode()).isEqualTo(content);
                } catch (MalformedMessageException e) {
                    assertThat(e.field()).isNotEmpty();
                }
            }
        }
        for (int size : new int[] {0, 4, 12, 20}) {
            Bytes header = READ.header().plus(Bytes.filled(0, 4)).slice(0, size);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new LinkFrame.Protected(PREFIX, header, Bytes.EMPTY, mac))
                    .withMessageContaining("%d bytes".formatted(size));
        }
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new StreamId(256));
        assertThatIllegalArgumentException().isThrownBy(() -> KeySet.of(2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IdePrefix(256, new StreamId(0), 0, false, true, KeySet.K0, false));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MemoryRead(new RequesterId(0), 1024, 0, 4))
                .withMessageContaining("1024");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConfigRead(new RequesterId(0), 0, new RequesterId(0), 0x1000, 4));
    }
}
