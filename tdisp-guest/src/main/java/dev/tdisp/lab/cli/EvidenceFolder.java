package dev.tdisp.lab.cli;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.guest.attestation.AppraisalPolicy;
import dev.tdisp.guest.policy.PolicyText;
import dev.tdisp.guest.token.CoseSign1;
import dev.tdisp.guest.token.TokenFile;
import dev.tdisp.spdm.certificate.X509Certificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.Collectors;

/** A folder with a token and with all that a relying party needs to judge it. */
final class EvidenceFolder {
    private static final int LINE = 64;

    private final Path folder;

    EvidenceFolder(Path folder) {
        this.folder = folder;
    }

    void write(CoseSign1 token, Bytes guestKey, Bytes nonce, AppraisalPolicy policy) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve("token.cbor"), token.encode().toArray());
        Files.writeString(folder.resolve("token.pem"), TokenFile.pem(token));
        Files.writeString(folder.resolve("token.json"), TokenFile.json(token));
        Files.writeString(folder.resolve("guest.pem"), pem("PUBLIC KEY", guestKey));
        Files.writeString(folder.resolve("nonce.hex"), nonce.toHex() + "\n");
        Files.writeString(folder.resolve("policy.json"), PolicyText.of(policy));
        Files.writeString(
                folder.resolve("root.pem"),
                policy.anchors().stream()
                        .map(X509Certificate::encoded)
                        .map(der -> pem("CERTIFICATE", der))
                        .collect(Collectors.joining()));
    }

    private static String pem(String label, Bytes der) {
        String text = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der.toArray());
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, text, label);
    }
}
