package dev.tdisp.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.spdm.algorithm.AlgorithmCategory;
import dev.tdisp.spdm.algorithm.AlgorithmPreferences;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.PqcAsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.LeafOptions;
import dev.tdisp.spdm.connection.SessionAuthentication;
import dev.tdisp.spdm.responder.MutualAuthentication;
import dev.tdisp.spdm.responder.SpdmProfile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Timeout(60)
class MutualAuthenticationOptionsTest {
    private static final String ASKED = "in the session: the responder asked for this end's chain";

    @TempDir
    private Path folder;

    private IdentityFiles host;

    @BeforeEach
    void writeTheHostsIdentity() throws Exception {
        host = IdentityFiles.ofHost(folder.resolve("host"));
    }

    private CommandResult drive(RunningDevice device, String... options) {
        String[] line = new String[options.length + 4];
        line[0] = "host";
        line[1] = "--connect";
        line[2] = device.address();
        line[3] = "--no-tdisp";
        System.arraycopy(options, 0, line, 4, options.length);
        CommandResult result = CommandResult.run(line);
        device.stop();
        return result;
    }

    private CommandResult driveWithIdentity(RunningDevice device) {
        return drive(device, "--identity", host.folder().toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "basic | this end was challenged, and proved itself",
                "encap | in the session: the responder asked for this end's chain",
                "encap,required | in the session: the responder asked for this end's chain",
                "digests | in the session: this end gave its digests unasked",
                "basic,digests | in the session: this end gave its digests unasked",
            })
    void aHostProvesItselfAsTheDeviceWants(String forms, String proof) {
        var device =
                new RunningDevice("--mutual-auth", forms, "--trust", host.root().toString());

        CommandResult result = driveWithIdentity(device);

        assertThat(result.text()).contains(proof).contains(" 0 failed");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void aDeviceKnowsTheChainOfASignatureBeforehand() {
        var device = new RunningDevice(
                "--mutual-auth",
                "signature,required",
                "--requester",
                host.chain().toString());

        CommandResult result = driveWithIdentity(device);

        assertThat(result.text()).contains("FINISH is signed by a key that the responder knew");
        assertThat(result.exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"spec", "spdm_emu"})
    void everyProfileCanAsk(String profile) {
        var device = new RunningDevice("--profile", profile, "--mutual-auth", "encap");

        assertThat(driveWithIdentity(device).text()).contains(ASKED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mctp", "tcp"})
    void everyTransportCarriesIt(String transport) {
        var device = new RunningDevice("--transport", transport, "--mutual-auth", "basic,encap");

        CommandResult result = drive(
                device, "--transport", transport, "--identity", host.folder().toString());

        assertThat(result.text()).contains(ASKED).contains("this end was challenged");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void aHostThatIsNotAskedSaysSo() {
        CommandResult result = driveWithIdentity(new RunningDevice());

        assertThat(result.text()).contains("-     mutual authentication     in the session: the responder did not ask");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void aHostWithoutIdentityIsServedUnlessItsProofIsRequired() {
        CommandResult served = drive(new RunningDevice("--mutual-auth", "encap"));
        CommandResult refused = drive(new RunningDevice("--mutual-auth", "encap,required"));

        assertThat(served.exitCode()).isZero();
        assertThat(served.text()).doesNotContain("mutual authentication");
        assertThat(refused.exitCode()).isOne();
        assertThat(refused.text()).contains("KEY_EXCHANGE was refused");
    }

    @Test
    void aHostOfAnotherRootIsRefused() throws Exception {
        IdentityFiles stranger = IdentityFiles.write(
                folder.resolve("stranger"), "chain.der", "key.der", LeafOptions.DEFAULT.forRequesters());
        Path other = folder.resolve("other.der");
        new RunningDevice("--root", other.toString()).stop();
        var device = new RunningDevice("--mutual-auth", "encap", "--trust", other.toString());

        CommandResult result = drive(device, "--identity", stranger.folder().toString());

        assertThat(result.exitCode()).isOne();
        assertThat(result.text()).contains("FAIL");
    }

    @Test
    void theNamesOfTheEmulatorsSamplesAreFine() throws Exception {
        Path samples = folder.resolve("ecp256");
        IdentityFiles.write(
                samples, "bundle_requester.certchain.der", "end_requester.key", LeafOptions.DEFAULT.forRequesters());
        var device = new RunningDevice("--mutual-auth", "encap");

        assertThat(drive(device, "--identity", samples.toString()).text()).contains(ASKED);
    }

    @Test
    void aFolderWithoutAKeyIsRefused() {
        CommandResult result = drive(new RunningDevice(), "--identity", folder.toString());

        assertThat(result.exitCode()).isOne();
        assertThat(result.text()).contains("no chain; it is called chain.pem or chain.der or bundle_requester");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "none,basic | none, or basic, or one of",
                "encap,digests | none, or basic, or one of",
                "required | required goes with one of",
                "signature | signature needs the chain of --requester",
                "always | always",
            })
    void formsThatDoNotFitAreRefused(String forms, String reason) {
        CommandResult result = CommandResult.run("device", "--listen", "127.0.0.1:0", "--mutual-auth", forms);

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.text()).contains(reason);
    }

    @Test
    void hostsSignByWhatTheProfilePrefersAndElseByWhatTheyCan() {
        var command = new CommandLine(new Asking()).setCaseInsensitiveEnumValuesAllowed(true);
        Asking asking = command.getCommand();
        command.parseArgs("--mutual-auth", "encap", "--spdm", "1.4");

        AlgorithmPreferences algorithms =
                asking.options.profile(SpdmProfile.SPDM_EMU, asking.wire).algorithms();

        assertThat(algorithms.of(AlgorithmCategory.REQ_BASE_ASYM, SpdmVersion.V1_4))
                .startsWith(AsymmetricAlgorithm.RSAPSS_3072)
                .containsExactlyInAnyOrder(AsymmetricAlgorithm.values());
        assertThat(algorithms.of(AlgorithmCategory.REQ_PQC_ASYM, SpdmVersion.V1_4))
                .containsExactly(PqcAsymmetricAlgorithm.values());
    }

    @Test
    void namesMeanWhatTheResponderWants() {
        assertThat(MutualAuthName.of(List.of(MutualAuthName.NONE))).isEqualTo(MutualAuthentication.NONE);
        assertThat(MutualAuthName.of(List.of(MutualAuthName.REQUIRED, MutualAuthName.DIGESTS, MutualAuthName.BASIC)))
                .isEqualTo(new MutualAuthentication(true, SessionAuthentication.DIGESTS, true));
        assertThatThrownBy(() -> MutualAuthName.of(List.of(MutualAuthName.NONE, MutualAuthName.ENCAP)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Has the options of a device, and does nothing. */
    @Command
    private static final class Asking {
        @Mixin
        private WireOptions wire = new WireOptions();

        @Mixin
        private DeviceOptions options = new DeviceOptions();
    }
}
