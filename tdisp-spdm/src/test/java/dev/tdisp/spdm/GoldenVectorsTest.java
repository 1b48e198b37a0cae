package dev.tdisp.spdm;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which test proves which group of golden vectors: each group has one. */
class GoldenVectorsTest {
    private static final int GROUPS = 27;
    private static final Map<Integer, List<String>> TESTS = new TreeMap<>();

    static {
        covers(1, "crypto.SignatureTest#prefixesAreThoseOfTheSpecification");
        covers(
                2,
                "session.KeyScheduleTest#derivesTheSpecificationsKeys",
                "session.KeyScheduleTest#labelsAreJoinedWithALittleEndianLength");
        covers(
                3,
                "session.SecuredMessageTest#recordsAreThoseOfTheSpecification",
                "session.SecuredMessageTest#aRecordWithoutEncryptionShowsTheMessage");
        covers(4, "message.NegotiationVectorsTest#recordedNegotiationsAreReadWrittenAndDigested");
        covers(5, "crypto.SignatureTest#recordedChallengeVerifies");
        IntStream.rangeClosed(6, 9)
                .forEach(group -> covers(group, "session.SecureSessionTest#recordedKeyExchangeSessionsAreReproduced"));
        covers(10, "session.SecureSessionTest#recordedPskSessionsAreReproduced");
        covers(11, "session.SecureSessionTest#recordedPskSessionsAreReproduced");
        covers(
                12,
                "session.TranscriptTest#recordedMeasurementsVerify",
                "measurement.MeasurementTest#theSummaryCoversWholeBlocks");
        covers(13, "session.SecuredMessageTest#recordedMessagesWithoutEncryptionVerify");
        covers(
                14,
                "message.TransferVectorsTest#basicMutualAuthenticationIsReadAndWritten",
                "message.TransferVectorsTest#mutualAuthenticationOfASessionBeginsWithDigestsNobodyAskedFor");
        covers(15, "message.TransferVectorsTest#chunksAreReadAndWritten");
        covers(16, "transport.DoeTest#discoveryIsThatOfTheReference");
        covers(17, "transport.TcpFrameTest#framesAreThoseOfTheReference");
        covers(
                18,
                "crypto.KeyAgreementTest#pointsAndSecretsAreThoseOfTheSpecification",
                "crypto.KeyAgreementTest#leadingZerosOfASecretAreKept",
                "crypto.KeyAgreementTest#finiteFieldsAreThoseOfRfc7919");
        covers(19, "certificate.CertificateChainTest#aRecordedChainIsReadAndWrittenBack");
        covers(
                20,
                "vendor.VendorRegistryTest#recordedRequestsAreReadAndWritten",
                "vendor.VendorRegistryTest#recordedResponsesAreReadAndWritten");
        covers(21, "session.RecordedHandshakesTest#aPskSessionWithoutContextOfTheResponderNeedsNoFinish");
        covers(22, "session.RecordedHandshakesTest#mutuallyAuthenticatedSessionsAreReproduced");
        covers(23, "session.RecordedHandshakesTest#mutuallyAuthenticatedSessionsAreReproduced");
        covers(24, "crypto.SignatureTest#recordedEndpointInfoVerifies");
        covers(25, "session.TranscriptTest#recordedChallengesOfTheRequesterVerify");
        covers(26, "crypto.SignatureTest#recordedSignaturesByEdDsaVerify");
        covers(
                27,
                "session.RecordedHandshakesTest#aPostQuantumSessionIsReproduced",
                "session.RecordedHandshakesTest#aPostQuantumChainVerifies");
    }

    private static void covers(int group, String... tests) {
        TESTS.put(group, List.of(tests));
    }

    @Test
    void everyGroupHasATest() {
        assertThat(TESTS.keySet())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, GROUPS).boxed().toList());
        assertThat(TESTS.values()).noneMatch(List::isEmpty);
    }

    static List<String> tests() {
        return TESTS.values().stream().flatMap(List::stream).distinct().toList();
    }

    @ParameterizedTest
    @MethodSource("tests")
    void theTestsExist(String name) throws ClassNotFoundException {
        int separator = name.indexOf('#');
        Class<?> type = Class.forName("dev.tdisp.spdm." + name.substring(0, separator));
        String method = name.substring(separator + 1);

        assertThat(type.getDeclaredMethods())
                .anyMatch(candidate -> candidate.getName().equals(method) && isTest(candidate));
    }

    private static boolean isTest(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .anyMatch(type -> type == Test.class || type == ParameterizedTest.class);
    }
}
