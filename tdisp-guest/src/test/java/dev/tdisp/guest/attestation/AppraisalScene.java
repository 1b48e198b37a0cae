package dev.tdisp.guest.attestation;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.message.LockFlag;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.FunctionId;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.report.DeviceInterfaceReport;
import dev.tdisp.core.report.InterfaceFeature;
import dev.tdisp.core.report.InterfaceInfo;
import dev.tdisp.core.report.MmioAttribute;
import dev.tdisp.core.report.MmioAttributes;
import dev.tdisp.core.report.MmioRange;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.host.tsm.BindEpoch;
import dev.tdisp.host.tsm.EvidenceDigests;
import dev.tdisp.host.tsm.EvidenceKind;
import dev.tdisp.host.tsm.InterfaceStatus;
import dev.tdisp.host.tsm.LinkStatus;
import dev.tdisp.host.tsm.SignedMeasurements;
import dev.tdisp.host.vmm.GuestWindow;
import dev.tdisp.spdm.algorithm.AeadAlgorithm;
import dev.tdisp.spdm.algorithm.AlgorithmSuite;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.MeasurementHashAlgorithm;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.CertificateAuthority;
import dev.tdisp.spdm.certificate.DeviceIdentity;
import dev.tdisp.spdm.certificate.DeviceName;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.crypto.Signer;
import dev.tdisp.spdm.crypto.SigningContext;
import dev.tdisp.spdm.measurement.DeviceMeasurements;
import dev.tdisp.spdm.measurement.DeviceMode;
import dev.tdisp.spdm.measurement.Measurement;
import dev.tdisp.spdm.measurement.MeasurementBlock;
import dev.tdisp.spdm.measurement.MeasurementType;
import dev.tdisp.spdm.measurement.ReferenceValues;
import dev.tdisp.spdm.message.GetMeasurements;
import dev.tdisp.spdm.message.Measurements;
import dev.tdisp.spdm.message.SpdmHeader;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Everything that a test can spoil, good as long as it does not. */
final class AppraisalScene {
    static final FunctionId VF = new FunctionId(0, RequesterId.of(1, 0, 1));
    static final DeviceName CARD = new DeviceName("ACME", "Accelerator", "0001");
    static final CertificateAuthority VENDOR =
            CertificateAuthority.root("ACME root", AsymmetricAlgorithm.ECDSA_P384, RandomSource.seeded(1));
    static final DeviceIdentity IDENTITY = VENDOR.issue(CARD);
    static final Hash HASH = Hash.of(HashAlgorithm.SHA_384);
    static final Bytes NONCE = Bytes.filled(0x11, 32);
    static final Bytes NEGOTIATION = Bytes.fromHex("10840000");
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final BindEpoch EPOCH = new BindEpoch(1, 2, 3);
    static final long GUEST_BAR = 0x8_0000_0000L;

    AlgorithmSuite suite = AlgorithmSuite.builder()
            .hash(HashAlgorithm.SHA_384)
            .signature(AsymmetricAlgorithm.ECDSA_P384)
            .aead(AeadAlgorithm.AES_256_GCM)
            .build();
    SpdmVersion version = SpdmVersion.V1_2;
    boolean streamSecure = true;
    TdiState state = TdiState.CONFIG_LOCKED;
    LockFlags flags = LockFlags.of(LockFlag.NO_FW_UPDATE);
    BindEpoch epochBefore = EPOCH;
    BindEpoch epochAfter = EPOCH;
    DeviceIdentity identity = IDENTITY;
    Optional<Signer> measurementSigner = Optional.empty();
    DeviceMeasurements measurements = DeviceMeasurements.of(List.of(
            Measurement.of(1, MeasurementType.IMMUTABLE_ROM, Bytes.fromHex("0101")),
            Measurement.of(2, MeasurementType.MUTABLE_FIRMWARE, Bytes.fromHex("0202")),
            Measurement.deviceMode(DeviceMode.IN_USE)));
    Bytes nonceOfMeasurements = NONCE;
    InterfaceInfo info = InterfaceInfo.of(InterfaceFeature.NO_FW_UPDATE, InterfaceFeature.DMA_WITHOUT_PASID);
    int reserved;
    List<MmioRange> ranges = List.of(
            range(0, 2, 0),
            new MmioRange(2, 1, MmioAttributes.of(MmioAttribute.IS_NON_TEE_MEM), 0),
            range(3, 253, 0),
            range(0x100, 32, 2));
    List<GuestWindow> windows =
            List.of(new GuestWindow(0, GUEST_BAR, 0x10_0000), new GuestWindow(2, GUEST_BAR + 0x10_0000, 0x2_0000));
    AppraisalPolicy policy = AppraisalPolicy.trusting(List.of(VENDOR.root())).withDevices(Set.of(CARD)).toBuilder()
            .pin(Pin.of(Pin.Subject.ROOT, HashAlgorithm.SHA_384, IDENTITY.chain(HASH)))
            .wholeWindows(true)
            .build()
            .withReferenceValues(ReferenceValues.of(blocks(measurements).subList(0, 2)));

    /** What the hypervisor puts in place of the genuine blob; no bytes withhold it. */
    final Map<EvidenceKind, Bytes> forged = new EnumMap<>(EvidenceKind.class);

    static MmioRange range(long page, long count, int bar) {
        return new MmioRange(page, count, MmioAttributes.NONE, bar);
    }

    static List<MeasurementBlock> blocks(DeviceMeasurements measurements) {
        return measurements.blocks(MeasurementHashAlgorithm.SHA_384, false);
    }

    /** What the device says, signed with its key unless a test took another. */
    SignedMeasurements signed(Bytes blocks) {
        var request = new GetMeasurements(
                SpdmHeader.of(version, GetMeasurements.SIGNATURE, GetMeasurements.ALL),
                nonceOfMeasurements,
                0,
                Bytes.EMPTY);
        Bytes responderNonce = Bytes.filled(0x77, 32);
        Bytes none = Bytes.filled(0, suite.signatureSize());
        int count = MeasurementBlock.decodeAll(blocks).size();
        var header = SpdmHeader.of(version, 0, 0);
        var unsigned = new Measurements(header, count, blocks, responderNonce, Bytes.EMPTY, Bytes.EMPTY, none);
        Bytes transcript = Bytes.concat(NEGOTIATION, request.encode(), unsigned.encodeWithoutSignature());
        Signer signer = measurementSigner.orElse(identity.signer());
        Bytes signature = SigningContext.RESPONDER_MEASUREMENTS.sign(signer, version, HASH, transcript);
        var response = new Measurements(header, count, blocks, responderNonce, Bytes.EMPTY, Bytes.EMPTY, signature);
        return new SignedMeasurements(nonceOfMeasurements, blocks, request.encode(), response.encode());
    }

    Verdict verdict() {
        return Appraisal.appraise(evidence(), policy, NOW);
    }

    Evidence evidence() {
        Map<EvidenceKind, Bytes> genuine = new EnumMap<>(EvidenceKind.class);
        genuine.put(EvidenceKind.CERTIFICATE_CHAIN, identity.chain(HASH).encode());
        Bytes blocks = MeasurementBlock.encodeAll(blocks(measurements));
        genuine.put(EvidenceKind.NEGOTIATION, NEGOTIATION);
        genuine.put(EvidenceKind.MEASUREMENTS, signed(blocks).encode());
        var report = new DeviceInterfaceReport(info, reserved, 0, 0, 0, ranges, Bytes.EMPTY);
        genuine.put(EvidenceKind.INTERFACE_REPORT, report.toBytes());
        Map<EvidenceKind, Bytes> digests = new EnumMap<>(EvidenceKind.class);
        genuine.forEach((kind, blob) -> digests.put(kind, HASH.digest(blob)));
        genuine.putAll(forged);
        genuine.values().removeIf(Bytes::isEmpty);
        var vouched = new EvidenceDigests(HashAlgorithm.SHA_384, digests);
        return new Evidence(status(epochBefore, vouched), status(epochAfter, vouched), NONCE, genuine, windows);
    }

    private InterfaceStatus status(BindEpoch epoch, EvidenceDigests digests) {
        var link = new LinkStatus(version, suite, new StreamId(0x10), streamSecure);
        return new InterfaceStatus(VF, state, flags, epoch, digests, link);
    }
}
