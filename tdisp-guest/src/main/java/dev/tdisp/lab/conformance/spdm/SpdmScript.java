package dev.tdisp.lab.conformance.spdm;

import dev.tdisp.lab.conformance.Capability;
import dev.tdisp.lab.conformance.Check;
import dev.tdisp.lab.conformance.Clauses;
import dev.tdisp.lab.conformance.ConformanceCase;
import dev.tdisp.lab.conformance.Scene;
import dev.tdisp.lab.conformance.SetupException;
import dev.tdisp.spdm.algorithm.CapabilityFlags;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import java.util.ArrayList;
import java.util.List;

/**
 * A case of SPDM before the suite has it: what it asks in each of its versions, and what a subject must have for that.
 *
 * @param id the case
 * @param title what it is about
 * @param versions those in which it is asked, where the subject offers them; none if it is the same in all
 * @param needs what the subject must have
 * @param body asks and judges in one version
 */
record SpdmScript(String id, String title, List<SpdmVersion> versions, List<Need> needs, Body body) {
    static final List<SpdmVersion> ALL = List.of(SpdmVersion.values());
    static final List<SpdmVersion> V1_1_ON = ALL.subList(1, ALL.size());
    static final List<SpdmVersion> V1_2_ON = ALL.subList(2, ALL.size());
    static final List<SpdmVersion> V1_3_ON = ALL.subList(3, ALL.size());

    /** Asks and judges in one version. */
    @FunctionalInterface
    interface Body {
        void run(Probe probe);
    }

    /** Makes a case that is the same in all versions. */
    static SpdmScript once(String id, String title, Body body) {
        return new SpdmScript(id, title, List.of(), List.of(), body);
    }

    ConformanceCase toCase(Clauses clauses) {
        ConformanceCase made = ConformanceCase.of(id, title, clauses, this::run);
        return versions.isEmpty() ? made : made.needing(new Offered());
    }

    private void run(Scene scene, Check check) {
        var tally = new Tally(new ArrayList<>(), new ArrayList<>());
        if (versions.isEmpty()) {
            run(probe(scene, SpdmVersion.V1_0, check), tally);
        }
        for (SpdmVersion version : versions) {
            if (refusal(scene, version).isEmpty()) {
                check.combination("SPDM " + version, () -> run(probe(scene, version, check), tally));
            }
        }
        if (!tally.failures().isEmpty()) {
            throw tally.failures().get(0);
        }
        if (check.assertions().isEmpty()) {
            check.notApplicable("what is offered", String.join("; ", tally.absences()));
        }
    }

    /** In which versions the subject could not be asked, and in which it lacks what the case is about. */
    private record Tally(List<SetupException> failures, List<String> absences) {
        void failed(Probe probe, RuntimeException e) {
            failures.add(new SetupException("SPDM %s: %s".formatted(probe.version(), e.getMessage()), e));
        }
    }

    private void run(Probe probe, Tally tally) {
        try {
            body.run(probe);
        } catch (SilenceException e) {
            if (probe.isBeginning()) {
                tally.failed(probe, e);
            } else {
                probe.on(1).that("answer", false, "an answer", "silence");
            }
        } catch (SetupException e) {
            tally.failed(probe, e);
        } catch (NotApplicableException e) {
            tally.absences().add(String.valueOf(e.getMessage()));
        }
    }

    private static Probe probe(Scene scene, SpdmVersion version, Check check) {
        return new Probe(peer(scene), version, check, scene.subject().traits());
    }

    static SpdmPeer peer(Scene scene) {
        return new SpdmPeer(
                scene.transport(), scene.env().random(), scene.record().secrets());
    }

    /** Says why the case does not apply to a version; empty if it does. */
    private String refusal(Scene scene, SpdmVersion version) {
        try {
            SpdmPeer peer = peer(scene);
            peer.begin(version);
            if (needs.isEmpty()) {
                return "";
            }
            peer.readCapabilities(Offer.PLAIN);
            CapabilityFlags flags = peer.context().responder();
            return needs.stream()
                    .filter(need -> !need.test().test(flags))
                    .findFirst()
                    .map(need -> "SPDM %s has not %s, but %s".formatted(version, need.text(), flags))
                    .orElse("");
        } catch (NotApplicableException e) {
            return String.valueOf(e.getMessage());
        } catch (SilenceException e) {
            throw new SetupException("SPDM %s: %s".formatted(version, e.getMessage()), e);
        }
    }

    /** That a version of the case is offered, with what the case needs. */
    private final class Offered implements Capability {
        @Override
        public String name() {
            return id;
        }

        @Override
        public Finding look(Scene scene) {
            List<String> refusals = new ArrayList<>();
            for (SpdmVersion version : versions) {
                String refusal = refusal(scene, version);
                if (refusal.isEmpty()) {
                    return new Finding(true, "SPDM", version.toString());
                }
                refusals.add(refusal);
            }
            return new Finding(false, "what is offered", String.join("; ", refusals));
        }
    }
}
