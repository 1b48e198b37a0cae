package dev.tdisp.lab.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.tdi.TdiTransition;
import dev.tdisp.core.tdi.TdiTransitions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The state table as data, as the page about tests shows it. */
class TableExamplesTest {
    private static final int LENGTH = 4;

    // example: table
    @Test
    void noSequenceOfRequestsReachesRunWithoutTheNonce() {
        for (List<RequestCode> requests : sequences(LENGTH)) {
            TdiState state = TdiState.CONFIG_UNLOCKED;
            for (RequestCode request : requests) {
                boolean isMet = request != RequestCode.START_INTERFACE_REQUEST; // its condition is the nonce
                state = TdiTransitions.of(request, state, isMet, Set.of()).to();
            }

            assertThat(state).as(requests.toString()).isNotEqualTo(TdiState.RUN);
        }
    }

    @Test
    void theTableHasARowForEverythingAndEachHasAClause() {
        for (RequestCode request : RequestCode.values()) {
            for (TdiState state : TdiState.values()) {
                TdiTransition<RequestCode> row = TdiTransitions.of(request, state, true, Set.of());

                assertThat(row.clause()).isNotEmpty();
                assertThat(row.from()).isEqualTo(state);
            }
        }
    }
    // end of example

    private static List<List<RequestCode>> sequences(int length) {
        List<List<RequestCode>> all = List.of(List.of());
        for (int i = 0; i < length; i++) {
            List<List<RequestCode>> longer = new ArrayList<>();
            for (List<RequestCode> start : all) {
                for (RequestCode next : RequestCode.values()) {
                    List<RequestCode> sequence = new ArrayList<>(start);
                    sequence.add(next);
                    longer.add(sequence);
                }
            }
            all = longer;
        }
        return all;
    }
}
