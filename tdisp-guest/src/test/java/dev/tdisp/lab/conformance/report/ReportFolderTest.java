package dev.tdisp.lab.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tdisp.device.wrong.WrongDevices;
import dev.tdisp.lab.conformance.CaseListener;
import dev.tdisp.lab.conformance.ConformanceCase;
import dev.tdisp.lab.conformance.ConformanceReport;
import dev.tdisp.lab.conformance.Exchange;
import dev.tdisp.lab.conformance.Suite;
import dev.tdisp.lab.conformance.VendorMessage;
import dev.tdisp.lab.conformance.subject.SimulatedDevice;
import dev.tdisp.lab.conformance.suites.Suites;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** Reports say what came, in every form, and hold no secret. */
class ReportFolderTest {
    @TempDir
    private static Path folder;

    private static ConformanceReport report;

    @BeforeAll
    static void write() throws IOException {
        List<ConformanceCase> cases = Suites.TDISP.cases();
        report = new Suite(cases)
                .only(List.of("TDISP-LOCK", "TDISP-START", "TDISP-STOP", "GAP-RSV-02"))
                .run(
                        SimulatedDevice.of(
                                WrongDevices.named("STARTS_WITH_ANY_NONCE").orElseThrow()),
                        1,
                        CaseListener.NONE);
        new ReportFolder(folder).write(report);
    }

    @Test
    void theXmlCountsAsTheReportDoes() throws Exception {
        byte[] xml = Files.readAllBytes(folder.resolve("junit.xml"));
        Element suite = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml))
                .getDocumentElement();

        assertThat(suite.getAttribute("tests")).isEqualTo("" + report.results().size());
        assertThat(suite.getAttribute("failures")).isEqualTo("" + report.count("fail"));
        assertThat(suite.getElementsByTagName("failure").getLength()).isEqualTo((int) report.count("fail"));
        assertThat(suite.getElementsByTagName("skipped").getLength()).isEqualTo(1);
        assertThat(report.count("fail")).isPositive();
    }

    @Test
    void theJsonHoldsEveryClauseAndTheExchangesOfAFailure() throws IOException {
        JsonNode root =
                new ObjectMapper().readTree(folder.resolve("report.json").toFile());

        assertThat(root.get("summary").asText()).isEqualTo(report.summary());
        assertThat(root.get("cases")).hasSameSizeAs(report.results());
        JsonNode start = root.get("cases").get(5);
        assertThat(start.get("id").asText()).isEqualTo("TDISP-START-02");
        assertThat(start.get("verdict").asText()).isEqualTo("FAIL");
        assertThat(start.get("clauses")).hasSize(6);
        assertThat(start.at("/clauses/4/verdict").asText()).isEqualTo("FAIL");
        assertThat(start.get("exchanges")).isNotEmpty();
        assertThat(start.get("exchanges").toString()).contains("TDISP START_INTERFACE_REQUEST");
    }

    @Test
    void thePageNeedsNothingElse() throws IOException {
        String page = Files.readString(folder.resolve("report.html"));

        assertThat(page)
                .contains("id=\"TDISP-START-02\"", "type=\"search\"", report.summary(), "INVALID_NONCE")
                .doesNotContain("http:", "https:", "src=");
    }

    @Test
    void aFailureHasACaptureAndItsKeys() {
        assertThat(folder.resolve("captures/TDISP-START-02.pcap")).isNotEmptyFile();
        assertThat(folder.resolve("captures/TDISP-START-02.keys.json")).isNotEmptyFile();
        assertThat(folder.resolve("captures/TDISP-LOCK-01.pcap")).doesNotExist();
    }

    @Test
    @Tag("GAP-NON-15")
    void noNonceAndNoKeyIsInAReport() throws IOException {
        Set<String> secrets = report.results().stream()
                .flatMap(result -> result.record().exchanges().stream())
                .flatMap(exchange -> Stream.concat(nonce(exchange), key(exchange)))
                .collect(Collectors.toSet());
        String text = "";
        for (String file : List.of("junit.xml", "report.json", "report.html")) {
            text += new String(Files.readAllBytes(folder.resolve(file)), StandardCharsets.UTF_8).replace(" ", "");
        }

        assertThat(secrets).hasSizeGreaterThan(12);
        assertThat(text).doesNotContain(secrets);
    }

    /** The first 8 bytes, as many as a line of hex shows. */
    private static Stream<String> nonce(Exchange exchange) {
        return exchange
                .response()
                .flatMap(VendorMessage::read)
                .flatMap(vendor -> vendor.of(VendorProtocol.TDISP))
                .stream()
                .filter(message -> message.size() == 48 && message.at(1) == 3)
                .map(message -> message.slice(16, 24).toHex());
    }

    private static Stream<String> key(Exchange exchange) {
        return VendorMessage.read(exchange.request()).flatMap(vendor -> vendor.of(VendorProtocol.IDE_KM)).stream()
                .filter(message -> message.size() == 47 && message.at(0) == 2)
                .map(message -> message.slice(7, 15).toHex());
    }
}
