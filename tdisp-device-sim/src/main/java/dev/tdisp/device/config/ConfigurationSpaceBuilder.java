package dev.tdisp.device.config;

import dev.tdisp.core.pcie.Type0Header;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Puts a configuration space together and links its capabilities in the order of their offsets.
 *
 * <pre>{@code
 * ConfigurationSpace space = new ConfigurationSpaceBuilder(header).with(pciExpress).with(doe).build();
 * }</pre>
 */
public final class ConfigurationSpaceBuilder {
    static final int HEADER_END = 0x40;
    static final int EXTENDED = Type0Header.FIRST_EXTENDED_CAPABILITY;

    private final HeaderRegisters header;
    private final List<Capability> capabilities = new ArrayList<>();

    /**
     * Starts with a header.
     *
     * @param header the first 64 bytes
     */
    public ConfigurationSpaceBuilder(HeaderRegisters header) {
        this.header = header;
    }

    /**
     * Adds a capability.
     *
     * @param capability the capability
     * @return this builder
     */
    public ConfigurationSpaceBuilder with(Capability capability) {
        capabilities.add(capability);
        return this;
    }

    /**
     * Links the capabilities.
     *
     * @return the configuration space, reset
     * @throws IllegalArgumentException if structures overlap or lie where they cannot be
     */
    public ConfigurationSpace build() {
        List<Capability> sorted = new ArrayList<>(capabilities);
        sorted.sort(Comparator.comparingInt(Capability::offset));
        requireRoom(sorted);
        var registers = new ArrayList<>(header.registers());
        List<Capability> classic = sorted.stream().filter(c -> !c.isExtended()).toList();
        List<Capability> extended =
                sorted.stream().filter(Capability::isExtended).toList();
        int first = classic.isEmpty() ? 0 : classic.get(0).offset();
        registers.add(Register.readOnly("Capabilities Pointer", Type0Header.CAPABILITIES_POINTER, 1, first));
        link(classic, registers);
        link(extended, registers);
        return new ConfigurationSpace(registers);
    }

    private static void link(List<Capability> chain, List<Register> registers) {
        for (int i = 0; i < chain.size(); i++) {
            Capability capability = chain.get(i);
            int next = i + 1 < chain.size() ? chain.get(i + 1).offset() : 0;
            registers.add(header(capability, next));
            registers.addAll(capability.registers());
        }
    }

    private static Register header(Capability capability, int next) {
        int offset = capability.offset();
        return capability.isExtended()
                ? Register.readOnly(
                        "Extended Capability Header",
                        offset,
                        4,
                        capability.id() | (long) capability.version() << 16 | (long) next << 20)
                : Register.readOnly("Capability Header", offset, 2, capability.id() | next << 8);
    }

    private static void requireRoom(List<Capability> sorted) {
        int end = HEADER_END;
        for (Capability capability : sorted) {
            int limit = capability.isExtended() ? ConfigurationSpace.SIZE : EXTENDED;
            int offset = capability.offset();
            if (offset < end || offset % 4 != 0 || offset + capability.size() > limit) {
                throw new IllegalArgumentException(
                        "capability %xh cannot be at %xh".formatted(capability.id(), offset));
            }
            end = offset + capability.size();
        }
        boolean extended = sorted.stream().anyMatch(Capability::isExtended);
        if (extended && sorted.stream().noneMatch(c -> c.offset() == EXTENDED)) {
            throw new IllegalArgumentException("the first extended capability is not at 100h");
        }
    }
}
