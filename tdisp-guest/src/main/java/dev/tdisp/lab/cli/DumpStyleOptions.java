package dev.tdisp.lab.cli;

import dev.tdisp.lab.render.SpdmDumpText;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Lines in the grammar of DMTF's spdm_dump, with its letters. */
final class DumpStyleOptions {
    @Option(
            names = "--spdm-dump",
            description = "Show lines in the grammar of DMTF's spdm_dump; each of its letters does so too.")
    private boolean isAsked;

    @Option(names = "-q", description = "In that grammar: names of messages alone.")
    private boolean isQuiet;

    @Option(names = "-a", description = "In that grammar: each field on a line below.")
    private boolean showsAll;

    @Option(names = "-x", description = "In that grammar: the bytes of each message below.")
    private boolean showsHex;

    @Option(names = "-d", description = "In that grammar: what vendor-defined messages carry.")
    private boolean showsApplications;

    /** Returns what is to be shown in that grammar, if it is asked for. */
    Optional<SpdmDumpText.Options> options() {
        boolean isWanted = isAsked || isQuiet || showsAll || showsHex || showsApplications;
        return isWanted
                ? Optional.of(new SpdmDumpText.Options(isQuiet, showsAll, showsHex, showsApplications))
                : Optional.empty();
    }
}
