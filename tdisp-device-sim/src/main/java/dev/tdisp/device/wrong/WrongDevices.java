package dev.tdisp.device.wrong;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The catalogue of wrong devices. */
public final class WrongDevices {
    private static final List<WrongDevice> ALL = Stream.of(
                    MessageFaults.all(),
                    SessionFaults.all(),
                    ProtocolFaults.all(),
                    StateFaults.all(),
                    ReportFaults.all(),
                    KeyFaults.all(),
                    LinkFaults.all(),
                    TdiFaults.all(),
                    PeerFaults.all(),
                    HeaderFaults.all(),
                    SriovFaults.all(),
                    MailboxFaults.all(),
                    StreamFaults.all(),
                    FrameFaults.all(),
                    PacketFaults.all())
            .flatMap(List::stream)
            .toList();

    private WrongDevices() {}

    /**
     * Returns all of them.
     *
     * @return by kind of fault
     */
    public static List<WrongDevice> all() {
        return ALL;
    }

    /**
     * Finds one.
     *
     * @param name its name
     * @return the device, if there is one of that name
     */
    public static Optional<WrongDevice> named(String name) {
        return ALL.stream().filter(device -> device.name().equals(name)).findFirst();
    }
}
