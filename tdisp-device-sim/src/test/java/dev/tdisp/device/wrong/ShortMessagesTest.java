package dev.tdisp.device.wrong;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.Bench;
import dev.tdisp.spdm.transport.DoeObject;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A wrong device is wrong in its one point: cut messages end in an answer or in silence, never in an exception. */
class ShortMessagesTest {
    private static final String TDISP = "10%02x0000" + "01010000" + "00".repeat(8);
    private static final List<Integer> SIZES = List.of(0, 1, 2, 15, 16, 17, 18, 20, 48);

    @ParameterizedTest
    @MethodSource("dev.tdisp.device.wrong.WrongDevices#all")
    void wrongDevicesLiveThroughCutMessages(WrongDevice kind) {
        Bench bench = new Probe(kind).bench;

        for (int size : SIZES) {
            for (int code = 0x81; code <= 0x92; code++) {
                Bytes request = Bytes.fromHex(TDISP.formatted(code)).plus(Bytes.filled(0, 32));
                send(bench, VendorProtocol.TDISP, request.slice(0, size));
            }
            for (int object = 0; object <= 6; object++) {
                send(
                        bench,
                        VendorProtocol.IDE_KM,
                        Bytes.filled(0, 48).with(0, object).slice(0, size));
            }
        }
        for (String hex : List.of("12", "12fe", "12fe0000", "14fe8000", "14fe80000300020100", "12fe0000030002010000")) {
            Bytes object = DoeObject.of(DoeObject.TYPE_SPDM, Bytes.fromHex(hex)).encode();
            assertThatCode(() -> bench.device().dsm().exchange(object)).as(hex).doesNotThrowAnyException();
        }
    }

    private static void send(Bench bench, VendorProtocol protocol, Bytes request) {
        assertThatCode(() -> bench.exchange(protocol, Bench.SESSION, request))
                .as("%s %s", protocol, request)
                .doesNotThrowAnyException();
    }
}
