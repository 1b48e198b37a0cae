package dev.tdisp.lab.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.tdisp.device.DeviceProfile;
import dev.tdisp.device.wrong.WrongDevices;
import dev.tdisp.lab.conformance.Clause;
import dev.tdisp.lab.conformance.Subject;
import dev.tdisp.lab.conformance.Trait;
import dev.tdisp.lab.conformance.requester.LabRequester;
import dev.tdisp.lab.conformance.requester.PlayedDevice;
import dev.tdisp.lab.conformance.requester.RequesterSubject;
import dev.tdisp.lab.conformance.subject.SimulatedDevice;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

class ProtocolConformanceTest {
    @Test
    void everyClauseIsATestWhoseNameTellsLevelAndClause() {
        EngineExecutionResults results = run(Right.class);

        results.testEvents().assertStatistics(stats -> stats.failed(0));
        assertThat(names(results.testEvents().succeeded().stream().toList()))
                .isNotEmpty()
                .allMatch(name -> name.matches("(MUST|SHOULD|MAY) TDISP-VER-\\d\\d(\\.\\d+)?: .+"));
        assertThat(results.containerEvents().succeeded().stream()
                        .map(event -> event.getTestDescriptor().getDisplayName()))
                .anyMatch(name -> name.startsWith("TDISP-VER-01: "));
    }

    @Test
    void allProtocolsHaveTheirTests() {
        run(IdeKm.class).testEvents().assertStatistics(stats -> stats.failed(0));
        run(Spdm.class).testEvents().assertStatistics(stats -> stats.failed(0));

        assertThat(run(IdeKm.class).testEvents().succeeded().count()).isPositive();
        assertThat(run(Spdm.class).testEvents().succeeded().count()).isPositive();
    }

    @Test
    void aRequesterIsAskedToo() {
        EngineExecutionResults right = run(Requester.class);
        EngineExecutionResults wrong = run(TrustingRequester.class);

        right.testEvents().assertStatistics(stats -> stats.failed(0));
        assertThat(right.testEvents().succeeded().count()).isPositive();
        assertThat(failures(wrong)).isNotEmpty();
    }

    @Test
    void aWrongDeviceFailsWithFieldExpectationClauseAndSeed() {
        List<Throwable> failures = failures(run(Wrong.class));

        assertThat(failures).isNotEmpty();
        assertThat(failures.get(0).getMessage())
                .matches("(?s).+ does not keep TDISP-LOCK-.+\n"
                        + "  step     : .+\n  expected : .+\n  but was  : .+\n"
                        + "  clause   : .+\n  run again: -Dtdisp.seed=1");
    }

    @Test
    void whatIsNotBindingIsAbortedWithTheDeviation() {
        EngineExecutionResults results = run(Lenient.class);

        results.testEvents().assertStatistics(stats -> stats.failed(0));
        assertThat(results.testEvents().aborted().stream().map(ProtocolConformanceTest::reason))
                .anyMatch(reason -> reason.contains("a deviation: "));
    }

    @Test
    void whatDoesNotApplyIsAbortedWithTheReason() {
        EngineExecutionResults results = run(Bare.class);

        results.testEvents().assertStatistics(stats -> stats.failed(0).succeeded(0));
        assertThat(results.testEvents().aborted().stream().map(ProtocolConformanceTest::reason))
                .isNotEmpty()
                .allMatch(reason -> reason.contains("not applicable: "));
    }

    private static EngineExecutionResults run(Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .execute();
    }

    private static List<String> names(List<Event> events) {
        return events.stream()
                .map(event -> event.getTestDescriptor().getDisplayName())
                .toList();
    }

    private static List<Throwable> failures(EngineExecutionResults results) {
        return results.testEvents().failed().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class)
                        .getThrowable()
                        .orElseThrow())
                .toList();
    }

    private static String reason(Event event) {
        return event.getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .map(Throwable::getMessage)
                .orElse("");
    }

    static class Right extends TdispResponderConformance {
        @Override
        protected Subject subject() {
            return SimulatedDevice.of(DeviceProfile.SPEC);
        }

        @Override
        protected List<String> only() {
            return List.of("TDISP-VER");
        }
    }

    static class Wrong extends TdispResponderConformance {
        @Override
        protected Subject subject() {
            return SimulatedDevice.of(WrongDevices.named("LOCKS_WHILE_RUNNING").orElseThrow());
        }

        @Override
        protected List<String> only() {
            return List.of("TDISP-LOCK");
        }
    }

    static class Lenient extends Wrong {
        @Override
        protected boolean isBinding(Clause clause) {
            return false;
        }
    }

    static class Bare extends Right {
        @Override
        protected Subject subject() {
            Subject whole = super.subject();
            return new Subject() {
                @Override
                public String name() {
                    return "bare";
                }

                @Override
                public Set<Trait> traits() {
                    return Set.of();
                }

                @Override
                public Link open(long seed) {
                    return whole.open(seed);
                }
            };
        }
    }

    static class IdeKm extends IdeKmResponderConformance {
        @Override
        protected Subject subject() {
            return SimulatedDevice.of(DeviceProfile.SPEC);
        }

        @Override
        protected List<String> only() {
            return List.of("IDEKM-QUERY");
        }
    }

    static class Spdm extends SpdmResponderConformance {
        @Override
        protected Subject subject() {
            return SimulatedDevice.of(DeviceProfile.SPEC);
        }

        @Override
        protected List<String> only() {
            return List.of("SPDM-VER");
        }
    }

    static class Requester extends TdispRequesterConformance {
        @Override
        protected RequesterSubject requester() {
            return new LabRequester();
        }

        @Override
        protected List<String> only() {
            return List.of("REQ-RUN-01", "GAP-REQ-05");
        }
    }

    /** Accepts whatever it is shown. */
    static class TrustingRequester extends Requester {
        @Override
        protected RequesterSubject requester() {
            return new RequesterSubject() {
                @Override
                public String name() {
                    return "trusting";
                }

                @Override
                public Outcome attach(PlayedDevice device, int rounds) {
                    return new Outcome(Outcome.Kind.ACCEPTED, "");
                }
            };
        }
    }
}
