package dev.tdisp.spdm.requester;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.CapabilityFlags;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.SpdmSession;
import dev.tdisp.spdm.measurement.MeasurementLog;
import dev.tdisp.spdm.measurement.MeasurementLogEntry;
import dev.tdisp.spdm.message.DeviceClass;
import dev.tdisp.spdm.message.DeviceClassInfo;
import dev.tdisp.spdm.message.Event;
import dev.tdisp.spdm.message.StandardsBody;
import dev.tdisp.spdm.responder.EventSource;
import dev.tdisp.spdm.responder.KeyPair;
import dev.tdisp.spdm.responder.Peers;
import dev.tdisp.spdm.responder.SimulatedKeyPairs;
import dev.tdisp.spdm.responder.SpdmResponderBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A device that can be managed in every way that SPDM has. */
final class ManagedDevice {
    static final DeviceClassInfo CLASS =
            new DeviceClassInfo(0, List.of(new DeviceClass(new StandardsBody(3, Bytes.fromHex("86 80")), List.of())));
    static final MeasurementLog LOG = MeasurementLog.of(List.of(
            new MeasurementLogEntry(1, 2, 0, 0x88, Bytes.filled(0x31, 30)),
            new MeasurementLogEntry(2, 2, 0, 0x88, Bytes.filled(0x32, 3000)),
            new MeasurementLogEntry(3, 2, 0, 0x88, Bytes.filled(0x33, 3000))));

    /** One key pair that can do all, is used by no slot; one that can do nothing, of slot 0. */
    static final List<KeyPair> KEY_PAIRS = List.of(
            new KeyPair(0x3F, 0x0F, 0x01, 0x18, 0x08, Bytes.fromHex("30 00"), 0, 3, 0),
            new KeyPair(0, 0x0F, 0x0F, 0x10, 0x10, Bytes.fromHex("30 00"), 1, 0, 0),
            new KeyPair(0x1F, 0x0F, 0x01, 0x18, 0x08, Bytes.EMPTY, 4, 0, 0));

    final EventSource events = EventSource.dmtf();
    final List<Event> received = new ArrayList<>();
    final Peers peers;

    ManagedDevice(SpdmVersion version, CapabilityFlags capabilities, Consumer<SpdmResponderBuilder> more) {
        var requesterFlags = Peers.options().capabilities();
        if (version.isAtLeast(SpdmVersion.V1_3)) {
            requesterFlags = requesterFlags.with(Capability.EVENT_CAP);
        }
        if (version.isAtLeast(SpdmVersion.V1_4)) {
            requesterFlags = requesterFlags.with(Capability.LARGE_RESP_CAP);
        }
        peers = new Peers(
                Peers.profile().withVersions(version).withCapabilities(capabilities),
                Peers.options().withVersions(version).withCapabilities(requesterFlags),
                builder -> more.accept(builder.measurementLog(() -> Optional.of(LOG))
                        .deviceClass(() -> CLASS)
                        .keyPairs(new SimulatedKeyPairs(KEY_PAIRS))
                        .events(events)
                        .eventListener((id, events) -> received.addAll(events))));
    }

    static ManagedDevice of(SpdmVersion version) {
        return new ManagedDevice(version, all(version), builder -> {});
    }

    static ManagedDevice with(SpdmVersion version, Capability added) {
        return new ManagedDevice(version, all(version).with(added), builder -> {});
    }

    static ManagedDevice without(SpdmVersion version, Capability missing) {
        return new ManagedDevice(version, all(version).without(missing), builder -> {});
    }

    static CapabilityFlags all(SpdmVersion version) {
        CapabilityFlags flags =
                Peers.profile().capabilities().with(Capability.SET_CERT_CAP).with(Capability.CSR_CAP);
        if (version.isAtLeast(SpdmVersion.V1_3)) {
            flags = flags.with(Capability.EP_INFO_CAP, 2)
                    .with(Capability.MEL_CAP)
                    .with(Capability.EVENT_CAP)
                    .with(Capability.GET_KEY_PAIR_INFO_CAP)
                    .with(Capability.SET_KEY_PAIR_INFO_CAP);
        }
        return version.isAtLeast(SpdmVersion.V1_4) ? flags.with(Capability.LARGE_RESP_CAP) : flags;
    }

    Bench bench() {
        return new Bench(peers);
    }

    DeviceManagement outside() {
        return peers.connected().requester.management();
    }

    RequesterSession session() {
        return peers.identified().requester.startSession(SessionOptions.DEFAULT);
    }

    /** Sends a message in an established session. */
    Bytes inSession(String hex) {
        Bench bench = bench();
        SpdmSession open = bench.established();
        return bench.inSession(open, hex);
    }
}
