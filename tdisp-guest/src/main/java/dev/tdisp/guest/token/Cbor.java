package dev.tdisp.guest.token;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import dev.tdisp.core.wire.Bytes;
import dev.tdisp.core.wire.MalformedMessageException;
import dev.tdisp.guest.token.CborItem.Blob;
import dev.tdisp.guest.token.CborItem.Items;
import dev.tdisp.guest.token.CborItem.Pair;
import dev.tdisp.guest.token.CborItem.Pairs;
import dev.tdisp.guest.token.CborItem.Tagged;
import dev.tdisp.guest.token.CborItem.Text;
import dev.tdisp.guest.token.CborItem.Whole;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads and writes deterministic CBOR (RFC 8949, section 4.2): one form for each item. */
final class Cbor {
    /** A token is a few kilobytes; certificates and a report of the largest size fit easily. */
    static final int LARGEST = 1 << 20;

    private static final int DEEPEST = 16;
    private static final int LONGEST_TEXT = 512;
    private static final Pattern NUMBER = Pattern.compile("0|-?[1-9][0-9]{0,17}");
    private static final CBORFactory FACTORY = CBORFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(LONGEST_TEXT)
                    .maxNameLength(LONGEST_TEXT)
                    .build())
            .build();

    private Cbor() {}

    static Bytes encode(CborItem item) {
        var bytes = new ByteArrayOutputStream();
        try (CBORGenerator out = FACTORY.createGenerator(bytes)) {
            write(item, out);
        } catch (IOException e) {
            throw new AssertionError("writing into memory", e);
        }
        return Bytes.of(bytes.toByteArray());
    }

    private static void write(CborItem item, CBORGenerator out) throws IOException {
        if (item instanceof Whole whole) {
            out.writeNumber(whole.value());
        } else if (item instanceof Text text) {
            out.writeString(text.value());
        } else if (item instanceof Blob blob) {
            out.writeBinary(blob.value().toArray());
        } else if (item instanceof Items items) {
            out.writeStartArray(items, items.items().size());
            for (CborItem element : items.items()) {
                write(element, out);
            }
            out.writeEndArray();
        } else if (item instanceof Pairs pairs) {
            write(pairs, out);
        } else if (item instanceof Tagged tagged) {
            out.writeTag(Math.toIntExact(tagged.tag()));
            write(tagged.item(), out);
        }
    }

    private static void write(Pairs pairs, CBORGenerator out) throws IOException {
        out.writeStartObject(pairs, pairs.pairs().size());
        for (Pair pair : pairs.pairs()) {
            if (pair.key() instanceof Whole whole) {
                out.writeFieldId(whole.value());
            } else if (pair.key() instanceof Text text) {
                out.writeFieldName(text.value());
            }
            write(pair.value(), out);
        }
        out.writeEndObject();
    }

    /** Reads one item that is all of the bytes, in its one form. */
    static CborItem decode(Bytes bytes) {
        if (bytes.size() > LARGEST) {
            throw new MalformedMessageException("CBOR", 0, "%d bytes are too many".formatted(bytes.size()));
        }
        CborItem item;
        try (CBORParser in = FACTORY.createParser(bytes.toArray())) {
            item = read(in, in.nextToken());
            if (in.nextToken() != null) {
                throw malformed(in, "something stands behind the item");
            }
        } catch (IOException e) {
            throw new MalformedMessageException("CBOR", 0, firstLine(e));
        }
        if (!encode(item).equals(bytes)) {
            throw new MalformedMessageException("CBOR", 0, "not deterministic");
        }
        return item;
    }

    private static CborItem read(CBORParser in, @Nullable JsonToken token) throws IOException {
        int tag = in.getCurrentTag();
        CborItem item = readUntagged(in, token);
        return tag < 0 ? item : new Tagged(tag, item);
    }

    private static CborItem readUntagged(CBORParser in, @Nullable JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NUMBER_INT) {
            return new Whole(in.getLongValue());
        }
        if (token == JsonToken.VALUE_STRING) {
            return new Text(text(in, in.getText()));
        }
        if (token == JsonToken.VALUE_EMBEDDED_OBJECT) {
            return new Blob(Bytes.of(in.getBinaryValue()));
        }
        if (token == JsonToken.START_ARRAY) {
            List<CborItem> items = new ArrayList<>();
            for (JsonToken next = in.nextToken(); next != JsonToken.END_ARRAY; next = in.nextToken()) {
                items.add(read(in, next));
            }
            return new Items(items);
        }
        if (token == JsonToken.START_OBJECT) {
            return readPairs(in);
        }
        throw malformed(in, "%s is not part of a token".formatted(token));
    }

    private static Pairs readPairs(CBORParser in) throws IOException {
        List<Pair> pairs = new ArrayList<>();
        Set<CborItem> keys = new HashSet<>();
        for (JsonToken next = in.nextToken(); next != JsonToken.END_OBJECT; next = in.nextToken()) {
            if (next != JsonToken.FIELD_NAME) {
                throw malformed(in, "a key is expected");
            }
            CborItem key = key(text(in, in.currentName()));
            if (!keys.add(key)) {
                throw malformed(in, "a key comes twice");
            }
            pairs.add(new Pair(key, read(in, in.nextToken())));
        }
        return new Pairs(pairs);
    }

    /** The parser lets halves of surrogate pairs through. */
    private static String text(CBORParser in, String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw malformed(in, "a text is not UTF-8");
        }
        return text;
    }

    /** The parser makes texts of all keys; a text that looks like a number would not be written as it was read. */
    private static CborItem key(String name) {
        return NUMBER.matcher(name).matches() ? new Whole(Long.parseLong(name)) : new Text(name);
    }

    private static MalformedMessageException malformed(JsonParser in, String reason) {
        return new MalformedMessageException("CBOR", (int) in.currentLocation().getByteOffset(), reason);
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
    }
}
