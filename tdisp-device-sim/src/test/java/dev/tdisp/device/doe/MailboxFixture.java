package dev.tdisp.device.doe;

import dev.tdisp.core.env.VirtualTime;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.Tlp;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.config.DeviceLayout;
import dev.tdisp.device.function.BarContent;
import dev.tdisp.device.function.PhysicalFunction;
import dev.tdisp.spdm.transport.DoeResponder;
import dev.tdisp.spdm.transport.TransportMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A mailbox in front of a responder that echoes unless it is told its answer, and the register accesses of software. */
abstract class MailboxFixture {
    static final int CONTROL = 0x1A8;
    static final int STATUS = 0x1AC;
    static final int WRITE = 0x1B0;
    static final int READ = 0x1B4;
    static final long GO = 0x8000_0000L;
    static final long READY = 0x8000_0000L;
    static final long ERROR = 4;
    static final long BUSY = 1;
    static final int LARGEST = 1 << 18;

    final VirtualTime time = new VirtualTime();
    final List<Tlp> sent = new ArrayList<>();
    final List<TransportMessage> asked = new ArrayList<>();
    boolean silent;
    Optional<Bytes> answer = Optional.empty();
    final PhysicalFunction function =
            PhysicalFunction.of(DeviceLayout.accelerator(1), BarContent.NONE, (request, context) -> {
                sent.add(request);
                return Optional.empty();
            });

    void mailbox(DoeSettings settings) {
        function.capture(RequesterId.of(1, 0, 0));
        var responder = new DoeResponder(message -> {
            asked.add(message);
            Bytes payload = answer.orElse(message.payload());
            return silent ? Optional.empty() : Optional.of(new TransportMessage(message.kind(), payload));
        });
        new DoeMailbox(function, function.registers().doe(), settings, time, responder::handle);
    }

    void write(long... doubleWords) {
        for (long doubleWord : doubleWords) {
            function.configWrite(WRITE, 4, doubleWord);
        }
    }

    void go() {
        function.configWrite(CONTROL, 4, GO);
    }

    long status() {
        return function.configRead(STATUS, 4);
    }

    long read() {
        return function.configRead(READ, 4);
    }

    List<Long> drain() {
        var words = new ArrayList<Long>();
        while ((status() & READY) != 0) {
            words.add(read());
            function.configWrite(READ, 4, 0);
        }
        return words;
    }
}
