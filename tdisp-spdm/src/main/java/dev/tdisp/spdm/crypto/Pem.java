package dev.tdisp.spdm.crypto;

import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text with DER in it (RFC 7468): what keys and certificates are kept as in files. */
public final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final String BEGIN = "-----BEGIN ";

    private Pem() {}

    /**
     * Tells whether a file is PEM.
     *
     * @param file the file's content
     * @return true if a block begins in it
     */
    public static boolean isPem(Bytes file) {
        return text(file).contains(BEGIN);
    }

    /**
     * Reads the blocks of a file; text between them is left out.
     *
     * @param file the file's content
     * @return the blocks in their order
     * @throws MalformedMessageException if there is none, or one is not base64
     */
    public static List<Block> decode(Bytes file) {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text(file));
        while (matcher.find()) {
            try {
                byte[] content = Base64.getMimeDecoder().decode(matcher.group(2));
                blocks.add(new Block(matcher.group(1), Bytes.of(content)));
            } catch (IllegalArgumentException e) {
                throw new MalformedMessageException("PEM", matcher.start(), "the block is not base64");
            }
        }
        if (blocks.isEmpty()) {
            throw new MalformedMessageException("PEM", 0, "no block");
        }
        return List.copyOf(blocks);
    }

    private static String text(Bytes file) {
        return new String(file.toArray(), StandardCharsets.ISO_8859_1);
    }

    /**
     * One block.
     *
     * @param label what it is, for example {@code CERTIFICATE}
     * @param content the DER encoding
     */
    public record Block(String label, Bytes content) {
        /**
         * Names the block, nothing of its content.
         *
         * @return the label and the size
         */
        @Override
        public String toString() {
            return "%s, %d bytes".formatted(label, content.size());
        }
    }
}
