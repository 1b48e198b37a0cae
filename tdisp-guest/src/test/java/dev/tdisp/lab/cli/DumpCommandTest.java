package dev.tdisp.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DumpCommandTest {
    private static final String CAPTURE = "doe-12-tdisp-min";
    private static final String COMPLETE = "230 messages, 196 records, 0 undecoded, 0 unverified";
    private static final int PCAP_HEADER = 24;
    private static final int PACKET_HEADER = 16;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"doe-12-tdisp-min", "doe-13-tdisp-min", "doe-14-tdisp-min"})
    void aWholeCaptureIsDumpedLineByLine(String name) throws IOException {
        Result result = dump(capture(name + ".pcap"), "--keys", capture(name + ".json"));

        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.lines()).hasSize(231).last().isEqualTo(COMPLETE);
        assertThat(result.lines().get(25)).contains("<-", "clear", "SPDM", "KEY_EXCHANGE_RSP");
        assertThat(result.lines().get(60))
                .contains("->", "FFFFFFFFh", "TDISP", "LOCK_INTERFACE_REQUEST", "NO_FW_UPDATE");
        assertThat(result.lines()).filteredOn(line -> line.contains(" IDE_KM ")).hasSize(76);
        assertThat(result.lines()).filteredOn(line -> line.contains(" TDISP ")).hasSize(44);
        assertThat(result.lines()).noneMatch(line -> line.contains("UNDECODED") || line.contains("UNVERIFIED"));
    }

    @Test
    void fieldsAreShownButNoKey() throws IOException {
        Result result = dump(capture(CAPTURE + ".pcap"), "--keys", capture(CAPTURE + ".json"), "--hex");

        assertThat(result.exitCode()).isZero();
        assertThat(result.lines()).last().isEqualTo(COMPLETE);
        assertThat(result.lines()).anyMatch(line -> line.contains("ReqSessionID"));
        assertThat(result.lines()).anyMatch(line -> line.contains("MMIO_REPORTING_OFFSET") || line.contains("MMIO"));
        assertThat(result.lines())
                .anyMatch(line -> line.contains("(secret)") && line.contains("00 00 00 00 00 00 00 00"));
        assertThat(result.out()).doesNotContain("5d e4 d3 4b ca e6 8b 5c");
    }

    @Test
    void oneFlippedByteInARecordIsCounted() throws IOException {
        byte[] bytes = Files.readAllBytes(Path.of(capture(CAPTURE + ".pcap")));
        bytes[startOfPacket(bytes, 60) + 20] ^= 1;

        Result result = dump(write("tampered.pcap", bytes), "--keys", capture(CAPTURE + ".json"));

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.lines()).last().isEqualTo("230 messages, 196 records, 2 undecoded, 1 unverified");
        assertThat(result.lines().get(60)).contains("UNVERIFIED: record");
        assertThat(result.lines().get(61)).contains("UNDECODED: ");
    }

    @Test
    void withoutKeysSessionsStayClosed() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.json"), "{\"dhe_secrets\": [], \"other\": 1}");

        for (Result result : List.of(
                dump(capture(CAPTURE + ".pcap")), dump(capture(CAPTURE + ".pcap"), "--keys", empty.toString()))) {
            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.lines()).last().asString().startsWith("230 messages, 196 records, 196 undecoded, ");
            assertThat(result.lines()).last().asString().doesNotEndWith(" 0 unverified");
        }
    }

    @Test
    void missingFilesAreNamed() throws IOException {
        String missing = folder.resolve("missing").toString();

        assertThat(dump(missing)).isEqualTo(new Result(2, "", "tdisp dump: " + missing + ": no such file\n"));
        assertThat(dump(write("some.pcap", new byte[0]), "--keys", missing).err())
                .contains("no such file");
        assertThat(dump(folder.toString()).exitCode()).isEqualTo(2);
        assertThat(dump().exitCode()).isEqualTo(2);
    }

    @Test
    void aTruncatedCaptureIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(Path.of(capture(CAPTURE + ".pcap")));

        for (int size : new int[] {0, 3, 23, 30, 1_000, bytes.length - 1}) {
            Result result = dump(write("cut.pcap", Arrays.copyOf(bytes, size)), "--keys", capture(CAPTURE + ".json"));

            assertThat(result.exitCode()).as("%d bytes", size).isEqualTo(2);
            assertThat(result.out()).isEmpty();
            assertThat(result.err())
                    .startsWith("tdisp dump: ")
                    .contains("cut.pcap")
                    .contains("at offset");
            assertThat(result.err().lines()).hasSize(1);
        }
    }

    @Test
    void hostileLengthsAreRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(Path.of(capture(CAPTURE + ".pcap")));
        for (int value : new int[] {0xFF, 0x7F, 0x80}) {
            byte[] hostile = bytes.clone();
            Arrays.fill(hostile, PCAP_HEADER + 8, PCAP_HEADER + PACKET_HEADER, (byte) value);

            Result result = dump(write("hostile.pcap", hostile), "--keys", capture(CAPTURE + ".json"));

            assertThat(result.exitCode()).isEqualTo(2);
            assertThat(result.err()).contains("Packet at offset 40");
        }
    }

    @Test
    void hostileLengthsInsidePacketsAreCounted() throws IOException {
        byte[] bytes = Files.readAllBytes(Path.of(capture(CAPTURE + ".pcap")));
        bytes[startOfPacket(bytes, 15) + 8 + 4] = (byte) 0xFF;
        bytes[startOfPacket(bytes, 15) + 8 + 5] = (byte) 0xFF;
        bytes[startOfPacket(bytes, 40) + 4] = (byte) 0xFF;
        bytes[startOfPacket(bytes, 60) + 8 + 4] = (byte) 0xFF;

        Result result = dump(write("hostile.pcap", bytes), "--keys", capture(CAPTURE + ".json"));

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.lines()).last().asString().startsWith("230 messages, ");
        for (int packet : new int[] {15, 40, 60}) {
            assertThat(result.lines().get(packet)).contains("UNDECODED");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"dhe_secrets\": 5}",
                "{\"dhe_secrets\": [5]}",
                "{\"dhe_secrets\": [\"c0ffeegg\"]}",
                "{\"psk\": [\"c0ffe\"]}",
                "{\"psk\": [\"\"]}",
                "\"c0ffee\"",
                "{\"psk\": [\"c0ffee\"}"
            })
    void aKeyFileOfAnotherFormIsRefusedAndNotShown(String json) throws IOException {
        Path keys = Files.writeString(folder.resolve("keys.json"), json);

        Result result = dump(capture(CAPTURE + ".pcap"), "--keys", keys.toString());

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .startsWith("tdisp dump: ")
                .contains("keys.json")
                .doesNotContain("c0ffe");
        assertThat(result.err().lines()).hasSize(1);
    }

    @Test
    void aCaptureOfAnotherLinkTypeIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(Path.of(capture(CAPTURE + ".pcap")));
        bytes[20] = 1;
        bytes[21] = 0;

        Result result = dump(write("ethernet.pcap", bytes));

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("link type 1 ");
    }

    private String write(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content).toString();
    }

    private static int startOfPacket(byte[] pcap, int number) {
        int start = PCAP_HEADER;
        for (int i = 0; i < number; i++) {
            int size = Byte.toUnsignedInt(pcap[start + 8]) | Byte.toUnsignedInt(pcap[start + 9]) << 8;
            start += PACKET_HEADER + size;
        }
        return start + PACKET_HEADER;
    }

    private static String capture(String file) {
        Path path = Path.of(System.getProperty("tdisp.captures", "../../shared/captures"))
                .resolve(file);
        if (Boolean.getBoolean("tdisp.captures.required")) {
            assertThat(path).exists();
        }
        assumeTrue(Files.exists(path), "no capture " + path);
        return path.toString();
    }

    private static Result dump(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        String[] command = new String[arguments.length + 1];
        command[0] = "dump";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        int exitCode = Tdisp.run(new PrintWriter(out), new PrintWriter(err), command);
        return new Result(exitCode, out.toString(), err.toString());
    }

    private record Result(int exitCode, String out, String err) {
        List<String> lines() {
            return out.lines().toList();
        }
    }
}
