package dev.tdisp.lab.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.capture.CaptureSecrets;
import dev.tdisp.spdm.crypto.Secret;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the secrets of a capture from JSON: lists of hexadecimal texts, in the order in which sessions began.
 *
 * <pre>
 * {"dhe_secrets": ["9515d8…"], "kem_secrets": [], "psk": ["c1e922…"]}
 * </pre>
 */
final class KeyFile {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private KeyFile() {}

    /**
     * Reads a file.
     *
     * @param content its bytes
     * @return the secrets; the caller destroys them
     * @throws IllegalArgumentException if the file is not of this form; the message shows no secret
     */
    static CaptureSecrets read(byte[] content) {
        JsonNode root = parse(content);
        if (!root.isObject()) {
            throw new IllegalArgumentException("not a JSON object");
        }
        List<Secret> shared = new ArrayList<>(secrets(root, "dhe_secrets"));
        shared.addAll(secrets(root, "kem_secrets"));
        return new CaptureSecrets(shared, secrets(root, "psk"));
    }

    private static JsonNode parse(byte[] content) {
        try {
            return JSON.readTree(content);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "not JSON: line %d, column %d"
                            .formatted(
                                    e.getLocation().getLineNr(), e.getLocation().getColumnNr()),
                    e);
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
    }

    private static List<Secret> secrets(JsonNode root, String name) {
        JsonNode list = root.path(name);
        if (list.isMissingNode()) {
            return List.of();
        }
        if (!list.isArray()) {
            throw new IllegalArgumentException(name + " is not a list");
        }
        List<Secret> secrets = new ArrayList<>();
        for (JsonNode element : list) {
            secrets.add(secret(name, element));
        }
        return secrets;
    }

    private static Secret secret(String name, JsonNode element) {
        try {
            if (element.isTextual() && !element.textValue().isBlank()) {
                return Secret.copyOf(Bytes.fromHex(element.textValue()));
            }
        } catch (IllegalArgumentException e) {
            // Its message could show the text: say only where it stands.
        }
        throw new IllegalArgumentException(name + " has an element that is not hexadecimal");
    }
}
