package dev.tdisp.lab.conformance.tdisp;

import static dev.tdisp.core.message.TdiState.CONFIG_LOCKED;
import static dev.tdisp.core.message.TdiState.RUN;

import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.lab.conformance.Answer;
import dev.tdisp.lab.conformance.Check;
import dev.tdisp.lab.conformance.Clauses;
import dev.tdisp.lab.conformance.ConformanceCase;
import dev.tdisp.lab.conformance.Scene;
import dev.tdisp.lab.conformance.Tdi;
import dev.tdisp.lab.conformance.VendorMessage;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.List;
import java.util.Optional;

/** Group LEN: messages and envelopes whose lengths are not what they are. */
final class LengthCases {
    private static final int[] SURPLUS = {1, 2, 3, 4, 8, 16, 1024};
    private static final int PCI_SIG = 3;
    private static final int VENDOR_DEFINED = 0xFE;
    private static final int ERROR = 0x7F;
    private static final int TDISP = 1;
    private static final int IDE_KM = 0;
    private static final Bytes QUERY = Bytes.fromHex("000000");
    private static final int LAST_PROTOCOL = 0x0F;

    private LengthCases() {}

    static List<ConformanceCase> of(Clauses clauses) {
        var group = new Group(clauses);
        group.add("GAP-LEN-01", LengthCases::cut);
        group.add("GAP-LEN-02", LengthCases::longer);
        envelopes(group);
        group.add(
                "GAP-LEN-10",
                (scene, check) -> {
                    Stage stage = Stage.at(scene, check, RUN);
                    for (RequestCode request :
                            List.of(RequestCode.BIND_P2P_STREAM_REQUEST, RequestCode.UNBIND_P2P_STREAM_REQUEST)) {
                        stage.each(
                                request + " of 16 bytes",
                                () -> stage.refused(stage.ask(request, Bytes.EMPTY), TdispErrorCode.INVALID_REQUEST));
                        Answer whole = stage.ask(request, stage.payload(request));
                        stage.each(
                                request + " of 17 bytes",
                                () -> stage.holds(
                                        "outcome",
                                        whole.isMessage()
                                                && !Reply.outcome(whole)
                                                        .equals(TdispErrorCode.UNSUPPORTED_REQUEST.name()),
                                        "a judgement of its stream",
                                        Reply.outcome(whole)));
                    }
                    stage.state(RUN);
                },
                TdispNeed.PEER_STREAMS);
        group.add(
                "GAP-LEN-11",
                (scene, check) -> {
                    Stage stage = Stage.at(scene, check, RUN);
                    for (int size : new int[] {15, 17}) {
                        stage.each(
                                "%d bytes".formatted(size),
                                () -> stage.refused(
                                        stage.ask(RequestCode.SET_MMIO_ATTRIBUTE_REQUEST, Bytes.filled(0, size)),
                                        TdispErrorCode.INVALID_REQUEST));
                    }
                    stage.state(RUN);
                },
                TdispNeed.MMIO_ATTRIBUTES);
        return group.cases();
    }

    private static void cut(Scene scene, Check check) {
        Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
        for (RequestCode request : stage.requests()) {
            Bytes message = stage.tdi.message(request.code(), stage.payload(request));
            for (int i = 0; i < message.size(); i++) {
                int size = i;
                stage.each(
                        "%s of %d bytes".formatted(request, size),
                        () -> refused(stage, stage.tdi.send(message.slice(0, size)), size < Tdi.HEADER));
            }
        }
        stage.state(CONFIG_LOCKED);
    }

    /** Behind a whole header INVALID_REQUEST is right; half a header tells nobody what to refuse. */
    private static void refused(Stage stage, Answer answer, boolean isHeaderCut) {
        if (isHeaderCut) {
            stage.holds(
                    "outcome", !Reply.outcome(answer).equals(Stage.OK), "silence or a refusal", Reply.outcome(answer));
        } else {
            stage.refused(answer, TdispErrorCode.INVALID_REQUEST);
        }
    }

    private static void longer(Scene scene, Check check) {
        Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
        for (RequestCode request : stage.requests()) {
            if (request != RequestCode.VDM_REQUEST) {
                Bytes message = stage.tdi.message(request.code(), stage.payload(request));
                for (int surplus : SURPLUS) {
                    stage.each(
                            "%s and %d bytes".formatted(request, surplus),
                            () -> stage.refused(
                                    stage.tdi.send(message.plus(Bytes.filled(0, surplus))),
                                    TdispErrorCode.INVALID_REQUEST));
                }
            }
        }
        stage.state(CONFIG_LOCKED);
    }

    private static void envelopes(Group group) {
        group.add("GAP-LEN-04", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            for (int length : new int[] {1, 2, 16}) {
                stage.each("length %d".formatted(length), () -> notDispatched(stage, envelope(stage, length)));
            }
            stage.state(CONFIG_LOCKED);
        });
        group.add("GAP-LEN-05", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            for (int length : new int[] {0, 64, 0xFFFF}) {
                stage.each("length %d".formatted(length), () -> notDispatched(stage, envelope(stage, length)));
            }
            stage.state(CONFIG_LOCKED);
        });
        group.add("GAP-LEN-06", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            stage.refused(stage.tdi.send(Bytes.EMPTY)).state(CONFIG_LOCKED);
        });
        group.add("GAP-LEN-07", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            for (int protocol = 2; protocol <= LAST_PROTOCOL; protocol++) {
                Bytes wrong = envelope(stage, PCI_SIG, Bytes.fromHex("0100"), protocol, -1);
                stage.each("protocol %d".formatted(protocol), () -> notDispatched(stage, wrong));
            }
            stage.state(CONFIG_LOCKED);
        });
        group.add("GAP-LEN-08", (scene, check) -> {
            Stage stage = Stage.at(scene, check, CONFIG_LOCKED);
            stage.each(
                    "standard 4",
                    () -> notDispatched(stage, envelope(stage, PCI_SIG + 1, Bytes.fromHex("0100"), TDISP, -1)));
            stage.each(
                    "vendor 2", () -> notDispatched(stage, envelope(stage, PCI_SIG, Bytes.fromHex("0200"), TDISP, -1)));
            stage.each(
                    "IDE_KM of vendor 2",
                    () -> notDispatched(stage, envelope(stage, PCI_SIG, Bytes.fromHex("0200"), IDE_KM, QUERY, -1)));
            stage.each(
                    "vendor of 4 bytes",
                    () -> notDispatched(stage, envelope(stage, PCI_SIG, Bytes.fromHex("01000000"), TDISP, -1)));
            stage.state(CONFIG_LOCKED);
        });
    }

    private static Bytes envelope(Stage stage, int length) {
        return envelope(stage, PCI_SIG, Bytes.fromHex("0100"), TDISP, length);
    }

    /** STOP_INTERFACE_REQUEST, which would be seen, in an envelope; -1 is the right length. */
    private static Bytes envelope(Stage stage, int standard, Bytes vendor, int protocol, int length) {
        Bytes stop = stage.tdi.message(RequestCode.STOP_INTERFACE_REQUEST.code(), Bytes.EMPTY);
        return envelope(stage, standard, vendor, protocol, stop, length);
    }

    private static Bytes envelope(Stage stage, int standard, Bytes vendor, int protocol, Bytes message, int length) {
        var out = WireWriter.create();
        out.u8("SPDMVersion", stage.scene.requester().context().version().code());
        out.u8("RequestResponseCode", VENDOR_DEFINED);
        out.u16("Param1, Param2", 0);
        out.u16("StandardID", standard);
        out.u8("VendorIDLength", vendor.size());
        out.bytes("VendorID", vendor);
        out.u16("PayloadLength", length < 0 ? message.size() + 1 : length);
        out.u8("protocol", protocol);
        out.bytes("message", message);
        return out.toBytes();
    }

    private static void notDispatched(Stage stage, Bytes message) {
        Optional<Bytes> answer = stage.tdi.session().exchange(message);
        boolean isError =
                answer.filter(bytes -> bytes.size() > 2 && bytes.at(1) == ERROR).isPresent();
        boolean isTold = answer.isEmpty() || isError;
        boolean isRefusedInside = !isTold && isTdispError(answer.get());
        if (isRefusedInside) {
            stage.check.on(1).deviates("answer", "ERROR of SPDM", "TDISP_ERROR");
        } else {
            stage.holds("answer", isTold, "ERROR of SPDM, or silence", answer.map(Bytes::size));
        }
    }

    private static boolean isTdispError(Bytes answer) {
        return VendorMessage.read(answer)
                .flatMap(vendor -> vendor.of(VendorProtocol.TDISP))
                .filter(message -> message.size() > 1 && message.at(1) == ERROR)
                .isPresent();
    }
}
