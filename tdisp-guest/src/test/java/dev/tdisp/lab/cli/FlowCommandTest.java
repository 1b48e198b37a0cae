package dev.tdisp.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.lab.Disturbance;
import dev.tdisp.lab.LifeCycle;
import dev.tdisp.lab.render.DashedName;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FlowCommandTest {
    @Test
    void listNamesEachFlow() {
        CommandResult result = CommandResult.run("flow", "--list");

        List<String> names = Stream.concat(Arrays.stream(LifeCycle.values()), Arrays.stream(Disturbance.values()))
                .map(DashedName::of)
                .toList();
        assertThat(result.exitCode()).isZero();
        assertThat(result.text().lines().map(line -> line.split(" ")[0])).containsExactlyElementsOf(names);
    }

    @Test
    void rebootShowsAllPartiesAndEndsInRun() {
        CommandResult result = CommandResult.run("flow", "reboot", "--seed", "3");

        assertThat(result.exitCode()).isZero();
        assertThat(result.text())
                .containsSubsequence(
                        "Before reboot",
                        "DSM  RUN, stream secure, 1 session",
                        "TSM  session, stream secure, bound to tvm at epoch",
                        "TVM  trusts it",
                        "TSM  Unmap private MMIO and stop the interface",
                        "DSM  CONFIG_UNLOCKED",
                        "VMM  Launch the VM in fresh memory",
                        "DSM  RUN",
                        "Done. No invariant was violated.");
    }

    @Test
    void disturbanceEndsWithWhoSawWhat() {
        CommandResult result = CommandResult.run("flow", "forged-packet");

        assertThat(result.exitCode()).isZero();
        assertThat(result.text())
                .containsSubsequence(
                        "Who saw what",
                        "DSM  the interface was in ERROR",
                        "TVM  its registers were silent; asked, it heard error",
                        "TSM  before anybody asked: session, stream secure, gate open",
                        "VMM  found an error in the log of the device");
    }

    @Test
    void whatIsNoFlowIsAMistake() {
        assertThat(CommandResult.run("flow", "holiday").exitCode()).isEqualTo(2);
        assertThat(CommandResult.run("flow").exitCode()).isEqualTo(2);
    }
}
