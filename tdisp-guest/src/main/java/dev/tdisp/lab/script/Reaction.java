package dev.tdisp.lab.script;

import dev.tdisp.core.message.DeviceInterfaceReportPortion;
import dev.tdisp.core.message.GetDeviceInterfaceReport;
import dev.tdisp.core.message.TdispError;
import dev.tdisp.core.message.TdispErrorCode;
import dev.tdisp.core.message.TdispHeader;
import dev.tdisp.core.message.TdispResponse;
import dev.tdisp.core.wire.Bytes;
import java.util.Optional;
import java.util.function.Function;

/** What a script does about a request that it has awaited. */
@FunctionalInterface
interface Reaction {
    /** The answer of an honest device. */
    Reaction HONEST = heard -> Reply.honest(heard.honest());

    /** The answer of an honest device; the step goes on while that refuses. */
    Reaction HONEST_UNTIL_GRANTED = heard -> {
        Optional<Bytes> answer = heard.honest();
        boolean isGranted =
                answer.filter(response -> response.at(1) != TdispError.CODE).isPresent();
        return new Reply(answer, false, false, isGranted, "");
    };

    Reply to(Heard heard);

    /**
     * What is answered.
     *
     * @param answer the answer; nothing if the protocol gives none
     * @param isOwn whether the script has made or changed it, so that no device has recorded it
     * @param isSilent whether nothing at all goes back, not even a refusal of the layer below
     * @param isLast whether the step is over
     * @param remark what is special about it; empty for an honest answer
     */
    record Reply(Optional<Bytes> answer, boolean isOwn, boolean isSilent, boolean isLast, String remark) {
        static Reply honest(Optional<Bytes> answer) {
            return new Reply(answer, false, false, true, "");
        }

        static Reply own(Bytes answer, String remark) {
            return new Reply(Optional.of(answer), true, false, true, remark);
        }
    }

    static Reaction bent(Bend bend) {
        if (bend.isNone()) {
            return HONEST;
        }
        return heard -> {
            Bytes right = heard.honest().orElseThrow(() -> new Mistake("an honest device gives no answer to bend"));
            return Reply.own(heard.bend(right, bend), "bent: " + bend);
        };
    }

    static Reaction error(TdispErrorCode code) {
        return heard -> {
            TdispHeader header = heard.request().header().orElseThrow(() -> new Mistake("no header to answer to"));
            return Reply.own(TdispError.of(header, code).toBytes(), "the script's own");
        };
    }

    static Reaction raw(Bytes answer) {
        return heard -> Reply.own(answer, "the script's own");
    }

    static Reaction made(Function<Object, TdispResponse> answer) {
        return heard -> Reply.own(answer.apply(heard.request().require()).toBytes(), "the script's own");
    }

    /** The device does what is asked, and its answer gets lost. */
    static Reaction dropped() {
        return heard -> {
            heard.honest();
            return new Reply(Optional.empty(), true, true, true, "dropped");
        };
    }

    static Reaction chunks(int size) {
        return heard -> {
            var asked = (GetDeviceInterfaceReport) heard.request().require();
            int length = Math.min(asked.length(), size);
            Bytes smaller = new GetDeviceInterfaceReport(asked.header(), asked.offset(), length).toBytes();
            Optional<Bytes> answer = heard.honest(smaller);
            boolean goesOn = answer.map(TdispResponse::decode)
                    .filter(response ->
                            response instanceof DeviceInterfaceReportPortion portion && portion.remainderLength() > 0)
                    .isPresent();
            return new Reply(answer, false, false, !goesOn, "");
        };
    }
}
