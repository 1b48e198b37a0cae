package dev.tdisp.core.responder;

import dev.tdisp.core.env.EntropyException;
import dev.tdisp.core.message.LockFlags;
import dev.tdisp.core.message.LockInterfaceRequest;
import dev.tdisp.core.message.LockInterfaceResponse;
import dev.tdisp.core.message.LockParameters;
import dev.tdisp.core.message.Nonce;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.message.TdispResponse;
import dev.tdisp.core.tdi.LockBinding;
import dev.tdisp.core.tdi.LockCheck;
import dev.tdisp.core.tdi.LockRefusal;
import dev.tdisp.core.tdi.Refusal;
import dev.tdisp.core.tdi.TdispSwitch;
import dev.tdisp.core.wire.Bytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Answers LOCK_INTERFACE_REQUEST (sections 11.3.8 and 11.3.9). A lock that fails binds nothing: the nonce is drawn
 * before the device locks anything, and behind all checks.
 */
final class LockHandler {
    private static final int PAGE = 4096;
    private static final int LARGEST_REPORT = 0xFFFF;
    private static final Comparator<LockRefusal> ORDER_OF_CHECKS = Comparator.comparing(
                    (LockRefusal refusal) -> refusal.check().code() != TdispErrorCode.INVALID_REQUEST)
            .thenComparing(LockRefusal::check);

    private final Dsm dsm;
    private final Exchange exchange;

    LockHandler(Dsm dsm, Exchange exchange) {
        this.dsm = dsm;
        this.exchange = exchange;
    }

    TdispResponse answer(LockInterfaceRequest request) {
        if (exchange.isRefusedByState(RequestCode.LOCK_INTERFACE_REQUEST)) {
            return refused(LockCheck.L2.refuse(exchange.machine().toString()).refusal());
        }
        LockParameters parameters = effective(request.parameters());
        Optional<Refusal> refusal = check(request.parameters(), parameters);
        if (refusal.isPresent()) {
            return refused(refusal.get());
        }
        try {
            return lock(parameters);
        } catch (EntropyException e) {
            Refusal entropy =
                    LockCheck.L18.refuse(String.valueOf(e.getMessage())).refusal();
            boolean isUnspecified = dsm.has(TdispSwitch.ENTROPY_FAILURE_IS_UNSPECIFIED);
            return refused(isUnspecified ? entropy.withCode(TdispErrorCode.UNSPECIFIED) : entropy);
        }
    }

    private LockParameters effective(LockParameters asked) {
        LockFlags flags = asked.flags().and(supported());
        long offset = dsm.has(TdispSwitch.REPORTING_OFFSET_IGNORED) ? 0 : asked.mmioReportingOffset();
        return new LockParameters(flags, asked.defaultStreamId(), offset, asked.bindP2pAddressMask());
    }

    private LockFlags supported() {
        return Capabilities.lockFlags(dsm.backend(), dsm.profile());
    }

    private Optional<Refusal> check(LockParameters asked, LockParameters effective) {
        if (effective.mmioReportingOffset() % PAGE != 0) {
            return Optional.of(Refusal.invalidRequest("OFFSET", "MMIO_REPORTING_OFFSET is not a multiple of 4096"));
        }
        List<LockRefusal> found = new ArrayList<>();
        if (!asked.flags().defined().isSubsetOf(supported()) && !dsm.has(TdispSwitch.LOCK_FLAGS_NOT_CHECKED)) {
            found.add(LockCheck.L20.refuse(asked.flags() + " is not within " + supported()));
        }
        for (LockRefusal refusal : exchange.tdi().lockRefusals(exchange.sessionId(), effective)) {
            if (!refusal.check().isAboutIde() || !dsm.has(TdispSwitch.LOCK_WITHOUT_IDE_CHECKS)) {
                found.add(refusal);
            }
        }
        return found.stream().min(ORDER_OF_CHECKS).map(LockRefusal::refusal);
    }

    private TdispResponse lock(LockParameters parameters) {
        Nonce nonce = Nonce.random(dsm.env().random());
        boolean isLocked = false;
        try {
            isLocked = exchange.machine().lock(() -> bind(parameters), nonce);
        } finally {
            if (!isLocked) {
                nonce.destroy();
                exchange.tdi().stop();
            }
        }
        return isLocked
                ? new LockInterfaceResponse(dsm.replies().header(exchange.header()), nonce)
                : refused(LockCheck.L17
                        .refuse("the configuration changed while it was locked")
                        .refusal());
    }

    private LockBinding bind(LockParameters parameters) {
        HostedTdi tdi = exchange.tdi();
        tdi.lock(exchange.sessionId(), parameters);
        Bytes report = tdi.report();
        if (report.size() > LARGEST_REPORT) {
            throw new IllegalStateException("report: %d bytes are more than 65535".formatted(report.size()));
        }
        return new LockBinding(exchange.sessionId(), parameters, report);
    }

    private TdispResponse refused(Refusal refusal) {
        TdispErrorCode code =
                exchange.machine().refuse(RequestCode.LOCK_INTERFACE_REQUEST).orElse(refusal.code());
        return dsm.replies().error(exchange.header(), code, refusal.toString());
    }
}
