package dev.tdisp.core.responder;

import dev.tdisp.core.wire.Bytes;
import java.util.function.Function;
import java.util.function.Supplier;

/** What a vendor's hook says to a VDM_REQUEST (section 11.3.26). */
public sealed interface VendorAnswer {
    /**
     * Does what fits the kind of answer.
     *
     * @param <R> what comes of it
     * @param data for {@link Data}
     * @param failure for {@link Failure}
     * @param unsupported for {@link Unsupported}
     * @return what the function of this kind gave
     */
    <R> R fold(
            Function<? super Bytes, ? extends R> data,
            Function<? super Bytes, ? extends R> failure,
            Supplier<? extends R> unsupported);

    /**
     * The vendor's data, answered as VDM_RESPONSE with the registry and vendor of the request.
     *
     * @param data what the vendor defined
     */
    record Data(Bytes data) implements VendorAnswer {
        @Override
        public <R> R fold(
                Function<? super Bytes, ? extends R> onData,
                Function<? super Bytes, ? extends R> onFailure,
                Supplier<? extends R> onUnsupported) {
            return onData.apply(data);
        }
    }

    /**
     * The vendor's error, answered as VENDOR_SPECIFIC_ERROR with the registry and vendor of the request.
     *
     * @param data what the vendor says more
     */
    record Failure(Bytes data) implements VendorAnswer {
        @Override
        public <R> R fold(
                Function<? super Bytes, ? extends R> onData,
                Function<? super Bytes, ? extends R> onFailure,
                Supplier<? extends R> onUnsupported) {
            return onFailure.apply(data);
        }
    }

    /** Nobody serves this vendor; answered as UNSUPPORTED_REQUEST. */
    record Unsupported() implements VendorAnswer {
        @Override
        public <R> R fold(
                Function<? super Bytes, ? extends R> onData,
                Function<? super Bytes, ? extends R> onFailure,
                Supplier<? extends R> onUnsupported) {
            return onUnsupported.get();
        }
    }
}
