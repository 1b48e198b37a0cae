package dev.tdisp.core.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.message.Nonce;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.message.TdispRequest;
import dev.tdisp.core.message.TdispResponse;
import dev.tdisp.core.report.MmioAddressUnit;
import dev.tdisp.core.wire.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The recorded exchanges of the reference requester with the reference responder. */
class CapturedExchangeTest {
    private static final InterfaceId TDI = new InterfaceId(0xBEEF, 0);
    private static final int REQUEST = 0xFE;
    private static final int RESPONSE = 0x7E;
    private static final Bytes PCI_SIG = Bytes.fromHex("03 00 02 01 00");
    private static final int SHORT_PREFIX = 11;
    private static final int LARGE_PREFIX = 15;
    private static final int LARGE = 0x80;
    private static final int TDISP = 0x01;

    private record Recorded(boolean isRequest, Bytes message) {}

    @Test
    @Tag("T-011")
    void everyRecordedMessageSurvivesTheCodec() {
        List<List<Recorded>> captures = captures();

        assertThat(captures).hasSizeGreaterThan(20);
        captures.stream().flatMap(List::stream).forEach(recorded -> {
            Bytes message = recorded.message();
            Bytes again = recorded.isRequest()
                    ? TdispRequest.decode(message).toBytes()
                    : TdispResponse.decode(message).toBytes();
            assertThat(again).isEqualTo(message);
        });
    }

    @Test
    void requesterSendsByteForByteWhatTheReferenceSends() {
        int lives = 0;
        for (List<Recorded> capture : captures()) {
            for (Iterator<Recorded> tape = capture.iterator(); tape.hasNext(); lives++) {
                replay(tape);
            }
        }
        assertThat(lives).isGreaterThan(40);
    }

    private static void replay(Iterator<Recorded> tape) {
        RequesterOptions options =
                RequesterOptions.DEFAULT.withPortionSize(0x40).withAddressUnit(MmioAddressUnit.BYTE);
        var requester = new TdispRequester(request -> answer(tape, request), TDI, options, Env.seeded(1));

        requester.version();
        LockFlags flags = requester.capabilities().supportedLockFlags();
        assertThat(requester.state()).isEqualTo(TdiState.CONFIG_UNLOCKED);
        Nonce nonce = requester.lock(LockParameters.of(flags, 0).withMmioReportingOffset(0xD000_0000L));
        assertThat(requester.report().mmioRanges()).hasSize(4);
        requester.start(nonce);
        requester.stop();
    }

    private static Bytes answer(Iterator<Recorded> tape, Bytes request) {
        Recorded asked = tape.next();
        assertThat(asked.isRequest()).isTrue();
        assertThat(request).isEqualTo(asked.message());
        Recorded answered = tape.next();
        assertThat(answered.isRequest()).isFalse();
        return answered.message();
    }

    private static List<List<Recorded>> captures() {
        Path folder = Path.of(System.getProperty("tdisp.captures", "../../shared/captures"));
        if (!Files.isDirectory(folder)) {
            if (Boolean.getBoolean("tdisp.captures.required")) {
                fail("no captures in " + folder);
            }
            assumeTrue(false, "no captures in " + folder);
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".plain.txt"))
                    .sorted()
                    .map(CapturedExchangeTest::read)
                    .filter(recorded -> !recorded.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Recorded> read(Path file) {
        List<Recorded> messages = new ArrayList<>();
        try (Stream<String> lines = Files.lines(file)) {
            lines.filter(line -> line.contains("SPDM_VENDOR_DEFINED"))
                    .map(line -> Bytes.fromHex(line.substring(line.lastIndexOf(' '))))
                    .forEach(message -> addTdisp(messages, message));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return messages;
    }

    private static void addTdisp(List<Recorded> messages, Bytes spdm) {
        int prefix = (spdm.at(2) & LARGE) != 0 ? LARGE_PREFIX : SHORT_PREFIX;
        boolean isVendors = spdm.at(1) == REQUEST || spdm.at(1) == RESPONSE;
        if (isVendors && spdm.slice(4, 9).equals(PCI_SIG) && spdm.at(prefix) == TDISP) {
            messages.add(new Recorded(spdm.at(1) == REQUEST, spdm.from(prefix + 1)));
        }
    }
}
