package dev.tdisp.spdm.session;

import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The nodes of the key schedule: what each is derived from, and by what (section 5). */
public enum ScheduleKey {
    /** What KEY_EXCHANGE agreed on, or the pre-shared key. */
    INPUT("input secret", null, "", Context.NONE, Size.OPEN, Phase.HANDSHAKE),
    /** Handshake-Secret. */
    HANDSHAKE("handshake secret", INPUT, "HKDF-Extract", Context.NONE, Size.DIGEST, Phase.HANDSHAKE),
    /** Request-direction handshake secret. */
    REQUEST_HANDSHAKE(
            "requester handshake secret", HANDSHAKE, "req hs data", Context.TH1, Size.DIGEST, Phase.HANDSHAKE),
    /** Response-direction handshake secret. */
    RESPONSE_HANDSHAKE(
            "responder handshake secret", HANDSHAKE, "rsp hs data", Context.TH1, Size.DIGEST, Phase.HANDSHAKE),
    /** What the HMAC of FINISH is made with. */
    REQUEST_FINISHED(
            "requester finished key", REQUEST_HANDSHAKE, "finished", Context.NONE, Size.DIGEST, Phase.HANDSHAKE),
    /** What the HMAC of KEY_EXCHANGE_RSP, or FINISH_RSP, is made with. */
    RESPONSE_FINISHED(
            "responder finished key", RESPONSE_HANDSHAKE, "finished", Context.NONE, Size.DIGEST, Phase.HANDSHAKE),
    /** The requester's key in the handshake. */
    REQUEST_HANDSHAKE_KEY(
            "requester handshake key",
            REQUEST_HANDSHAKE,
            TrafficKeys.KEY_LABEL,
            Context.NONE,
            Size.KEY,
            Phase.HANDSHAKE),
    /** The requester's initialization vector in the handshake. */
    REQUEST_HANDSHAKE_IV(
            "requester handshake IV", REQUEST_HANDSHAKE, TrafficKeys.IV_LABEL, Context.NONE, Size.IV, Phase.HANDSHAKE),
    /** The responder's key in the handshake. */
    RESPONSE_HANDSHAKE_KEY(
            "responder handshake key",
            RESPONSE_HANDSHAKE,
            TrafficKeys.KEY_LABEL,
            Context.NONE,
            Size.KEY,
            Phase.HANDSHAKE),
    /** The responder's initialization vector in the handshake. */
    RESPONSE_HANDSHAKE_IV(
            "responder handshake IV", RESPONSE_HANDSHAKE, TrafficKeys.IV_LABEL, Context.NONE, Size.IV, Phase.HANDSHAKE),
    /** Salt_1. */
    SALT("salt of the master secret", HANDSHAKE, "derived", Context.NONE, Size.DIGEST, Phase.HANDSHAKE),
    /** Master-Secret. */
    MASTER("master secret", SALT, "HKDF-Extract", Context.NONE, Size.DIGEST, Phase.HANDSHAKE),
    /** Request-direction data secret. */
    REQUEST_DATA("requester data secret", MASTER, "req app data", Context.TH2, Size.DIGEST, Phase.DATA),
    /** Response-direction data secret. */
    RESPONSE_DATA("responder data secret", MASTER, "rsp app data", Context.TH2, Size.DIGEST, Phase.DATA),
    /** Export Master Secret. */
    EXPORT("export master secret", MASTER, "exp master", Context.TH2, Size.DIGEST, Phase.DATA),
    /** The requester's key of the data phase. */
    REQUEST_DATA_KEY("requester key", REQUEST_DATA, TrafficKeys.KEY_LABEL, Context.NONE, Size.KEY, Phase.DATA),
    /** The requester's initialization vector of the data phase. */
    REQUEST_DATA_IV("requester IV", REQUEST_DATA, TrafficKeys.IV_LABEL, Context.NONE, Size.IV, Phase.DATA),
    /** The responder's key of the data phase. */
    RESPONSE_DATA_KEY("responder key", RESPONSE_DATA, TrafficKeys.KEY_LABEL, Context.NONE, Size.KEY, Phase.DATA),
    /** The responder's initialization vector of the data phase. */
    RESPONSE_DATA_IV("responder IV", RESPONSE_DATA, TrafficKeys.IV_LABEL, Context.NONE, Size.IV, Phase.DATA);

    private final String title;
    private final @Nullable ScheduleKey parent;
    private final String label;
    private final Context context;
    private final Size size;
    private final Phase phase;

    ScheduleKey(String title, @Nullable ScheduleKey parent, String label, Context context, Size size, Phase phase) {
        this.title = title;
        this.parent = parent;
        this.label = label;
        this.context = context;
        this.size = size;
        this.phase = phase;
    }

    /** When a key comes into being. */
    public enum Phase {
        /** With KEY_EXCHANGE_RSP or PSK_EXCHANGE_RSP. */
        HANDSHAKE,
        /** When the handshake is over. */
        DATA
    }

    /** What goes into a derivation beside the parent. */
    public enum Context {
        /** Nothing. */
        NONE,
        /** The digest of the transcript up to the responder's signature. */
        TH1,
        /** The digest of the whole handshake. */
        TH2
    }

    /** How large a key is. */
    enum Size {
        OPEN,
        DIGEST,
        KEY,
        IV
    }

    /**
     * Returns what to call it.
     *
     * @return some words in lower case
     */
    public String title() {
        return title;
    }

    /**
     * Returns what it is derived from.
     *
     * @return the parent; nothing for {@link #INPUT}
     */
    public Optional<ScheduleKey> parent() {
        return Optional.ofNullable(parent);
    }

    /**
     * Returns the label of its derivation.
     *
     * @return the text that stands in bin_concat, or {@code HKDF-Extract}
     */
    public String label() {
        return label;
    }

    /**
     * Returns which digest goes into its derivation.
     *
     * @return TH1, TH2 or none
     */
    public Context context() {
        return context;
    }

    int size(KeyDerivation derivation) {
        return switch (size) {
            case OPEN -> 0;
            case DIGEST -> derivation.hash().size();
            case KEY -> derivation.aead().keySize();
            case IV -> derivation.aead().ivSize();
        };
    }

    static Stream<ScheduleKey> of(Phase phase) {
        return Stream.of(values()).filter(key -> key.phase == phase);
    }
}
