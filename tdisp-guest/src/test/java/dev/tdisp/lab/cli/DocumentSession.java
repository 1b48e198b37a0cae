package dev.tdisp.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Runs the commands of one document in order: files go into a folder of its own, servers listen on any free port. */
final class DocumentSession implements AutoCloseable {
    private static final String ANY_PORT = "127.0.0.1:0";
    private static final Pattern ADDRESS = Pattern.compile("127\\.0\\.0\\.1:\\d+");

    private final Path folder;
    private final Map<String, BackgroundCommand> servers = new HashMap<>();
    private Optional<BackgroundCommand> latest = Optional.empty();

    DocumentSession(Path folder) {
        this.folder = folder;
    }

    void run(DocumentCommand command) {
        String[] line = adapted(command.words());
        if (command.needsReader()) {
            return;
        }
        if (needsAPeer(command)) {
            new CommandLine(new Tdisp())
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .parseArgs(line);
        } else if (command.isServer()) {
            var server = new BackgroundCommand(line);
            servers.put(value(command.words(), "--listen"), server);
            latest = Optional.of(server);
        } else {
            CommandResult result = CommandResult.run(line);
            assertThat(result.exitCode())
                    .as(command.text() + "\n" + result.text())
                    .isEqualTo(command.exitCode());
        }
    }

    /** Tells whether the reader's own peer is meant, as this document starts none; such a command is only parsed. */
    private boolean needsAPeer(DocumentCommand command) {
        return latest.isEmpty()
                && !command.isServer()
                && ADDRESS.matcher(command.text()).find();
    }

    private static String value(List<String> words, String option) {
        return words.get(words.indexOf(option) + 1);
    }

    private String[] adapted(List<String> words) {
        CommandSpec spec = spec(words.get(0));
        List<String> line = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            OptionSpec option = i == 0 ? null : spec.findOption(words.get(i - 1));
            line.add(option == null ? positional(spec, word, i) : valueOf(option, word));
        }
        return line.toArray(String[]::new);
    }

    private static CommandSpec spec(String command) {
        CommandLine found = new CommandLine(new Tdisp()).getSubcommands().get(command);
        assertThat(found).as("command " + command).isNotNull();
        return found.getCommandSpec();
    }

    private String positional(CommandSpec spec, String word, int index) {
        boolean isFile = index > 0
                && !word.startsWith("-")
                && spec.positionalParameters().stream().anyMatch(DocumentSession::isFile);
        return isFile ? inFolder(word) : word;
    }

    private String valueOf(OptionSpec option, String word) {
        if (option.longestName().equals("--listen")) {
            return ANY_PORT;
        }
        Matcher address = ADDRESS.matcher(word);
        if (option.paramLabel().endsWith("HOST:PORT") && address.find()) {
            return address.replaceFirst(actual(address.group()));
        }
        return isFile(option) ? inFolder(word) : word;
    }

    private String actual(String address) {
        return Optional.ofNullable(servers.get(address))
                .or(() -> latest)
                .map(BackgroundCommand::address)
                .orElse(address);
    }

    private static boolean isFile(ArgSpec arg) {
        return arg.arity().max() > 0 && arg.paramLabel().matches("(FILE|DIR).*|\\w+\\.[a-z]+");
    }

    private String inFolder(String word) {
        return folder.resolve(word.replaceFirst("^\\.\\./", "").replace("docs/", ""))
                .toString();
    }

    @Override
    public void close() {
        servers.values().forEach(BackgroundCommand::stop);
    }
}
