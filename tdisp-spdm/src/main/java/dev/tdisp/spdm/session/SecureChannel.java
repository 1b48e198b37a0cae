package dev.tdisp.spdm.session;

import dev.tdisp.core.wire.Bytes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One direction of a session: its keys, its sequence number, and what stood before an update not yet verified. */
final class SecureChannel {
    private final SecuredMessageCodec codec;
    private final int limitExponent;
    private TrafficKeys keys;
    private long sequenceNumber;
    private @Nullable TrafficKeys backupKeys;
    private boolean isReversible;
    private long backupSequenceNumber;

    SecureChannel(SecuredMessageCodec codec, int limitExponent, TrafficKeys keys) {
        this.codec = codec;
        this.limitExponent = limitExponent;
        this.keys = keys;
    }

    long sequenceNumber() {
        return sequenceNumber;
    }

    boolean isExhausted() {
        return limitExponent == SessionParameters.NO_LIMIT
                ? sequenceNumber == -1
                : sequenceNumber >>> limitExponent != 0;
    }

    Bytes seal(Bytes applicationData, Bytes random) {
        if (isExhausted()) {
            throw new IllegalStateException("the key has protected as many records as it may");
        }
        Bytes secured = codec.seal(keys, sequenceNumber, applicationData, random);
        sequenceNumber++;
        return secured;
    }

    /**
     * Opens a record; one that only the keys before an unverified update open takes the update back, if that is possible.
     */
    Optional<Bytes> open(Bytes secured) {
        Optional<Bytes> opened = isExhausted() ? Optional.empty() : codec.open(keys, sequenceNumber, secured);
        if (opened.isEmpty() && backupKeys != null && isReversible && backupSequenceNumber != -1) {
            opened = codec.open(backupKeys, backupSequenceNumber, secured);
            if (opened.isPresent()) {
                rollBack(backupKeys);
            }
        }
        if (opened.isPresent()) {
            sequenceNumber++;
        }
        return opened;
    }

    void skip() {
        sequenceNumber++;
    }

    void replace(TrafficKeys next) {
        verify();
        keys = next;
        sequenceNumber = 0;
    }

    /**
     * Replaces the keys.
     *
     * @param triesBoth whether a record under the former keys takes this back on any transport; otherwise only where records
     *     do not carry their numbers, which betray it (section 2.11)
     */
    void update(boolean triesBoth) {
        verify();
        isReversible = triesBoth || !codec.isNumbered();
        backupKeys = keys;
        backupSequenceNumber = sequenceNumber;
        keys = keys.updated();
        sequenceNumber = 0;
    }

    boolean isUpdatePending() {
        return backupKeys != null;
    }

    void verify() {
        if (backupKeys != null) {
            backupKeys.destroy();
            backupKeys = null;
        }
    }

    void destroy() {
        verify();
        keys.destroy();
    }

    private void rollBack(TrafficKeys before) {
        keys.destroy();
        keys = before;
        sequenceNumber = backupSequenceNumber;
        backupKeys = null;
    }
}
