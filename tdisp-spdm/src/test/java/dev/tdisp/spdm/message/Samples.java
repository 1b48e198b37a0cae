package dev.tdisp.spdm.message;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AeadAlgorithm;
import dev.tdisp.spdm.algorithm.AlgorithmCategory;
import dev.tdisp.spdm.algorithm.AlgorithmSuite;
import dev.tdisp.spdm.algorithm.AsymmetricAlgorithm;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.CapabilityFlags;
import dev.tdisp.spdm.algorithm.DheGroup;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.KeyScheduleAlgorithm;
import dev.tdisp.spdm.algorithm.MeasurementHashAlgorithm;
import dev.tdisp.spdm.algorithm.OpaqueDataFormat;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.util.ArrayList;
import java.util.List;

/** One valid exchange of each kind, in one version. */
final class Samples {
    /** A request, and an answer to it. */
    record Exchange(SpdmRequest request, SpdmResponse response, NegotiatedContext context) {
        @Override
        public String toString() {
            return request.name() + " " + context.version()
                    + (context.suite().isResponderMultiKey() ? " multi-key" : "");
        }
    }

    private final RandomSource random = RandomSource.seeded(1);
    private final SpdmVersion version;
    private final NegotiatedContext context;

    Samples(SpdmVersion version) {
        this.version = version;
        this.context = context(version);
    }

    static NegotiatedContext context(SpdmVersion version) {
        CapabilityFlags flags = CapabilityFlags.NONE.with(Capability.MEAS_CAP, 2);
        var suite = AlgorithmSuite.builder()
                .hash(HashAlgorithm.SHA_384)
                .signature(AsymmetricAlgorithm.ECDSA_P384)
                .requesterSignature(AsymmetricAlgorithm.ECDSA_P256)
                .keyExchange(DheGroup.SECP_384_R1)
                .aead(AeadAlgorithm.AES_256_GCM)
                .measurementHash(MeasurementHashAlgorithm.SHA_384)
                .opaqueDataFormat(OpaqueDataFormat.FORMAT_1)
                .multiKey(false, version.isAtLeast(SpdmVersion.V1_3))
                .build();
        return new NegotiatedContext(version, flags, flags, suite);
    }

    List<Exchange> all() {
        List<Exchange> all = new ArrayList<>();
        connection(all);
        authentication(all);
        session(all);
        others(all);
        return all;
    }

    private void connection(List<Exchange> all) {
        add(all, GetVersion.of(), VersionResponse.of(List.of(SpdmVersion.V1_2, SpdmVersion.V1_3)));
        var flags = new CapabilityFlags(random.next(1).at(0) << 8);
        boolean hasBlock = version.isAtLeast(SpdmVersion.V1_3);
        AlgorithmOffer offer = offer();
        add(
                all,
                new GetCapabilities(header(hasBlock ? 1 : 0, 0), 1, 2, flags, 4096, 8192),
                new Capabilities(
                        header(hasBlock ? 1 : 0, 0),
                        1,
                        2,
                        flags,
                        4096,
                        8192,
                        hasBlock ? new SupportedAlgorithms(7, offer) : null));
        add(
                all,
                NegotiateAlgorithms.of(version, offer),
                new Algorithms(
                        header(2, 0),
                        1,
                        2,
                        4,
                        0x80,
                        2,
                        0,
                        random.next(7),
                        1,
                        513,
                        List.of(5L),
                        List.of(),
                        offer.tables()));
    }

    private AlgorithmOffer offer() {
        return new AlgorithmOffer(
                1,
                2,
                0x80,
                2,
                0,
                random.next(8),
                3,
                1,
                List.of(17L),
                List.of(18L),
                List.of(
                        AlgorithmTable.of(AlgorithmCategory.DHE, DheGroup.SECP_384_R1.bit()),
                        new AlgorithmTable(
                                AlgorithmCategory.KEY_SCHEDULE.tableType(),
                                KeyScheduleAlgorithm.SPDM.bit(),
                                List.of(0x01020304L))));
    }

    private void authentication(List<Exchange> all) {
        List<KeySlotInfo> keys = context.suite().isResponderMultiKey()
                ? List.of(new KeySlotInfo(1, 2, 3), new KeySlotInfo(4, 5, 6))
                : List.of();
        add(all, GetDigests.of(version), new Digests(header(7, 5), List.of(random.next(48), random.next(48)), keys));
        add(all, GetCertificate.of(version, 3, 0, 100), Certificate.of(version, 3, random.next(77), 5));
        add(
                all,
                Challenge.of(version, 0, 0xFF, random.next(32), requesterContext()),
                new ChallengeAuth(
                        header(0, 1),
                        random.next(48),
                        random.next(32),
                        random.next(48),
                        random.next(3),
                        requesterContext(),
                        random.next(96)));
        add(
                all,
                new GetMeasurements(header(1, 0xFF), random.next(32), 2, requesterContext()),
                measurements(random.next(96)));
        add(all, GetMeasurements.unsigned(version, 0, 0, requesterContext()), measurements(Bytes.EMPTY));
    }

    private Measurements measurements(Bytes signature) {
        return new Measurements(
                header(0, 2), 1, random.next(55), random.next(32), random.next(4), requesterContext(), signature);
    }

    private void session(List<Exchange> all) {
        add(
                all,
                new KeyExchange(header(1, 0), 1, 2, 3, random.next(32), random.next(96), random.next(20)),
                new KeyExchangeResponse(
                        header(9, 0),
                        4,
                        5,
                        6,
                        random.next(32),
                        random.next(96),
                        random.next(48),
                        random.next(12),
                        random.next(96),
                        random.next(48)));
        add(
                all,
                new Finish(header(1, 0), Bytes.EMPTY, random.next(64), random.next(48)),
                new FinishResponse(header(0, 0), Bytes.EMPTY, Bytes.EMPTY));
        add(
                all,
                new PskExchange(header(0, 0), 6, random.next(12), random.next(64), random.next(20)),
                new PskExchangeResponse(
                        header(9, 0), 4, 5, Bytes.EMPTY, random.next(64), random.next(12), random.next(48)));
        add(
                all,
                new PskFinish(header(0, 0), Bytes.EMPTY, random.next(48)),
                new PskFinishResponse(header(0, 0), Bytes.EMPTY));
        add(all, Heartbeat.of(version), HeartbeatAck.of(version));
        add(
                all,
                KeyUpdate.of(version, KeyUpdateOperation.UPDATE_KEY, 9),
                KeyUpdateAck.of(version, KeyUpdateOperation.UPDATE_KEY, 9));
        add(all, EndSession.of(version), EndSessionAck.of(version));
    }

    private void others(List<Exchange> all) {
        Bytes vendor = Bytes.of((byte) 1, (byte) 0);
        add(
                all,
                VendorDefinedRequest.of(version, 3, vendor, random.next(33)),
                VendorDefinedResponse.of(version, 3, vendor, random.next(12)));
        add(
                all,
                new VendorDefinedRequest(header(0x80, 0), new VendorDefinedBody(3, vendor, 0, random.next(33))),
                new VendorDefinedResponse(header(0x80, 0), new VendorDefinedBody(3, vendor, 0, random.next(33))));
        add(all, GetDigests.of(version), ErrorResponse.of(version, SpdmErrorCode.BUSY, 0));
        add(all, GetDigests.of(version), new ErrorResponse(header(0x42, 0), random.next(4)));
        add(
                all,
                new UnknownRequest(header(1, 2), 0xC0, random.next(9)),
                new UnknownResponse(header(1, 2), 0x40, random.next(9)));
    }

    private void add(List<Exchange> all, SpdmRequest request, SpdmResponse response) {
        all.add(new Exchange(request, response, context));
    }

    private Bytes requesterContext() {
        return version.isAtLeast(SpdmVersion.V1_3) ? random.next(8) : Bytes.EMPTY;
    }

    private SpdmHeader header(int param1, int param2) {
        return SpdmHeader.of(version, param1, param2);
    }
}
