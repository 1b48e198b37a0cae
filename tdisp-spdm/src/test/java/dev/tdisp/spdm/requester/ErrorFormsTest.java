package dev.tdisp.spdm.requester;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.SessionAuthentication;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.message.SpdmCode;
import dev.tdisp.spdm.message.SpdmErrorCode;
import dev.tdisp.spdm.responder.MutualAuthentication;
import dev.tdisp.spdm.responder.Peers;
import dev.tdisp.spdm.responder.ResponderCondition;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each ERROR that the responder sends, to the last byte: code, data and extended data. */
class ErrorFormsTest {
    /** What no situation of this responder calls for. */
    private static final Set<SpdmErrorCode> NEVER_SENT = EnumSet.of(
            SpdmErrorCode.REQUEST_TOO_LARGE,
            SpdmErrorCode.MESSAGE_LOST,
            SpdmErrorCode.REQUEST_SESSION_TERMINATED,
            SpdmErrorCode.INVALID_STATE,
            SpdmErrorCode.VENDOR_DEFINED);

    /** A situation, and the whole ERROR. */
    private record Form(SpdmErrorCode code, String situation, Situation answer, String expected) {
        @Override
        public String toString() {
            return code + ": " + situation;
        }
    }

    /** Gets to where the error is the answer. */
    private interface Situation {
        Bytes answer();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    @Tag("S-032")
    @Tag("S-112")
    @Tag("S-127")
    @Tag("S-128")
    @Tag("S-170")
    @Tag("S-171")
    @Tag("S-186")
    @Tag("S-192")
    @Tag("S-194")
    void anErrorHasItsDataAndNothingElse(Form form) {
        assertThat(form.answer().answer()).isEqualTo(Bytes.fromHex(form.expected()));
    }

    @Test
    void everyErrorIsSentSomewhereOrNeverCalledFor() {
        Map<SpdmErrorCode, Long> sent = forms().collect(Collectors.groupingBy(Form::code, Collectors.counting()));

        assertThat(sent.keySet()).isEqualTo(EnumSet.complementOf(EnumSet.copyOf(NEVER_SENT)));
    }

    static Stream<Form> forms() {
        return Stream.of(connection(), sessions(), transfers(), management()).flatMap(List::stream);
    }

    private static List<Form> connection() {
        return List.of(
                new Form(
                        SpdmErrorCode.INVALID_REQUEST,
                        "too short",
                        () -> Bench.usual().negotiated().clear("12 82 00 00"),
                        "12 7f 01 00"),
                new Form(
                        SpdmErrorCode.INVALID_REQUEST,
                        "KEY_EXCHANGE without MAC_CAP names itself",
                        () -> Refusal.withoutRequester(Capability.MAC_CAP).clear("12 e4 00 00"),
                        "12 7f 01 e4"),
                new Form(
                        SpdmErrorCode.UNEXPECTED_REQUEST,
                        "before the algorithms",
                        () -> Bench.usual().afterCapabilities().clear("12 81 00 00"),
                        "12 7f 04 00"),
                new Form(
                        SpdmErrorCode.UNSUPPORTED_REQUEST,
                        "an unknown code",
                        () -> Bench.usual().negotiated().clear("12 c0 00 00"),
                        "12 7f 07 c0"),
                new Form(
                        SpdmErrorCode.UNSUPPORTED_REQUEST,
                        "a code of a later version",
                        () -> Bench.usual().negotiated().clear("12 ef 00 00 00 00 00 00 00 00 00 00"),
                        "12 7f 07 ef"),
                new Form(
                        SpdmErrorCode.VERSION_MISMATCH,
                        "GET_VERSION of 1.2",
                        () -> Bench.usual().clear("12 84 00 00"),
                        "10 7f 41 00"),
                new Form(
                        SpdmErrorCode.BUSY,
                        "busy",
                        () -> Refusal.inCondition(ResponderCondition.BUSY).clear("12 81 00 00"),
                        "12 7f 03 00"),
                new Form(
                        SpdmErrorCode.REQUEST_RESYNCH,
                        "a new start is needed",
                        () -> Refusal.inCondition(ResponderCondition.NEED_RESYNC)
                                .clear("12 81 00 00"),
                        "12 7f 43 00"));
    }

    private static List<Form> sessions() {
        return List.of(
                new Form(
                        SpdmErrorCode.SESSION_REQUIRED,
                        "HEARTBEAT outside a session",
                        () -> Bench.usual().negotiated().clear("12 e8 00 00"),
                        "12 7f 0b 00"),
                new Form(
                        SpdmErrorCode.UNSPECIFIED,
                        "the same in 1.1",
                        () -> Bench.of(SpdmVersion.V1_1).negotiated().clear("11 e8 00 00"),
                        "11 7f 05 00"),
                new Form(
                        SpdmErrorCode.DECRYPT_ERROR,
                        "a wrong MAC",
                        () -> {
                            Bench bench = Bench.usual();
                            return bench.inSession(bench.handshaking(), "12 e5 00 00" + " 00".repeat(48));
                        },
                        "12 7f 06 00"),
                new Form(
                        SpdmErrorCode.SESSION_LIMIT_EXCEEDED,
                        "no room",
                        () -> {
                            Bench bench = new Bench(Peers.profile().withMaximumSessions(0), Peers.options());
                            return bench.identified().clear(Refusal.exchange(bench, 0, 0));
                        },
                        "12 7f 0a 00"),
                new Form(
                        SpdmErrorCode.INVALID_POLICY,
                        "the requester must prove itself and cannot",
                        () -> {
                            var wish = MutualPeers.in(SessionAuthentication.ENCAPSULATED)
                                    .required();
                            Bench bench = new Bench(
                                    MutualPeers.profile(SpdmVersion.V1_3, wish),
                                    Peers.options().withVersions(SpdmVersion.V1_3));
                            return bench.identified().clear(Refusal.exchange(bench, 0, 0));
                        },
                        "13 7f 11 00"),
                new Form(
                        SpdmErrorCode.REQUEST_IN_FLIGHT,
                        "the responder's question is open",
                        () -> {
                            Bench bench = asking();
                            SpdmSession session = bench.requester.sessions().get(0);
                            bench.inSession(session, "12 ea 00 00");
                            return bench.inSession(session, "12 e8 00 00");
                        },
                        "12 7f 08 00"),
                new Form(
                        SpdmErrorCode.INVALID_RESPONSE_CODE,
                        "the question is answered by something else",
                        () -> {
                            Bench bench = asking();
                            SpdmSession session = bench.requester.sessions().get(0);
                            bench.inSession(session, "12 ea 00 00");
                            return bench.inSession(session, "12 eb 01 00 12 68 00 00");
                        },
                        "12 7f 09 00"),
                new Form(
                        SpdmErrorCode.NO_PENDING_REQUESTS,
                        "there is no question",
                        () -> mutual(SpdmVersion.V1_3).negotiated().clear("13 ea 00 00"),
                        "13 7f 45 00"));
    }

    private static List<Form> transfers() {
        return List.of(
                new Form(
                        SpdmErrorCode.RESPONSE_TOO_LARGE,
                        "DIGESTS of 100 bytes",
                        () -> new Bench(Peers.profile(), Peers.options().withDataTransferSize(60))
                                .negotiated()
                                .clear("12 81 00 00"),
                        "12 7f 0d 00 64 00 00 00"),
                new Form(
                        SpdmErrorCode.LARGE_RESPONSE,
                        "DIGESTS in chunks",
                        () -> ChunksTest.bench(SpdmVersion.V1_2, 60).clear("12 81 00 00"),
                        "12 7f 0f 00 01"),
                new Form(
                        SpdmErrorCode.RESPONSE_NOT_READY,
                        "DIGESTS take 1 ms",
                        () -> new Bench(new Peers(
                                        Peers.profile(),
                                        Peers.options(),
                                        builder -> builder.slow(SpdmCode.GET_DIGESTS, Duration.ofMillis(1))))
                                .negotiated()
                                .clear("12 81 00 00"),
                        "12 7f 42 00 0a 81 00 10"),
                new Form(
                        SpdmErrorCode.DATA_TOO_LARGE,
                        "a chain of more than 64 KiB",
                        () -> LargeMessagesTest.bench().clear("14 82 01 00 00 00 ff ff"),
                        "14 7f 12 00 " + LargeMessagesTest.size()));
    }

    private static List<Form> management() {
        return List.of(
                new Form(
                        SpdmErrorCode.RESET_REQUIRED,
                        "GET_CSR tells its tag",
                        () -> ManagedDevice.with(SpdmVersion.V1_3, Capability.CERT_INSTALL_RESET_CAP)
                                .bench()
                                .negotiated()
                                .clear("13 ed 00 00 00 00 00 00"),
                        "13 7f 0c 01"),
                new Form(
                        SpdmErrorCode.RESET_REQUIRED,
                        "in 1.2 there is no tag",
                        () -> ManagedDevice.with(SpdmVersion.V1_2, Capability.CERT_INSTALL_RESET_CAP)
                                .bench()
                                .negotiated()
                                .clear("12 ed 00 00 00 00 00 00"),
                        "12 7f 0c 00"),
                new Form(
                        SpdmErrorCode.OPERATION_FAILED,
                        "a key pair that a slot uses is erased",
                        () -> ManagedDevice.of(SpdmVersion.V1_3)
                                .bench()
                                .negotiated()
                                .clear("13 fd 01 00 03"),
                        "13 7f 44 00"));
    }

    private static Bench mutual(SpdmVersion version) {
        return new Bench(MutualPeers.of(version, MutualAuthentication.NONE));
    }

    private static Bench asking() {
        Bench bench = mutual(SpdmVersion.V1_2);
        bench.peers.responder.updateKey(bench.established().id());
        return bench;
    }
}
