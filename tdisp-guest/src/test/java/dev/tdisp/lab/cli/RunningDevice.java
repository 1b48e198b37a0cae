package dev.tdisp.lab.cli;

import java.util.List;
import java.util.stream.Stream;

/** A device that serves until it is stopped. */
final class RunningDevice {
    private final BackgroundCommand command;

    RunningDevice(String... options) {
        command = new BackgroundCommand(
                Stream.concat(Stream.of("device", "--listen", "127.0.0.1:0"), List.of(options).stream())
                        .toArray(String[]::new));
    }

    String address() {
        return command.address();
    }

    CommandResult stop() {
        return command.stop();
    }

    CommandResult result() {
        return command.result();
    }
}
