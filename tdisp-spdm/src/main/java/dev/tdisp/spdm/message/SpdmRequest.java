package dev.tdisp.spdm.message;

/** A message that asks. */
public sealed interface SpdmRequest extends SpdmMessage
        permits Challenge,
                EndSession,
                Finish,
                GetCapabilities,
                GetCertificate,
                GetDigests,
                GetMeasurements,
                GetVersion,
                Heartbeat,
                KeyExchange,
                KeyUpdate,
                NegotiateAlgorithms,
                PskExchange,
                PskFinish,
                UnknownRequest,
                VendorDefinedRequest {}
