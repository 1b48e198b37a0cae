package dev.tdisp.device.wrong;

import static dev.tdisp.device.wrong.WrongDevice.of;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.List;
import java.util.function.UnaryOperator;

/** Devices whose IDE_KM answers are wrong. */
final class KeyFaults {
    private static final int QUERY_RESP = 0x01;
    private static final int KP_ACK = 0x03;
    private static final int K_GOSTOP_ACK = 0x06;
    private static final int STATUS = 4;

    private KeyFaults() {}

    static List<WrongDevice> all() {
        return List.of(
                answer(
                        "TELLS_ANOTHER_PORT",
                        "P-070",
                        "Tells another port in QUERY_RESP.",
                        QUERY_RESP,
                        m -> m.with(2, 9)),
                answer("TELLS_ANOTHER_BUS", "P-071", "Tells bus 0 in QUERY_RESP.", QUERY_RESP, m -> m.with(4, 0)),
                answer(
                        "ACKNOWLEDGES_ANOTHER_STREAM",
                        "P-073",
                        "Names another stream in KP_ACK.",
                        KP_ACK,
                        m -> m.at(STATUS) == 0 ? m.with(3, 0x77) : m),
                answer(
                        "TAKES_KEYS_FOR_ANY_PORT",
                        "P-075",
                        "Acknowledges keys for a port that is not there.",
                        KP_ACK,
                        m -> m.at(STATUS) == 2 ? m.with(STATUS, 0) : m),
                answer(
                        "STARTS_ANOTHER_KEY",
                        "P-080",
                        "Names another key in K_GOSTOP_ACK.",
                        K_GOSTOP_ACK,
                        m -> m.with(5, m.at(5) ^ 1)));
    }

    private static WrongDevice answer(
            String name, String requirement, String fault, int object, UnaryOperator<Bytes> change) {
        return of(name, requirement, fault)
                .answering(() -> (protocol, session, request, device) -> device.handle(session, request)
                        .map(response -> protocol == VendorProtocol.IDE_KM && response.at(0) == object
                                ? change.apply(response)
                                : response));
    }
}
