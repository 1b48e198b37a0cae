package dev.tdisp.device.tdi;

import dev.tdisp.device.config.Register;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The table of tracked registers once more, bit by bit and by name, written down apart from the one that runs. */
final class TrackedBits {
    private static final List<Row> ROWS = read();

    private TrackedBits() {}

    /**
     * A row.
     *
     * @param register a name, perhaps up to a star
     * @param bits the bits it is about
     * @param when {@code changed}, {@code cleared}, {@code set}, {@code written}, or {@code waking} from D3hot
     * @param physical the outcome for the physical function, of its own register
     * @param virtual the outcome for a virtual function, of its own register
     * @param across the outcome for a virtual function, of the physical function's register
     */
    record Row(String register, long bits, String when, String physical, String virtual, String across) {
        private boolean isFor(Register other) {
            return register.endsWith("*")
                    ? other.name().startsWith(register.substring(0, register.length() - 1))
                    : other.name().equals(register);
        }

        String outcome(boolean ofPhysical, boolean seenByPhysical) {
            if (ofPhysical) {
                return seenByPhysical ? physical : across;
            }
            return virtual;
        }
    }

    static Optional<Row> rowFor(Register register, long bit) {
        return ROWS.stream()
                .filter(row -> row.isFor(register) && (row.bits & bit) != 0)
                .findFirst();
    }

    private static List<Row> read() {
        String name = "tracked-bits.csv";
        try (InputStream in = Objects.requireNonNull(TrackedBits.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.split(","))
                    .map(cells -> new Row(cells[0], Long.decode(cells[1]), cells[2], cells[3], cells[4], cells[5]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
