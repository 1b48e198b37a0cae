package dev.tdisp.lab.cli;

import dev.tdisp.guest.attestation.CheckResult;
import dev.tdisp.guest.attestation.CheckResult.Outcome;
import dev.tdisp.guest.attestation.Verdict;
import dev.tdisp.guest.dma.DmaWork;
import dev.tdisp.lab.Lab;

/** What is left to say at the end: what the guest verified, what data moved and how, and whether all is given back. */
final class AttachSummary {
    private final Lab lab;
    private final int vf;

    AttachSummary(Lab lab, int vf) {
        this.lab = lab;
        this.vf = vf;
    }

    void print(StepPrinter printer) {
        printer.line("The guest verified");
        lab.verdict(vf)
                .ifPresentOrElse(
                        verdict -> printChecks(printer, verdict),
                        () -> printer.line("    nothing; it did not get so far"));
        printer.line("");
        printer.line("Data moved");
        DmaWork bounced = lab.transfers(vf).bounced();
        DmaWork direct = lab.transfers(vf).direct();
        printer.line("    by bounce buffer  %9d bytes, copied by the processor".formatted(bounced.bytesCopied()));
        printer.line(
                "    directly          %9d bytes, by the device in private memory".formatted(direct.bytesDirect()));
        printer.line("");
        printer.line("In the end");
        printer.line("    interface         " + lab.state(vf));
        printer.line("    SPDM session      " + (lab.tsm().isConnected() ? "open" : "none"));
        printer.line("");
    }

    private static void printChecks(StepPrinter printer, Verdict verdict) {
        for (CheckResult result : verdict.results()) {
            String reason = result.outcome() == Outcome.PASSED ? result.check().sentence() : result.reason();
            printer.line("    %-10s  %s".formatted(word(result.outcome()), reason));
        }
    }

    private static String word(Outcome outcome) {
        return outcome == Outcome.NOT_DEMANDED ? Outcome.NOT_JUDGED.words() : outcome.words();
    }
}
