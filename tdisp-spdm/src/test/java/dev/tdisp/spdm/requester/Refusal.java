package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.DheGroup;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.crypto.KeyAgreement;
import dev.tdisp.spdm.message.KeyExchange;
import dev.tdisp.spdm.message.PskExchange;
import dev.tdisp.spdm.message.SecuredMessageVersions;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.message.SpdmHeader;
import dev.tdisp.spdm.responder.Peers;
import dev.tdisp.spdm.responder.ResponderCondition;
import dev.tdisp.spdm.responder.SpdmProfile;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** A request in a certain state, and the error that answers it. */
record Refusal(String name, Supplier<Bench> bench, Function<Bench, Bytes> request, SpdmErrorCode error, int data) {
    static final String NONCE = " " + "11 ".repeat(32);
    static final String CAPABILITIES = "12 e1 00 00 00 00 00 00 c6 66 00 00 00 12 00 00 00 12 00 00";

    void verify() {
        Bytes answer = request.apply(bench.get());

        assertThat(answer.at(1)).as("%s", answer).isEqualTo(0x7F);
        assertThat(SpdmErrorCode.of(answer.at(2))).contains(error);
        assertThat(answer.at(3)).as("error data").isEqualTo(data);
    }

    @Override
    public String toString() {
        return name + " -> " + error;
    }

    static Refusal of(
            String name, Supplier<Bench> bench, Function<Bench, Bytes> request, SpdmErrorCode error, int data) {
        return new Refusal(name, bench, request, error, data);
    }

    static Refusal clear(String name, Supplier<Bench> bench, String request, SpdmErrorCode error) {
        return of(name, bench, ready -> ready.clear(request), error, 0);
    }

    static Refusal clear(String name, Function<Bench, Bench> state, String request, SpdmErrorCode error) {
        return clear(name, () -> state.apply(Bench.usual()), request, error);
    }

    static Refusal unsupported(String name, Supplier<Bench> bench, String request, int code) {
        return of(name, bench, ready -> ready.clear(request), SpdmErrorCode.UNSUPPORTED_REQUEST, code);
    }

    static Refusal handshaking(String name, String request, SpdmErrorCode error) {
        return of(name, Bench::usual, bench -> bench.inSession(bench.handshaking(), request), error, 0);
    }

    static Refusal established(String name, String request, SpdmErrorCode error) {
        return established(name, request, error, 0);
    }

    static Refusal established(String name, String request, SpdmErrorCode error, int data) {
        return of(
                name + " in a session",
                Bench::usual,
                bench -> bench.inSession(bench.established(), request),
                error,
                data);
    }

    static String offer(String baseAsym, String baseHash) {
        return "12 e3 04 00 30 00 01 02 " + baseAsym + " " + baseHash + " 00".repeat(16)
                + " 02 20 10 00 03 20 02 00 04 20 80 00 05 20 01 00";
    }

    static Bench inCondition(ResponderCondition condition) {
        Bench bench = Bench.usual().negotiated();
        bench.peers.responder.setCondition(condition);
        return bench;
    }

    static Bench without(Capability capability) {
        var kept = SpdmProfile.TDISP.capabilities();
        var flags = capability == Capability.CERT_CAP
                ? kept.without(Capability.CERT_CAP)
                        .without(Capability.CHAL_CAP)
                        .without(Capability.KEY_EX_CAP)
                        .with(Capability.MEAS_CAP, 0)
                        .with(Capability.PSK_CAP, 2)
                : kept.without(capability);
        return new Bench(Peers.profile().withCapabilities(flags), Peers.options()).negotiated();
    }

    static Bench withoutRequester(Capability capability) {
        var flags = Peers.options().capabilities().without(capability);
        return new Bench(Peers.profile(), Peers.options().withCapabilities(flags)).negotiated();
    }

    static SpdmProfile unmeasured() {
        return Peers.profile().withCapabilities(Peers.profile().capabilities().with(Capability.MEAS_CAP, 0));
    }

    static SpdmProfile unsigned() {
        return Peers.profile().withCapabilities(Peers.profile().capabilities().with(Capability.MEAS_CAP, 1));
    }

    static Bytes exchange(Bench bench, int summary, int slot) {
        SpdmVersion version = bench.requester.connection().version();
        return exchange(bench, SecuredMessageVersions.offer(version, List.of(0x1200)), slot)
                .with(2, summary);
    }

    static Bytes exchange(Bench bench, Bytes opaqueData, int slot) {
        SpdmVersion version = bench.requester.connection().version();
        var agreement = KeyAgreement.of(DheGroup.SECP_384_R1, version).start(bench.peers.env.random());
        return new KeyExchange(
                        SpdmHeader.of(version, 0, slot),
                        1,
                        0,
                        0,
                        Bytes.filled(1, 32),
                        agreement.exchangeData(),
                        opaqueData)
                .encode();
    }

    static Bytes pskExchange(Bytes hint) {
        return new PskExchange(
                        SpdmHeader.of(SpdmVersion.V1_2, 0, 0),
                        1,
                        hint,
                        Bytes.filled(1, 32),
                        SecuredMessageVersions.offer(SpdmVersion.V1_2, List.of(0x1200)))
                .encode();
    }
}
