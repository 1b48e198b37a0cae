package dev.tdisp.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.device.DeviceProfile;
import dev.tdisp.host.remote.RemoteDevice;
import dev.tdisp.lab.Lab;
import dev.tdisp.lab.RemoteAttach;
import dev.tdisp.spdm.transport.netty.SocketOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Device and host in two virtual machines, with the link between them. */
@Timeout(120)
class TwoProcessesTest {
    private static final String SEED = "9";
    private static final int ALL =
            DeviceProfile.SPEC.layout().virtualFunctions().totalVfs();

    @TempDir
    private Path folder;

    @Test
    void allVirtualFunctionsAttachAcrossProcessesAsWithinOne() throws IOException {
        try (var device = new OtherProcess("--seed", SEED);
                var link = DeviceOnLink.connect(new HostAndPort().convert(device.address()), null, 9);
                Lab far = Lab.builder().seed(9).vfs(ALL).device(link).build();
                Lab near = Lab.builder().seed(9).vfs(ALL).build()) {
            for (int vf = 1; vf <= near.vfs(); vf++) {
                far.attach(vf).run();
                near.attach(vf).run();
                assertThat(far.state(vf)).isEqualTo(TdiState.RUN);
                assertThat(far.transfers(vf).direct().bytesDirect()).isPositive();
            }

            RemoteAttach.requireSame(far, near);

            for (int vf = 1; vf <= near.vfs(); vf++) {
                far.detach(vf).run();
                near.detach(vf).run();
            }
            RemoteAttach.requireSame(far, near);
        }
    }

    @Test
    void theCommandAttachesToADeviceOfFreshKeys() {
        Path root = folder.resolve("root.der");
        try (var device = new OtherProcess("--root", root.toString())) {
            Result trusting = attach("--device", device.address(), "--trust", root.toString(), "--vf", "2");
            Result suspicious = attach("--device", device.address());

            assertThat(trusting.text()).contains("virtual function 2").endsWith("Done." + System.lineSeparator());
            assertThat(trusting.exitCode()).isZero();
            assertThat(suspicious.exitCode()).isOne();
            assertThat(suspicious.text()).contains("Not done.");
        }
    }

    @Test
    void whatIsWrongInTheDeviceIsSaidWhereItIsServed() {
        String lost = "response LOCK_INTERFACE_RESPONSE#1: drop";
        try (var device = new OtherProcess("--seed", "1", "--fault", lost)) {
            assertThat(attach("--device", device.address()).text()).contains("Not done.");
        }
        try (var device = new OtherProcess("--seed", "1", "--wrong", "says-run-when-locked")) {
            assertThat(attach("--device", device.address()).text()).contains("Not done.");
        }
        try (var device = new OtherProcess("--seed", "1", "--wrong", "answers-for-absent-functions");
                var remote = RemoteDevice.connect(new HostAndPort().convert(device.address()), SocketOptions.DEFAULT)) {
            assertThat(remote.configRead(new RequesterId(0x0130), 0, 4)).isZero();
        }
        Result wrong = attach("--device", "127.0.0.1:1", "--wrong", "says-run-when-locked");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.text()).contains("give it to tdisp device --serve pcie");
        assertThat(attach("--device", "127.0.0.1:1", "--fault", lost).text())
                .contains("'" + lost + "' happens in the device; give it to tdisp device --serve pcie");
    }

    @Test
    void whatAServedDeviceCannotDoIsRefused() {
        assertThat(device("--serve", "pcie", "--fault", "up IDE#3: drop").text())
                .contains("happens at the host or on the link; give it to tdisp attach");
        assertThat(device("--wrong", "says-run-when-locked").text()).contains("add --serve pcie");
        assertThat(device("--serve", "pcie", "--wrong", "angry").exitCode()).isEqualTo(2);
    }

    private static Result device(String... options) {
        return run("device", options);
    }

    @Test
    void nobodyAtTheOtherEndIsSaid() {
        String address;
        try (var device = new OtherProcess()) {
            address = device.address();
        }

        Result result = attach("--device", address);

        assertThat(result.exitCode()).isOne();
        assertThat(result.text()).contains("tdisp attach: cannot connect to");
    }

    private static Result attach(String... options) {
        return run("attach", options);
    }

    private static Result run(String command, String... options) {
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(List.of(options));
        var text = new StringWriter();
        var out = new PrintWriter(text);
        return new Result(Tdisp.run(out, out, line.toArray(String[]::new)), text.toString());
    }

    private record Result(int exitCode, String text) {}

    /** {@code tdisp device --serve pcie} in a virtual machine of its own. */
    private static final class OtherProcess implements AutoCloseable {
        private final Process process;
        private final String address;

        OtherProcess(String... options) {
            String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            List<String> line = new ArrayList<>(List.of(java, "-XX:TieredStopAtLevel=1", "-cp", classPath));
            line.addAll(List.of(Tdisp.class.getName(), "device", "--serve", "pcie", "--listen", "127.0.0.1:0"));
            line.addAll(List.of("--spdm", "1.2"));
            line.addAll(List.of(options));
            try {
                process = new ProcessBuilder(line).redirectErrorStream(true).start();
                var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                String ready = String.valueOf(out.readLine());
                assertThat(ready).startsWith("tdisp device: link/PCIE, SPDM 1.2, spec: listening on ");
                address = ready.substring(ready.lastIndexOf(' ') + 1);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String address() {
            return address;
        }

        @Override
        public void close() {
            process.destroy();
            try {
                if (!process.waitFor(20, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError("the device does not stop");
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
