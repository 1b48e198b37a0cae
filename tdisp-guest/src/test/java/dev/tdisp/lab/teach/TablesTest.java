package dev.tdisp.lab.teach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.host.memory.Refusal;
import dev.tdisp.lab.LifeCycle;
import dev.tdisp.lab.render.RecordedStep;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TablesTest {
    private static final Tables TABLES = Tables.all();

    @Test
    void everyWordOfARefusalHasAMeaning() {
        List<String> words = Stream.<Enum<?>>concat(
                        Stream.of(TdispErrorCode.values()), Stream.of(Refusal.Reason.values()))
                .map(Enum::name)
                .toList();

        assertThat(TABLES.words()).containsKeys(words.toArray(String[]::new));
    }

    @Test
    void everyStateHasAMeaningAndEveryRowLeadsFromAStateToAState() {
        assertThat(TABLES.machines()).allSatisfy(machine -> {
            List<String> states =
                    machine.states().stream().map(Tables.State::name).toList();
            assertThat(machine.states())
                    .allSatisfy(state ->
                            assertThat(state.meaning()).as(state.name()).isNotEmpty());
            assertThat(machine.rows())
                    .isNotEmpty()
                    .allSatisfy(row -> assertThat(states).contains(row.from(), row.to()));
        });
    }

    @ParameterizedTest
    @EnumSource
    void whateverChangesInARunIsARowOfItsTable(LifeCycle what) {
        Recipe recipe = new Recipe(1, new Story.Turn(what), Optional.empty(), Optional.empty(), List.of(), List.of());

        List<TraceEvent.StateChange> changes = RecipeRun.of(recipe).events().stream()
                .filter(TraceEvent.StateChange.class::isInstance)
                .map(TraceEvent.StateChange.class::cast)
                .toList();

        assertThat(changes).isNotEmpty();
        assertThat(changes.stream().filter(change -> !isARow(change)).map(TraceEvent::summary))
                .isEmpty();
    }

    /** What has no table, as pages and gates, is free. */
    private static boolean isARow(TraceEvent.StateChange change) {
        return TABLES.machines().stream()
                .filter(machine -> change.machine().startsWith(machine.prefix()))
                .allMatch(machine -> machine.rows().stream()
                        .anyMatch(row ->
                                row.from().equals(change.from()) && row.to().equals(change.to())));
    }

    @Test
    void everyStepOfAVisitSaysWhatItIsFor() {
        assertThat(RecipeRun.of(Recipe.usual(1)).steps())
                .extracting(RecordedStep::name)
                .allSatisfy(name -> assertThat(TABLES.steps().keySet()).as(name).anyMatch(name::startsWith));
    }
}
