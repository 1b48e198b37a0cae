package dev.tdisp.guest.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.report.InterfaceFeature;
import dev.tdisp.guest.attestation.AppraisalPolicy;
import dev.tdisp.guest.attestation.Check;
import dev.tdisp.guest.attestation.Pin;
import dev.tdisp.spdm.algorithm.AeadAlgorithm;
import dev.tdisp.spdm.certificate.DeviceName;
import dev.tdisp.spdm.certificate.X509Certificate;
import dev.tdisp.spdm.measurement.MeasurementBlock;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Writes policies as files, with every key. */
public final class PolicyText {
    private static final JsonFactory JSON = new JsonFactory();

    private final JsonGenerator out;

    private PolicyText(JsonGenerator out) {
        this.out = out;
    }

    /**
     * Writes a policy.
     *
     * @param policy the policy
     * @return the text of a file that {@link PolicyFile} reads as the same policy
     */
    public static String of(AppraisalPolicy policy) {
        var text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.useDefaultPrettyPrinter();
            new PolicyText(out).write(policy);
        } catch (IOException e) {
            throw new AssertionError("writing into memory", e);
        }
        return text.append('\n').toString();
    }

    private void write(AppraisalPolicy policy) throws IOException {
        out.writeStartObject();
        for (PolicyKey key : PolicyKey.values()) {
            out.writeFieldName(key.key());
            write(key, policy);
        }
        out.writeEndObject();
    }

    private void write(PolicyKey key, AppraisalPolicy policy) throws IOException {
        switch (key) {
            case ANCHORS ->
                texts(policy.anchors().stream()
                        .map(X509Certificate::encoded)
                        .map(der -> Base64.getEncoder().encodeToString(der.toArray()))
                        .toList());
            case DEVICES ->
                texts(policy.devices().stream()
                        .map(DeviceName::toString)
                        .sorted()
                        .toList());
            case PINS -> pins(policy.pins());
            case MEASUREMENTS -> blocks(policy.referenceValues().blocks());
            case OLDEST_VERSION -> out.writeString(policy.oldestVersion().toString());
            case AEADS ->
                texts(policy.aeads().stream().sorted().map(AeadAlgorithm::name).toList());
            case REQUIRED_FLAGS ->
                texts(Stream.of(LockFlag.values())
                        .filter(policy.requiredFlags()::has)
                        .map(LockFlag::name)
                        .toList());
            case FIRMWARE_FROZEN -> out.writeBoolean(policy.firmwareFrozen());
            case ALLOWED_FEATURES ->
                texts(Stream.of(InterfaceFeature.values())
                        .filter(policy.allowedFeatures()::has)
                        .map(InterfaceFeature::name)
                        .toList());
            case WHOLE_WINDOWS -> out.writeBoolean(policy.wholeWindows());
            case DEMAND ->
                texts(policy.demanded().stream().sorted().map(Check::name).toList());
        }
    }

    private void texts(Collection<String> texts) throws IOException {
        out.writeStartArray();
        for (String text : texts) {
            out.writeString(text);
        }
        out.writeEndArray();
    }

    private void pins(List<Pin> pins) throws IOException {
        out.writeStartArray();
        for (Pin pin : pins) {
            out.writeStartObject();
            out.writeStringField("of", pin.subject().toString());
            out.writeStringField("hash", pin.hash().name());
            out.writeStringField("digest", pin.digest().toHex());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void blocks(List<MeasurementBlock> blocks) throws IOException {
        out.writeStartArray();
        for (MeasurementBlock block : blocks) {
            String type = block.type()
                    .orElseThrow(() -> new IllegalArgumentException("%s has no known type".formatted(block)))
                    .name();
            out.writeStartObject();
            out.writeNumberField("index", block.index());
            out.writeStringField("type", type);
            out.writeBooleanField("raw", block.isRaw());
            out.writeStringField("value", block.value().toHex());
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}
