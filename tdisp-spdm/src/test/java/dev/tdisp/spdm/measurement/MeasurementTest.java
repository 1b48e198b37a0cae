package dev.tdisp.spdm.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.Vectors;
import dev.tdisp.spdm.algorithm.HashAlgorithm;
import dev.tdisp.spdm.algorithm.MeasurementHashAlgorithm;
import dev.tdisp.spdm.crypto.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MeasurementTest {
    private static final Hash SHA_256 = Hash.of(HashAlgorithm.SHA_256);
    private static final Bytes RECORD = measurementRecord();

    @Test
    @Tag("S-075")
    void aRecordedRecordIsReadAndWrittenBack() {
        List<MeasurementBlock> blocks = MeasurementBlock.decodeAll(RECORD);

        assertThat(blocks).extracting(MeasurementBlock::index).containsExactly(1, 2, 3, 4, 0x10, 0x11, 0xFD, 0xFE);
        assertThat(MeasurementBlock.encodeAll(blocks)).isEqualTo(RECORD);
        assertThat(blocks.get(0).type()).contains(MeasurementType.IMMUTABLE_ROM);
        assertThat(blocks.get(0).isRaw()).isFalse();
        assertThat(blocks.get(4).isRaw()).isTrue();
        assertThat(DeviceMode.decode(blocks.get(7).value()).operationalState()).isEqualTo(DeviceMode.NORMAL);
    }

    @Test
    void theSameMeasurementsGiveTheRecordedBlocks() {
        List<MeasurementBlock> recorded = MeasurementBlock.decodeAll(RECORD);
        List<Measurement> measured = new ArrayList<>();
        for (int index = 1; index <= 4; index++) {
            MeasurementType type = MeasurementType.of(index - 1).orElseThrow();
            measured.add(Measurement.of(index, type, Bytes.filled(index, 72)));
        }
        measured.add(Measurement.manifest(Bytes.filled(0xFD, 128)));
        measured.add(Measurement.securityVersion(0x10, 7));
        measured.add(Measurement.deviceMode(DeviceMode.decode(recorded.get(7).value())));
        DeviceMeasurements measurements = DeviceMeasurements.of(measured);

        List<MeasurementBlock> blocks = measurements.blocks(MeasurementHashAlgorithm.SHA_256, false);

        List<MeasurementBlock> withoutLog =
                recorded.stream().filter(block -> block.index() != 0x11).toList();
        assertThat(blocks).isEqualTo(withoutLog);
        assertThat(measurements.count()).isEqualTo(7);
        assertThat(measurements.block(1, MeasurementHashAlgorithm.SHA_256, true))
                .contains(MeasurementBlock.raw(1, MeasurementType.IMMUTABLE_ROM, Bytes.filled(1, 72)));
        assertThat(measurements.block(9, MeasurementHashAlgorithm.SHA_256, true))
                .isEmpty();
        assertThat(measurements
                        .block(1, MeasurementHashAlgorithm.RAW_BIT_STREAM, false)
                        .orElseThrow()
                        .isRaw())
                .isTrue();
    }

    @Test
    @Tag("S-076")
    void theSummaryCoversWholeBlocks() {
        List<MeasurementBlock> blocks = MeasurementBlock.decodeAll(RECORD);

        assertThat(MeasurementSummary.hash(SHA_256, blocks))
                .isEqualTo(Vectors.of("measurements-1.2").bytes("Hash_measurement_record_summary_hash_all"));
    }

    @Test
    void aSummaryCoversNoneTheTrustedBaseOrAll() {
        DeviceMeasurements measurements = DeviceMeasurements.of(List.of(
                Measurement.of(2, MeasurementType.MUTABLE_FIRMWARE, Bytes.fromHex("02")),
                Measurement.of(1, MeasurementType.IMMUTABLE_ROM, Bytes.fromHex("01"))));
        List<MeasurementBlock> blocks = measurements.blocks(MeasurementHashAlgorithm.SHA_384, false);

        assertThat(summary(measurements, MeasurementSummary.NONE)).isEqualTo(Bytes.EMPTY);
        assertThat(summary(measurements, MeasurementSummary.TRUSTED_COMPUTING_BASE))
                .isEqualTo(SHA_256.digest(blocks.get(0).encode()));
        assertThat(summary(measurements, MeasurementSummary.ALL))
                .isEqualTo(SHA_256.digest(blocks.get(0).encode(), blocks.get(1).encode()));
        assertThat(MeasurementSummary.of(0xFF)).contains(MeasurementSummary.ALL);
        assertThat(MeasurementSummary.of(2)).isEmpty();
    }

    @Test
    @Tag("S-083")
    void aLogIsReplayedIntoItsMeasurement() {
        var first = new MeasurementLogEntry(1, 0x11, 0, 0x89, Bytes.fromHex("524f4d"));
        var other = new MeasurementLogEntry(2, 0x12, 0, 0x89, Bytes.fromHex("00"));
        var second = new MeasurementLogEntry(3, 0x11, 0, 0x89, Bytes.fromHex("4657"));
        MeasurementLog log = MeasurementLog.of(List.of(first, other, second));

        Bytes expected = SHA_256.digest(SHA_256.digest(Bytes.filled(0, 32), first.encode()), second.encode());

        assertThat(log.extended(0x11, SHA_256)).isEqualTo(expected);
        assertThat(MeasurementLog.decode(log.encode())).isEqualTo(log);
        assertThat(first.encode().size()).isEqualTo(11 + 3);
    }

    @Test
    void noiseIsMalformedOrEncodesToItself() {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        for (int i = 0; i < 2_000; i++) {
            var noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            Bytes bytes = Bytes.of(noise);
            try {
                assertThat(MeasurementBlock.encodeAll(MeasurementBlock.decodeAll(bytes)))
                        .isEqualTo(bytes);
            } catch (MalformedMessageException e) {
                assertThat(e.offset()).isNotNegative();
            }
            try {
                assertThat(MeasurementLog.decode(bytes).encode()).isEqualTo(bytes);
            } catch (MalformedMessageException e) {
                assertThat(e.offset()).isNotNegative();
            }
        }
        for (int size = 1; size < RECORD.size(); size++) {
            Bytes cut = RECORD.slice(0, size);
            try {
                assertThat(MeasurementBlock.encodeAll(MeasurementBlock.decodeAll(cut)))
                        .isEqualTo(cut);
            } catch (MalformedMessageException e) {
                assertThat(e.offset()).isNotNegative();
            }
        }
    }

    @Test
    void deviationsFromReferenceValuesAreNamed() {
        List<MeasurementBlock> blocks = MeasurementBlock.decodeAll(RECORD);
        ReferenceValues reference = ReferenceValues.of(blocks);
        var updated = MeasurementBlock.digest(2, MeasurementType.MUTABLE_FIRMWARE, Bytes.filled(9, 32));
        List<MeasurementBlock> changed = new ArrayList<>(blocks);
        changed.set(1, updated);
        changed.remove(0);

        assertThat(reference.compare(blocks)).isEmpty();
        assertThat(reference.compare(changed))
                .containsExactly(
                        new ReferenceValues.Deviation(1, ReferenceValues.Kind.MISSING),
                        new ReferenceValues.Deviation(2, ReferenceValues.Kind.DIFFERENT));
        List<MeasurementBlock> both = new ArrayList<>(blocks);
        both.add(updated);
        assertThat(ReferenceValues.of(both).compare(changed)).hasSize(1);
        assertThat(ReferenceValues.of(both).values(2)).hasSize(2);
        assertThat(reference.values(0x55)).isEmpty();
    }

    @Test
    void debuggingMakesADeviceUntrustworthy() {
        assertThat(DeviceMode.IN_USE.isTrustworthy()).isTrue();
        assertThat(new DeviceMode(4, 4, 0x1F, DeviceMode.INVASIVE_DEBUG_ACTIVE).isTrustworthy())
                .isFalse();
        assertThat(new DeviceMode(1, 1, 0x1F, 0).isTrustworthy()).isFalse();
        assertThat(new DeviceMode(4, 4, 0x1F, DeviceMode.NON_INVASIVE_DEBUG_HAS_BEEN_ACTIVE).isTrustworthy())
                .isTrue();
    }

    @Test
    void anIndexIsUsedOnceAndInRange() {
        Measurement measurement = Measurement.of(1, MeasurementType.IMMUTABLE_ROM, Bytes.EMPTY);

        assertThatThrownBy(() -> DeviceMeasurements.of(List.of(measurement, measurement)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Measurement.of(0, MeasurementType.VERSION, Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Measurement.of(255, MeasurementType.VERSION, Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
        DeviceMeasurements one = DeviceMeasurements.of(List.of(measurement));
        assertThat(one.with(Measurement.securityVersion(2, 1)).all()).hasSize(2);
        assertThat(one.all()).containsExactly(measurement);
        assertThat(MeasurementType.of(11)).isEmpty();
    }

    private static Bytes summary(DeviceMeasurements measurements, MeasurementSummary summary) {
        return measurements.summaryHash(SHA_256, MeasurementHashAlgorithm.SHA_384, summary);
    }

    private static Bytes measurementRecord() {
        Bytes message = Vectors.of("measurements-1.2").bytes("MEASUREMENTS");
        int size = message.at(5) | message.at(6) << 8;
        return message.slice(8, 8 + size);
    }
}
