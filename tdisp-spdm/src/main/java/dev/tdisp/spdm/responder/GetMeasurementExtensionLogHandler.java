package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.measurement.MeasurementLog;
import dev.tdisp.spdm.message.GetMeasurementExtensionLog;
import dev.tdisp.spdm.message.MeasurementExtensionLog;
import dev.tdisp.spdm.message.SpdmErrorCode;

/** Answers GET_MEASUREMENT_EXTENSION_LOG with a part of the log (section 2.19). */
final class GetMeasurementExtensionLogHandler implements RequestHandler {
    private static final int FRONT_SIZE = 12;

    private final Responder responder;

    GetMeasurementExtensionLogHandler(Responder responder) {
        this.responder = responder;
    }

    @Override
    public Answer answer(Incoming in) {
        in.requireKnown();
        in.requireVersion();
        in.requireReady();
        in.requireNegotiated();
        in.requireEstablishedIfInSession();
        in.requireCapability(Capability.MEL_CAP);
        if (!responder.isLogNegotiated()) {
            throw in.unexpected("no measurement extension log was negotiated");
        }
        GetMeasurementExtensionLog request =
                in.decode(GetMeasurementExtensionLog.class).message();
        Bytes log = responder
                .services()
                .measurementLog
                .get()
                .map(MeasurementLog::encode)
                .orElseThrow(() -> Refusal.of(SpdmErrorCode.OPERATION_FAILED, "the log cannot be collected"));
        long room = responder.responseLimit(in.session().orElse(null)) - FRONT_SIZE;
        Portion portion = Portion.of(log, request.offset(), request.length(), room)
                .orElseThrow(
                        () -> in.invalid("Offset %d is behind the end of %d".formatted(request.offset(), log.size())));
        return Answer.of(
                MeasurementExtensionLog.of(responder.connection().version(), portion.bytes(), portion.remainder()));
    }
}
