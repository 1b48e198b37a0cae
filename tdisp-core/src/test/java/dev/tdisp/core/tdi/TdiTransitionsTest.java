package dev.tdisp.core.tdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.message.TdispErrorCode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The table is total, has one row a cell, and says nothing that the states forbid. */
class TdiTransitionsTest {
    @Test
    void everyRequestHasOneRowInEachStateForEachOutcome() {
        List<String> wrong = new ArrayList<>();
        for (RequestCode request : RequestCode.values()) {
            for (TdiState state : TdiState.values()) {
                for (boolean met : new boolean[] {true, false}) {
                    long rows = ourReading(TdiTransitions.requests())
                            .filter(row -> row.trigger() == request && row.holds(state, met, Set.of()))
                            .count();
                    if (rows != 1) {
                        wrong.add("%s in %s, condition %s: %d rows".formatted(request, state, met, rows));
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyEventHasOneRowInEachState() {
        List<String> wrong = new ArrayList<>();
        for (TdiEvent event : TdiEvent.values()) {
            for (TdiState state : TdiState.values()) {
                long rows = ourReading(TdiTransitions.events())
                        .filter(row -> row.trigger() == event && row.from() == state)
                        .count();
                if (rows != 1) {
                    wrong.add("%s in %s: %d rows".formatted(event, state, rows));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void aRowOfAnySwitchesLeavesTheTableTotal() {
        var all = EnumSet.allOf(TdispSwitch.class);

        for (TdiState state : TdiState.values()) {
            for (RequestCode request : RequestCode.values()) {
                assertThat(TdiTransitions.of(request, state, true, all).from()).isEqualTo(state);
                assertThat(TdiTransitions.of(request, state, false, all).from()).isEqualTo(state);
            }
            for (TdiEvent event : TdiEvent.values()) {
                assertThat(TdiTransitions.of(event, state, all).from()).isEqualTo(state);
            }
        }
    }

    @Test
    void rowsOfSwitchesStandBeforeThoseOfFewerSwitches() {
        List<? extends TdiTransition<?>> rows = Stream.concat(
                        TdiTransitions.requests().stream(), TdiTransitions.events().stream())
                .toList();
        List<String> hidden = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            for (int j = i + 1; j < rows.size(); j++) {
                var upper = rows.get(i);
                var lower = rows.get(j);
                boolean sameCell = upper.trigger() == lower.trigger() && upper.from() == lower.from();
                boolean overlap = upper.guard() == lower.guard() || upper.guard() == TdiGuard.ALWAYS;
                if (sameCell && overlap && lower.switches().containsAll(upper.switches())) {
                    hidden.add("%s hides %s".formatted(upper, lower));
                }
            }
        }
        assertThat(hidden).isEmpty();
    }

    @Test
    void allEventsOfTheListAreThere() {
        Set<String> ids = new TreeSet<>();
        for (TdiEvent event : TdiEvent.values()) {
            ids.add(event.id().replace("b", ""));
            assertThat(event.sentence()).doesNotEndWith(".");
            assertThat(event.clause()).startsWith("11.");
        }
        assertThat(ids)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, 38).mapToObj(i -> "E" + i).toList());
    }

    @Test
    @Tag("T-108")
    void onlyLockAndStartLeadUpwards() {
        Stream.concat(TdiTransitions.requests().stream(), TdiTransitions.events().stream())
                .filter(TdiTransition::isMove)
                .forEach(row -> {
                    switch (row.to()) {
                        case CONFIG_LOCKED -> {
                            assertThat((Object) row.trigger()).isEqualTo(RequestCode.LOCK_INTERFACE_REQUEST);
                            assertThat(row.from()).isEqualTo(TdiState.CONFIG_UNLOCKED);
                        }
                        case RUN -> {
                            assertThat((Object) row.trigger()).isEqualTo(RequestCode.START_INTERFACE_REQUEST);
                            assertThat(row.from()).isEqualTo(TdiState.CONFIG_LOCKED);
                        }
                        case CONFIG_UNLOCKED ->
                            assertThat(row.effects()).contains(TdiEffect.SCRUBBED, TdiEffect.BINDING_RELEASED);
                        case ERROR -> assertThat(row.effects()).contains(TdiEffect.DATA_CONTAINED);
                    }
                });
    }

    @Test
    @Tag("T-107")
    void whateverLeavesConfigLockedDestroysTheNonceInOurReading() {
        Stream.concat(ourReading(TdiTransitions.requests()), ourReading(TdiTransitions.events()))
                .filter(row -> row.from() == TdiState.CONFIG_LOCKED && row.isMove())
                .forEach(row -> assertThat(row.effects()).as("%s", row).contains(TdiEffect.NONCE_DESTROYED));
    }

    @Test
    @Tag("T-089")
    void aRefusalThatMovesCannotBeWrittenDown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TdiTransition<>(
                        TdiEvent.BAR_MODIFIED,
                        TdiState.RUN,
                        TdiGuard.ALWAYS,
                        Set.of(),
                        TdiState.ERROR,
                        true,
                        Optional.of(TdispErrorCode.UNSPECIFIED),
                        Set.of(),
                        "11"))
                .withMessageContaining("changes no state");
    }

    @Test
    void legalStatesAreThoseOfTheMessages() {
        for (RequestCode request : RequestCode.values()) {
            for (TdiState state : TdiState.values()) {
                assertThat(TdiTransitions.of(request, state, true, Set.of()).isRefused())
                        .as("%s in %s", request, state)
                        .isNotEqualTo(request.legalStates().contains(state));
            }
        }
    }

    private static <T> Stream<TdiTransition<T>> ourReading(List<TdiTransition<T>> rows) {
        return rows.stream().filter(row -> row.switches().isEmpty());
    }
}
