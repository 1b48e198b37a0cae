package dev.tdisp.core.idekm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.ide.IdePort;
import dev.tdisp.core.ide.IdeProfile;
import dev.tdisp.core.ide.IdeStream;
import dev.tdisp.core.ide.IdeStreamSettings;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.wire.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers what the reference requester sent, and compares with what the reference responder answered. */
class IdeKmCaptureTest {
    private static final Pattern SHORT_FORM = Pattern.compile(
            "(REQ->RSP|RSP->REQ) (\\w+) SPDM_VENDOR_DEFINED_RE\\w+\\(\\w+\\) \\d+ 1[0-4](?:fe|7e)0000030002"
                    + "0100.{4}00([0-9a-f]*)");
    private static final Pattern LARGE_FORM =
            Pattern.compile("(REQ->RSP|RSP->REQ) (\\w+) SPDM_VENDOR_DEFINED_RE\\w+\\(\\w+\\) \\d+ 14(?:fe|7e)8000030002"
                    + "0100.{4}.{8}00([0-9a-f]*)");
    private static final Pattern SESSION_END = Pattern.compile("RSP->REQ (\\w+) SPDM_END_SESSION_ACK.*");

    private int answered;

    @ParameterizedTest
    @CsvSource({
        "doe-12-tdisp-min,false",
        "doe-12-tdisp-min,true",
        "doe-13-tdisp-min,false",
        "doe-13-tdisp-min,true",
        "doe-14-tdisp-min,true"
    })
    @Tag("P-080")
    void answersAreThoseOfTheReferenceResponder(String capture, boolean hasStream) throws IOException {
        IdePort port = port(hasStream);
        var responder = new IdeKmResponder(List.of(port), new NoRegisters(), "tsm", Env.seeded(1));

        List<String> secureAfter = new ArrayList<>();
        Bytes request = Bytes.EMPTY;
        for (String line : lines(capture)) {
            Optional<Matcher> message = match(line);
            Matcher end = SESSION_END.matcher(line);
            if (message.isPresent() && message.get().group(1).equals("REQ->RSP")) {
                request = Bytes.fromHex(message.get().group(3));
            } else if (message.isPresent()) {
                long session = Long.parseLong(message.get().group(2), 16);
                assertThat(responder.handle(session, request))
                        .as("%s: answer %d", capture, answered)
                        .contains(Bytes.fromHex(message.get().group(3)));
                answered++;
                port.streams().stream().filter(IdeStream::isSecure).forEach(stream -> secureAfter.add("secure"));
            } else if (end.matches()) {
                responder.sessionEnded(Long.parseLong(end.group(1), 16));
            }
        }

        assertThat(answered % 19)
                .as("%s: QUERY, 6 x (KEY_PROG, GO), 6 x STOP", capture)
                .isZero();
        assertThat(answered).as(capture).isPositive();
        assertThat(secureAfter.isEmpty()).isEqualTo(!hasStream);
    }

    private static IdePort port(boolean hasStream) {
        var port = new IdePort("device", IdePort.Role.ENDPOINT, IdeProfile.SPDM_EMU, Env.seeded(1));
        if (hasStream) {
            port.addStream(IdeStreamSettings.defaultStream(new StreamId(0))).enable();
        }
        return port;
    }

    private static Optional<Matcher> match(String line) {
        return Stream.of(SHORT_FORM, LARGE_FORM)
                .map(form -> form.matcher(line))
                .filter(Matcher::matches)
                .findFirst();
    }

    private static List<String> lines(String capture) throws IOException {
        Path file = Path.of(System.getProperty("tdisp.captures", ""), capture + ".plain.txt");
        if (!Boolean.getBoolean("tdisp.captures.required")) {
            assumeTrue(Files.exists(file), "no recorded exchange at " + file);
        }
        return Files.readAllLines(file);
    }

    private static final class NoRegisters implements IdeKmRegisters {
        @Override
        public FunctionId function(int portIndex) {
            return new FunctionId(0, new RequesterId(0));
        }

        @Override
        public List<Long> registers(int portIndex) {
            return List.of();
        }
    }
}
