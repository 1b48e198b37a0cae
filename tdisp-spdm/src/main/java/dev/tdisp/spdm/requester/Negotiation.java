package dev.tdisp.spdm.requester;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.spdm.algorithm.AlgorithmCategory;
import dev.tdisp.spdm.algorithm.Capability;
import dev.tdisp.spdm.algorithm.CapabilityRule;
import dev.tdisp.spdm.algorithm.OpaqueDataFormat;
import dev.tdisp.spdm.algorithm.SpdmRole;
import dev.tdisp.spdm.algorithm.SpdmVersion;
import dev.tdisp.spdm.connection.Connection;
import dev.tdisp.spdm.connection.ConnectionState;
import dev.tdisp.spdm.connection.RequiredAlgorithm;
import dev.tdisp.spdm.connection.TransferSizes;
import dev.tdisp.spdm.message.AlgorithmOffer;
import dev.tdisp.spdm.message.AlgorithmTable;
import dev.tdisp.spdm.message.Algorithms;
import dev.tdisp.spdm.message.Capabilities;
import dev.tdisp.spdm.message.GetCapabilities;
import dev.tdisp.spdm.message.GetVersion;
import dev.tdisp.spdm.message.NegotiateAlgorithms;
import dev.tdisp.spdm.message.NegotiatedContext;
import dev.tdisp.spdm.message.SpdmHeader;
import dev.tdisp.spdm.message.VersionResponse;
import java.util.Comparator;
import java.util.List;

/** GET_VERSION, GET_CAPABILITIES and NEGOTIATE_ALGORITHMS, and what must hold for their responses. */
final class Negotiation {
    private static final int MAXIMUM_EXPONENT = 31;
    private static final int OPAQUE_MASK = 0x0F;
    private static final int DMTF = 1;
    private static final int MULTI_KEY = 0x10;
    private static final int MULTI_KEY_ONLY = 1;

    private final Connection connection;
    private final Exchange exchange;
    private final RequesterOptions options;

    Negotiation(Connection connection, Exchange exchange, RequesterOptions options) {
        this.connection = connection;
        this.exchange = exchange;
        this.options = options;
    }

    NegotiatedContext run() {
        SpdmVersion version = version();
        capabilities(version);
        algorithms(version);
        return connection.context();
    }

    private SpdmVersion version() {
        connection.restart(ConnectionState.NOT_STARTED, "GET_VERSION");
        Reply<VersionResponse> reply = exchange.inClear(GetVersion.of(), VersionResponse.class);
        SpdmVersion version = reply.message().versions().stream()
                .filter(options.versions()::contains)
                .max(Comparator.naturalOrder())
                .orElseThrow(() -> exchange.refuse(
                        "no common version in " + reply.message().versions(), "1.3"));
        append(reply);
        connection.agree(ConnectionState.AFTER_VERSION, NegotiatedContext.NONE, "VERSION");
        return version;
    }

    private void capabilities(SpdmVersion version) {
        boolean hasSizes = version.isAtLeast(SpdmVersion.V1_2);
        int size = hasSizes ? options.dataTransferSize() : 0;
        int largest = hasSizes ? options.maximumMessageSize() : 0;
        var flags = options.capabilities().defined(version, SpdmRole.REQUESTER);
        var request = new GetCapabilities(SpdmHeader.of(version, 0, 0), 0, 0, flags, size, largest);
        Reply<Capabilities> reply = exchange.inClear(request, Capabilities.class);
        Capabilities response = reply.message();
        CapabilityRule.violated(SpdmRole.RESPONDER, version, response.flags()).ifPresent(rule -> {
            throw exchange.refuse("%s violates %s".formatted(response.flags(), rule), "2.1.3");
        });
        if (response.ctExponent() > MAXIMUM_EXPONENT) {
            throw exchange.refuse("CTExponent %d is more than 31".formatted(response.ctExponent()), "2.1");
        }
        if (hasSizes) {
            requireSizes(response);
        }
        append(reply);
        var context = NegotiatedContext.of(version, request, response);
        connection.agree(ConnectionState.AFTER_CAPABILITIES, context, "CAPABILITIES");
    }

    private void requireSizes(Capabilities response) {
        var sizes = new TransferSizes(response.dataTransferSize(), response.maxSpdmMessageSize());
        if (!sizes.isLegal(response.flags().has(Capability.CHUNK_CAP))) {
            throw exchange.refuse("%s are not legal".formatted(sizes), "2.1");
        }
        connection.peerSizes(sizes);
    }

    private void algorithms(SpdmVersion version) {
        NegotiateAlgorithms request = NegotiateAlgorithms.of(version, offer(version));
        Reply<Algorithms> reply = exchange.inClear(request, Algorithms.class);
        Algorithms response = reply.message();
        requireSelections(request.offer(), response);
        requireMeasurements(response);
        requireOtherParams(version, response);
        NegotiatedContext context = connection.context().with(response.suite(request));
        RequiredAlgorithm.missing(context).ifPresent(missing -> {
            throw exchange.refuse("nothing was selected for " + missing, "2.2.2");
        });
        append(reply);
        connection.agree(ConnectionState.NEGOTIATED, context, "ALGORITHMS");
    }

    private AlgorithmOffer offer(SpdmVersion version) {
        boolean hasOtherParams = version.isAtLeast(SpdmVersion.V1_2);
        int theirs = connection.context().responder().value(Capability.MULTI_KEY_CAP);
        boolean isMultiKey = theirs == MULTI_KEY_ONLY
                || theirs != 0 && connection.context().requester().has(Capability.MULTI_KEY_CAP);
        int otherParams = OpaqueDataFormat.FORMAT_1.bit() | (isMultiKey ? MULTI_KEY : 0);
        return AlgorithmOffer.of(
                options.algorithms().known(version),
                hasOtherParams ? otherParams : 0,
                isLogOffered(version) ? DMTF : 0);
    }

    private boolean isLogOffered(SpdmVersion version) {
        return version.isAtLeast(SpdmVersion.V1_3)
                && connection.context().responder().has(Capability.MEL_CAP);
    }

    private void requireSelections(AlgorithmOffer offer, Algorithms response) {
        if (!types(response.tables()).equals(types(offer.tables()))) {
            throw exchange.refuse("the tables are not those of the request", "2.2");
        }
        if (!response.extAsym().isEmpty() || !response.extHash().isEmpty()) {
            throw exchange.refuse("algorithms of other registries are selected", "2.2");
        }
        if (response.tables().stream().anyMatch(table -> !table.external().isEmpty())) {
            throw exchange.refuse("algorithms of other registries are selected", "2.2");
        }
        for (AlgorithmCategory category : AlgorithmCategory.values()) {
            requireSelection(category, offer, response.mask(category));
        }
    }

    private void requireSelection(AlgorithmCategory category, AlgorithmOffer offer, long selected) {
        boolean isKnown = selected == 0 || category.selected(selected).isPresent();
        boolean isOffered = category == AlgorithmCategory.MEASUREMENT_HASH || (selected & ~offer.mask(category)) == 0;
        if (!isKnown || !isOffered) {
            throw exchange.refuse("%s: the selection %x was not offered".formatted(category, selected), "2.2.2");
        }
    }

    private void requireMeasurements(Algorithms response) {
        boolean isMeasuring = connection.context().responder().has(Capability.MEAS_CAP);
        if (response.measurementSpecification() != (isMeasuring ? 1 : 0)
                || isMeasuring != (response.measurementHash() != 0)) {
            throw exchange.refuse(
                    "measurement specification %d, hash %x"
                            .formatted(response.measurementSpecification(), response.measurementHash()),
                    "2.2.2");
        }
    }

    private void requireOtherParams(SpdmVersion version, Algorithms response) {
        if (version.isAtLeast(SpdmVersion.V1_3) && response.melSpecification() != (isLogOffered(version) ? DMTF : 0)) {
            throw exchange.refuse("MELspecificationSel %d".formatted(response.melSpecification()), "2.2.2");
        }
        int format = response.otherParams() & OPAQUE_MASK;
        boolean isOffered = format == 0 || format == OpaqueDataFormat.FORMAT_1.bit();
        if (version.isAtLeast(SpdmVersion.V1_2) && !isOffered) {
            throw exchange.refuse("the opaque data format %d was not offered".formatted(format), "2.2.2");
        }
        boolean isMultiKey = (response.otherParams() & MULTI_KEY) != 0;
        int own = options.capabilities().value(Capability.MULTI_KEY_CAP);
        if (version.isAtLeast(SpdmVersion.V1_3) && (isMultiKey ? own == 0 : own == MULTI_KEY_ONLY)) {
            throw exchange.refuse("RequesterMultiKeyConnSel does not fit MULTI_KEY_CAP %d".formatted(own), "2.2.2");
        }
    }

    private static List<Integer> types(List<AlgorithmTable> tables) {
        return tables.stream().map(AlgorithmTable::type).toList();
    }

    private void append(Reply<?> reply) {
        for (Bytes message : List.of(reply.request(), reply.bytes())) {
            connection.transcript().appendNegotiation(message);
        }
    }
}
