package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.message.SpdmErrorCode;
import java.util.List;
import java.util.stream.Stream;

/** A demand of the catalogue of public responder tests, made on our responder and on nothing but its bytes. */
record CatalogCase(String id, String name, Runnable check) {
    static final List<SpdmVersion> ALL = List.of(SpdmVersion.values());
    static final List<SpdmVersion> WITH_SESSIONS = ALL.subList(1, ALL.size());

    static Stream<CatalogCase> in(List<SpdmVersion> versions, String id, String name, Check check) {
        return versions.stream()
                .map(version -> new CatalogCase(id, name + ", " + version, () -> check.verify(version)));
    }

    /** What a case demands in one version. */
    interface Check {
        void verify(SpdmVersion version);
    }

    /**
     * Writes a request: {@code vv} is the version, {@code v+} and {@code v-} are its neighbours, {@code nonce} is a nonce,
     * {@code ctx} the RequesterContext where there is one, {@code opq} an empty OpaqueData of FINISH where there is one,
     * {@code mac} a MAC that is wrong.
     */
    static Bytes request(SpdmVersion version, String template) {
        boolean hasContext = version.isAtLeast(SpdmVersion.V1_3);
        boolean hasOpaqueData = version.isAtLeast(SpdmVersion.V1_4);
        return Bytes.fromHex(template.replace("vv", "%02x".formatted(version.code()))
                .replace("v+", "%02x".formatted(version.code() + 1))
                .replace("v-", "%02x".formatted(version.code() - 1))
                .replace("nonce", "5c ".repeat(32))
                .replace("mac", "a7 ".repeat(48))
                .replace("opq", hasOpaqueData ? "00 00" : "")
                .replace("ctx", hasContext ? "01 02 03 04 05 06 07 08" : ""));
    }

    static void requireError(int version, SpdmErrorCode code, Bytes answer) {
        assertThat(answer.size()).as("%s", answer).isGreaterThanOrEqualTo(4);
        assertThat(answer.at(1)).as("%s", answer).isEqualTo(0x7F);
        assertThat(answer.at(0)).as("version of %s", answer).isEqualTo(version);
        assertThat(answer.at(2)).as("code of %s", answer).isEqualTo(code.code());
        assertThat(answer.at(3)).as("data of %s", answer).isZero();
    }

    static void requireHeader(SpdmVersion version, int code, Bytes answer) {
        assertThat(answer.size()).as("%s", answer).isGreaterThanOrEqualTo(4);
        assertThat(answer.at(1)).as("%s", answer).isEqualTo(code);
        assertThat(answer.at(0)).as("version of %s", answer).isEqualTo(version.code());
    }

    @Override
    public String toString() {
        return id + " " + name;
    }
}
