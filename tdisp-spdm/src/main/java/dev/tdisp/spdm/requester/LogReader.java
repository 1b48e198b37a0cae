package dev.tdisp.spdm.requester;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.measurement.MeasurementLog;
import dev.tdisp.spdm.message.GetMeasurementExtensionLog;
import dev.tdisp.spdm.message.MeasurementExtensionLog;
import java.util.ArrayList;
import java.util.List;

/** Reads the measurement extension log, portion by portion (section 2.19). */
final class LogReader {
    private static final String CLAUSE = "2.19";
    private static final int MAXIMUM_SIZE = 0x10_0000;
    private static final int FRONT_SIZE = 12;

    private final Requester requester;
    private final DeviceManagement management;

    LogReader(Requester requester, DeviceManagement management) {
        this.requester = requester;
        this.management = management;
    }

    MeasurementLog read() {
        List<Bytes> portions = new ArrayList<>();
        int read = 0;
        long size = -1;
        while (read != size) {
            MeasurementExtensionLog response = portion(read);
            portions.add(response.portion());
            read += response.portion().size();
            long announced = read + response.remainderLength();
            if (size >= 0 && announced != size || announced > MAXIMUM_SIZE) {
                throw management.refuse("the log is announced with %d bytes".formatted(announced), CLAUSE);
            }
            size = announced;
        }
        try {
            return MeasurementLog.decode(Bytes.concat(portions.toArray(Bytes[]::new)));
        } catch (MalformedMessageException e) {
            throw management.refuse("the log is malformed: " + e.getMessage(), CLAUSE);
        }
    }

    private MeasurementExtensionLog portion(int offset) {
        int wanted = requester.options().dataTransferSize() - FRONT_SIZE;
        var request = GetMeasurementExtensionLog.of(management.version(), offset, wanted);
        MeasurementExtensionLog response = management.exchange(request, MeasurementExtensionLog.class);
        int size = response.portion().size();
        if (size == 0 || size > wanted) {
            throw management.refuse("PortionLength %d of %d".formatted(size, wanted), CLAUSE);
        }
        return response;
    }
}
