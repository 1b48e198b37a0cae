package dev.tdisp.lab.script;

import dev.tdisp.core.idekm.KeySetAck;
import dev.tdisp.core.idekm.KpAck;
import dev.tdisp.core.idekm.KpAckStatus;
import dev.tdisp.core.idekm.QueryResp;
import dev.tdisp.core.message.DeviceInterfaceReportPortion;
import dev.tdisp.core.message.DeviceInterfaceState;
import dev.tdisp.core.message.GetDeviceInterfaceReport;
import dev.tdisp.core.message.LockInterfaceResponse;
import dev.tdisp.core.message.RequestCode;
import dev.tdisp.core.message.TdiState;
import dev.tdisp.core.message.TdispCapabilities;
import dev.tdisp.core.message.TdispError;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.message.TdispHeader;
import dev.tdisp.core.message.TdispResponse;
import dev.tdisp.core.message.TdispVersion;
import dev.tdisp.core.report.DeviceInterfaceReport;
import dev.tdisp.core.report.MmioAddressUnit;
import dev.tdisp.core.report.ReportAssembly;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.spdm.vendor.VendorProtocol;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A request of a scripted host. The line is complete once the script has said what must come back. */
public final class Sent {
    private static final String ERROR_CLAUSE = "TDISP 11.3.24";

    private final HostScript script;
    private final HostLine line;

    Sent(HostScript script, HostLine line) {
        this.script = script;
        this.line = line;
    }

    /**
     * Names the step, for the text of a failure.
     *
     * @param title what the step is about
     * @return this
     */
    public Sent as(String title) {
        line.name(title);
        return this;
    }

    /**
     * Bends the request.
     *
     * @param change bends the right request
     * @return this
     */
    public Sent but(UnaryOperator<Bend> change) {
        line.bend(change.apply(line.bend()));
        return this;
    }

    /**
     * Sends the nonce of an earlier lock, for a start.
     *
     * @param capture the name under which that exchange was kept
     * @return this
     */
    public Sent from(String capture) {
        line.from(capture);
        return this;
    }

    /**
     * Expects the response that belongs to the request.
     *
     * @return the exchange
     */
    public Answered expectResponse() {
        String name = RequestCode.valueOf(line.kind().name()).responseName();
        return expect(name, line.kind().clause(), came -> {
            TdispResponse response = response(came, TdispResponse.class);
            if (!response.name().equals(name)) {
                throw new Mistake(came.describe());
            }
        });
    }

    /**
     * Expects TDISP_VERSION.
     *
     * @param assertions made about it
     * @return the exchange
     */
    public Answered expectVersion(Consumer<? super TdispVersion> assertions) {
        return expect(RequestCode.GET_TDISP_VERSION, TdispVersion.class, assertions);
    }

    /**
     * Expects TDISP_CAPABILITIES.
     *
     * @param assertions made about it
     * @return the exchange
     */
    public Answered expectCapabilities(Consumer<? super TdispCapabilities> assertions) {
        return expect(RequestCode.GET_TDISP_CAPABILITIES, TdispCapabilities.class, assertions);
    }

    /**
     * Expects LOCK_INTERFACE_RESPONSE.
     *
     * @return the exchange
     */
    public Answered expectLockInterfaceResponse() {
        return expectLockInterfaceResponse(lock -> {});
    }

    /**
     * Expects LOCK_INTERFACE_RESPONSE.
     *
     * @param assertions made about it; its nonce is destroyed afterwards
     * @return the exchange
     */
    public Answered expectLockInterfaceResponse(Consumer<? super LockInterfaceResponse> assertions) {
        return expect(RequestCode.LOCK_INTERFACE_REQUEST, LockInterfaceResponse.class, assertions);
    }

    /**
     * Expects a portion of a report.
     *
     * @param assertions made about it
     * @return the exchange
     */
    public Answered expectReportPortion(Consumer<? super DeviceInterfaceReportPortion> assertions) {
        return expect(RequestCode.GET_DEVICE_INTERFACE_REPORT, DeviceInterfaceReportPortion.class, assertions);
    }

    /**
     * Expects the report, asks for the rest of it until nothing remains, and decodes it.
     *
     * @param assertions made about it
     * @return the first exchange
     */
    public Answered expectReport(Consumer<? super DeviceInterfaceReport> assertions) {
        RequestCode code = RequestCode.GET_DEVICE_INTERFACE_REPORT;
        return expect("a whole report", line.kind().clause(), came -> {
            var assembly = new ReportAssembly(DeviceInterfaceReport.MAX_SIZE);
            try {
                assembly.add(response(came, DeviceInterfaceReportPortion.class));
                while (!assembly.isComplete()) {
                    var more =
                            new GetDeviceInterfaceReport(script.header(), assembly.nextOffset(), assembly.nextLength());
                    Optional<Message> next = came.more().apply(more.toBytes());
                    assembly.add(Came.as(DeviceInterfaceReportPortion.class, next));
                }
                assertions.accept(DeviceInterfaceReport.decode(assembly.toBytes(), MmioAddressUnit.PAGE));
            } catch (MalformedMessageException e) {
                throw new Mistake("%s that does not fit together: %s".formatted(code.responseName(), e.getMessage()));
            }
        });
    }

    /**
     * Expects DEVICE_INTERFACE_STATE.
     *
     * @param state the state that it must tell
     * @return the exchange
     */
    public Answered expectState(TdiState state) {
        String name = "%s %s".formatted(RequestCode.GET_DEVICE_INTERFACE_STATE.responseName(), state);
        return expect(name, line.kind().clause(), came -> {
            if (!response(came, DeviceInterfaceState.class).state().equals(Optional.of(state))) {
                throw new Mistake(came.describe());
            }
        });
    }

    /**
     * Expects TDISP_ERROR.
     *
     * @param code the reason that it must give
     * @return the exchange
     */
    public Answered expectError(TdispErrorCode code) {
        return expect("%s %s".formatted(TdispError.NAME, code), ERROR_CLAUSE, came -> {
            if (!response(came, TdispError.class).error().equals(Optional.of(code))) {
                throw new Mistake(came.describe());
            }
        });
    }

    /**
     * Expects that the protocol gives no answer: nothing comes, or SPDM refuses in its stead.
     *
     * @return the exchange
     */
    public Answered expectSilence() {
        return expect("no answer", line.kind().clause(), came -> {
            if (came.answer().isPresent()) {
                throw new Mistake(came.describe());
            }
        });
    }

    /**
     * Expects exactly these bytes.
     *
     * @param answer the whole message
     * @return the exchange
     */
    public Answered expectRaw(Bytes answer) {
        return expect(
                "the %d bytes of the script".formatted(answer.size()),
                line.kind().clause(),
                came -> {
                    if (!came.answer().map(Message::bytes).equals(Optional.of(answer))) {
                        throw new Mistake(came.describe());
                    }
                });
    }

    /**
     * Expects QUERY_RESP.
     *
     * @param assertions made about it
     * @return the exchange
     */
    public Answered expectQueryResp(Consumer<? super QueryResp> assertions) {
        return expect("QUERY_RESP", line.kind().clause(), came -> assertions.accept(came.as(QueryResp.class)));
    }

    /**
     * Expects KP_ACK.
     *
     * @param status the status that it must tell
     * @return the exchange
     */
    public Answered expectKpAck(KpAckStatus status) {
        return expect("KP_ACK " + status, line.kind().clause(), came -> {
            if (came.as(KpAck.class).status() != status.code()) {
                throw new Mistake(came.describe());
            }
        });
    }

    /**
     * Expects K_GOSTOP_ACK.
     *
     * @return the exchange
     */
    public Answered expectKeySetAck() {
        return expect("K_GOSTOP_ACK", line.kind().clause(), came -> came.as(KeySetAck.class));
    }

    private <R extends TdispResponse> Answered expect(RequestCode code, Class<R> type, Consumer<? super R> assertions) {
        return expect(code.responseName(), "TDISP " + code.clause(), came -> assertions.accept(response(came, type)));
    }

    private Answered expect(String what, String clause, HostLine.Check check) {
        script.complete(line, new HostLine.Answer("%s  (%s)".formatted(what, clause), check));
        return new Answered(name -> line.capture(name, script.captures()));
    }

    /** A response of this type, about the interface that was asked for. */
    private static <R extends TdispResponse> R response(Came came, Class<R> type) {
        R response = came.as(type);
        Optional<TdispHeader> asked = came.request().header();
        boolean isElsewhere = asked.filter(header -> !header.interfaceId()
                        .normalized()
                        .equals(response.header().interfaceId().normalized()))
                .isPresent();
        if (isElsewhere && came.request().protocol() == VendorProtocol.TDISP) {
            throw new Mistake(came.describe() + ", of another interface");
        }
        if (!(response instanceof TdispError) && response.header().version() != TdispHeader.VERSION_1_0) {
            throw new Mistake("%s in version %02Xh"
                    .formatted(came.describe(), response.header().version()));
        }
        return response;
    }
}
