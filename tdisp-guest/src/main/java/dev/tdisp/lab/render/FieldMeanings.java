package dev.tdisp.lab.render;

import dev.tdisp.core.trace.TraceEvent;
import dev.tdisp.core.wire.Field;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What fields of messages are for, in a few words: data, a line a field, with the message in front where it matters. */
final class FieldMeanings {
    private static final Pattern INDEX = Pattern.compile("\\[\\d+]");
    private static final String RESERVED = "kept for later versions; ignored";

    private static final Map<String, String> MEANINGS = table("""
            TDISP TDISPVersion                    | version of TDISP, major and minor
            TDISP MessageType                     | which message this is; requests have bit 7 set
            TDISP INTERFACE_ID.FUNCTION_ID        | the function whose interface this is about
            TDISP VERSION_NUM_COUNT               | how many versions follow
            TDISP VERSION_NUM_ENTRY               | a version that the device speaks
            TDISP TSM_CAPS                        | what the TSM can do; no bit is defined
            TDISP DSM_CAPS                        | what the DSM can do; no bit is defined
            TDISP REQ_MSGS_SUPPORTED              | the requests that the device answers, a bit each
            TDISP LOCK_INTERFACE_FLAGS_SUPPORTED  | the flags of a lock that the device honours
            TDISP DEV_ADDR_WIDTH                  | how many bits of an address the device uses
            TDISP NUM_REQ_THIS                    | requests in flight that this interface takes
            TDISP NUM_REQ_ALL                     | requests in flight that all interfaces take
            TDISP FLAGS                           | what is to be locked along with the interface
            TDISP DefaultStreamID                 | the IDE stream that the interface is to use
            TDISP MMIO_REPORTING_OFFSET           | added to addresses in the report, to hide them
            TDISP BIND_P2P_ADDRESS_MASK           | bits that tell peers from the host
            TDISP START_INTERFACE_NONCE           | fresh secret of this lock; START has to repeat it
            TDISP OFFSET                          | from where in the report
            TDISP LENGTH                          | how much of the report
            TDISP PORTION_LENGTH                  | how much of the report follows
            TDISP REMAINDER_LENGTH                | how much of the report is left
            TDISP REPORT_BYTES                    | the report, or a part of it
            TDISP TDI_STATE                       | the state that the interface is in
            TDISP P2P_STREAM_ID                   | the IDE stream to the peer
            TDISP MMIO_RANGE                      | the range that gets other attributes
            TDISP ERROR_CODE                      | why the request was refused
            TDISP ERROR_DATA                      | more about the error
            TDISP EXTENDED_ERROR_DATA             | what a vendor says of the error
            TDISP TDISP_CONFIG                    | options of the device
            TDISP REGISTRY_ID                     | who gave the vendor its number
            TDISP VENDOR_ID_LEN                   | size of the vendor's number
            TDISP VENDOR_ID                       | the vendor's number
            TDISP VENDOR_DATA                     | what the vendor defines
            IDE_KM ObjectID                       | which message this is
            IDE_KM PortIndex                      | the port of the device whose keys these are
            IDE_KM MaxPortIndex                   | the last port that has keys
            IDE_KM StreamID                       | the stream
            IDE_KM Key/Sub-stream                 | key set, direction and sub-stream
            IDE_KM Key                            | the key; zeros in a trace
            IDE_KM IFV low                        | start of the counter, lower half
            IDE_KM IFV high                       | start of the counter, upper half
            IDE_KM Status                         | whether the key was taken
            IDE_KM BusNumber                      | the bus of the port
            IDE_KM DevFuncNumber                  | device and function of the port
            IDE_KM Segment                        | the segment of the port
            IDE_KM IDE Capability                 | the port's IDE capability register
            IDE_KM IDE Control                    | the port's IDE control register
            IDE_KM Register                       | the next register of the IDE capability
            SPDM SPDMVersion                      | version of SPDM, major and minor
            SPDM RequestResponseCode              | which message this is; requests have bit 7 set
            SPDM GET_DIGESTS Param1               | unused
            SPDM DIGESTS Param2                   | the slots that have a certificate chain, a bit each
            SPDM GET_CERTIFICATE Param1           | the slot
            SPDM CERTIFICATE Param1               | the slot
            SPDM GET_MEASUREMENTS Param1          | bit 0: a signature is wanted
            SPDM GET_MEASUREMENTS Param2          | which measurement; FFh for all
            SPDM MEASUREMENTS Param1              | how many there are, if that was asked
            SPDM MEASUREMENTS Param2              | the slot that signed, and whether anything changed
            SPDM KEY_EXCHANGE Param1              | which summary of measurements is wanted
            SPDM KEY_EXCHANGE Param2              | the slot that is to sign
            SPDM KEY_EXCHANGE_RSP Param1          | seconds in which a sign of life is wanted
            SPDM FINISH Param1                    | whether the requester signed
            SPDM FINISH Param2                    | the slot that the requester signed with
            SPDM END_SESSION Param1               | bit 0: forget what was negotiated
            SPDM NEGOTIATE_ALGORITHMS Param1      | how many AlgStructs follow
            SPDM ALGORITHMS Param1                | how many AlgStructs follow
            SPDM KEY_UPDATE Param1                | which keys to replace, or that they are verified
            SPDM KEY_UPDATE Param2                | a number to tell updates apart
            SPDM ERROR Param1                     | why the request was refused
            SPDM ERROR Param2                     | more about the error
            SPDM Param1                           | first parameter
            SPDM Param2                           | second parameter
            SPDM VersionNumberEntryCount          | how many versions follow
            SPDM VersionNumberEntry               | a version that the responder speaks
            SPDM CTExponent                       | time for cryptography: 2 to this power, in microseconds
            SPDM ExtFlags                         | further capabilities
            SPDM Flags                            | capabilities, a bit each
            SPDM DataTransferSize                 | the largest message that is taken in one piece
            SPDM MaxSPDMmsgSize                   | the largest message that is taken in pieces
            SPDM Length                           | length in bytes
            SPDM MeasurementSpecification         | forms of measurements that are understood
            SPDM MeasurementSpecificationSel      | the form of measurements that is used
            SPDM MeasurementHashAlgo              | how measurements are hashed
            SPDM OtherParamsSupport               | forms of opaque data, and other options
            SPDM OtherParamsSelection             | the options that are used
            SPDM BaseAsymAlgo                     | signatures that are understood, a bit each
            SPDM BaseAsymSel                      | the signature that is used
            SPDM BaseHashAlgo                     | hashes that are understood, a bit each
            SPDM BaseHashSel                      | the hash that is used
            SPDM PqcAsymAlgo                      | post-quantum signatures that are understood
            SPDM PqcAsymSel                       | the post-quantum signature that is used
            SPDM ExtAsymCount                     | how many other signatures follow
            SPDM ExtAsymSelCount                  | whether another signature follows
            SPDM ExtHashCount                     | how many other hashes follow
            SPDM ExtHashSelCount                  | whether another hash follows
            SPDM MELspecification                 | forms of measurement logs that are understood
            SPDM MELspecificationSel              | the form of measurement logs that is used
            SPDM AlgStruct.AlgType                | 2 DHE, 3 AEAD, 4 requester's signature, 5 key schedule
            SPDM AlgStruct.AlgCount               | size of the mask, and how many others follow
            SPDM AlgStruct.AlgSupported           | algorithms, a bit each
            SPDM Digest                           | the digest of a slot's chain
            SPDM Offset                           | from where in the chain
            SPDM PortionLength                    | how much of the chain follows
            SPDM RemainderLength                  | how much of the chain is left
            SPDM CertChain                        | the chain, or a part of it
            SPDM ReqSessionID                     | the requester's half of the session's id
            SPDM RspSessionID                     | the responder's half of the session's id
            SPDM SessionPolicy                    | what else the session is for
            SPDM MutAuthRequested                 | whether the requester is to prove itself
            SPDM SlotIDParam                      | the slot of a certificate chain
            SPDM RandomData                       | random bytes that make the session new
            SPDM ExchangeData                     | the public share of the key agreement
            SPDM MeasurementSummaryHash           | a digest over measurements
            SPDM OpaqueDataLength                 | length of the opaque data
            SPDM OpaqueData                       | what the transport agrees on, such as its version
            SPDM Signature                        | over everything that was said so far
            SPDM ResponderVerifyData              | HMAC that proves the responder has the keys
            SPDM RequesterVerifyData              | HMAC that proves the requester has the keys
            SPDM Nonce                            | random bytes that make the answer new
            SPDM NumberOfBlocks                   | how many measurements follow
            SPDM MeasurementRecordLength          | length of the measurements
            SPDM MeasurementRecord                | the measurements, block by block
            SPDM StandardID                       | who defines the message; 3 is the PCI-SIG
            SPDM VendorIDLength                   | length of the vendor's number
            SPDM VendorID                         | the vendor's number
            SPDM PayloadLength                    | length of the message inside
            SPDM Payload                          | the message inside; zeros in a trace, shown beside
            """);

    private FieldMeanings() {}

    private static Map<String, String> table(String lines) {
        Map<String, String> table = new HashMap<>();
        lines.lines().forEach(line -> {
            int bar = line.indexOf('|');
            table.put(line.substring(0, bar).strip(), line.substring(bar + 1).strip());
        });
        return table;
    }

    static Optional<String> of(TraceEvent.Message message, Field field) {
        String name = INDEX.matcher(field.name()).replaceAll("");
        if (name.startsWith("Reserved") || name.endsWith(".Reserved")) {
            return Optional.of(RESERVED);
        }
        String special = "%s %s %s".formatted(message.protocol(), message.name(), name);
        String general = "%s %s".formatted(message.protocol(), name);
        return Optional.ofNullable(MEANINGS.get(special)).or(() -> Optional.ofNullable(MEANINGS.get(general)));
    }
}
