package dev.tdisp.guest.attestation;

import static dev.tdisp.guest.attestation.AppraisalScene.HASH;
import static dev.tdisp.guest.attestation.AppraisalScene.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.host.tsm.EvidenceKind;
import dev.tdisp.host.vmm.GuestWindow;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever the hypervisor says: the verdict is good only if every byte of evidence has the security manager's digest. */
class NothingOfTheHypervisorsWordTest {
    private static final long SEED = Long.getLong("tdisp.seed", 20);
    private static final int RUNS = 3000;

    private final AppraisalScene scene = new AppraisalScene();
    private final Evidence genuine = scene.evidence();
    private final RandomSource random = RandomSource.seeded(SEED);

    @Test
    @Tag("GAP-RPT-32")
    void forgedEvidenceIsNeverAccepted() {
        int accepted = 0;
        for (int run = 0; run < RUNS; run++) {
            Map<EvidenceKind, Bytes> blobs = new EnumMap<>(EvidenceKind.class);
            for (EvidenceKind kind : EvidenceKind.values()) {
                said(genuine.blob(kind).orElseThrow()).ifPresent(blob -> blobs.put(kind, blob));
            }
            var evidence = new Evidence(genuine.before(), genuine.after(), genuine.nonce(), blobs, genuine.windows());

            Verdict verdict = Appraisal.appraise(evidence, scene.policy, NOW);

            boolean isGenuine = blobs.size() == EvidenceKind.values().length
                    && blobs.entrySet().stream().allMatch(this::isVouchedFor);
            assertThat(verdict.isAcceptable())
                    .as("seed %d, run %d: %s", SEED, run, verdict.failures())
                    .isEqualTo(isGenuine);
            accepted += verdict.isAcceptable() ? 1 : 0;
        }
        assertThat(accepted).as("seed %d: some runs forge nothing", SEED).isPositive();
    }

    private boolean isVouchedFor(Map.Entry<EvidenceKind, Bytes> said) {
        Bytes digest = genuine.after().digests().of(said.getKey()).orElseThrow();
        return HASH.digest(said.getValue()).equals(digest);
    }

    /** Half of the time the truth, else withheld, cut, extended, changed in a bit, or another kind's. */
    private Optional<Bytes> said(Bytes truth) {
        int choice = number(10);
        return switch (choice) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(truth.slice(0, number(truth.size())));
            case 2 -> Optional.of(truth.plus(random.next(1 + number(40))));
            case 3 -> {
                int at = number(truth.size());
                yield Optional.of(truth.with(at, truth.at(at) ^ 1 << number(8)));
            }
            case 4 -> genuine.blob(EvidenceKind.values()[number(EvidenceKind.values().length)]);
            default -> Optional.of(truth);
        };
    }

    @Test
    void windowsThatTheHypervisorMovesChangeThePlanAndNothingElse() {
        for (int run = 0; run < 200; run++) {
            List<GuestWindow> windows = new ArrayList<>();
            for (GuestWindow window : genuine.windows()) {
                windows.add(new GuestWindow(window.bar(), (long) number(1 << 20) << 20, window.size()));
            }
            var evidence = new Evidence(genuine.before(), genuine.after(), genuine.nonce(), genuine.blobs(), windows);

            Verdict verdict = Appraisal.appraise(evidence, scene.policy, NOW);

            assertThat(verdict.plan()).hasSize(scene.ranges.size());
            assertThat(verdict.plan().get(0).guestAddress())
                    .isEqualTo(windows.get(0).guestAddress());
        }
    }

    private int number(int bound) {
        return (int) (WireReader.of(random.next(4)).u32("number") % bound);
    }
}
