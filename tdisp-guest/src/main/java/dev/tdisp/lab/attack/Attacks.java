package dev.tdisp.lab.attack;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The catalogue of attacks. */
public final class Attacks {
    private static final List<Attack> ALL = Stream.of(
                    EvidenceAttacks.all(),
                    DowngradeAttacks.all(),
                    ConfigurationAttacks.all(),
                    StateAttacks.all(),
                    SessionAttacks.all(),
                    FirmwareAttacks.all(),
                    RelayAttacks.all(),
                    MemoryAttacks.all(),
                    LinkAttacks.all(),
                    PublishedAttacks.all(),
                    AddressAttacks.all())
            .flatMap(List::stream)
            .toList();

    private Attacks() {}

    /**
     * Returns all attacks.
     *
     * @return by family
     */
    public static List<Attack> all() {
        return ALL;
    }

    /**
     * Finds an attack.
     *
     * @param id its number, for example {@code A6}
     * @return the attack, if there is one of that number
     */
    public static Optional<Attack> named(String id) {
        return ALL.stream().filter(attack -> attack.id().equals(id)).findFirst();
    }
}
