package dev.tdisp.device.wrong;

import static dev.tdisp.device.wrong.LinkFaults.deaf;
import static dev.tdisp.device.wrong.LinkFaults.policy;
import static dev.tdisp.device.wrong.WrongDevice.of;

import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.tdi.TdiEvent;
import dev.tdisp.core.tdi.TdispSwitch;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.device.config.RegisterChange;
import dev.tdisp.device.config.RegisterEffect;
import dev.tdisp.device.dsm.VendorInterceptor;
import dev.tdisp.device.function.BarRegion;
import dev.tdisp.device.function.DeviceFunction;
import dev.tdisp.device.function.FunctionListener;
import dev.tdisp.device.function.LinkContext;
import dev.tdisp.device.function.LinkPort;
import dev.tdisp.device.ide.LinkHabit;
import dev.tdisp.device.tdi.Housekeeping;
import dev.tdisp.device.tdi.TeeDeviceInterface;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Devices whose interfaces do too little or too much when something happens to them. */
final class TdiFaults {
    private static final int KEY_PROG = 0x02;
    private static final int STATUS = 4;

    private TdiFaults() {}

    static List<WrongDevice> all() {
        return Stream.of(housekeeping(), events(), packets())
                .flatMap(List::stream)
                .toList();
    }

    private static List<WrongDevice> housekeeping() {
        return List.of(
                keeping(
                        "KEEPS_TRANSLATIONS",
                        "T-054",
                        "Keeps the translations from before the lock.",
                        new Housekeeping() {
                            @Override
                            public void beforeLock(DeviceFunction function) {
                                // forgotten
                            }
                        }),
                keeping(
                        "KEEPS_THE_GUESTS_DATA",
                        "T-088",
                        "Stops without clearing the guest's data.",
                        new Housekeeping() {
                            @Override
                            public void atStop(DeviceFunction function) {
                                function.abortWork();
                            }
                        }),
                of("TAKES_LATE_COMPLETIONS", "T-122", "Uses the completion of a read that comes in ERROR.")
                        .changed(device -> {
                            eachInterface(
                                    device,
                                    tdi -> tdi.setHousekeeping(new Housekeeping() {
                                        @Override
                                        public void afterError(DeviceFunction function) {
                                            // forgotten
                                        }
                                    }));
                            LinkFaults.replace(device, Hasty::new);
                        }),
                of("UNLOCKS_BY_ITSELF", "T-109", "Leaves ERROR after an internal error, with the guest's data.")
                        .changed(device -> eachInterface(
                                device,
                                tdi -> tdi.machine().addListener((machine, from, to, cause) -> {
                                    if (to == TdiState.ERROR && cause.startsWith(TdiEvent.INTERNAL_DATA_ERROR.id())) {
                                        machine.on(TdiEvent.DATA_CLEARED);
                                    }
                                }))));
    }

    /** Still sees the way of a request that was under way when its interface went to ERROR. */
    private static final class Hasty extends LinkFaults.Other {
        private final TeeDeviceInterface tdi;
        private Optional<LinkContext> last = Optional.empty();

        Hasty(TeeDeviceInterface tdi) {
            super(tdi);
            this.tdi = tdi;
        }

        @Override
        public Optional<LinkContext> issue(RequestKind kind) {
            Optional<LinkContext> before = last;
            boolean isRunning = tdi.state() == TdiState.RUN && kind == RequestKind.MEMORY;
            last = isRunning ? super.issue(kind) : Optional.empty();
            return tdi.state() == TdiState.ERROR && before.isPresent() ? before : super.issue(kind);
        }
    }

    private static List<WrongDevice> events() {
        return List.of(
                of("FAILS_ON_NEW_KEYS", "T-097", "Goes to ERROR when its keys are refreshed.")
                        .changed(device -> device.dsm().protocols().intercept(failingOnKeys(device))),
                of("FAILS_ON_FREE_REGISTERS", "T-103", "Goes to ERROR when its error reporting is configured.")
                        .changed(device -> device.physicalFunction().addListener(new FunctionListener() {
                            @Override
                            public void registerWritten(DeviceFunction function, RegisterChange change) {
                                if (change.register().effect() == RegisterEffect.ERROR_REPORTING) {
                                    device.interfaceOf(function).machine().on(TdiEvent.DEVICE_CONFIGURATION_MODIFIED);
                                }
                            }
                        })),
                deaf("SLEEPS_ON_ITS_STATE", "T-105", TdiEvent.POWER_STATE_LOST),
                deaf("TRUSTS_ANY_TRANSLATION", "T-125", TdiEvent.UNTRUSTED_TRANSLATION),
                deaf("DOWNGRADES_BESIDE_A_LOCK", "T-113", TdiEvent.FIRMWARE_DOWNGRADE, TdiEvent.DEFAULT_STREAM_INSECURE)
                        .with(profile ->
                                profile.withTdisp(profile.tdisp().with(TdispSwitch.FIRMWARE_DOWNGRADE_ALLOWED))));
    }

    private static VendorInterceptor failingOnKeys(SrIovDevice device) {
        return (protocol, session, request, next) -> {
            Optional<Bytes> answer = next.handle(session, request);
            boolean isTaken = protocol == VendorProtocol.IDE_KM
                    && !request.isEmpty()
                    && request.at(0) == KEY_PROG
                    && answer.filter(a -> a.at(STATUS) == 0).isPresent();
            if (isTaken) {
                eachInterface(device, tdi -> tdi.machine().on(TdiEvent.DSM_FAILED));
            }
            return answer;
        };
    }

    private static List<WrongDevice> packets() {
        return List.of(
                policy(
                        "TRUSTS_ANY_STREAM",
                        "T-114",
                        "Takes requests with T set on a stream that is not its own.",
                        tdi -> new LinkFaults.Other(tdi) {
                            @Override
                            public boolean accepts(BarRegion region, LinkContext context) {
                                var own = LinkContext.trusted(new StreamId(0x10));
                                return super.accepts(region, context.trusted() ? own : context);
                            }
                        }),
                of("FORGETS_T_OF_COMPLETIONS", "T-123", "Answers requests with T set by completions without.")
                        .alsoBreaking("P-100")
                        .changed(device -> device.setLinkHabit(new LinkHabit() {
                            @Override
                            public LinkContext answering(LinkContext request) {
                                return new LinkContext(request.stream(), false);
                            }
                        })),
                of("MINDS_T_OF_COMPLETIONS", "T-124", "Drops completions without T for its requests with T set.")
                        .changed(device -> device.setLinkHabit(new LinkHabit() {
                            @Override
                            public boolean takes(LinkContext request, LinkPort.Reply reply) {
                                return reply.context().trusted() || !request.trusted();
                            }
                        })));
    }

    private static WrongDevice keeping(String name, String requirement, String fault, Housekeeping other) {
        return of(name, requirement, fault).changed(device -> eachInterface(device, tdi -> tdi.setHousekeeping(other)));
    }

    private static void eachInterface(SrIovDevice device, Consumer<TeeDeviceInterface> change) {
        Stream.concat(Stream.of(device.physicalFunction()), device.physicalFunction().virtualFunctions().stream())
                .map(device::interfaceOf)
                .forEach(change);
    }
}
