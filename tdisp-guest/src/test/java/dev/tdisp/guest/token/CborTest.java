package dev.tdisp.guest.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.guest.token.CborItem.Blob;
import dev.tdisp.guest.token.CborItem.Pair;
import dev.tdisp.guest.token.CborItem.Pairs;
import dev.tdisp.guest.token.CborItem.Text;
import dev.tdisp.guest.token.CborItem.Whole;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CborTest {
    /** Vectors of RFC 8949, appendix A. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "00",
                "17",
                "1818",
                "1903e8",
                "1a000f4240",
                "1b000000e8d4a51000",
                "20",
                "3863",
                "3903e7",
                "40",
                "4401020304",
                "60",
                "6161",
                "6449455446",
                "80",
                "83010203",
                "8301820203820405",
                "a0",
                "a201020304",
                "a26161016162820203",
                "d74401020304"
            })
    void vectorsAreReadAndWrittenAsTheyAre(String hex) {
        Bytes bytes = Bytes.fromHex(hex);

        assertThat(Cbor.encode(Cbor.decode(bytes))).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "1800, a number that is not the shortest",
        "5801ff, a length that is not the shortest",
        "9fff, an array without a length",
        "bfff, a map without a length",
        "5f4100ff, a string in pieces",
        "a202000100, keys out of order",
        "a201000100, a key twice",
        "a161310001, a number as text and more",
        "a1613100, a text that looks like a number",
        "c11a514b67b0c1, a tag at the end",
        "0000, two items",
        "f5, true",
        "fb3ff199999999999a, a fraction",
    })
    void anyOtherFormIsRefused(String hex, String what) {
        assertThatThrownBy(() -> Cbor.decode(Bytes.fromHex(hex)))
                .as(what)
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void keysAreInTheOrderOfTheirEncodings() {
        var map = new Pairs(List.of(
                new Pair(new Text("b"), new Whole(0)),
                new Pair(new Text("aa"), new Whole(0)),
                new Pair(new Whole(-1), new Whole(0)),
                new Pair(new Whole(256), new Whole(0)),
                new Pair(new Whole(10), new Blob(Bytes.EMPTY))));

        assertThat(Cbor.encode(map)).isEqualTo(Bytes.fromHex("a50a40" + "19010000" + "2000" + "616200" + "62616100"));
    }
}
