package dev.tdisp.guest.policy;

import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.report.InterfaceFeature;
import dev.tdisp.core.report.InterfaceInfo;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.guest.attestation.AppraisalPolicy;
import dev.tdisp.guest.attestation.AppraisalPolicyBuilder;
import dev.tdisp.guest.attestation.Check;
import dev.tdisp.guest.attestation.Pin;
import dev.tdisp.spdm.algorithm.AeadAlgorithm;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.DeviceName;
import dev.tdisp.spdm.certificate.X509Certificate;
import dev.tdisp.spdm.measurement.MeasurementBlock;
import dev.tdisp.spdm.measurement.MeasurementType;
import dev.tdisp.spdm.measurement.ReferenceValues;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads policies; {@link PolicyText} writes them. */
public final class PolicyFile {
    private static final int LARGEST_INDEX = 254;

    private final JsonCursor in;
    private final AppraisalPolicyBuilder policy = AppraisalPolicy.builder();

    private PolicyFile(JsonCursor in) {
        this.in = in;
    }

    /**
     * Reads a policy.
     *
     * @param file the bytes of the file
     * @return the policy
     * @throws PolicyFileException if it is none; the message says line, column and reason
     */
    public static AppraisalPolicy read(Bytes file) {
        AppraisalPolicyBuilder[] result = new AppraisalPolicyBuilder[1];
        JsonCursor.read(file, in -> {
            var reader = new PolicyFile(in);
            result[0] = reader.policy;
            return reader::field;
        });
        return result[0].build();
    }

    private void field(String name) {
        PolicyKey key = PolicyKey.of(name)
                .orElseThrow(() -> in.refuse("unknown key %s; known are %s".formatted(name, PolicyKey.names())));
        in.toValue();
        switch (key) {
            case ANCHORS -> in.list(this::certificate).forEach(policy::anchor);
            case DEVICES -> policy.devices(in.list(this::device));
            case PINS -> in.list(this::pin).forEach(policy::pin);
            case MEASUREMENTS -> policy.measurements(ReferenceValues.of(in.list(this::block)));
            case OLDEST_VERSION -> policy.oldestVersion(version());
            case AEADS -> policy.aeads(in.list(() -> in.constant(AeadAlgorithm.class)));
            case REQUIRED_FLAGS ->
                policy.requiredFlags(
                        LockFlags.of(in.list(() -> in.constant(LockFlag.class)).toArray(LockFlag[]::new)));
            case FIRMWARE_FROZEN -> policy.firmwareFrozen(in.truth());
            case ALLOWED_FEATURES ->
                policy.allowedFeatures(InterfaceInfo.of(
                        in.list(() -> in.constant(InterfaceFeature.class)).toArray(InterfaceFeature[]::new)));
            case WHOLE_WINDOWS -> policy.wholeWindows(in.truth());
            case DEMAND -> policy.demand(in.list(() -> in.constant(Check.class)).toArray(Check[]::new));
        }
    }

    private X509Certificate certificate() {
        String text = in.text();
        try {
            List<X509Certificate> certificates = X509Certificate.decodeAll(
                    text.contains("-----BEGIN")
                            ? Bytes.of(text.getBytes(StandardCharsets.ISO_8859_1))
                            : Bytes.of(Base64.getMimeDecoder().decode(text)));
            if (certificates.size() > 1) {
                throw in.refuse("%d certificates in one value; each must have its own".formatted(certificates.size()));
            }
            return certificates.get(0);
        } catch (MalformedMessageException | IllegalArgumentException e) {
            throw in.refuse("not a certificate: " + e.getMessage());
        }
    }

    private DeviceName device() {
        String text = in.text();
        return DeviceName.parse(text)
                .orElseThrow(() -> in.refuse("%s is not manufacturer:product:serial".formatted(text)));
    }

    private SpdmVersion version() {
        String text = in.text();
        return Stream.of(SpdmVersion.values())
                .filter(version -> version.toString().equals(text))
                .findFirst()
                .orElseThrow(
                        () -> in.refuse("%s is not among %s".formatted(text, Arrays.toString(SpdmVersion.values()))));
    }

    private Pin pin() {
        var fields = new Fields("of", "hash", "digest");
        fields.read();
        HashAlgorithm hash = (HashAlgorithm) fields.value("hash");
        Bytes digest = (Bytes) fields.value("digest");
        if (digest.size() != hash.size()) {
            throw in.refuse("%d bytes are no digest of %s".formatted(digest.size(), hash));
        }
        return new Pin((Pin.Subject) fields.value("of"), hash, digest);
    }

    private MeasurementBlock block() {
        var fields = new Fields("index", "type", "raw", "value");
        fields.read();
        int index = (int) fields.value("index");
        var type = (MeasurementType) fields.value("type");
        Bytes value = (Bytes) fields.value("value");
        boolean isRaw = (boolean) fields.value("raw");
        return isRaw ? MeasurementBlock.raw(index, type, value) : MeasurementBlock.digest(index, type, value);
    }

    private Pin.Subject subject() {
        String text = in.text();
        return Stream.of(Pin.Subject.values())
                .filter(subject -> subject.toString().equals(text))
                .findFirst()
                .orElseThrow(
                        () -> in.refuse("%s is not among %s".formatted(text, Arrays.toString(Pin.Subject.values()))));
    }

    /** The fields of a small object, all of which must be there. */
    private final class Fields {
        private final List<String> names;
        private final Map<String, Object> values = new HashMap<>();

        Fields(String... names) {
            this.names = List.of(names);
        }

        void read() {
            in.object(name -> {
                if (!names.contains(name)) {
                    throw in.refuse("unknown key %s; known are %s".formatted(name, names));
                }
                in.toValue();
                values.put(name, read(name));
            });
        }

        private Object read(String name) {
            return switch (name) {
                case "of" -> subject();
                case "hash" -> in.constant(HashAlgorithm.class);
                case "index" -> in.number(1, LARGEST_INDEX);
                case "type" -> in.constant(MeasurementType.class);
                case "raw" -> in.truth();
                default -> in.hex();
            };
        }

        Object value(String name) {
            return Optional.ofNullable(values.get(name)).orElseThrow(() -> in.refuse("%s is missing".formatted(name)));
        }
    }
}
