package dev.tdisp.lab.render;

import dev.tdisp.core.wire.Field;
import dev.tdisp.spdm.algorithm.Algorithm;
import dev.tdisp.spdm.algorithm.AlgorithmCategory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** What stands in parentheses behind the name of a message: by tables, in the words of {@code spdm_dump}. */
final class DumpFields {
    private static final int LARGE = 0x80;
    private static final int V1_2 = 0x12;
    private static final int V1_3 = 0x13;
    private static final int V1_4 = 0x14;

    /** Algorithms that {@code spdm_dump} calls otherwise. */
    private static final Map<String, String> OTHER_NAMES =
            Map.of("SPDM", "HMAC_HASH", "ED25519", "EDDSA_25519", "ED448", "EDDSA_448");

    private static final Map<String, List<DumpColumn>> SPDM = DumpColumn.table("""
            GET_CAPABILITIES CAPABILITIES | Flags=Flags CTExponent=CTExponent ExtFlags=ExtFlags@14 \
                  DataTransSize=DataTransferSize MaxSpdmMsgSize=MaxSPDMmsgSize
            DIGESTS             | SupportedSlotMask=Param1@13 ProvisionedSlotMask=Param2
            GET_CERTIFICATE     | SlotID=Param1&0f Attr=Param2@13{0 ,1 SlotSizeRequested} Offset=Offset Length=Length
            GET_CERTIFICATE_LARGE | SlotID=Param1&0f LargeCert=Param1&80 Attr=Param2{0 ,1 SlotSizeRequested} \
                  Offset=LargeOffset Length=LargeLength
            CERTIFICATE         | SlotID=Param1&0f Attr=Param2@13{0 ,1 DEVICE,2 ALIAS,3 GENERIC} \
                  PortLen=PortionLength RemLen=RemainderLength
            CERTIFICATE_LARGE   | SlotID=Param1&0f LargeCert=Param1&80 Attr=Param2{0 ,1 DEVICE,2 ALIAS,3 GENERIC} \
                  PortLen=LargePortionLength RemLen=LargeRemainderLength
            CHALLENGE           | SlotID=Param1&0f HashType=Param2{0 NoHash,1 TcbHash,ff AllHash}
            GET_MEASUREMENTS    | Attr=Param1{0 ,1 GenSig} MeasOp=Param2{0 TotalNumber,ff All} SlotID=SlotIDParam&0f
            MEASUREMENTS        | NumOfBlocks=NumberOfBlocks MeasRecordLen=MeasurementRecordLength:8 \
                  ContentChange=Param2&30@12{0 NoCap,10 Changed,20 NoChange} SlotID=Param2&0f
            KEY_EXCHANGE        | HashType=Param1{0 NoHash,1 TcbHash,ff AllHash} SlotID=Param2 ReqSessionID=ReqSessionID \
                  Policy=SessionPolicy@12{0 ,1 RuntimeUpdate}
            KEY_EXCHANGE_RSP    | Heart=Param1 RspSessionID=RspSessionID \
                  MutAuth=MutAuthRequested{0 ,1 MutAuthNoEncap,2 MutAuthWithEncap,4 MutAuthWithGetDigests} ReqSlotID=SlotIDParam
            PSK_EXCHANGE        | HashType=Param1{0 NoHash,1 TcbHash,ff AllHash} ReqSessionID=ReqSessionID \
                  Policy=Param2@12{0 ,1 RuntimeUpdate} PSKHint=PSKHint
            PSK_EXCHANGE_RSP    | Heart=Param1 RspSessionID=RspSessionID
            KEY_UPDATE KEY_UPDATE_ACK | KeyOp=Param1{1 UpdateKey,2 UpdateAllkeys,3 VerifyNewKey} Tag=Param2
            END_SESSION         | Attr=Param1{0 ,1 PreserveStateClear}
            ERROR               | ErrCode=Param1{1 InvalidRequest,3 Busy,4 UnexpectedRequest,5 Unspecified,6 DecryptError,\
                  7 UnsupportedRequest,f LargeResponse} ErrData=Param2
            VENDOR_DEFINED_REQUEST VENDOR_DEFINED_RESPONSE | LargeReq=Param1&80@14 StandID=StandardID
            ENCAPSULATED_REQUEST DELIVER_ENCAPSULATED_RESPONSE | ReqID=Param1
            ENCAPSULATED_RESPONSE_ACK | ReqID=Param1 AckReqID=AckRequestID
            CHUNK_SEND CHUNK_RESPONSE | Attr=Param1{0 ,1 LastChunk} Handle=Param2 ChunkSeqNo=ChunkSeqNo \
                  ChunkSize=ChunkSize LargeMsgSize=LargeMessageSize
            CHUNK_SEND_ACK      | Attr=Param1{0 ,1 EarlyError} Handle=Param2 ChunkSeqNo=ChunkSeqNo
            CHUNK_GET           | Handle=Param2 ChunkSeqNo=ChunkSeqNo
            SET_CERTIFICATE_RSP | SlotID=Param1&0f
            GET_KEY_PAIR_INFO   | KeyPairID=KeyPairID
            GET_MEASUREMENT_EXTENSION_LOG | Offset=Offset Length=Length
            MEASUREMENT_EXTENSION_LOG     | PortLen=PortionLength RemLen=RemainderLength
            """);

    private static final Map<String, List<DumpColumn>> IDE_KM = DumpColumn.table("""
            QUERY      | port=PortIndex
            QUERY_RESP | port=PortIndex DevFunc=DevFuncNumber Bus=BusNumber Seg=Segment MaxPort=MaxPortIndex
            KEY_PROG K_SET_GO K_SET_STOP K_GOSTOP_ACK | StreamId=StreamID KeySubStream=Key/Sub-stream PortIndex=PortIndex
            KP_ACK     | StreamId=StreamID Status=Status KeySubStream=Key/Sub-stream PortIndex=PortIndex
            """);

    private static final Map<String, List<DumpColumn>> TDISP = DumpColumn.table("""
            GET_TDISP_CAPABILITIES      | tsm_caps=TSM_CAPS
            TDISP_CAPABILITIES          | dsm_caps=DSM_CAPS msg_cap=REQ_MSGS_SUPPORTED~ \
                  lock_flags=LOCK_INTERFACE_FLAGS_SUPPORTED addr_width=DEV_ADDR_WIDTH req_this=NUM_REQ_THIS req_all=NUM_REQ_ALL
            LOCK_INTERFACE_REQUEST      | flags=FLAGS default_stream=DefaultStreamID mmio_offset=MMIO_REPORTING_OFFSET \
                  bind_p2p_mask=BIND_P2P_ADDRESS_MASK
            LOCK_INTERFACE_RESPONSE START_INTERFACE_REQUEST | nonce=START_INTERFACE_NONCE
            GET_DEVICE_INTERFACE_REPORT | offset=OFFSET length=LENGTH
            DEVICE_INTERFACE_REPORT     | port_len=PORTION_LENGTH rem_len=REMAINDER_LENGTH
            DEVICE_INTERFACE_STATE      | tdi_state=TDI_STATE
            TDISP_ERROR                 | error_code=ERROR_CODE error_data=ERROR_DATA
            """);

    private DumpFields() {}

    /** Shows the values of an SPDM message, as they stand between the parentheses. */
    static String ofSpdm(DumpLayer layer, int version) {
        return switch (layer.name()) {
            case "VERSION" -> versions(layer);
            case "NEGOTIATE_ALGORITHMS", "ALGORITHMS" -> algorithms(layer, version);
            case "FINISH" -> finish(layer);
            case "CHALLENGE_AUTH" -> challenge(layer);
            case "SET_CERTIFICATE" -> setCertificate(layer);
            default -> show(SPDM.getOrDefault(entry(layer), List.of()), layer, version);
        };
    }

    /** Messages of certificates that are larger than 65535 bytes have other fields. */
    private static String entry(DumpLayer layer) {
        boolean isLarge =
                layer.name().endsWith("CERTIFICATE") && (layer.number("Param1").orElse(0) & LARGE) != 0;
        return isLarge ? layer.name() + "_LARGE" : layer.name();
    }

    private static String show(List<DumpColumn> columns, DumpLayer layer, int version) {
        return columns.stream()
                .flatMap(column -> column.show(layer, version).stream())
                .collect(Collectors.joining(", "));
    }

    private static String versions(DumpLayer layer) {
        return layer.all("VersionNumberEntry").stream()
                .map(layer::number)
                .map(entry ->
                        "%d.%d.%d.%d".formatted(entry >>> 12 & 0xF, entry >>> 8 & 0xF, entry >>> 4 & 0xF, entry & 0xF))
                .collect(Collectors.joining(", "));
    }

    private static String finish(DumpLayer layer) {
        long attributes = layer.number("Param1").orElse(0);
        return "Attr=0x%02x (SigIncl=%d), ReqSlotID=0x%02x"
                .formatted(attributes, attributes & 1, layer.number("Param2").orElse(0));
    }

    private static String challenge(DumpLayer layer) {
        long attributes = layer.number("Param1").orElse(0);
        return "Attr=0x%02x(%s, SlotID=0x%02x), SlotMask=0x%02x"
                .formatted(
                        attributes,
                        (attributes & 0x80) == 0 ? "" : "BasicMutAuth",
                        attributes & 0xF,
                        layer.number("Param2").orElse(0));
    }

    private static String setCertificate(DumpLayer layer) {
        long attributes = layer.number("Param1").orElse(0);
        return "Attr=0x%02x(SlotID=0x%02x)".formatted(attributes, attributes & 0xF);
    }

    private static String algorithms(DumpLayer layer, int version) {
        boolean isAnswer = layer.name().equals("ALGORITHMS");
        String ending = isAnswer ? "Sel" : "Algo";
        List<String> parts = new ArrayList<>();
        String specification = isAnswer ? "SpecificationSel" : "Specification";
        number(layer, "Measurement" + specification)
                .ifPresent(mask -> parts.add("MeasSpec=0x%02x%s".formatted(mask, mask == 0 ? "()" : "(DMTF)")));
        if (version >= V1_2) {
            number(layer, isAnswer ? "OtherParamsSelection" : "OtherParamsSupport")
                    .ifPresent(mask -> parts.add("OtherParam=0x%02x(%s)".formatted(mask, options(mask))));
        }
        add(parts, "Hash", AlgorithmCategory.BASE_HASH, number(layer, "BaseHash" + ending), 8);
        if (isAnswer) {
            add(parts, "MeasHash", AlgorithmCategory.MEASUREMENT_HASH, number(layer, "MeasurementHashAlgo"), 8);
        }
        add(parts, "Asym", AlgorithmCategory.BASE_ASYM, number(layer, "BaseAsym" + ending), 8);
        if (version >= V1_4) {
            add(parts, "PqcAsym", AlgorithmCategory.PQC_ASYM, number(layer, "PqcAsym" + ending), 8);
        }
        if (version >= V1_3) {
            number(layer, isAnswer ? "MELspecificationSel" : "MELspecification")
                    .ifPresent(mask -> parts.add("MelSpec=0x%02x%s".formatted(mask, mask == 0 ? "()" : "(DMTF)")));
        }
        addTables(parts, layer);
        return String.join(", ", parts);
    }

    private static void addTables(List<String> parts, DumpLayer layer) {
        List<Field> types = layer.all("AlgStruct.AlgType");
        List<Field> masks = layer.all("AlgStruct.AlgSupported");
        for (int i = 0; i < Math.min(types.size(), masks.size()); i++) {
            long mask = layer.number(masks.get(i));
            AlgorithmCategory.ofTable((int) layer.number(types.get(i)))
                    .ifPresent(category -> add(parts, title(category), category, Optional.of(mask), 4));
        }
    }

    private static String title(AlgorithmCategory category) {
        return switch (category) {
            case KEY_SCHEDULE -> "KeySchedule";
            case REQ_BASE_ASYM -> "ReqAsym";
            case REQ_PQC_ASYM -> "ReqPqcAsym";
            case DHE, AEAD, KEM -> category.name();
            case BASE_ASYM, BASE_HASH, MEASUREMENT_HASH, PQC_ASYM -> throw new AssertionError(category);
        };
    }

    private static void add(
            List<String> parts, String title, AlgorithmCategory category, Optional<Long> mask, int digits) {
        mask.ifPresent(value -> {
            String names = category.offered(value).stream()
                    .sorted(Comparator.comparing(DumpFields::family)
                            .thenComparing(
                                    algorithm -> Integer.toUnsignedLong(AlgorithmCategory.mask(List.of(algorithm)))))
                    .map(DumpFields::name)
                    .collect(Collectors.joining(","));
            parts.add(("%s=0x%0" + digits + "x(%s)").formatted(title, value, names));
        });
    }

    /** Signatures come by family, and in each by their bits. */
    private static int family(Algorithm algorithm) {
        String name = algorithm.toString();
        if (name.startsWith("RSASSA")) {
            return 0;
        }
        return name.startsWith("RSAPSS") ? 1 : 2;
    }

    private static String name(Algorithm algorithm) {
        return OTHER_NAMES.getOrDefault(algorithm.toString(), algorithm.toString());
    }

    private static String options(long mask) {
        List<String> names = new ArrayList<>();
        if ((mask & 0xF) == 2) {
            names.add("OPAQUE_FMT_1");
        }
        if ((mask & 0x10) != 0) {
            names.add("MULTI_KEY_CONN");
        }
        return String.join(",", names);
    }

    private static Optional<Long> number(DumpLayer layer, String field) {
        OptionalLong number = layer.number(field);
        return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
    }

    /** Shows the values of a message of IDE_KM, in their parentheses. */
    static String ofIdeKm(DumpLayer layer) {
        String text = show(IDE_KM.getOrDefault(layer.name(), List.of()), layer, V1_4);
        OptionalLong slot = layer.number("Key/Sub-stream");
        if (slot.isPresent()) {
            long value = slot.getAsLong();
            String number = "KeySubStream=0x%02x".formatted(value);
            String parts = " (KeySet=%d, RxTx=%d, SubStream=%d)".formatted(value & 1, value >>> 1 & 1, value >>> 4);
            text = text.replace(number, number + parts);
        }
        return "(%s) ".formatted(text);
    }

    /** Shows the values of a TDISP message, in their parentheses. */
    static String ofTdisp(DumpLayer layer) {
        String function =
                "(%08x) ".formatted(layer.number("INTERFACE_ID.FUNCTION_ID").orElse(0));
        if (layer.name().equals("TDISP_VERSION")) {
            return function
                    + layer.all("VERSION_NUM_ENTRY").stream()
                            .map(layer::number)
                            .map(version -> "%d.%d".formatted(version >>> 4, version & 0xF))
                            .collect(Collectors.joining(", ", "(", ") "));
        }
        List<DumpColumn> columns = TDISP.getOrDefault(layer.name(), List.of());
        return columns.isEmpty() ? function : function + "(%s)".formatted(show(columns, layer, V1_4));
    }
}
