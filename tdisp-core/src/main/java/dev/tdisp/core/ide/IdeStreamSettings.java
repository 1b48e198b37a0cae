package dev.tdisp.core.ide;

import dev.tdisp.core.pcie.IdeCapability;
import dev.tdisp.core.pcie.RequesterId;
import dev.tdisp.core.pcie.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the registers of a selective stream say beside Enable (section 7.9.26.5).
 *
 * @param id the Stream ID
 * @param trafficClass 0 to 7
 * @param defaultStream whether it carries what no other stream does
 * @param teeLimited whether it carries trusted packets only
 * @param configRequests whether it carries configuration requests
 * @param partner the functions at the other end, if the RID association is valid
 * @param addresses the addresses at the other end
 * @param form in which form packets are sent
 */
public record IdeStreamSettings(
        StreamId id,
        int trafficClass,
        boolean defaultStream,
        boolean teeLimited,
        boolean configRequests,
        Optional<RidRange> partner,
        List<AddressRange> addresses,
        IdeForm form) {
    private static final int SELECTIVE_REGISTERS = 5;
    private static final int ADDRESS_REGISTERS = 3;

    /**
     * Copies the list.
     *
     * @param id the Stream ID
     * @param trafficClass 0 to 7
     * @param defaultStream whether it carries what no other stream does
     * @param teeLimited whether it carries trusted packets only
     * @param configRequests whether it carries configuration requests
     * @param partner the functions at the other end
     * @param addresses the addresses at the other end
     * @param form in which form packets are sent
     */
    public IdeStreamSettings {
        if (trafficClass >>> 3 != 0) {
            throw new IllegalArgumentException("traffic class: %d is not 0 to 7".formatted(trafficClass));
        }
        addresses = List.copyOf(addresses);
    }

    /**
     * Describes a stream whose packets are sealed each for itself.
     *
     * @param id the Stream ID
     * @param trafficClass 0 to 7
     * @param defaultStream whether it carries what no other stream does
     * @param teeLimited whether it carries trusted packets only
     * @param configRequests whether it carries configuration requests
     * @param partner the functions at the other end
     * @param addresses the addresses at the other end
     */
    public IdeStreamSettings(
            StreamId id,
            int trafficClass,
            boolean defaultStream,
            boolean teeLimited,
            boolean configRequests,
            Optional<RidRange> partner,
            List<AddressRange> addresses) {
        this(id, trafficClass, defaultStream, teeLimited, configRequests, partner, addresses, IdeForm.PLAIN);
    }

    /**
     * Describes a default stream whose partner is any function.
     *
     * @param id the Stream ID
     * @return settings for traffic class 0
     */
    public static IdeStreamSettings defaultStream(StreamId id) {
        return new IdeStreamSettings(id, 0, true, false, false, Optional.of(RidRange.ALL), List.of());
    }

    /**
     * Describes a stream to some functions and addresses, which is no default stream.
     *
     * @param id the Stream ID
     * @param partner the functions at the other end
     * @param addresses the addresses at the other end
     * @return settings for traffic class 0
     */
    public static IdeStreamSettings of(StreamId id, RidRange partner, List<AddressRange> addresses) {
        return new IdeStreamSettings(id, 0, false, false, false, Optional.of(partner), addresses);
    }

    /**
     * Returns the same settings of a stream that carries trusted packets only, or all.
     *
     * @param isTeeLimited the TEE-Limited Stream bit
     * @return the changed copy
     */
    public IdeStreamSettings withTeeLimited(boolean isTeeLimited) {
        return new IdeStreamSettings(
                id, trafficClass, defaultStream, isTeeLimited, configRequests, partner, addresses, form);
    }

    /**
     * Returns the same settings of a stream that carries configuration requests too, or not.
     *
     * @param carries the Selective IDE for Configuration Requests Enable bit
     * @return the changed copy
     */
    public IdeStreamSettings withConfigRequests(boolean carries) {
        return new IdeStreamSettings(id, trafficClass, defaultStream, teeLimited, carries, partner, addresses, form);
    }

    /**
     * Returns the same settings of a stream that sends packets in another form.
     *
     * @param other the form
     * @return the changed copy
     */
    public IdeStreamSettings withForm(IdeForm other) {
        return new IdeStreamSettings(
                id, trafficClass, defaultStream, teeLimited, configRequests, partner, addresses, other);
    }

    /**
     * Reads the settings from the registers of a selective block.
     *
     * @param block capability, control, status, two RID associations, then three registers an address block
     * @return what they say
     */
    public static IdeStreamSettings ofRegisters(List<Long> block) {
        long control = block.get(1);
        long rid1 = block.get(3);
        long rid2 = block.get(4);
        var range = new RidRange(requesterId(rid2), requesterId(rid1));
        var addresses = new ArrayList<AddressRange>();
        for (int i = SELECTIVE_REGISTERS; i + ADDRESS_REGISTERS <= block.size(); i += ADDRESS_REGISTERS) {
            address(block.get(i), block.get(i + 1), block.get(i + 2)).ifPresent(addresses::add);
        }
        return new IdeStreamSettings(
                new StreamId((int) (control >>> IdeCapability.CONTROL_STREAM_ID_SHIFT & 0xFF)),
                (int) (control >>> IdeCapability.CONTROL_TRAFFIC_CLASS_SHIFT & 7),
                (control & IdeCapability.CONTROL_DEFAULT_STREAM) != 0,
                (control & IdeCapability.CONTROL_TEE_LIMITED) != 0,
                (control & IdeCapability.CONTROL_CONFIG_REQUESTS) != 0,
                (rid2 & IdeCapability.RID_2_VALID) != 0 ? Optional.of(range) : Optional.empty(),
                addresses,
                IdeForm.ofControl(control));
    }

    private static RequesterId requesterId(long register) {
        return new RequesterId((int) (register >>> 8 & 0xFFFF));
    }

    private static Optional<AddressRange> address(long low, long limitHigh, long baseHigh) {
        long base = baseHigh << 32 | (low >>> 8 & 0xFFF) << 20;
        long limit = limitHigh << 32 | (low >>> 20 & 0xFFF) << 20;
        boolean isValid = (low & IdeCapability.ADDRESS_1_VALID) != 0;
        return isValid ? Optional.of(new AddressRange(base, limit)) : Optional.empty();
    }

    /**
     * Returns the registers of a selective block that say this.
     *
     * @param addressBlocks how many address blocks it has
     * @param enabled the Enable bit
     * @param state the state field of the status register
     * @return capability, control, status, two RID associations, then three registers an address block
     * @throws IllegalArgumentException if there are more addresses than blocks
     */
    public List<Long> toRegisters(int addressBlocks, boolean enabled, IdeStreamState state) {
        if (addresses.size() > addressBlocks) {
            throw new IllegalArgumentException(
                    "%d addresses for %d address blocks".formatted(addresses.size(), addressBlocks));
        }
        var registers = new ArrayList<Long>();
        registers.add((long) addressBlocks);
        registers.add(control(enabled));
        registers.add((long) state.statusCode());
        registers.add(partner.map(range -> (long) range.limit().value() << 8).orElse(0L));
        registers.add(partner.map(range -> (long) range.base().value() << 8 | IdeCapability.RID_2_VALID)
                .orElse(0L));
        for (AddressRange range : addresses) {
            long limit = (range.limit() >>> 20 & 0xFFF) << 20;
            registers.add(limit | (range.base() >>> 20 & 0xFFF) << 8 | IdeCapability.ADDRESS_1_VALID);
            registers.add(range.limit() >>> 32);
            registers.add(range.base() >>> 32);
        }
        while (registers.size() < SELECTIVE_REGISTERS + ADDRESS_REGISTERS * addressBlocks) {
            registers.add(0L);
        }
        return List.copyOf(registers);
    }

    /**
     * Returns the control register.
     *
     * @param enabled the Enable bit
     * @return its value
     */
    public long control(boolean enabled) {
        return (long) id.value() << IdeCapability.CONTROL_STREAM_ID_SHIFT
                | (long) trafficClass << IdeCapability.CONTROL_TRAFFIC_CLASS_SHIFT
                | (defaultStream ? IdeCapability.CONTROL_DEFAULT_STREAM : 0)
                | (teeLimited ? IdeCapability.CONTROL_TEE_LIMITED : 0)
                | (configRequests ? IdeCapability.CONTROL_CONFIG_REQUESTS : 0)
                | form.control()
                | (enabled ? IdeCapability.CONTROL_ENABLE : 0);
    }
}
