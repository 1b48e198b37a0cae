package dev.tdisp.guest.token;

/** What the draft leaves open, gets wrong, or has no place for. Off is the reading that is nearest to its text. */
public enum TokenSwitch {
    /** Adds what the security manager said: state, flags, epoch, stream. Off: a relying party cannot see it. */
    INTERFACE_CLAIM(
            "The draft has no place for state, lock flags, bind epoch and stream",
            "nothing is said of them",
            "a claim of the private range, key -70001, says it"),
    /** Writes measurement blocks of the indices 240 to 254 too. Off: they are only in the signed transcript. */
    ALL_BLOCKS(
            "Block ids end at 239; SPDM has a manifest at 253 and the device mode at 254",
            "such blocks are left out of the map; the signed transcript has them",
            "they are in the map"),
    /** Takes the map of ranges as the CDDL has it. Off: its keys are 1, 2, 3 and so on. */
    ONE_RANGE(
            "The map of MMIO ranges has the one key 1 for \"one or more\" ranges, which CBOR forbids",
            "the keys are 1, 2, 3, ...",
            "one range; a report with more cannot be written"),
    /** Numbers SHA-256 as SPDM's BaseHashAlgo does. Off: 0, as the CDDL does. */
    SHA_256_IS_1("The CDDL numbers SHA-256 0 and the other hashes as BaseHashAlgo does, where SHA-256 is 1", "0", "1");

    private final String question;
    private final String off;
    private final String on;

    TokenSwitch(String question, String off, String on) {
        this.question = question;
        this.off = off;
        this.on = on;
    }

    /**
     * Describes it.
     *
     * @return the row of a table in Markdown: question, reading when off, reading when on, name
     */
    public String row() {
        return "| %s | %s | %s | `%s` |".formatted(question, off, on, name());
    }
}
