package dev.tdisp.core.fault;

import dev.tdisp.core.wire.Bytes;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the lines of a printed plan. */
final class FaultText {
    private static final Pattern LINE =
            Pattern.compile("(\\w+)\\s+([^\\s:#%]+)(?:#(\\d+))?(?:%(\\d+))?\\s*:\\s*([\\w-]+)\\s*(.*)");

    private FaultText() {}

    /** Reads {@code POINT MESSAGE[#NUMBER][%PERCENT]: EFFECT [ARGUMENTS]}. */
    static Fault fault(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw wrong(line, "not of the form POINT MESSAGE#NUMBER%PERCENT: EFFECT");
        }
        FaultPoint point = FaultPoint.of(matcher.group(1)).orElseThrow(() -> wrong(line, "no such point"));
        String number = matcher.group(3);
        int occasion = number == null ? Fault.EACH_TIME : integer(line, number);
        List<String> arguments = Arrays.stream(matcher.group(6).split("\\s+"))
                .filter(argument -> !argument.isEmpty())
                .toList();
        int percent = matcher.group(4) == null ? Fault.ALWAYS : integer(line, matcher.group(4));
        FaultEffect effect = effect(line, matcher.group(5), arguments);
        try {
            return new Fault(point, matcher.group(2), occasion, percent, effect);
        } catch (IllegalArgumentException e) {
            throw wrong(line, String.valueOf(e.getMessage()));
        }
    }

    private static FaultEffect effect(String line, String word, List<String> arguments) {
        int expected = switch (word) {
            case "drop", "break-mac", "reset", "hang", "no-entropy" -> 0;
            case "overwrite", "set" -> 2;
            default -> 1;
        };
        if (arguments.size() != expected) {
            throw wrong(line, "%s takes %d arguments".formatted(word, expected));
        }
        try {
            return switch (word) {
                case "drop" -> new FaultEffect.Drop();
                case "break-mac" -> new FaultEffect.BreakMac();
                case "reset" -> new FaultEffect.Reset();
                case "hang" -> new FaultEffect.Hang();
                case "no-entropy" -> new FaultEffect.NoEntropy();
                case "delay" -> new FaultEffect.Delay(integer(line, arguments.get(0)));
                case "function-reset" -> new FaultEffect.FunctionReset(integer(line, arguments.get(0)));
                case "lose-state" -> new FaultEffect.LoseState(integer(line, arguments.get(0)));
                case "skip" -> new FaultEffect.Skip(arguments.get(0));
                case "duplicate" -> new FaultEffect.Duplicate(integer(line, arguments.get(0)));
                case "replay" -> new FaultEffect.Replay(integer(line, arguments.get(0)));
                case "replace" -> new FaultEffect.Replace(Bytes.fromHex(arguments.get(0)));
                case "truncate" -> new FaultEffect.Truncate(integer(line, arguments.get(0)));
                case "append" -> new FaultEffect.Append(Bytes.fromHex(arguments.get(0)));
                case "overwrite" ->
                    new FaultEffect.Overwrite(integer(line, arguments.get(0)), Bytes.fromHex(arguments.get(1)));
                case "flip" -> new FaultEffect.Flip(integer(line, arguments.get(0)));
                case "set" -> new FaultEffect.Set(arguments.get(0), Bytes.fromHex(arguments.get(1)));
                default -> throw wrong(line, "no such effect");
            };
        } catch (IllegalArgumentException e) {
            String reason = String.valueOf(e.getMessage());
            throw reason.contains(line) ? e : wrong(line, reason);
        }
    }

    static long number(String line, String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw wrong(line, "'%s' is no number".formatted(digits));
        }
    }

    private static int integer(String line, String digits) {
        long number = number(line, digits);
        if (number != (int) number) {
            throw wrong(line, "%d is too large".formatted(number));
        }
        return (int) number;
    }

    private static IllegalArgumentException wrong(String line, String reason) {
        return new IllegalArgumentException("fault '%s': %s".formatted(line, reason));
    }
}
