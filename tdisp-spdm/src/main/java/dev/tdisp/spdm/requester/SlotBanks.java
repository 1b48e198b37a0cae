package dev.tdisp.spdm.requester;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.certificate.CertificateChain;
import dev.tdisp.spdm.message.SlotAddress;
import dev.tdisp.spdm.message.SlotManagement;
import dev.tdisp.spdm.message.SlotManagementResponse;
import dev.tdisp.spdm.message.SlotSubCode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What a requester can ask of the banks of slots of a device with SLOT_MGMT_CAP (section 2.21).
 *
 * <p>An experiment: the order of the fields is known from public code, their sizes are inferred, so that only two ends of this
 * library are sure to understand each other.
 */
public final class SlotBanks {
    private static final String CLAUSE = "2.21";
    private static final int ERASE = 1;
    private static final int SUB_CODES_SIZE = 12;

    private final Requester requester;
    private final DeviceManagement management;

    SlotBanks(Requester requester, DeviceManagement management) {
        this.requester = requester;
        this.management = management;
    }

    /**
     * What a bank is.
     *
     * @param id its number
     * @param slots the slots that hold something, bit n for slot n
     * @param modifiable the slots that can be changed, bit n for slot n
     */
    public record Bank(int id, int slots, int modifiable) {}

    /**
     * Asks what the device answers.
     *
     * @return the SubCodes that it answers, as far as they are known
     * @throws SpdmException if the responder refuses
     */
    public Set<SlotSubCode> supported() {
        return exchange(SlotSubCode.SUPPORTED_SUB_CODES, Bytes.EMPTY, in -> {
            int length = in.u16("RespLength");
            in.u16("Reserved");
            if (length != SUB_CODES_SIZE) {
                throw in.malformed("RespLength", 4, "%d is not 12".formatted(length));
            }
            long mask = in.u64("SubCodes");
            Set<SlotSubCode> known = EnumSet.allOf(SlotSubCode.class);
            known.removeIf(each -> (mask >>> each.code() & 1) == 0);
            return known;
        });
    }

    /**
     * Asks which banks there are.
     *
     * @return the banks
     * @throws SpdmException if the responder refuses
     */
    public List<Bank> banks() {
        return exchange(SlotSubCode.GET_BANK_INFO, Bytes.EMPTY, in -> {
            in.u16("RespLength");
            in.u8("Reserved");
            int count = in.u8("NumBankElements");
            List<Bank> banks = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                var element = WireReader.of(in.bytes("BankElement", in.u8("ElementLength")));
                banks.add(new Bank(element.u8("BankID"), element.u8("SlotMask"), element.u8("ModifiableSlotMask")));
            }
            return banks;
        });
    }

    /**
     * Reads the certificate chain of a slot. Nothing is proved by it, and no policy judges it.
     *
     * @param bank the bank
     * @param slot the slot
     * @return the chain
     * @throws SpdmException if the responder refuses
     */
    public CertificateChain chain(int bank, int slot) {
        return exchange(SlotSubCode.GET_CERTIFICATE_CHAIN, address(bank, slot, Bytes.EMPTY), in -> {
            long length = in.u32("CCLength");
            in.u32("Reserved");
            return CertificateChain.decode(
                    in.bytes("CertChain", length), requester.connection().hash());
        });
    }

    /**
     * Erases a slot.
     *
     * @param bank the bank
     * @param slot the slot
     * @throws SpdmException if the responder refuses
     */
    public void erase(int bank, int slot) {
        var out = WireWriter.create();
        out.u8("Operation", ERASE);
        out.u24("Reserved", 0);
        exchange(SlotSubCode.MANAGE_SLOT, address(bank, slot, out.toBytes()), in -> slot);
    }

    /**
     * Installs a certificate chain.
     *
     * @param bank the bank
     * @param slot the slot
     * @param chain the chain, for a key that the device holds
     * @param keyPairId the key pair in a multi-key connection, otherwise 0
     * @param certificateModel the model in a multi-key connection, otherwise 0
     * @throws SpdmException if the responder refuses
     */
    public void install(int bank, int slot, CertificateChain chain, int keyPairId, int certificateModel) {
        Bytes encoded = chain.encode();
        var out = WireWriter.create();
        out.u32("CertLength", encoded.size());
        out.u8("CertAttributes", certificateModel);
        out.u8("KeyPairID", keyPairId);
        out.u16("Reserved", 0);
        out.bytes("CertChain", encoded);
        exchange(SlotSubCode.SET_CERTIFICATE, address(bank, slot, out.toBytes()), in -> slot);
    }

    private static Bytes address(int bank, int slot, Bytes rest) {
        var out = WireWriter.create();
        new SlotAddress(bank, slot).write(out);
        out.bytes("Rest", rest);
        return out.toBytes();
    }

    private <T> T exchange(SlotSubCode subCode, Bytes struct, Function<WireReader, T> reader) {
        SlotManagement request = SlotManagement.of(management.version(), subCode.code(), struct);
        SlotManagementResponse response = management.exchange(request, SlotManagementResponse.class);
        if (response.subCode() != subCode.code() || !response.isOffsetLegal()) {
            throw management.refuse(
                    "SubCode %02xh, MgmtStructOffset %d".formatted(response.subCode(), response.structOffset()),
                    CLAUSE);
        }
        try {
            return reader.apply(WireReader.of(response.struct()));
        } catch (MalformedMessageException e) {
            throw management.refuse("SlotMgmtRespStruct is malformed: " + e.getMessage(), CLAUSE);
        }
    }
}
