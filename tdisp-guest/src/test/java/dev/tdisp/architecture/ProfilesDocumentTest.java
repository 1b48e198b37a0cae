package dev.tdisp.architecture;

import dev.tdisp.core.responder.TdispProfile;
import dev.tdisp.core.tdi.TdispSwitch;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.spdm.responder.SpdmProfile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProfilesDocumentTest {
    private static final Map<String, DeviceProfile> DEVICES = constants(DeviceProfile.class);
    private static final Map<String, TdispProfile> TDISP = constants(TdispProfile.class);
    private static final Map<String, SpdmProfile> SPDM = constants(SpdmProfile.class);

    /** The constants of a type that are of the type, in the order of the source. */
    private static <T> Map<String, T> constants(Class<T> type) {
        Map<String, T> found = new LinkedHashMap<>();
        Stream.of(type.getFields()).filter(field -> field.getType() == type).forEach(field -> {
            try {
                found.put(field.getName(), type.cast(field.get(null)));
            } catch (IllegalAccessException e) {
                throw new AssertionError(e);
            }
        });
        return found;
    }

    @Test
    void profilesAreAsTheirConstants() throws IOException {
        Document.at(Path.of("docs/reference/profiles.md"))
                .replace("table: devices", "end of table", devices())
                .replace("table: tdisp", "end of table", tdisp())
                .replace("table: tdisp switches", "end of table", switches())
                .replace("table: spdm", "end of table", spdm())
                .check();
    }

    private static String devices() {
        return table(
                DEVICES,
                row("IDE", DEVICES, device -> device.ide().name()),
                row("TDISP", DEVICES, device -> device.tdisp().name()),
                row("SPDM", DEVICES, device -> nameOf(device.spdm())),
                row("beside", DEVICES, device -> list(device.switches())));
    }

    private static String nameOf(SpdmProfile profile) {
        return SPDM.entrySet().stream()
                .filter(constant -> constant.getValue().equals(profile))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("its own");
    }

    private static String tdisp() {
        return table(
                TDISP,
                row(
                        "LOCK_INTERFACE_FLAGS_SUPPORTED",
                        TDISP,
                        profile -> profile.lockFlags().toString().replace("|", ", ")),
                row("DEV_ADDR_WIDTH", TDISP, profile -> String.valueOf(profile.addressWidth())),
                row("NUM_REQ_THIS", TDISP, profile -> String.valueOf(profile.requestsOfInterface())),
                row("NUM_REQ_ALL", TDISP, profile -> requestsOfAll(profile.requestsOfAll())),
                row("bytes of the report in an answer", TDISP, profile -> "at most " + profile.portionLimit()));
    }

    private static String requestsOfAll(int number) {
        return number == TdispProfile.ONE_EACH ? "one each interface" : String.valueOf(number);
    }

    private static String switches() {
        var text = new StringBuilder("| Switch | Point | Off | On | ")
                .append(String.join(" | ", TDISP.keySet()))
                .append(" |\n|---|---|---|---")
                .append("|---".repeat(TDISP.size()))
                .append("|\n");
        for (TdispSwitch each : TdispSwitch.values()) {
            String on = TDISP.values().stream()
                    .map(profile -> profile.has(each) ? "●" : "")
                    .collect(Collectors.joining(" | "));
            text.append("| `%s` | %s | %s | %s | %s |\n".formatted(each, each.topic(), each.off(), each.on(), on));
        }
        return text.toString();
    }

    private static String spdm() {
        return table(
                SPDM,
                row("versions", SPDM, profile -> list(profile.versions())),
                row(
                        "capabilities",
                        SPDM,
                        profile -> profile.capabilities().toString().replace(" ", ", ")),
                row("largest message in one transfer", SPDM, profile -> String.valueOf(profile.dataTransferSize())),
                row("largest message in chunks", SPDM, profile -> String.valueOf(profile.maximumMessageSize())),
                row("sessions at once", SPDM, profile -> String.valueOf(profile.maximumSessions())),
                row("seconds between signs of life", SPDM, profile -> String.valueOf(profile.heartbeatPeriod())));
    }

    private static String table(Map<String, ?> columns, String... rows) {
        return "| | " + String.join(" | ", columns.keySet()) + " |\n" + "|---".repeat(columns.size() + 1) + "|\n"
                + String.join("", rows);
    }

    private static <T> String row(String title, Map<String, T> columns, Function<T, String> cell) {
        return columns.values().stream().map(cell).collect(Collectors.joining(" | ", "| " + title + " | ", " |\n"));
    }

    private static String list(Collection<?> things) {
        return things.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
    }
}
