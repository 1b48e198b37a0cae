package dev.tdisp.spdm.transport;

import java.util.Optional;

/** What a frame of the emulator's socket is for. */
public enum EmulatorCommand {
    /** The payload is a packet of the transport. */
    NORMAL(0x0001),
    /** Asks for an encapsulated KEY_UPDATE; the payload is a session id. */
    KEY_UPDATE_WANTED(0x8001),
    /** Asks for an encapsulated GET_ENDPOINT_INFO. */
    ENDPOINT_INFO_WANTED(0x8002),
    /** A greeting. */
    TEST(0xDEAD),
    /** The end of a run after which the responder keeps what was agreed. */
    CONTINUE(0xFFFD),
    /** The end of a run. */
    SHUTDOWN(0xFFFE),
    /** Answers a command that is none of these. */
    UNKNOWN(0xFFFF);

    private final int code;

    EmulatorCommand(int code) {
        this.code = code;
    }

    /**
     * Returns the number in the header of a frame.
     *
     * @return the number
     */
    public int code() {
        return code;
    }

    /**
     * Finds a command.
     *
     * @param code the number in the header of a frame
     * @return the command, or nothing for an unknown number
     */
    public static Optional<EmulatorCommand> of(long code) {
        for (EmulatorCommand command : values()) {
            if (command.code == code) {
                return Optional.of(command);
            }
        }
        return Optional.empty();
    }
}
