package dev.tdisp.device.config;

import dev.tdisp.device.config.CapabilityPlan.Place;
import java.util.ArrayList;
import java.util.List;

/** Makes the capabilities of a function at the places of a plan. */
final class CapabilityFactory {
    /** Redirection of peer-to-peer requests and completions, and direct translated ones. */
    private static final int ACCESS_CONTROL_SERVICES = 0x4C;

    private final DeviceLayout layout;
    private final boolean virtual;
    private final List<Capability> made = new ArrayList<>();
    private int mailboxes;

    private CapabilityFactory(DeviceLayout layout, boolean virtual) {
        this.layout = layout;
        this.virtual = virtual;
    }

    static CapabilityFactory physical(DeviceLayout layout) {
        return new CapabilityFactory(layout, false).make(layout.capabilities().physical());
    }

    static CapabilityFactory virtual(DeviceLayout layout) {
        return new CapabilityFactory(layout, true).make(layout.capabilities().virtual());
    }

    private CapabilityFactory make(List<Place> places) {
        int end = 0;
        for (Place place : places) {
            Capability capability = capability(place.kind(), place.behind(end));
            made.add(capability);
            end = capability.offset() + capability.size();
        }
        if (mailboxes != (virtual ? 0 : layout.mailboxes().size())) {
            throw new IllegalArgumentException("%d places for %d mailboxes"
                    .formatted(mailboxes, layout.mailboxes().size()));
        }
        return this;
    }

    List<Capability> all() {
        return List.copyOf(made);
    }

    /** Returns the capabilities of a type, in the order of their places. */
    <T extends Capability> List<T> all(Class<T> type) {
        return made.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Returns the first capability of a type, without which the device cannot work. */
    <T extends Capability> T required(Class<T> type) {
        return all(type).stream()
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("layout: no place for " + type.getSimpleName()));
    }

    private Capability capability(CapabilityKind kind, int at) {
        DeviceOptions options = layout.options();
        return switch (kind) {
            case POWER_MANAGEMENT -> new PowerManagementRegisters(at, options.keepsStateInD3());
            case VITAL_PRODUCT_DATA -> OptionalCapabilities.vitalProductData(at);
            case MSI -> OptionalCapabilities.msi(at);
            case MSI_X -> new MsixRegisters(at, virtual ? layout.virtualMsix() : layout.msix());
            case PCI_EXPRESS -> new PciExpressRegisters(at, virtual, options.teeIo());
            case ERROR_REPORTING -> new ErrorReportingRegisters(at);
            case SERIAL_NUMBER -> OptionalCapabilities.serialNumber(at, options.serialNumber());
            case ALTERNATIVE_ROUTING -> SimpleCapability.ari(at, layout.offersEverything());
            case ACCESS_CONTROL ->
                SimpleCapability.accessControl(at, layout.offersEverything() ? ACCESS_CONTROL_SERVICES : 0);
            case DEVICE_3 -> SimpleCapability.device3(at, options.fourteenBitTags());
            case ADDRESS_TRANSLATION -> SimpleCapability.addressTranslation(at, virtual);
            case PAGE_REQUESTS -> OptionalCapabilities.pageRequests(at);
            case PROCESS_ADDRESS_SPACES -> OptionalCapabilities.processAddressSpaces(at);
            case PROCESSING_HINTS -> OptionalCapabilities.processingHints(at);
            case LIGHTWEIGHT_NOTIFICATION -> OptionalCapabilities.lightweightNotification(at);
            case LATENCY_TOLERANCE -> OptionalCapabilities.latencyTolerance(at);
            case MULTICAST -> OptionalCapabilities.multicast(at);
            case VENDOR_SPECIFIC ->
                OptionalCapabilities.vendorSpecific(at, layout.identity().vendorId());
            case SR_IOV, DATA_OBJECT_EXCHANGE, IDE, RESIZABLE_BAR, VF_RESIZABLE_BAR -> ofFunction0(kind, at);
            case ENHANCED_ALLOCATION,
                    VIRTUAL_CHANNEL,
                    POWER_ALLOCATION,
                    L1_SUBSTATES,
                    PRECISION_TIME,
                    SECONDARY_PCI_EXPRESS,
                    PHYSICAL_LAYER_16,
                    PHYSICAL_LAYER_32,
                    PHYSICAL_LAYER_64 -> ofTheLink(kind, at);
        };
    }

    /** What the port has, whose registers are function 0's. */
    private Capability ofTheLink(CapabilityKind kind, int at) {
        if (virtual) {
            throw new IllegalArgumentException("layout: a virtual function has no %s".formatted(kind));
        }
        return switch (kind) {
            case ENHANCED_ALLOCATION -> OptionalCapabilities.enhancedAllocation(at);
            case VIRTUAL_CHANNEL -> LinkCapabilities.virtualChannel(at);
            case POWER_ALLOCATION -> LinkCapabilities.powerAllocation(at);
            case L1_SUBSTATES -> LinkCapabilities.powerSubstates(at);
            case PRECISION_TIME -> LinkCapabilities.precisionTime(at);
            case SECONDARY_PCI_EXPRESS -> LinkCapabilities.secondaryExpress(at);
            case PHYSICAL_LAYER_16 -> LinkCapabilities.physicalLayer16(at);
            case PHYSICAL_LAYER_32 -> LinkCapabilities.physicalLayer32(at);
            case PHYSICAL_LAYER_64 -> LinkCapabilities.physicalLayer64(at);
            default -> throw new AssertionError(kind);
        };
    }

    private Capability ofFunction0(CapabilityKind kind, int at) {
        if (virtual) {
            throw new IllegalArgumentException("layout: a virtual function has no %s".formatted(kind));
        }
        return switch (kind) {
            case SR_IOV ->
                new SriovRegisters(
                        at, layout.virtualFunctions(), layout.options().anyPageSize());
            case DATA_OBJECT_EXCHANGE -> mailbox(at);
            case IDE -> new IdeRegisters(at, layout.ide());
            case RESIZABLE_BAR -> new ResizableBarRegisters(at, false, layout.bars());
            case VF_RESIZABLE_BAR ->
                new ResizableBarRegisters(at, true, layout.virtualFunctions().bars());
            default -> throw new AssertionError(kind);
        };
    }

    private Capability mailbox(int at) {
        if (mailboxes == layout.mailboxes().size()) {
            throw new IllegalArgumentException("layout: a place for a mailbox that is not there");
        }
        return new DoeRegisters(at, layout.mailboxes().get(mailboxes++));
    }
}
