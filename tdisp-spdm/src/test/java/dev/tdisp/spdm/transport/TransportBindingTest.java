package dev.tdisp.spdm.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TransportBindingTest {
    private static final Bytes HEARTBEAT = Bytes.fromHex("12e80000");

    @Test
    void innerHeadersAreThoseOfTheBindings() {
        assertThat(TransportBinding.DOE.toApplicationData(HEARTBEAT)).isEqualTo(HEARTBEAT);
        assertThat(TransportBinding.MCTP.toApplicationData(HEARTBEAT)).isEqualTo(Bytes.fromHex("05 12e80000"));
        assertThat(TransportBinding.TCP.toApplicationData(HEARTBEAT)).isEqualTo(Bytes.fromHex("06000105 12e80000"));
        assertThat(TransportBinding.TCP_BARE_RECORDS.toApplicationData(HEARTBEAT))
                .isEqualTo(HEARTBEAT);
        for (TransportBinding binding : TransportBinding.values()) {
            assertThat(binding.fromApplicationData(binding.toApplicationData(HEARTBEAT)))
                    .isEqualTo(HEARTBEAT);
        }
    }

    @Test
    @Tag("S-200")
    void outerHeadersAreThoseOfTheBindings() {
        Bytes getVersion = Bytes.fromHex("10840000");

        assertThat(TransportBinding.DOE.encode(TransportMessage.spdm(getVersion)))
                .isEqualTo(Bytes.fromHex("01000100 03000000 10840000"));
        assertThat(TransportBinding.MCTP.encode(TransportMessage.spdm(getVersion)))
                .isEqualTo(Bytes.fromHex("05 10840000"));
        assertThat(TransportBinding.TCP.encode(TransportMessage.spdm(getVersion)))
                .isEqualTo(Bytes.fromHex("06000105 10840000"));
        for (TransportBinding binding : TransportBinding.values()) {
            for (TransportMessage message :
                    List.of(TransportMessage.spdm(getVersion), TransportMessage.secured(getVersion))) {
                assertThat(binding.decode(binding.encode(message))).isEqualTo(message);
            }
        }
    }

    @Test
    void whatIsNotSpdmIsMalformed() {
        for (String other : new String[] {"", "00", "01000000 03000000 00000000", "02000100 03000000 10840000"}) {
            assertMalformed(TransportBinding.DOE, other);
        }
        for (String other : new String[] {"", "0110840000", "8510840000"}) {
            assertMalformed(TransportBinding.MCTP, other);
        }
        for (String other : new String[] {"", "0600", "000001bf", "0600010710840000", "0600020510840000"}) {
            assertMalformed(TransportBinding.TCP, other);
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

    private static void assertMalformed(TransportBinding binding, String packet) {
        assertThatThrownBy(() -> binding.decode(Bytes.fromHex(packet))).isInstanceOf(MalformedMessageException.class);
    }
}
