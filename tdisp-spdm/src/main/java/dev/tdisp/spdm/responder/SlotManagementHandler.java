package dev.tdisp.spdm.responder;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.certificate.DeviceIdentity;
import dev.tdisp.spdm.connection.Credentials;
import dev.tdisp.spdm.message.KeySlotInfo;
import dev.tdisp.spdm.message.SetCertificate;
import dev.tdisp.spdm.message.SlotAddress;
import dev.tdisp.spdm.message.SlotManagement;
import dev.tdisp.spdm.message.SlotManagementResponse;
import dev.tdisp.spdm.message.SlotSubCode;
import dev.tdisp.spdm.message.SpdmHeader;
import java.util.EnumSet;
import java.util.Set;

/** Answers SLOT_MANAGEMENT for a device of one bank (section 2.21): an experiment, since the sizes of fields are inferred. */
final class SlotManagementHandler implements RequestHandler {
    private static final Set<SlotSubCode> KNOWN = EnumSet.of(
            SlotSubCode.SUPPORTED_SUB_CODES,
            SlotSubCode.GET_BANK_INFO,
            SlotSubCode.GET_CERTIFICATE_CHAIN,
            SlotSubCode.MANAGE_SLOT,
            SlotSubCode.SET_CERTIFICATE);

    private static final int ONLY_BANK = 0;
    private static final int ALL_SLOTS = 0xFF;
    private static final int ELEMENT_SIZE = 3;
    private static final int ERASE = 1;
    private static final int ERASE_BIT = 0x80;
    private static final int MODEL_SHIFT = 4;

    private final Responder responder;
    private final SetCertificateHandler certificates;

    SlotManagementHandler(Responder responder) {
        this.responder = responder;
        this.certificates = new SetCertificateHandler(responder);
    }

    @Override
    public Answer answer(Incoming in) {
        in.requireKnown();
        in.requireVersion();
        in.requireReady();
        in.requireNegotiated();
        in.requireEstablishedIfInSession();
        in.requireCapability(Capability.SLOT_MGMT_CAP);
        SlotManagement request = in.decode(SlotManagement.class).message();
        SlotSubCode subCode = SlotSubCode.of(request.subCode())
                .orElseThrow(() -> in.invalid("SubCode %02xh is reserved".formatted(request.subCode())));
        if (!KNOWN.contains(subCode)) {
            throw in.unsupported(subCode + " is not answered");
        }
        boolean hasStruct = subCode != SlotSubCode.SUPPORTED_SUB_CODES && subCode != SlotSubCode.GET_BANK_INFO;
        if (!request.isOffsetLegal() || hasStruct != (request.structOffset() != 0)) {
            throw in.invalid("MgmtStructOffset %d".formatted(request.structOffset()));
        }
        try {
            return answer(in, subCode, WireReader.of(request.struct()));
        } catch (MalformedMessageException e) {
            throw in.invalid("SlotMgmtReqStruct: " + e.getMessage());
        }
    }

    private Answer answer(Incoming in, SlotSubCode subCode, WireReader struct) {
        return switch (subCode) {
            case SUPPORTED_SUB_CODES -> Answer.of(response(subCode, subCodes()));
            case GET_BANK_INFO -> Answer.of(response(subCode, banks()));
            case GET_CERTIFICATE_CHAIN -> Answer.of(response(subCode, chain(in, slot(in, struct))));
            case MANAGE_SLOT -> manage(in, slot(in, struct), struct);
            case SET_CERTIFICATE -> install(in, slot(in, struct), struct);
            case GET_BANK_DETAILS, GET_CSR, MANAGE_BANK -> throw in.unsupported(subCode + " is not answered");
        };
    }

    private SlotManagementResponse response(SlotSubCode subCode, Bytes struct) {
        return SlotManagementResponse.of(responder.connection().version(), subCode.code(), struct);
    }

    private static int slot(Incoming in, WireReader struct) {
        SlotAddress address = SlotAddress.read(struct);
        if (address.bank() != ONLY_BANK || address.slotId() >= Credentials.SLOTS) {
            throw in.invalid("there is no %s".formatted(address));
        }
        return address.slotId();
    }

    private static Bytes subCodes() {
        long mask = KNOWN.stream().mapToLong(known -> 1L << known.code()).sum();
        var out = WireWriter.create();
        out.u16("RespLength", 4 + Long.BYTES);
        out.u16("Reserved", 0);
        out.u64("SubCodes", mask);
        return out.toBytes();
    }

    private Bytes banks() {
        var out = WireWriter.create();
        out.u16("RespLength", 4 + 1 + ELEMENT_SIZE);
        out.u8("Reserved", 0);
        out.u8("NumBankElements", 1);
        out.u8("ElementLength", ELEMENT_SIZE);
        out.u8("BankID", ONLY_BANK);
        out.u8("SlotMask", responder.credentials().provisionedSlots());
        out.u8("ModifiableSlotMask", ALL_SLOTS);
        return out.toBytes();
    }

    private Bytes chain(Incoming in, int slot) {
        DeviceIdentity held = responder
                .credentials()
                .slot(slot)
                .orElseThrow(() -> in.invalid("slot %d holds no chain".formatted(slot)));
        Bytes chain = held.chain(responder.connection().hash()).encode();
        var out = WireWriter.create();
        out.u32("CCLength", chain.size());
        out.u32("Reserved", 0);
        out.bytes("CertChain", chain);
        return out.toBytes();
    }

    private Answer manage(Incoming in, int slot, WireReader struct) {
        certificates.requirePlace(in, slot);
        int operation = struct.u8("Operation");
        if (operation != ERASE) {
            throw in.invalid("Operation %02xh".formatted(operation));
        }
        int keyPairId = responder.connection().suite().isResponderMultiKey()
                ? responder
                        .credentials()
                        .key(slot)
                        .map(KeySlotInfo::keyPairId)
                        .orElseThrow(() -> in.invalid("slot %d is empty".formatted(slot)))
                : 0;
        var header = header(slot | ERASE_BIT, keyPairId);
        return certificates.change(
                in, new SetCertificate(header, Bytes.EMPTY), response(SlotSubCode.MANAGE_SLOT, Bytes.EMPTY));
    }

    private Answer install(Incoming in, int slot, WireReader struct) {
        certificates.requirePlace(in, slot);
        long length = struct.u32("CertLength");
        int model = struct.u8("CertAttributes");
        int keyPairId = struct.u8("KeyPairID");
        struct.u16("Reserved");
        Bytes chain = struct.bytes("CertChain", length);
        SetCertificate request;
        try {
            request = new SetCertificate(header(slot | (model & 7) << MODEL_SHIFT, keyPairId), chain);
        } catch (IllegalArgumentException e) {
            throw in.invalid(String.valueOf(e.getMessage()));
        }
        return certificates.change(in, request, response(SlotSubCode.SET_CERTIFICATE, Bytes.EMPTY));
    }

    private SpdmHeader header(int param1, int param2) {
        return SpdmHeader.of(responder.connection().version(), param1, param2);
    }
}
