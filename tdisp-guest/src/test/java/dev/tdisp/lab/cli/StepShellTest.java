package dev.tdisp.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.lab.teach.Recipe;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class StepShellTest {
    @Test
    void enterGoesOnAndBackGoesBack() throws IOException {
        String text = shell("", "next", "back", "quit");

        assertThat(text)
                .containsSubsequence(
                        "attach and detach: 19 steps",
                        "Step 1 of 19  VMM  Find the device",
                        "Step 2 of 19  VMM  Enable 4 virtual functions",
                        "reached: enumerated",
                        "Step 1 of 19  VMM  Find the device");
    }

    @Test
    void aStepShowsItsMessagesAndWhoseStateItChanged() throws IOException {
        assertThat(shell("go 7"))
                .containsSubsequence(
                        "Step 7 of 19  TSM  Lock the interface",
                        "LOCK_INTERFACE_REQUEST",
                        "TDI CONFIG_UNLOCKED -> CONFIG_LOCKED",
                        "* DSM  CONFIG_LOCKED",
                        "  VMM  assigned to tvm");
    }

    @Test
    void aMessageIsShownByteByByte() throws IOException {
        String number = shell("go 12")
                .lines()
                .filter(line -> line.contains("START_INTERFACE_REQUEST  "))
                .map(line -> line.strip().split("\\s+")[0])
                .findFirst()
                .orElseThrow();

        assertThat(shell("go 12", "show " + number))
                .contains("START_INTERFACE_NONCE")
                .contains("0010");
    }

    @Test
    void somethingBreaksNowAndTheRestOfTheRunShowsIt() throws IOException {
        assertThat(shell("go 13", "break bus-master-cleared", "next"))
                .containsSubsequence(
                        "Step 14 of", "VMM  clears Bus Master Enable of the function", "* DSM  ERROR", "NOT DONE: ");
    }

    @Test
    void afterARestartTheRunIsWholeAgain() throws IOException {
        assertThat(shell("go 13", "break sleep", "restart", "go 19"))
                .contains("Step 19 of 19  TSM  End the SPDM session");
    }

    @Test
    void whatIsNotKnownIsSaidSoAndChangesNothing() throws IOException {
        assertThat(shell("nonsense", "go 99", "go x", "show 1", "break nonsense", "", "show 99999", "quit"))
                .containsSubsequence(
                        "'nonsense' is not known; 'help' tells what is",
                        "there are steps 1 to 19",
                        "there are steps 1 to 19",
                        "there are events 1 to 0",
                        "break: 'nonsense' is not known",
                        "Step 1 of 19",
                        "there are events 1 to");
    }

    @Test
    void breakAloneListsWhatCanHappenAndWhosePowerItIs() throws IOException {
        assertThat(shell("break")).contains("bus-master-cleared").contains("(the hypervisor's)");
    }

    private static String shell(String... lines) throws IOException {
        var text = new StringWriter();
        new StepShell(Recipe.usual(1), new PrintWriter(text))
                .run(new BufferedReader(new StringReader(String.join("\n", lines) + "\n")));
        return text.toString();
    }
}
