package dev.tdisp.lab.render;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.Field;
import dev.tdisp.spdm.capture.DecodedCapture;
import dev.tdisp.spdm.capture.PcapFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Packets in the grammar of DMTF's {@code spdm_dump}, which people search with grep: a line a packet, with its number, the second,
 * the transport, the direction, and the layers from left to right, each with its values in parentheses.
 *
 * <pre>
 * 9 (0) PCI_DOE(1, 1) REQ-&gt;RSP SPDM(12, 0x82) SPDM_GET_CERTIFICATE (SlotID=0x00, Offset=0x0000, Length=0xffff)
 * </pre>
 */
public final class SpdmDumpText {
    private static final int BYTES_A_LINE = 32;
    private static final int MCTP_TYPE = 4;
    private static final int MCTP_RECORD = 5;
    private static final int SEQUENCE = 4;
    private static final int DOE_TYPE = 2;
    private static final int DOE_HEADER = 8;
    private static final int SPDM_OVER_MCTP = 5;
    private static final int PLDM_OVER_MCTP = 1;

    /** Names by which {@code spdm_dump} calls what the specification calls otherwise. */
    private static final Map<String, String> NAMES = Map.of("K_GOSTOP_ACK", "K_SET_GOSTOP_ACK");

    private final Options options;

    private SpdmDumpText(Options options) {
        this.options = options;
    }

    /**
     * What is shown, by the letters of {@code spdm_dump}.
     *
     * @param isQuiet {@code -q}: names, without values
     * @param showsAll {@code -a}: each field on a line below
     * @param showsHex {@code -x}: the bytes of each message below
     * @param showsApplications {@code -d}: what vendor-defined messages carry
     */
    public record Options(boolean isQuiet, boolean showsAll, boolean showsHex, boolean showsApplications) {
        static Options of(TraceLevel level) {
            return new Options(
                    level == TraceLevel.EXCHANGE, level == TraceLevel.RECORD, level == TraceLevel.BYTES, true);
        }
    }

    /**
     * Shows a capture.
     *
     * @param file the capture
     * @param decoded what was found in it
     * @param options what to show
     * @return the lines
     */
    public static List<String> lines(PcapFile file, DecodedCapture decoded, Options options) {
        return lines(DumpPacket.of(file, decoded), options);
    }

    /**
     * Shows the data objects of a run, with what is in them in the clear.
     *
     * @param run the run
     * @param options what to show
     * @return the lines
     */
    public static List<String> lines(RecordedRun run, Options options) {
        return lines(DumpPacket.of(run), options);
    }

    private static List<String> lines(List<DumpPacket> packets, Options options) {
        var dump = new SpdmDumpText(options);
        return packets.stream().flatMap(packet -> dump.lines(packet).stream()).toList();
    }

    private List<String> lines(DumpPacket packet) {
        List<String> lines = new ArrayList<>();
        var line = new StringBuilder(
                "%d (%d) ".formatted(packet.number(), packet.at().getEpochSecond()));
        line.append(transport(packet));
        if (!isDiscovery(packet)) {
            line.append(packet.isRequest() ? "REQ->RSP " : "RSP->REQ ").append(session(packet));
            packet.spdm().forEach(layer -> line.append(spdm(layer)));
            packet.vendor().filter(layer -> options.showsApplications()).ifPresent(layer -> line.append(vendor(layer)));
        }
        lines.add(line.toString().stripTrailing());
        if (options.showsAll()) {
            packet.layers().forEach(layer -> fields(lines, layer));
        }
        if (options.showsHex()) {
            packet.vendor()
                    .filter(layer -> options.showsApplications())
                    .ifPresent(layer -> hex(lines, "PCI Vendor message", layer.bytes()));
            packet.spdm().stream().limit(1).forEach(layer -> hex(lines, "SPDM Message", layer.bytes()));
            if (packet.session().isPresent()) {
                hex(lines, "SecuredSPDM message", record(packet));
            }
        }
        return lines;
    }

    private static String transport(DumpPacket packet) {
        return switch (packet.transport()) {
            case PCI_DOE ->
                "PCI_DOE(1, %d) "
                        .formatted(packet.raw().size() > DOE_TYPE ? packet.raw().at(DOE_TYPE) : 0);
            case MCTP ->
                "MCTP(%d) "
                        .formatted(
                                packet.raw().size() > MCTP_TYPE ? packet.raw().at(MCTP_TYPE) : 0);
            case TCP -> "TCP ";
        };
    }

    private static boolean isDiscovery(DumpPacket packet) {
        return packet.transport() == DumpPacket.Transport.PCI_DOE
                && packet.raw().size() > DOE_TYPE
                && packet.raw().at(DOE_TYPE) == 0;
    }

    private static String session(DumpPacket packet) {
        if (packet.session().isEmpty()) {
            return "";
        }
        String id = "0x%08x".formatted(packet.session().getAsLong());
        if (packet.transport() != DumpPacket.Transport.MCTP) {
            return "SecuredSPDM(%s) ".formatted(id);
        }
        Bytes record = record(packet);
        int sequence = record.size() < SEQUENCE + 2 ? 0 : record.at(SEQUENCE) | record.at(SEQUENCE + 1) << Byte.SIZE;
        int type = packet.spdm().isEmpty() ? PLDM_OVER_MCTP : SPDM_OVER_MCTP;
        String inner = packet.layers().isEmpty() ? "" : "MCTP(%d) ".formatted(type);
        return "SecuredSPDM(%s, Seq=0x%04x) %s".formatted(id, sequence, inner);
    }

    private static Bytes record(DumpPacket packet) {
        int start = switch (packet.transport()) {
            case PCI_DOE -> DOE_HEADER;
            case MCTP -> MCTP_RECORD;
            case TCP -> 0;
        };
        return packet.raw().from(Math.min(start, packet.raw().size()));
    }

    private String spdm(DumpLayer layer) {
        int version = layer.bytes().at(0);
        String values = options.isQuiet() ? "" : "(%s) ".formatted(DumpFields.ofSpdm(layer, version));
        boolean isOver = layer.name().equals("ENCAPSULATED_RESPONSE_ACK")
                && layer.number("Param1").orElse(1) == 0;
        values += isOver && !options.isQuiet() ? "(Done) " : "";
        return "SPDM(%02x, 0x%02x) SPDM_%s %s".formatted(version, layer.bytes().at(1), layer.name(), values);
    }

    private String vendor(DumpLayer layer) {
        boolean isTdisp = layer.protocol().equals("TDISP");
        boolean isPci = isTdisp || layer.protocol().equals("IDE_KM");
        if (!isPci) {
            return "%s %s ".formatted(layer.protocol(), layer.name());
        }
        String prefix =
                options.isQuiet() ? "PCI " : "PCI (vendor_id=0x0001) (ProtID=0x%02x) ".formatted(isTdisp ? 1 : 0);
        String values = isTdisp ? DumpFields.ofTdisp(layer) : DumpFields.ofIdeKm(layer);
        int code = layer.bytes().at(isTdisp ? 1 : 0);
        return "%s%s(0x%02x) %s %s"
                .formatted(prefix, layer.protocol(), code, name(layer), options.isQuiet() ? "" : values);
    }

    private static String name(DumpLayer layer) {
        String plain = layer.name().replace("TDISP_", "");
        String shorter = plain.replaceAll("_REQUEST$", "_REQ").replaceAll("_RESPONSE$", "_RSP");
        return NAMES.getOrDefault(layer.name(), layer.protocol().equals("TDISP") ? shorter : layer.name());
    }

    private static void fields(List<String> lines, DumpLayer layer) {
        for (Field field : layer.fields().fields()) {
            lines.add("    %s(%s)".formatted(field.name(), field.value()));
        }
    }

    private static void hex(List<String> lines, String title, Bytes bytes) {
        lines.add("  %s:".formatted(title));
        for (int start = 0; start < bytes.size(); start += BYTES_A_LINE) {
            Bytes part = bytes.slice(start, Math.min(bytes.size(), start + BYTES_A_LINE));
            lines.add("    %04x: %s".formatted(start, part));
        }
    }
}
