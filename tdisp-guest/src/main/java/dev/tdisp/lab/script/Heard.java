package dev.tdisp.lab.script;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.fault.FaultSubject;
import dev.tdisp.core.message.DeviceInterfaceReportPortion;
import dev.tdisp.core.message.GetDeviceInterfaceReport;
import dev.tdisp.core.message.TdispHeader;
import dev.tdisp.core.message.TdispResponse;
import dev.tdisp.core.report.DeviceInterfaceReport;
import dev.tdisp.core.report.MmioAddressUnit;
import dev.tdisp.core.report.ReportAssembly;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.Field;
import dev.tdisp.core.wire.FieldMap;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.device.dsm.MessageFields;
import dev.tdisp.spdm.vendor.VendorHandler;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A request that reached a scripted device, and the honest device that could answer it.
 *
 * @param request the request
 * @param session the session that it came over
 * @param device the honest device
 * @param env time, randomness and trace
 * @param seed decides what bends leave open
 */
record Heard(Message request, long session, VendorHandler device, Env env, long seed) {
    /** Where the report starts in a portion: behind the header and two lengths. */
    private static final int REPORT = TdispHeader.SIZE + 4;

    Optional<Bytes> honest() {
        return honest(request.bytes());
    }

    Optional<Bytes> honest(Bytes asked) {
        return device.handle(session, asked);
    }

    Bytes bend(Bytes right, Bend bend) {
        return bend.apply(subject(right), env, seed);
    }

    private FaultSubject subject(Bytes right) {
        if (request.protocol() != VendorProtocol.TDISP) {
            return MessageFields.ideKm(right);
        }
        FaultSubject message = MessageFields.tdisp(right);
        return request.content() instanceof GetDeviceInterfaceReport asked
                ? new FaultSubject(message.name(), right, withReport(message.fields(), asked, right.size()))
                : message;
    }

    /** Adds the fields of the report as far as they lie whole in a portion of it. */
    private FieldMap withReport(FieldMap portion, GetDeviceInterfaceReport asked, int size) {
        List<Field> inside = reportFields(asked.header()).movedBy(REPORT - asked.offset()).fields().stream()
                .filter(field -> field.offset() >= REPORT && field.offset() + field.length() <= size)
                .toList();
        return new FieldMap(
                Stream.concat(portion.fields().stream(), inside.stream()).toList());
    }

    private FieldMap reportFields(TdispHeader header) {
        var assembly = new ReportAssembly(DeviceInterfaceReport.MAX_SIZE);
        try {
            while (!assembly.isComplete()) {
                var ask = new GetDeviceInterfaceReport(header, assembly.nextOffset(), assembly.nextLength());
                Optional<TdispResponse> answer = honest(ask.toBytes()).map(TdispResponse::decode);
                if (!(answer.orElse(null) instanceof DeviceInterfaceReportPortion part)) {
                    return FieldMap.NONE;
                }
                assembly.add(part);
            }
            WireReader in = WireReader.recording(assembly.toBytes());
            DeviceInterfaceReport.decode(in, MmioAddressUnit.PAGE);
            return in.fields();
        } catch (MalformedMessageException e) {
            return FieldMap.NONE;
        }
    }
}
