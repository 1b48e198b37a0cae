package dev.tdisp.device.wrong;

import static dev.tdisp.device.wrong.WrongDevice.of;

import dev.tdisp.core.ide.IdeSwitch;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.pcie.StreamId;
import dev.tdisp.core.tdi.TdiEvent;
import dev.tdisp.core.tdi.TdispSwitch;
import dev.tdisp.device.SrIovDevice;
import dev.tdisp.device.function.BarRegion;
import dev.tdisp.device.function.DeviceFunction;
import dev.tdisp.device.function.LinkContext;
import dev.tdisp.device.function.PhysicalFunction;
import dev.tdisp.device.function.RegionKind;
import dev.tdisp.device.function.TrafficPolicy;
import dev.tdisp.device.tdi.TeeDeviceInterface;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Devices that are wrong about IDE, its keys, and the packets that may pass. */
final class LinkFaults {
    private LinkFaults() {}

    static List<WrongDevice> all() {
        return Stream.of(keys(), events(), incoming(), outgoing())
                .flatMap(List::stream)
                .toList();
    }

    private static List<WrongDevice> events() {
        return List.of(
                deaf("SURVIVES_A_CONVENTIONAL_RESET", "T-090", TdiEvent.CONVENTIONAL_RESET),
                deaf("SURVIVES_A_FUNCTION_RESET", "T-091", TdiEvent.FUNCTION_LEVEL_RESET),
                deaf(
                        "SURVIVES_A_RESET_OF_FUNCTION_0",
                        "T-092",
                        TdiEvent.PF_FUNCTION_LEVEL_RESET,
                        TdiEvent.DEVICE_CONTROL_MODIFIED,
                        TdiEvent.FUNCTION_DISABLED,
                        TdiEvent.SRIOV_OR_PRI_MODIFIED,
                        TdiEvent.DEFAULT_STREAM_INSECURE),
                deaf("RUNS_ON_AN_INSECURE_STREAM", "T-094", TdiEvent.DEFAULT_STREAM_INSECURE),
                deaf("OUTLIVES_ITS_SESSION", "T-095", TdiEvent.SESSION_ENDED, TdiEvent.DEFAULT_STREAM_INSECURE),
                deaf("RUNS_WITHOUT_BUS_MASTER", "T-098", TdiEvent.COMMAND_ENABLE_CLEARED),
                deaf("LETS_BARS_MOVE", "T-099", TdiEvent.BAR_MODIFIED),
                deaf("LETS_DEVICE_CONTROL_CHANGE", "T-100", TdiEvent.DEVICE_CONTROL_MODIFIED),
                deaf("LETS_LOCKED_MSIX_CHANGE", "T-101", TdiEvent.MSIX_MODIFIED),
                deaf("LETS_SRIOV_CHANGE", "T-102", TdiEvent.SRIOV_OR_PRI_MODIFIED)
                        .alsoBreaking("P-115"),
                deaf(
                        "LETS_ITS_STREAM_CHANGE",
                        "T-104",
                        TdiEvent.BOUND_STREAM_MODIFIED,
                        TdiEvent.DEFAULT_STREAM_INSECURE),
                deaf("LETS_ITSELF_BE_RENUMBERED", "P-116", TdiEvent.REQUESTER_ID_CHANGED));
    }

    private static List<WrongDevice> keys() {
        return List.of(
                key("TAKES_KEYS_FOR_ANY_STREAM", "P-078", IdeSwitch.CHECK_STREAM_ID),
                key("TAKES_KEYS_FOR_ANY_SUB_STREAM", "P-076", IdeSwitch.CHECK_SUB_STREAM),
                key("TAKES_ANY_INITIAL_VALUE", "P-077", IdeSwitch.CHECK_INITIAL_VALUE),
                key("SILENT_ON_SHORT_KEYS", "P-074", IdeSwitch.ACKNOWLEDGE_WRONG_LENGTH),
                key("SHARES_KEYS_BETWEEN_SESSIONS", "P-084", IdeSwitch.CHECK_OWNER)
                        .alsoBreaking("T-096"),
                key("KEEPS_KEYS_OF_ENDED_SESSIONS", "P-086", IdeSwitch.ERASE_KEYS_AT_SESSION_END),
                key("KEEPS_KEYS_OVER_A_RESET", "P-087", IdeSwitch.ERASE_KEYS_AT_FUNCTION_0_RESET));
    }

    private static List<WrongDevice> incoming() {
        return List.of(
                of("TRUSTS_WHILE_LOCKED", "T-115", "Takes requests with T set in CONFIG_LOCKED.")
                        .with(p -> p.withTdisp(p.tdisp().with(TdispSwitch.TRUSTED_ACCESS_WHEN_LOCKED))),
                policy(
                        "ANSWERS_ANYBODY_IN_RUN",
                        "T-116",
                        "Takes requests without T to TEE memory in RUN.",
                        tdi -> new Other(tdi) {
                            @Override
                            public boolean accepts(BarRegion region, LinkContext context) {
                                boolean isTee = region.kind() == RegionKind.TEE_MEMORY;
                                return isTee && tdi.state() == TdiState.RUN && !context.trusted()
                                        || super.accepts(region, context);
                            }
                        }),
                policy("ANSWERS_IN_ERROR", "T-115", "Takes requests with T set in ERROR.", tdi -> new Other(tdi) {
                    @Override
                    public boolean accepts(BarRegion region, LinkContext context) {
                        return tdi.state() == TdiState.ERROR && context.trusted() || super.accepts(region, context);
                    }
                }),
                policy(
                                "CLOSES_PUBLIC_MEMORY",
                                "T-117",
                                "Rejects requests without T to non-TEE memory in RUN.",
                                tdi -> new Other(tdi) {
                                    @Override
                                    public boolean accepts(BarRegion region, LinkContext context) {
                                        boolean isPublic = region.kind() == RegionKind.NON_TEE_MEMORY;
                                        boolean isClosed =
                                                tdi.state() == TdiState.RUN && isPublic && !context.trusted();
                                        return !isClosed && super.accepts(region, context);
                                    }
                                })
                        .alsoBreaking("P-104"),
                policy(
                        "OPENS_THE_LOCKED_TABLE",
                        "T-118",
                        "Takes requests without T to a locked MSI-X table.",
                        tdi -> new Other(tdi) {
                            @Override
                            public boolean accepts(BarRegion region, LinkContext context) {
                                return region.kind() == RegionKind.MSIX_TABLE || super.accepts(region, context);
                            }
                        }),
                policy(
                                "FAILS_ON_STRANGERS",
                                "T-126",
                                "Goes to ERROR when it rejects a request.",
                                tdi -> new Other(tdi) {
                                    @Override
                                    public boolean accepts(BarRegion region, LinkContext context) {
                                        boolean isAccepted = super.accepts(region, context);
                                        if (!isAccepted) {
                                            super.failed(RequestFailure.REFUSED);
                                        }
                                        return isAccepted;
                                    }
                                })
                        .alsoBreaking("P-103"));
    }

    private static List<WrongDevice> outgoing() {
        return List.of(
                of("INTERRUPTS_IN_ERROR", "P-108", "Sends interrupts in ERROR.")
                        .with(p -> p.withTdisp(p.tdisp().with(TdispSwitch.INTERRUPTS_IN_ERROR))),
                policy("WORKS_WHILE_LOCKED", "T-119", "Sends requests in CONFIG_LOCKED.", tdi -> new Other(tdi) {
                    @Override
                    public Optional<LinkContext> issue(RequestKind kind) {
                        boolean isWrong = tdi.state() == TdiState.CONFIG_LOCKED && kind == RequestKind.MEMORY;
                        return isWrong ? Optional.of(LinkContext.UNTRUSTED) : super.issue(kind);
                    }
                }),
                policy(
                                "INTERRUPTS_WITHOUT_T",
                                "T-121",
                                "Sends interrupts of a locked table without T.",
                                tdi -> new Other(tdi) {
                                    @Override
                                    public Optional<LinkContext> issue(RequestKind kind) {
                                        return super.issue(kind)
                                                .map(context ->
                                                        kind == RequestKind.MSIX ? LinkContext.UNTRUSTED : context);
                                    }
                                })
                        .alsoBreaking("P-107"),
                policy("FORGETS_T", "T-120", "Sends requests without T in RUN.", tdi -> new Other(tdi) {
                            @Override
                            public Optional<LinkContext> issue(RequestKind kind) {
                                return super.issue(kind)
                                        .map(context -> kind == RequestKind.MEMORY ? LinkContext.UNTRUSTED : context);
                            }
                        })
                        .alsoBreaking("P-106"),
                policy("WORKS_IN_ERROR", "P-108", "Sends requests in ERROR.", tdi -> new Other(tdi) {
                    @Override
                    public Optional<LinkContext> issue(RequestKind kind) {
                        boolean isWrong = tdi.state() == TdiState.ERROR && kind == RequestKind.MEMORY;
                        return isWrong ? Optional.of(LinkContext.UNTRUSTED) : super.issue(kind);
                    }
                }),
                policy(
                                "TRUSTS_ITSELF_UNLOCKED",
                                "T-120",
                                "Sends requests with T in CONFIG_UNLOCKED.",
                                tdi -> new Other(tdi) {
                                    @Override
                                    public Optional<LinkContext> issue(RequestKind kind) {
                                        boolean isWrong =
                                                tdi.state() == TdiState.CONFIG_UNLOCKED && kind == RequestKind.MEMORY;
                                        return isWrong
                                                ? Optional.of(LinkContext.trusted(new StreamId(0x10)))
                                                : super.issue(kind);
                                    }
                                })
                        .alsoBreaking("P-127"),
                policy(
                                "SHRUGS_AT_FAILURES",
                                "T-111",
                                "Stays in RUN when its own request fails.",
                                tdi -> new Other(tdi) {
                                    @Override
                                    public void failed(RequestFailure failure) {
                                        boolean isNoted = failure == RequestFailure.POISONED
                                                || failure == RequestFailure.UNTRUSTED_TRANSLATION;
                                        if (isNoted) {
                                            super.failed(failure);
                                        }
                                    }
                                })
                        .alsoBreaking("P-110")
                        .alsoBreaking("P-123"),
                policy("EATS_POISON", "T-110", "Stays in RUN when it gets poison.", tdi -> new Other(tdi) {
                    @Override
                    public void failed(RequestFailure failure) {
                        if (failure != RequestFailure.POISONED) {
                            super.failed(failure);
                        }
                    }
                }));
    }

    static WrongDevice deaf(String name, String requirement, TdiEvent... events) {
        String what = Stream.of(events).map(TdiEvent::sentence).collect(Collectors.joining("; "));
        return of(name, requirement, "Does not notice: " + what + ".").changed(device -> {
            PhysicalFunction physical = device.physicalFunction();
            Stream.concat(Stream.of(physical), physical.virtualFunctions().stream())
                    .map(device::interfaceOf)
                    .forEach(tdi -> List.of(events).forEach(tdi.machine()::ignore));
        });
    }

    private static WrongDevice key(String name, String requirement, IdeSwitch which) {
        return of(name, requirement, "Leaves out: " + which)
                .with(profile -> profile.withIde(profile.ide().without(which)));
    }

    static WrongDevice policy(
            String name, String requirement, String fault, Function<TeeDeviceInterface, TrafficPolicy> other) {
        return of(name, requirement, fault).changed(device -> replace(device, other));
    }

    static void replace(SrIovDevice device, Function<TeeDeviceInterface, TrafficPolicy> other) {
        for (DeviceFunction function : device.physicalFunction().virtualFunctions()) {
            function.setPolicy(other.apply(device.interfaceOf(function)));
        }
    }

    /** Does as the interface does, but for one point. */
    static class Other implements TrafficPolicy {
        private final TeeDeviceInterface tdi;

        Other(TeeDeviceInterface tdi) {
            this.tdi = tdi;
        }

        @Override
        public Optional<LinkContext> issue(RequestKind kind) {
            return tdi.issue(kind);
        }

        @Override
        public Optional<LinkContext> issueTranslated(long address) {
            return issue(RequestKind.MEMORY);
        }

        @Override
        public boolean accepts(BarRegion region, LinkContext context) {
            return tdi.accepts(region, context);
        }

        @Override
        public void failed(RequestFailure failure) {
            tdi.failed(failure);
        }
    }
}
