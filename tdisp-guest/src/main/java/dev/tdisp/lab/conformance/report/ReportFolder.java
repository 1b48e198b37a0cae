package dev.tdisp.lab.conformance.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.lab.conformance.CaseResult;
import dev.tdisp.lab.conformance.ConformanceReport;
import dev.tdisp.lab.conformance.SceneRecord;
import dev.tdisp.spdm.capture.KeyLogFile;
import dev.tdisp.spdm.capture.PcapWriter;
import dev.tdisp.spdm.transport.EmulatorTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Writes a report into a folder: {@code junit.xml}, {@code report.json}, {@code report.html}, and for each case that failed
 * {@code captures/CASE.pcap} with {@code captures/CASE.keys.json}, which opens it.
 */
public final class ReportFolder {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path folder;

    /**
     * Names the folder.
     *
     * @param folder is made if it is not there
     */
    public ReportFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes a report.
     *
     * @param report the report
     * @throws IOException if a file cannot be written
     */
    public void write(ConformanceReport report) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("junit.xml"), JUnitXml.render(report));
        Files.writeString(folder.resolve("report.json"), JSON.writeValueAsString(JsonReport.render(report)) + "\n");
        Files.writeString(folder.resolve("report.html"), HtmlReport.render(report));
        for (CaseResult result : report.results()) {
            if (result.verdict().isFail()) {
                capture(result);
            }
        }
    }

    private void capture(CaseResult result) throws IOException {
        Path captures = Files.createDirectories(folder.resolve("captures"));
        SceneRecord record = result.record();
        EmulatorTransport format = Arrays.stream(EmulatorTransport.values())
                .filter(each -> each != EmulatorTransport.NONE && each.binding() == record.binding())
                .findFirst()
                .orElse(EmulatorTransport.PCI_DOE);
        try (PcapWriter pcap = PcapWriter.create(captures.resolve(result.id() + ".pcap"), format)) {
            for (SceneRecord.Packet packet : record.packets()) {
                Bytes bytes = format.encode(packet.message());
                pcap.packet(packet.at(), bytes, result.id());
            }
        }
        record.secrets().writeTo(new KeyLogFile(captures.resolve(result.id() + ".keys.json")));
    }
}
