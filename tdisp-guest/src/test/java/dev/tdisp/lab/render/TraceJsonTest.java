package dev.tdisp.lab.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tdisp.core.trace.KeyOrigin;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.Field;
import dev.tdisp.core.wire.FieldMap;
import dev.tdisp.host.platform.PlatformProfile;
import dev.tdisp.host.platform.Platforms;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceJsonTest {
    private static final String HEADING =
            "{\"type\":\"run\",\"schema\":1,\"title\":\"t\",\"start\":\"1970-01-01T00:00:00Z\",\"facts\":{}}";
    private static final String STEP = "{\"type\":\"step\",\"step\":1,\"actor\":\"TSM\",\"name\":\"n\"}";
    private static final String AFTER = "{\"type\":\"after\",\"step\":1,\"parties\":[]}";

    @Test
    void aRunIsReadAsItWasWritten() {
        assertThat(TraceJson.read(TraceJson.write(RecordedRuns.WHOLE))).isEqualTo(RecordedRuns.WHOLE);
    }

    @Test
    void wordsOfAPlatformAreAddedAndChangeNothingElse() {
        for (PlatformProfile platform : Platforms.ALL) {
            RecordedRun told = RecordedRuns.WHOLE.inWordsOf(platform);

            String lines = TraceJson.write(told);

            assertThat(TraceJson.read(lines)).isEqualTo(told);
            assertThat(lines.lines().filter(line -> line.contains("\"words\":")))
                    .as(platform.key())
                    .isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anythingThatCanHappenIsReadAsItWasWritten(long seed) {
        var random = new Random(seed);
        List<TraceEvent> events = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            events.add(event(random));
        }
        var step = new RecordedStep(
                text(random),
                text(random),
                events,
                List.of(new PartyView("DSM", text(random), Map.of(text(random), text(random)))),
                Optional.of(text(random)),
                Optional.of(text(random)));
        var run = new RecordedRun(
                text(random), Map.of("seed", text(random)), List.of(step, RecordedStep.of(List.of()), step));

        assertThat(TraceJson.read(TraceJson.write(run))).as("seed " + seed).isEqualTo(run);
    }

    @Test
    void everyLineIsAnObjectAndHoldsNoMoreThanTheManualSays() throws JsonProcessingException {
        var json = new ObjectMapper();
        for (String line : TraceJson.write(RecordedRuns.WHOLE).lines().toList()) {
            JsonNode object = json.readTree(line);

            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            JsonLineKind kind = JsonLineKind.of(object.get("type").asText()).orElseThrow();
            assertThat(kind.members().stream().map(JsonMember::name)).containsAll(names.subList(1, names.size()));
        }
    }

    @Test
    void whoSkipsWhatIsDerivedReadsTheSame() throws JsonProcessingException {
        var json = new ObjectMapper();
        var lines = new StringBuilder();
        for (String line : TraceJson.write(RecordedRuns.CONNECTED).lines().toList()) {
            var object = (com.fasterxml.jackson.databind.node.ObjectNode) json.readTree(line);
            JsonLineKind.of(object.get("type").asText()).orElseThrow().members().stream()
                    .filter(member -> member.need() == JsonMember.Need.DERIVED)
                    .forEach(member -> object.remove(member.name()));
            lines.append(object).append('\n');
        }

        assertThat(TraceJson.read(lines.toString())).isEqualTo(RecordedRuns.CONNECTED);
    }

    @Test
    void statesOfPartiesAndMachinesStandBehindEachStep() {
        String locked = TraceJson.write(RecordedRuns.WHOLE)
                .lines()
                .filter(line -> line.contains("\"milestone\":\"locked\""))
                .findFirst()
                .orElseThrow();

        assertThat(locked)
                .contains("{\"party\":\"DSM\",\"text\":\"CONFIG_LOCKED, stream secure, 1 session\"")
                .contains("\"tdi\":\"CONFIG_LOCKED\"")
                .contains("{\"source\":\"device/VF1\",\"machine\":\"TDI\",\"state\":\"CONFIG_LOCKED\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1 | `` | nothing stands there",
                "1 | `nonsense` | no JSON",
                "1 | `[]` | \"type\" is no kind of line",
                "1 | `{\"type\":\"step\"}` | a line of type \"run\" comes first",
                "1 | `{\"type\":\"run\",\"schema\":2,\"title\":\"t\",\"start\":\"1970-01-01T00:00:00Z\",\"facts\":{}}` | schema 2 is not known",
                "1 | `{\"type\":\"run\",\"schema\":1,\"title\":\"t\",\"start\":\"today\",\"facts\":{}}` | is expected to be an instant",
                "1 | `{\"type\":\"run\",\"schema\":1,\"title\":\"t\",\"start\":\"1970-01-01T00:00:00Z\",\"facts\":{\"a\":1}}` | \"a\" is expected to be a text",
            })
    void aHeadingThatIsNoneIsRefused(int line, String heading, String reason) {
        refused(heading, line, reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`{\"type\":\"note\",\"time\":0,\"source\":\"a\",\"text\":\"b\",\"more\":1}` | has no member \"more\"",
                "`{\"type\":\"note\",\"time\":0,\"source\":\"a\"}` | needs a member \"text\"",
                "`{\"type\":\"note\",\"time\":0,\"time\":1,\"source\":\"a\",\"text\":\"b\"}` | Duplicate",
                "`{\"type\":\"note\",\"time\":0,\"source\":\"a\",\"text\":7}` | \"text\" is expected to be a text",
                "`{\"type\":\"note\",\"time\":\"0\",\"source\":\"a\",\"text\":\"b\"}` | a number of seconds",
                "`{\"type\":\"note\",\"time\":0.0000000001,\"source\":\"a\",\"text\":\"b\"}` | not a number of nanoseconds",
                "`{\"type\":\"note\",\"time\":1e99999,\"source\":\"a\",\"text\":\"b\"}` | a number of seconds",
                "`{\"type\":\"note\",\"time\":0,\"source\":\"a\",\"text\":\"b\"} {}` | no JSON",
                "`{\"type\":\"note\",\"time\":0,` | no JSON",
                "`` | \"type\" is no kind of line",
                "`{\"type\":\"run\",\"schema\":1,\"title\":\"t\",\"start\":\"1970-01-01T00:00:00Z\",\"facts\":{}}` | comes first, and once",
                "`{\"type\":\"step\",\"step\":2,\"actor\":\"a\",\"name\":\"b\"}` | step 1 has not ended",
                "`{\"type\":\"after\",\"step\":2,\"parties\":[]}` | step 1 is expected",
                "`{\"type\":\"after\",\"step\":1,\"parties\":[{\"party\":\"DSM\"}]}` | an element of \"parties\" needs a member \"text\"",
                "`{\"type\":\"after\",\"step\":1,\"parties\":[7]}` | is expected to be an object",
                "`{\"type\":\"register\",\"time\":0,\"source\":\"a\",\"register\":\"r\",\"before\":\"x\",\"after\":\"0\"}` | hexadecimal digits of 64 bits",
                "`{\"type\":\"message\",\"time\":0,\"source\":\"a\",\"destination\":\"b\",\"protocol\":\"p\",\"name\":\"n\",\"detail\":\"\",\"bytes\":\"0\",\"fields\":[]}` | hexadecimal digits, two a byte",
                "`{\"type\":\"message\",\"time\":0,\"source\":\"a\",\"destination\":\"b\",\"protocol\":\"p\",\"name\":\"n\",\"detail\":\"\",\"bytes\":\"00\",\"fields\":[{\"name\":\"f\",\"offset\":1,\"length\":1,\"value\":\"\"}]}` | ends behind the message",
                "`{\"type\":\"message\",\"time\":0,\"source\":\"a\",\"destination\":\"b\",\"protocol\":\"p\",\"name\":\"n\",\"detail\":\"\",\"bytes\":\"00\",\"fields\":[{\"name\":\"f\",\"offset\":-1,\"length\":1,\"value\":\"\"}]}` | whole number",
            })
    void aLineThatIsNoneIsRefusedWithItsNumber(String line, String reason) {
        refused(HEADING + "\n" + STEP + "\n" + line + "\n" + AFTER + "\n", 3, reason);
    }

    @Test
    void aStepThatDoesNotEndIsRefused() {
        refused(HEADING + "\n" + STEP + "\n", 2, "step 1 does not end");
    }

    @Test
    void anEventOfNoStepIsRefused() {
        refused(HEADING + "\n{\"type\":\"note\",\"time\":0,\"source\":\"a\",\"text\":\"b\"}\n", 2, "no step has begun");
    }

    @Test
    void nothingButARefusalComesOfDamage() {
        String lines = TraceJson.write(RecordedRuns.CONNECTED);
        var random = new Random(9);
        int refused = 0;
        for (int i = 0; i < 300; i++) {
            var damaged = new StringBuilder(lines.substring(0, 6000 + random.nextInt(4000)));
            damaged.setCharAt(random.nextInt(damaged.length()), (char) (' ' + random.nextInt(95)));
            try {
                TraceJson.read(damaged.toString());
            } catch (TraceJsonException e) {
                refused++;
                assertThat(e.line()).isPositive();
            }
        }

        assertThat(refused).isPositive();
    }

    private static void refused(String lines, int line, String reason) {
        assertThatExceptionOfType(TraceJsonException.class)
                .isThrownBy(() -> TraceJson.read(lines))
                .satisfies(refusal -> assertThat(refusal.line()).isEqualTo(line))
                .withMessageStartingWith("line %d: ".formatted(line))
                .withMessageContaining(reason);
    }

    private static TraceEvent event(Random random) {
        Instant at = Instant.ofEpochSecond(random.nextInt(2_000_000_000), random.nextInt(1_000_000_000));
        String source = text(random);
        return switch (random.nextInt(6)) {
            case 0 ->
                new TraceEvent.Message(
                        at,
                        source,
                        text(random),
                        text(random),
                        text(random),
                        text(random),
                        bytes(random, 20),
                        new FieldMap(List.of(new Field(text(random), 3, 17, text(random)))));
            case 1 ->
                new TraceEvent.StateChange(
                        at,
                        source,
                        random.nextBoolean() ? "TDI" : text(random),
                        text(random),
                        text(random),
                        text(random),
                        text(random),
                        random.nextBoolean() ? OptionalLong.of(random.nextLong()) : OptionalLong.empty());
            case 2 -> new TraceEvent.RegisterWrite(at, source, text(random), random.nextLong(), random.nextLong());
            case 3 -> new TraceEvent.Packet(at, source, text(random), text(random));
            case 4 ->
                new TraceEvent.Key(
                        at,
                        source,
                        text(random),
                        text(random),
                        new KeyOrigin(text(random), text(random), text(random), bytes(random, 48), random.nextInt(64)));
            default -> new TraceEvent.Note(at, source, text(random));
        };
    }

    private static Bytes bytes(Random random, int size) {
        var content = new byte[size];
        random.nextBytes(content);
        return Bytes.of(content);
    }

    private static String text(Random random) {
        String letters = "aZ09 /\"\\\n\r\t{}[]:,;#<>é→\u2028\u0000";
        var text = new StringBuilder();
        for (int i = random.nextInt(12); i >= 0; i--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }
}
