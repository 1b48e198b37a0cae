package dev.tdisp.spdm.message;

/** A message that answers. */
public sealed interface SpdmResponse extends SpdmMessage
        permits Algorithms,
                Capabilities,
                Certificate,
                ChallengeAuth,
                Digests,
                EndSessionAck,
                ErrorResponse,
                FinishResponse,
                HeartbeatAck,
                KeyExchangeResponse,
                KeyUpdateAck,
                Measurements,
                PskExchangeResponse,
                PskFinishResponse,
                UnknownResponse,
                VendorDefinedResponse,
                VersionResponse {}
