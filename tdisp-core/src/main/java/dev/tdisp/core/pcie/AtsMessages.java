package dev.tdisp.core.pcie;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.WireReader;
import dev.tdisp.core.wire.WireWriter;

/** The packets of address translation and of page requests (sections 10.2 to 10.5). */
public final class AtsMessages {
    /** Message Code: Invalidate Request. */
    public static final int INVALIDATE_REQUEST = 0x01;

    /** Message Code: Invalidate Completion. */
    public static final int INVALIDATE_COMPLETION = 0x02;

    /** Message Code: Page Request. */
    public static final int PAGE_REQUEST = 0x04;

    /** Message Code: PRG Response. */
    public static final int PRG_RESPONSE = 0x05;

    /** PRG Response: the page is there now. */
    public static final int SUCCESS = 0;

    /** PRG Response: the page cannot be had. */
    public static final int INVALID = 1;

    private static final int TO_ROOT = 0;
    private static final int BY_ID = 2;
    private static final int TARGET_SHIFT = 48;
    private static final int CODE_SHIFT = 44;
    private static final int INDEX_SHIFT = 32;
    private static final int INDEX = 0x1FF;
    private static final int TAGS = 0x1F;
    private static final long PAGE = ~0xFFFL;

    private AtsMessages() {}

    /**
     * Asks for the translation of a page.
     *
     * @param requester who asks
     * @param tag 0 to 1023
     * @param address any address in the page
     * @return a read of one {@link TranslationEntry}
     */
    public static MemoryRead translationRequest(RequesterId requester, int tag, long address) {
        TlpAttributes attributes = TlpAttributes.DEFAULT.withAddressType(AddressType.TRANSLATION_REQUEST);
        return new MemoryRead(requester, tag, address & PAGE, TranslationEntry.SIZE, attributes);
    }

    /**
     * Asks for a page to be made present.
     *
     * @param requester who asks
     * @param address any address in the page
     * @param index the page request group, 0 to 511
     * @param write true if it is to be written
     * @return the message, the last of its group
     */
    public static MessageTlp pageRequest(RequesterId requester, long address, int index, boolean write) {
        long detail = address & PAGE | (long) (index & INDEX) << 3 | 1 << 2 | (write ? 2 : 1);
        return new MessageTlp(requester, TO_ROOT, PAGE_REQUEST, detail, Bytes.EMPTY);
    }

    /**
     * Answers a page request group.
     *
     * @param sender the root complex
     * @param target who asked
     * @param index the page request group
     * @param code {@link #SUCCESS}, {@link #INVALID} or 15
     * @return the message
     */
    public static MessageTlp prgResponse(RequesterId sender, RequesterId target, int index, int code) {
        long detail = (long) target.value() << TARGET_SHIFT
                | (long) (code & 0xF) << CODE_SHIFT
                | (long) (index & INDEX) << INDEX_SHIFT;
        return new MessageTlp(sender, BY_ID, PRG_RESPONSE, detail, Bytes.EMPTY);
    }

    /**
     * Takes translations of a page back.
     *
     * @param sender the root complex
     * @param target whose translations
     * @param tag names the request, 0 to 31
     * @param address any address in the page
     * @return the message
     */
    public static MessageTlp invalidateRequest(RequesterId sender, RequesterId target, int tag, long address) {
        var out = WireWriter.create();
        out.u64BigEndian("Untranslated Address", address & PAGE);
        long detail = (long) target.value() << TARGET_SHIFT;
        return new MessageTlp(
                sender, tag & TAGS, BY_ID, INVALIDATE_REQUEST, detail, out.toBytes(), TlpAttributes.DEFAULT);
    }

    /**
     * Says that translations were given up.
     *
     * @param sender whose translations they were
     * @param request what is answered
     * @return the message
     */
    public static MessageTlp invalidateCompletion(RequesterId sender, MessageTlp request) {
        long detail = (long) request.requester().value() << TARGET_SHIFT | 1L << 32 | 1L << (request.tag() & TAGS);
        return new MessageTlp(sender, BY_ID, INVALIDATE_COMPLETION, detail, Bytes.EMPTY);
    }

    /**
     * Returns the function a message routed by ID is for.
     *
     * @param message the message
     * @return its Requester ID
     */
    public static RequesterId target(MessageTlp message) {
        return new RequesterId((int) (message.detail() >>> TARGET_SHIFT));
    }

    /**
     * Returns the page that an Invalidate Request or a Page Request is about.
     *
     * @param message the message
     * @return the address of the page
     */
    public static long page(MessageTlp message) {
        boolean isInBody = message.payload().size() >= TranslationEntry.SIZE;
        return PAGE
                & (isInBody ? WireReader.of(message.payload()).u64BigEndian("Untranslated Address") : message.detail());
    }

    /**
     * Returns the page request group of a Page Request or a PRG Response.
     *
     * @param message the message
     * @return 0 to 511
     */
    public static int group(MessageTlp message) {
        int shift = message.code() == PAGE_REQUEST ? 3 : INDEX_SHIFT;
        return (int) (message.detail() >>> shift) & INDEX;
    }

    /**
     * Returns how a page request ended.
     *
     * @param response the PRG Response
     * @return the Response Code
     */
    public static int responseCode(MessageTlp response) {
        return (int) (response.detail() >>> CODE_SHIFT) & 0xF;
    }
}
