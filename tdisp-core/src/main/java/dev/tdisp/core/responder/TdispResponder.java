package dev.tdisp.core.responder;

import dev.tdisp.core.env.Env;
import dev.tdisp.core.message.InterfaceId;
import dev.tdisp.core.message.LockInterfaceResponse;
import dev.tdisp.core.message.Preamble;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdispError;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.message.TdispHeader;
import dev.tdisp.core.message.TdispRequest;
import dev.tdisp.core.message.TdispResponse;
import dev.tdisp.core.message.UnknownRequest;
import dev.tdisp.core.message.UnknownResponse;
import dev.tdisp.core.tdi.TdiEvent;
import dev.tdisp.core.tdi.TdispSwitch;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import java.util.Optional;

/**
 * The TDISP responder of a DSM: bytes in, bytes out.
 *
 * <p>Checks come in one order, and the first that fails answers: size of the header (no TDISP answer at all), request
 * code, length, version, INTERFACE_ID, capacity, state, what the request carries, device configuration, entropy. No
 * error reply changes a state. What a peer does never makes this throw. For one thread at a time.
 *
 * <pre>{@code
 * var responder = new TdispResponder(device, TdispProfile.SPEC, env, "device");
 * Optional<Bytes> response = responder.handle(sessionId, request);
 * }</pre>
 */
public final class TdispResponder {
    private static final String PEER = "tsm";
    private static final int FIRST_REQUEST = 0x80;

    private final TdiBackend backend;
    private final TdispProfile profile;
    private final Env env;
    private final String name;
    private final Replies replies;
    private final Dsm dsm;
    private final HostedInterfaces hosted;
    private final RequestSlots slots;

    /**
     * Creates the responder.
     *
     * @param backend the device
     * @param profile how it behaves
     * @param env time, randomness and trace
     * @param name the DSM's name in traces, for example {@code device}
     */
    public TdispResponder(TdiBackend backend, TdispProfile profile, Env env, String name) {
        this.backend = backend;
        this.profile = profile;
        this.env = env;
        this.name = name;
        this.replies = new Replies(profile, env, name);
        this.dsm = new Dsm(backend, profile, env, replies);
        this.hosted = new HostedInterfaces(backend, profile);
        this.slots = new RequestSlots(backend, profile);
    }

    /**
     * Answers a request.
     *
     * @param sessionId the SPDM session that it came over
     * @param request the TDISP message, from the TDISPVersion byte on
     * @return the response; nothing if TDISP has no answer, so that SPDM refuses the message
     */
    public Optional<Bytes> handle(long sessionId, Bytes request) {
        if (request.size() < TdispHeader.SIZE) {
            return Optional.empty();
        }
        var in = WireReader.of(request);
        var preamble = Preamble.decode(in);
        if (profile.has(TdispSwitch.SEGMENT_WITHOUT_VALID_UNANSWERED)
                && HostedInterfaces.hasStraySegment(preamble.header().interfaceId())) {
            return Optional.empty();
        }
        return respond(sessionId, preamble, in).map(this::send);
    }

    /**
     * Takes the end of an SPDM session: interfaces locked over it see {@link TdiEvent#SESSION_ENDED} (section 11.4.5).
     *
     * @param sessionId the session
     */
    public void sessionEnded(long sessionId) {
        for (HostedTdi tdi : backend.interfaces()) {
            boolean isLockedOverIt = tdi.machine()
                    .binding()
                    .filter(binding -> binding.sessionId() == sessionId)
                    .isPresent();
            if (isLockedOverIt) {
                tdi.machine().on(TdiEvent.SESSION_ENDED, "session %08Xh".formatted(sessionId));
            }
        }
    }

    /**
     * Takes a place among the outstanding requests, as a request does that is still being worked on.
     *
     * @param interfaceId an interface that is hosted
     * @return the place, to be given back; nothing if the responder is {@link TdispErrorCode#BUSY}
     * @throws IllegalArgumentException if no such interface is hosted
     */
    public Optional<RequestSlot> occupy(InterfaceId interfaceId) {
        return hosted.match(interfaceId)
                .map(slots::take)
                .orElseThrow(() -> new IllegalArgumentException(interfaceId + " is not hosted"));
    }

    /** Forgets what the responder itself holds, as a conventional reset of the device does (section 11.4.8). */
    public void reset() {
        hosted.reset();
        slots.reset();
    }

    private Optional<TdispResponse> respond(long sessionId, Preamble preamble, WireReader in) {
        TdispHeader header = preamble.header();
        Optional<RequestCode> code = RequestCode.of(preamble.messageType());
        if (code.isEmpty()) {
            return Optional.of(unknown(sessionId, preamble, in));
        }
        if (!Capabilities.supported(backend, profile).contains(code.get())) {
            return Optional.of(replies.unsupported(header, preamble.messageType()));
        }
        TdispRequest request;
        try {
            request = TdispRequest.decode(preamble, in);
        } catch (MalformedMessageException e) {
            String reason = String.valueOf(e.getMessage());
            return unless(TdispSwitch.WRONG_LENGTH_UNANSWERED, header, TdispErrorCode.INVALID_REQUEST, reason);
        }
        if (!isVersionServed(code.get(), header)) {
            return unless(
                    TdispSwitch.WRONG_VERSION_UNANSWERED,
                    header,
                    TdispErrorCode.VERSION_MISMATCH,
                    "TDISPVersion %02Xh".formatted(header.version()));
        }
        return Optional.of(addressed(sessionId, code.get(), request));
    }

    private TdispResponse addressed(long sessionId, RequestCode code, TdispRequest request) {
        TdispHeader header = request.header();
        Optional<HostedTdi> tdi = hosted.find(code, header.interfaceId());
        if (tdi.isEmpty()) {
            boolean isAnswered = code == RequestCode.GET_TDISP_CAPABILITIES
                    && profile.has(TdispSwitch.CAPABILITIES_FOR_ANY_INTERFACE);
            return isAnswered
                    ? Capabilities.answer(backend, profile, replies.header(header))
                    : replies.error(header, TdispErrorCode.INVALID_INTERFACE, header.interfaceId() + " is not hosted");
        }
        Optional<RequestSlot> slot = slots.take(tdi.get());
        if (slot.isEmpty()) {
            return replies.error(header, TdispErrorCode.BUSY, "too many requests are outstanding");
        }
        try {
            return request.accept(new RequestHandler(dsm, exchange(sessionId, header, tdi.get())));
        } finally {
            slot.get().close();
        }
    }

    private Exchange exchange(long sessionId, TdispHeader header, HostedTdi tdi) {
        boolean isOwnIdTold = profile.has(TdispSwitch.INTERFACE_ID_IGNORED);
        TdispHeader answered =
                isOwnIdTold ? new TdispHeader(header.version(), header.reserved(), tdi.interfaceId()) : header;
        return new Exchange(sessionId, answered, tdi);
    }

    private TdispResponse unknown(long sessionId, Preamble preamble, WireReader in) {
        TdispHeader header = preamble.header();
        if (profile.has(TdispSwitch.UNKNOWN_REQUEST_TO_VENDOR) && isRequest(preamble.messageType())) {
            var request = new UnknownRequest(header, preamble.messageType(), in.rest("Payload"));
            Optional<Bytes> answer = backend.unknownRequest(sessionId, request);
            if (answer.isPresent()) {
                return new UnknownResponse(replies.header(header), request.code() - FIRST_REQUEST, answer.get());
            }
        }
        return replies.unsupported(header, preamble.messageType());
    }

    private boolean isVersionServed(RequestCode code, TdispHeader header) {
        if (profile.has(TdispSwitch.VERSION_NOT_CHECKED)) {
            return true;
        }
        boolean isMajorEnough =
                code == RequestCode.GET_TDISP_VERSION && !profile.has(TdispSwitch.VERSION_MINOR_CHECKED);
        return isMajorEnough ? header.majorVersion() == 1 : header.version() == TdispHeader.VERSION_1_0;
    }

    private Optional<TdispResponse> unless(
            TdispSwitch unanswered, TdispHeader header, TdispErrorCode code, String reason) {
        return profile.has(unanswered) ? Optional.empty() : Optional.of(replies.error(header, code, reason));
    }

    private Bytes send(TdispResponse response) {
        if (env.trace().isEnabled()) {
            env.trace().record(response.toEvent(env.clock().instant(), name, PEER));
        }
        Bytes bytes = response.toBytes();
        if (response instanceof LockInterfaceResponse lock) {
            lock.nonce().destroy();
        }
        if (response instanceof TdispError) {
            hosted.match(response.header().interfaceId())
                    .ifPresent(tdi -> tdi.machine().errorReplied());
        }
        return bytes;
    }

    private static boolean isRequest(int messageType) {
        return messageType > FIRST_REQUEST && messageType - FIRST_REQUEST != TdispError.CODE;
    }
}
