package dev.tdisp.spdm.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.crypto.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The recorded exchanges of the reference implementation; tests that need them are skipped where they are missing. */
public final class Captures {
    private static final String PCAP = ".pcap";

    private Captures() {}

    /** Returns a file of the captures' folder. */
    public static Path path(String file) {
        Path path = Path.of(System.getProperty("tdisp.captures", "../../shared/captures"))
                .resolve(file);
        if (Boolean.getBoolean("tdisp.captures.required")) {
            assertThat(path).exists();
        }
        assumeTrue(Files.exists(path), "no capture " + path);
        return path;
    }

    /** Returns the names of all captures. */
    public static List<String> names() {
        try (var files = Files.list(path(""))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(PCAP))
                    .map(file -> file.substring(0, file.length() - PCAP.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the bytes of a capture. */
    public static Bytes pcap(String name) {
        try {
            return Bytes.of(Files.readAllBytes(path(name + PCAP)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the secrets recorded with a capture. */
    public static CaptureSecrets secrets(String name) {
        try {
            String json = Files.readString(path(name + ".json"));
            List<Secret> shared = new ArrayList<>(secrets(json, "dhe_secrets"));
            shared.addAll(secrets(json, "kem_secrets"));
            return new CaptureSecrets(shared, secrets(json, "psk"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the messages in plaintext, as the reference implementation saw them. */
    public static List<Bytes> plain(String name) {
        try {
            List<Bytes> messages = new ArrayList<>();
            for (String line : Files.readAllLines(path(name + ".plain.txt"))) {
                if (!line.startsWith("#")) {
                    messages.add(Bytes.fromHex(line.substring(line.lastIndexOf(' ') + 1)));
                }
            }
            return messages;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Secret> secrets(String json, String key) {
        Matcher list = Pattern.compile("\"" + key + "\"\\s*:\\s*\\[([^]]*)]").matcher(json);
        List<Secret> secrets = new ArrayList<>();
        if (list.find()) {
            Matcher hex = Pattern.compile("\"([0-9a-fA-F]+)\"").matcher(list.group(1));
            while (hex.find()) {
                secrets.add(Secret.copyOf(Bytes.fromHex(hex.group(1))));
            }
        }
        return secrets;
    }
}
