package dev.tdisp.lab.conformance.spdm;

import dev.tdisp.core.env.RandomSource;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.lab.conformance.SetupException;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.CapabilityFlags;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.certificate.CertificateChain;
import dev.tdisp.spdm.connection.KeyLog;
import dev.tdisp.spdm.crypto.Hash;
import dev.tdisp.spdm.crypto.SigningContext;
import dev.tdisp.spdm.crypto.Verifier;
import dev.tdisp.spdm.message.Algorithms;
import dev.tdisp.spdm.message.Capabilities;
import dev.tdisp.spdm.message.GetCapabilities;
import dev.tdisp.spdm.message.NegotiateAlgorithms;
import dev.tdisp.spdm.message.NegotiatedContext;
import dev.tdisp.spdm.message.SpdmCodec;
import dev.tdisp.spdm.message.SpdmHeader;
import dev.tdisp.spdm.message.SpdmRequest;
import dev.tdisp.spdm.message.SpdmResponse;
import dev.tdisp.spdm.transport.SpdmTransport;
import dev.tdisp.spdm.transport.TransportException;
import dev.tdisp.spdm.transport.TransportMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The suite's end of an SPDM connection: sends any bytes in any state, and remembers all of them.
 *
 * <p>What it knows of the other end it has learnt from its answers. It judges nothing. For one thread at a time.
 */
final class SpdmPeer {
    /** As large as a message of a usual transport can be, so that nothing has to come in chunks. */
    static final int SIZE = 0x1_0000;

    private static final int FIRST_HALF = 0xFFFE;
    private static final int PORTION = 0x400;
    private static final int CHAIN_LIMIT = 0x1_0000;
    private static final int NONCE = 32;
    private static final int ERROR = 0x7F;
    private static final Bytes GET_VERSION = Bytes.fromHex("10 84 00 00");

    private final SpdmTransport transport;
    private final RandomSource random;
    private final KeyLog keyLog;
    private final List<SpdmVersion> versions = new ArrayList<>();
    private final Map<Integer, Bytes> chains = new TreeMap<>();
    private NegotiatedContext context = NegotiatedContext.NONE;
    private Bytes negotiation = Bytes.EMPTY;
    private Bytes digests = Bytes.EMPTY;

    private int half = FIRST_HALF;

    SpdmPeer(SpdmTransport transport, RandomSource random, KeyLog keyLog) {
        this.transport = transport;
        this.random = random;
        this.keyLog = keyLog;
    }

    /** Gives the requester's half of a session id, another one each time. */
    int nextHalf() {
        return half--;
    }

    KeyLog keyLog() {
        return keyLog;
    }

    RandomSource random() {
        return random;
    }

    SpdmTransport transport() {
        return transport;
    }

    SpdmVersion version() {
        return context.version();
    }

    NegotiatedContext context() {
        return context;
    }

    Hash hash() {
        return Hash.of(context.suite().hash());
    }

    /** Returns GET_VERSION to ALGORITHMS as they were said. */
    Bytes negotiation() {
        return negotiation;
    }

    /** Returns the versions that VERSION lists and the suite knows, as they stand there. */
    List<SpdmVersion> versions() {
        return versions;
    }

    Bytes nonce() {
        return random.next(NONCE);
    }

    /** Sends a message in the clear. */
    Optional<Bytes> send(Bytes request) {
        return exchange(TransportMessage.spdm(request))
                .map(TransportMessage::payload)
                .map(answer -> trim(request, answer));
    }

    /** Sends a message in the clear that has to be answered. */
    Bytes ask(Bytes request) {
        return send(request).orElseThrow(() -> new SilenceException(request));
    }

    /** Writes a request by a template, and sends it in the clear. */
    Bytes ask(String template) {
        return ask(request(template));
    }

    Bytes request(String template) {
        return Template.request(this, template);
    }

    /** Hands a message to the transport; silence of any kind is no answer. */
    Optional<TransportMessage> exchange(TransportMessage request) {
        try {
            return Optional.of(transport.exchange(request));
        } catch (TransportException e) {
            return Optional.empty();
        }
    }

    /** Cuts off what the transport may have padded. */
    Bytes trim(Bytes request, Bytes answer) {
        try {
            SpdmRequest asked = SpdmCodec.request(request, context).message();
            var decoded = SpdmCodec.response(answer, asked, context);
            return decoded.trailing().size() < Integer.BYTES ? decoded.bytes() : answer;
        } catch (MalformedMessageException e) {
            return answer;
        }
    }

    /** Begins a new connection. */
    void readVersions() {
        negotiation = Bytes.EMPTY;
        digests = Bytes.EMPTY;
        versions.clear();
        chains.clear();
        context = NegotiatedContext.NONE;
        Bytes answer = setUp(GET_VERSION, 0x04);
        for (int entry = 6; entry + 1 < answer.size() && entry < 6 + 2 * answer.at(5); entry += 2) {
            SpdmVersion.of(answer.at(entry + 1)).ifPresent(versions::add);
        }
    }

    /** Goes as far as VERSION, and demands that one version is offered. */
    void begin(SpdmVersion version) {
        readVersions();
        if (!versions.contains(version)) {
            throw new NotApplicableException("SPDM %s is not offered: VERSION lists %s".formatted(version, versions));
        }
        context = new NegotiatedContext(version, CapabilityFlags.NONE, CapabilityFlags.NONE, context.suite());
    }

    /** Goes on as far as CAPABILITIES. */
    Bytes readCapabilities(CapabilityFlags own) {
        GetCapabilities request = Offer.capabilities(version(), own, SIZE, SIZE);
        Bytes answer = setUp(request.encode(), 0x61);
        SpdmResponse response = decode(request, answer);
        if (response instanceof Capabilities capabilities) {
            context = NegotiatedContext.of(version(), request, capabilities);
        }
        return answer;
    }

    /** Goes on as far as ALGORITHMS. */
    Bytes readAlgorithms() {
        return readAlgorithms(NegotiateAlgorithms.of(version(), Offer.algorithms(context)));
    }

    /** Goes on as far as ALGORITHMS, with an offer of one's own. */
    Bytes readAlgorithms(NegotiateAlgorithms request) {
        Bytes answer = setUp(request.encode(), 0x63);
        if (decode(request, answer) instanceof Algorithms algorithms) {
            context = context.with(algorithms.suite(request));
        }
        return answer;
    }

    /** Goes from the beginning as far as ALGORITHMS. */
    void negotiate(SpdmVersion version, CapabilityFlags own) {
        begin(version);
        readCapabilities(own);
        readAlgorithms();
    }

    /** Demands a capability of the other end. */
    void require(Capability capability) {
        if (!context.responder().has(capability)) {
            throw new NotApplicableException(
                    "%s is not set: CAPABILITIES has %s".formatted(capability, context.responder()));
        }
    }

    /** Asks GET_DIGESTS, unless that is known. */
    Bytes digests() {
        if (digests.isEmpty()) {
            require(Capability.CERT_CAP);
            digests = require(ask("vv 81 00 00"), 0x01);
        }
        return digests;
    }

    /** Returns the slots that have chains, by DIGESTS. */
    List<Integer> slots() {
        int mask = digests().at(3);
        return IntStream.range(0, Byte.SIZE)
                .filter(slot -> (mask & 1 << slot) != 0)
                .boxed()
                .toList();
    }

    /** Returns the chain of a slot; asks for it if it is not known. */
    Bytes chain(int slot) {
        Bytes known = chains.get(slot);
        return known == null ? collect(slot, new ArrayList<>()) : known;
    }

    /** Takes a chain for that of a slot, without asking. */
    void know(int slot, Bytes chain) {
        chains.put(slot, chain);
    }

    /** Asks for a chain, and keeps the exchanges. */
    Bytes collect(int slot, List<Bytes> exchanges) {
        Bytes chain = Bytes.EMPTY;
        int remainder = 1;
        while (remainder > 0 && chain.size() < CHAIN_LIMIT) {
            Bytes request = request("vv 82 %02x 00 %s %s".formatted(slot, u16(chain.size()), u16(PORTION)));
            Bytes answer = require(ask(request), 0x02);
            exchanges.add(request);
            exchanges.add(answer);
            int portion = word(answer, 4);
            remainder = word(answer, 6);
            if (portion == 0 || answer.size() < 8 + portion) {
                throw new SetupException("CERTIFICATE has a portion of %d bytes in %s".formatted(portion, answer));
            }
            chain = chain.plus(answer.slice(8, 8 + portion));
        }
        chains.put(slot, chain);
        return chain;
    }

    /** Tells whether a signature is that of the key of a slot. */
    boolean isSigned(int slot, SigningContext signing, Bytes transcript, Bytes signature) {
        try {
            Bytes key = CertificateChain.decode(chain(slot), hash()).leaf().publicKey();
            Verifier verifier = Verifier.of(context.suite().signature(), key);
            return signing.verify(verifier, version(), hash(), transcript, signature);
        } catch (MalformedMessageException e) {
            return false;
        }
    }

    /** Reads a field of two bytes; 0 where there is none. */
    static int word(Bytes bytes, int offset) {
        return offset + 1 < bytes.size() ? bytes.at(offset) | bytes.at(offset + 1) << Byte.SIZE : 0;
    }

    static String u16(int value) {
        return "%02x %02x".formatted(value & 0xFF, value >> Byte.SIZE & 0xFF);
    }

    /** Demands an answer of a kind in a step that is no assertion itself. */
    Bytes require(Bytes answer, int code) {
        if (answer.size() < SpdmHeader.SIZE || answer.at(1) != code) {
            String kind =
                    answer.size() > 2 && answer.at(1) == ERROR ? "ERROR %02Xh".formatted(answer.at(2)) : "" + answer;
            throw new SetupException("%02Xh was expected, and %s came".formatted(code, kind));
        }
        return answer;
    }

    private Bytes setUp(Bytes request, int code) {
        Bytes answer = require(ask(request), code);
        negotiation = negotiation.plus(request).plus(answer);
        return answer;
    }

    private SpdmResponse decode(SpdmRequest request, Bytes answer) {
        try {
            return SpdmCodec.response(WireReader.of(answer).rest("Message"), request, context)
                    .message();
        } catch (MalformedMessageException e) {
            throw new SetupException(
                    "%s is answered by what cannot be read: %s".formatted(request.name(), e.getMessage()));
        }
    }
}
