package dev.tdisp.core.ide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.ide.IdeStreamTransition.Effect;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IdeStreamTransitionsTest {
    @Test
    void everyEventHasARowInEveryState() {
        int cells = IdeStreamState.values().length * IdeStreamEvent.values().length;

        assertThat(IdeStreamTransitions.all()).hasSize(cells).doesNotHaveDuplicates();
        for (IdeStreamState state : IdeStreamState.values()) {
            for (IdeStreamEvent event : IdeStreamEvent.values()) {
                IdeStreamTransition transition = IdeStreamTransitions.of(state, event);
                assertThat(transition.from()).isEqualTo(state);
                assertThat(transition.event()).isEqualTo(event);
                assertThat(transition.clause()).isNotEmpty();
            }
        }
    }

    @Test
    void everyStateCanBeReachedAndLeft() {
        Set<IdeStreamState> entered = EnumSet.noneOf(IdeStreamState.class);
        Set<IdeStreamState> left = EnumSet.noneOf(IdeStreamState.class);
        for (IdeStreamTransition transition : IdeStreamTransitions.all()) {
            if (transition.from() != transition.to()) {
                entered.add(transition.to());
                left.add(transition.from());
            }
        }

        assertThat(entered).containsExactly(IdeStreamState.values());
        assertThat(left).containsExactly(IdeStreamState.values());
    }

    @Test
    void impossibleEventsChangeNothing() {
        assertThat(IdeStreamTransitions.all())
                .filteredOn(transition -> transition.effect() == Effect.IMPOSSIBLE)
                .allMatch(transition -> transition.from() == transition.to());
    }

    @Test
    @Tag("P-089")
    void whateverLeavesSecureErasesTheKeys() {
        assertThat(IdeStreamTransitions.all())
                .filteredOn(transition -> transition.from() == IdeStreamState.SECURE)
                .filteredOn(transition -> transition.to() != IdeStreamState.SECURE)
                .hasSizeGreaterThan(8)
                .allMatch(transition -> transition.effect() == Effect.ERASE_KEYS);
    }

    @Test
    @Tag("P-064")
    void onlyACompleteSetWithEnableLeadsToSecure() {
        assertThat(IdeStreamTransitions.all())
                .filteredOn(transition ->
                        transition.to() == IdeStreamState.SECURE && transition.from() != IdeStreamState.SECURE)
                .extracting(IdeStreamTransition::event)
                .containsExactlyInAnyOrder(IdeStreamEvent.ALL_KEYS_STARTED, IdeStreamEvent.ENABLED_WITH_KEYS);
    }

    @Test
    @Tag("P-061")
    void statusShowsOnlyInsecureAndSecure() {
        assertThat(IdeStreamState.INSECURE.statusCode()).isZero();
        assertThat(IdeStreamState.READY.statusCode()).isZero();
        assertThat(IdeStreamState.SECURE.statusCode()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void everyEventHasASentence(IdeStreamEvent event) {
        assertThat(event.sentence()).isNotBlank();
    }
}
