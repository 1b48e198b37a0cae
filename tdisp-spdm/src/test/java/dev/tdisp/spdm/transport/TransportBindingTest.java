package dev.tdisp.spdm.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import org.junit.jupiter.api.Test;

class TransportBindingTest {
    private static final Bytes HEARTBEAT = Bytes.fromHex("12e80000");

    @Test
    void innerHeadersAreThoseOfTheBindings() {
        assertThat(TransportBinding.DOE.toApplicationData(HEARTBEAT)).isEqualTo(HEARTBEAT);
        assertThat(TransportBinding.MCTP.toApplicationData(HEARTBEAT)).isEqualTo(Bytes.fromHex("05 12e80000"));
        assertThat(TransportBinding.TCP.toApplicationData(HEARTBEAT)).isEqualTo(Bytes.fromHex("06000105 12e80000"));
        for (TransportBinding binding : TransportBinding.values()) {
            assertThat(binding.fromApplicationData(binding.toApplicationData(HEARTBEAT)))
                    .isEqualTo(HEARTBEAT);
        }
    }

    @Test
    void anotherInnerHeaderIsMalformed() {
        for (String other : new String[] {"", "0112e80000", "8512e80000"}) {
            assertThatThrownBy(() -> TransportBinding.MCTP.fromApplicationData(Bytes.fromHex(other)))
                    .isInstanceOf(MalformedMessageException.class);
        }
        for (String other : new String[] {"", "0600", "0700010512e80000", "0600010612e80000"}) {
            assertThatThrownBy(() -> TransportBinding.TCP.fromApplicationData(Bytes.fromHex(other)))
                    .isInstanceOf(MalformedMessageException.class);
        }
    }
}
