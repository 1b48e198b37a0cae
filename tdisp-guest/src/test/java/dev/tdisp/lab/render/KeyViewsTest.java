package dev.tdisp.lab.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.trace.KeyOrigin;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class KeyViewsTest {
    @Test
    void theScheduleOfASessionIsATree() {
        String text = KeyViews.text(RecordedRuns.CONNECTED);

        assertThat(Pattern.compile(" [0-9a-f]{16}\\.\\.\\.").matcher(text).replaceAll(" (digest)"))
                .isEqualTo("""
                session FFFFFFFFh: device and tsm
                  input secret                                agreed on
                  `- handshake secret                         HKDF-Extract, 48 bytes
                     |- requester handshake secret            bin_str1 "req hs data", TH1 (digest), 48 bytes
                     |  |- requester finished key             bin_str7 "finished", 48 bytes
                     |  |- requester handshake key            bin_str5 "key", 32 bytes
                     |  `- requester handshake IV             bin_str6 "iv", 12 bytes
                     |- responder handshake secret            bin_str2 "rsp hs data", TH1 (digest), 48 bytes
                     |  |- responder finished key             bin_str7 "finished", 48 bytes
                     |  |- responder handshake key            bin_str5 "key", 32 bytes
                     |  `- responder handshake IV             bin_str6 "iv", 12 bytes
                     `- salt of the master secret             bin_str0 "derived", 48 bytes
                        `- master secret                      HKDF-Extract, 48 bytes
                           |- requester data secret           bin_str3 "req app data", TH2 (digest), 48 bytes
                           |  |- requester key                bin_str5 "key", 32 bytes
                           |  `- requester IV                 bin_str6 "iv", 12 bytes
                           |- responder data secret           bin_str4 "rsp app data", TH2 (digest), 48 bytes
                           |  |- responder key                bin_str5 "key", 32 bytes
                           |  `- responder IV                 bin_str6 "iv", 12 bytes
                           `- export master secret            bin_str8 "exp master", TH2 (digest), 48 bytes
                  handshake keys                              erased
                """);
    }

    @Test
    void endsThatHeardSomethingElseHaveTreesOfTheirOwn() {
        RecordedRun run = RecordedRun.of("two ends", List.of(key("device", "aa"), key("tsm", "bb")));

        assertThat(KeyViews.text(run)).isEqualTo("""
                session 1: device
                  secret                                      req hs data, TH1 aa, 48 bytes, derived

                session 1: tsm
                  secret                                      req hs data, TH1 bb, 48 bytes, derived
                """.replace("req hs data", "bin_str1 \"req hs data\""));
    }

    @Test
    void keysOfAStreamShowWhatWasDoneWithThem() {
        assertThat(KeyViews.text(RecordedRuns.WHOLE))
                .contains("stream 10h K0: root-port\n")
                .containsPattern("RECEIVE/POSTED +programmed, started\n");
    }

    @Test
    void theChartHasAnEdgeAKeyThatIsDerived() {
        String chart = KeyViews.mermaid(RecordedRuns.CONNECTED);

        assertThat(chart.lines().filter(line -> line.contains(" --> "))).hasSize(18);
        assertThat(chart).contains("k1[\"input secret\"]", "k1 -- \"HKDF-Extract, 48 bytes\" --> k2");
    }

    @Test
    void thePictureHasALineAKey() {
        String picture = KeyViews.svg(RecordedRuns.CONNECTED);

        assertThat(picture).startsWith("<svg ").endsWith("</svg>\n").contains(">export master secret</text>");
        assertThat(picture.lines().filter(line -> line.startsWith("<rect x"))).hasSize(20);
    }

    private static TraceEvent key(String source, String digest) {
        var origin = new KeyOrigin("", "req hs data", "TH1", Bytes.fromHex(digest), 48);
        return new TraceEvent.Key(Instant.EPOCH, source, "session 1/secret", "derived", origin);
    }
}
