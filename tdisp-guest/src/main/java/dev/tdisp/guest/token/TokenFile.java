package dev.tdisp.guest.token;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.guest.token.CborItem.Blob;
import dev.tdisp.guest.token.CborItem.Items;
import dev.tdisp.guest.token.CborItem.Pair;
import dev.tdisp.guest.token.CborItem.Pairs;
import dev.tdisp.guest.token.CborItem.Tagged;
import dev.tdisp.guest.token.CborItem.Text;
import dev.tdisp.guest.token.CborItem.Whole;
import dev.tdisp.spdm.crypto.Pem;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The three forms of a signed token in a file: CBOR as it is, PEM, and JSON that people can read. */
public final class TokenFile {
    /** The label of the block in a PEM file. */
    public static final String LABEL = "DEVICE ATTESTATION TOKEN";

    private static final int LINE = 64;
    private static final String FIELD = "token";
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(LINE)
                    .maxStringLength(2 * Cbor.LARGEST)
                    .build())
            .build();

    private TokenFile() {}

    /**
     * Writes PEM.
     *
     * @param token the token
     * @return a text of one block
     */
    public static String pem(CoseSign1 token) {
        String text = Base64.getMimeEncoder(LINE, new byte[] {'\n'})
                .encodeToString(token.encode().toArray());
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(LABEL, text, LABEL);
    }

    /**
     * Writes JSON: the token in base64, and for people its claims, with keys as texts and bytes in hexadecimal.
     *
     * @param token the token
     * @return a text of one object
     */
    public static String json(CoseSign1 token) {
        var text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.useDefaultPrettyPrinter();
            out.writeStartObject();
            out.writeStringField(
                    FIELD, Base64.getEncoder().encodeToString(token.encode().toArray()));
            out.writeStringField("algorithm", token.algorithm().name());
            out.writeFieldName("claims");
            write(Cbor.decode(token.payload()), out);
            out.writeEndObject();
        } catch (IOException e) {
            throw new AssertionError("writing into memory", e);
        }
        return text.append('\n').toString();
    }

    private static void write(CborItem item, JsonGenerator out) throws IOException {
        if (item instanceof Whole whole) {
            out.writeNumber(whole.value());
        } else if (item instanceof Text text) {
            out.writeString(text.value());
        } else if (item instanceof Blob blob) {
            out.writeString(blob.value().toHex());
        } else if (item instanceof Tagged tagged) {
            write(tagged.item(), out);
        } else if (item instanceof Items items) {
            out.writeStartArray();
            for (CborItem element : items.items()) {
                write(element, out);
            }
            out.writeEndArray();
        } else if (item instanceof Pairs pairs) {
            out.writeStartObject();
            for (Pair pair : pairs.pairs()) {
                out.writeFieldName(
                        pair.key() instanceof Whole key ? String.valueOf(key.value()) : ((Text) pair.key()).value());
                write(pair.value(), out);
            }
            out.writeEndObject();
        }
    }

    /**
     * Reads any of the three forms.
     *
     * @param file the bytes of the file
     * @return the token; whether its signature is right is another question
     * @throws MalformedMessageException if it is none of them
     */
    public static CoseSign1 read(Bytes file) {
        if (file.size() > 4 * Cbor.LARGEST) {
            throw new MalformedMessageException("token", 0, "%d bytes are too many".formatted(file.size()));
        }
        if (!file.isEmpty() && file.at(0) == '{') {
            return CoseSign1.decode(fromJson(file));
        }
        return CoseSign1.decode(isPem(file) ? fromPem(file) : file);
    }

    private static boolean isPem(Bytes file) {
        return !file.isEmpty() && file.at(0) == '-' && Pem.isPem(file);
    }

    private static Bytes fromPem(Bytes file) {
        return Pem.decode(file).stream()
                .filter(block -> block.label().equals(LABEL))
                .findFirst()
                .orElseThrow(() -> new MalformedMessageException("PEM", 0, "no block " + LABEL))
                .content();
    }

    private static Bytes fromJson(Bytes file) {
        try (JsonParser in = JSON.createParser(new String(file.toArray(), StandardCharsets.UTF_8))) {
            in.nextToken();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                boolean isToken = in.currentName().equals(FIELD);
                if (in.nextToken() == JsonToken.VALUE_STRING && isToken) {
                    return Bytes.of(Base64.getDecoder().decode(in.getText()));
                }
                in.skipChildren();
            }
        } catch (JacksonException e) {
            throw new MalformedMessageException("JSON", 0, e.getOriginalMessage());
        } catch (IOException | IllegalArgumentException e) {
            throw new MalformedMessageException("JSON", 0, String.valueOf(e.getMessage()));
        }
        throw new MalformedMessageException("JSON", 0, "no " + FIELD);
    }
}
