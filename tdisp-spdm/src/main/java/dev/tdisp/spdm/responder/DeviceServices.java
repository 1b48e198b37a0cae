package dev.tdisp.spdm.responder;

import dev.tdisp.spdm.connection.EventListener;
import dev.tdisp.spdm.measurement.MeasurementLog;
import dev.tdisp.spdm.message.DeviceClassInfo;
import dev.tdisp.spdm.message.SpdmCode;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What a device contributes to the requests that manage it. */
final class DeviceServices {
    Supplier<Optional<MeasurementLog>> measurementLog = () -> Optional.of(MeasurementLog.of(List.of()));
    Supplier<DeviceClassInfo> deviceClass = () -> new DeviceClassInfo(0, List.of());
    KeyPairs keyPairs = new SimulatedKeyPairs(List.of());
    EventSource events = EventSource.dmtf();
    EventListener eventListener = (sessionId, received) -> {};
    Optional<CertificateRequester> certificateRequester = Optional.empty();
    Map<SpdmCode, Duration> times = new EnumMap<>(SpdmCode.class);
    ApplicationHandler applications = (sessionId, applicationData) -> Optional.empty();
    boolean isTrustedEnvironment;
}
