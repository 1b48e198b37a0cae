package dev.tdisp.device.function;

import dev.tdisp.core.pcie.AddressType;
import dev.tdisp.core.pcie.TlpAttributes;
import dev.tdisp.device.function.DmaResult.Status;
import dev.tdisp.device.function.TrafficPolicy.RequestKind;
import java.util.Optional;
import java.util.function.LongFunction;

/** How accesses of a function find their way: by untranslated addresses, or by those the host translated. */
interface DmaRoute {
    /** Finds the way of one request. */
    Way find(long address, boolean write);

    /**
     * The way of a request.
     *
     * @param status {@link Status#DONE} if there is one, or else why not
     * @param address what stands in the request
     * @param attributes what kind of address that is
     * @param policy says how requests to an address leave now
     */
    record Way(Status status, long address, TlpAttributes attributes, LongFunction<Optional<LinkContext>> policy) {
        Optional<LinkContext> context() {
            return status == Status.DONE ? policy.apply(address) : Optional.empty();
        }

        Status whyNot() {
            return status == Status.DONE ? Status.BLOCKED : status;
        }
    }

    /** Leaves translation to the host. */
    static DmaRoute untranslated(DeviceFunction function) {
        return (address, write) ->
                new Way(Status.DONE, address, TlpAttributes.DEFAULT, sent -> function.mayIssue(RequestKind.MEMORY));
    }

    /** Asks the host for translations first. */
    static DmaRoute translated(DeviceFunction function, AddressTranslation translations) {
        TlpAttributes attributes = TlpAttributes.DEFAULT.withAddressType(AddressType.TRANSLATED);
        return (address, write) -> {
            AddressTranslation.Result found = translations.translate(address, write);
            return new Way(found.status(), found.address(), attributes, function::mayIssueTranslated);
        };
    }
}
