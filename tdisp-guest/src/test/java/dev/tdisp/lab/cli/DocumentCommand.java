package dev.tdisp.lab.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command of a document.
 *
 * @param document where it stands
 * @param text as it stands there
 * @param words what the shell would give to {@code tdisp}
 * @param exitCode what the document says about its end; 0 if it says nothing
 */
record DocumentCommand(Path document, String text, List<String> words, int exitCode) {
    private static final Pattern FENCED = Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$");
    private static final Pattern CALL =
            Pattern.compile("(?:\\$ )?(?:tdisp|java -jar \\S*tdisp\\.jar) ([a-z]+(?: .*)?)");
    private static final Pattern REMARK = Pattern.compile("\\s+# (?:.*exit code (\\d+).*|.*)$");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|\\S+");

    /** Finds the commands of a text: all of what is marked as shell, and what has a prompt in any other fence. */
    static List<DocumentCommand> of(Path document, String text) {
        List<DocumentCommand> commands = new ArrayList<>();
        FENCED.matcher(text).results().forEach(block -> {
            List<String> lines =
                    block.group(2).replaceAll("\\\\\n\\s*", " ").lines().toList();
            boolean isShell = block.group(1).equals("sh") || lines.stream().allMatch(DocumentCommand::isCall);
            lines.stream()
                    .filter(line -> isShell || line.startsWith("$ "))
                    .forEach(line -> parse(document, line).ifPresent(commands::add));
        });
        return commands;
    }

    private static boolean isCall(String line) {
        return CALL.matcher(line).matches();
    }

    static Optional<DocumentCommand> parse(Path document, String line) {
        Matcher call = CALL.matcher(line);
        if (!call.matches()) {
            return Optional.empty();
        }
        Matcher remark = REMARK.matcher(call.group(1));
        boolean isRemarked = remark.find();
        int exitCode = isRemarked && remark.group(1) != null ? Integer.parseInt(remark.group(1)) : 0;
        String rest = isRemarked ? call.group(1).substring(0, remark.start()) : call.group(1);
        return Optional.of(new DocumentCommand(document, line, words(rest), exitCode));
    }

    static List<String> words(String text) {
        return WORD.matcher(text)
                .results()
                .map(word ->
                        word.group(1) != null ? word.group(1) : word.group(2) != null ? word.group(2) : word.group())
                .toList();
    }

    boolean isServer() {
        return words.contains("--listen");
    }

    /** Waits for somebody at the keyboard or in a browser; tests of its own do these. */
    boolean needsReader() {
        return switch (words.get(0)) {
            case "step" -> true;
            case "teach" -> !words.contains("--html");
            case "quiz" -> words.size() > 1;
            default -> false;
        };
    }
}
