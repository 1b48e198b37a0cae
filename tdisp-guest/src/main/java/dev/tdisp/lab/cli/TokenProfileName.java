package dev.tdisp.lab.cli;

import dev.tdisp.guest.token.TokenProfile;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Readings of the token's draft by name. */
final class TokenProfileName implements ITypeConverter<TokenProfile>, Iterable<String> {
    @Override
    public TokenProfile convert(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "bound" -> TokenProfile.BOUND;
            case "draft" -> TokenProfile.DRAFT;
            default -> throw new TypeConversionException("expected bound or draft, not " + name);
        };
    }

    @Override
    public Iterator<String> iterator() {
        return List.of("bound", "draft").iterator();
    }
}
