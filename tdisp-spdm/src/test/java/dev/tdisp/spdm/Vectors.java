package dev.tdisp.spdm;

import dev.tdisp.core.wire.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Golden vectors from the test resources: names and hexadecimal values. */
public final class Vectors {
    private final String file;
    private final Properties values = new Properties();

    private Vectors(String file) {
        this.file = file;
    }

    public static Vectors of(String file) {
        var vectors = new Vectors(file);
        try (var in = Vectors.class.getResourceAsStream("/dev/tdisp/spdm/vectors/" + file + ".properties")) {
            if (in == null) {
                throw new AssertionError("no vectors " + file);
            }
            vectors.values.load(in);
            return vectors;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String text(String name) {
        String value = values.getProperty(name);
        if (value == null) {
            throw new AssertionError(file + " has no " + name);
        }
        return value.strip();
    }

    public Bytes bytes(String name) {
        return Bytes.fromHex(text(name));
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }
}
