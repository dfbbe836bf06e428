package io.github.mtdnn.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigUtil;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The definitions of the files that {@code data.task-files} names. A task in a later file replaces
 * one of the same name in an earlier file as a whole: merging two unrelated definitions would make
 * a third that nobody wrote.
 */
final class TaskFiles {
    /** The built-in definitions of {@code ./mtdnn demo}, which makes its data itself. */
    static final String DEMO = "demo";

    /** Built-in definitions, as resources; they lie in {@code conf/tasks} of the repository. */
    static final List<String> BUILT_IN =
            List.of("glue", "nli", "pronouns", "superglue", "ner", "squad", "mlm", DEMO);

    private static final Pattern BUILT_IN_NAME = Pattern.compile("[A-Za-z0-9-]+");
    private static final Pattern PYTHON_FILE = Pattern.compile("(?i).*\\.ya?ml");

    private final ConfigFiles files;
    private final Problems problems;
    private final Map<String, String> unusable = new LinkedHashMap<>();
    private final Set<String> pythonTasks = new HashSet<>();
    private Config definitions = ConfigFactory.empty();

    TaskFiles(ConfigFiles files, Problems problems) {
        this.files = files;
        this.problems = problems;
    }

    /**
     * @param name a file, or the name of built-in definitions
     * @param origin where it is named
     */
    void add(String name, ConfigOrigin origin) {
        if (PYTHON_FILE.matcher(name).matches()) {
            Path path = Path.of(name);
            files.text(path)
                    .map(text -> PythonTaskFile.read(path.toString(), text, problems))
                    .ifPresent(
                            file -> {
                                addDefinitions(file.definitions());
                                pythonTasks.addAll(file.names());
                                unusable.putAll(file.unusable());
                            });
        } else if (BUILT_IN_NAME.matcher(name).matches()) {
            Optional<Config> builtIn = ConfigFiles.builtInTasks(name);
            builtIn.ifPresentOrElse(this::addDefinitions, () -> noSuchBuiltIn(name, origin));
        } else {
            files.file(Path.of(name)).ifPresent(this::addDefinitions);
        }
    }

    /** All tasks under {@code tasks}, not yet resolved. */
    Config definitions() {
        return definitions;
    }

    /**
     * Tasks from files of the Python toolkit. Such a file is taken as it is, with what may be wrong
     * in tasks that are not asked for.
     */
    Set<String> pythonTasks() {
        return Set.copyOf(pythonTasks);
    }

    /** Tasks that were read but need what this version does not have, with the reason. */
    Map<String, String> unusable() {
        return Map.copyOf(unusable);
    }

    private void addDefinitions(Config file) {
        try {
            addTasks(file);
        } catch (ConfigException.NotResolved e) {
            problems.add(
                    e.origin() == null ? file.root().origin() : e.origin(),
                    "tasks cannot be a substitution as a whole. Write tasks { name = ${other} }.");
        }
    }

    private void addTasks(Config file) {
        Config kept = definitions;
        for (String key : file.root().keySet()) {
            if (!key.equals("tasks")) {
                problems.add(
                        file.root().get(key).origin(),
                        "there is no key %s in a file of data.task-files. Put tasks under tasks,"
                                        .formatted(key)
                                + " and settings into a file given with --conf.");
            }
        }
        if (file.root().get("tasks") instanceof ConfigObject tasks) {
            for (String task : tasks.keySet()) {
                kept = kept.withoutPath(ConfigUtil.joinPath("tasks", task));
                unusable.remove(task);
                pythonTasks.remove(task);
            }
        }
        definitions = file.withFallback(kept);
    }

    private void noSuchBuiltIn(String name, ConfigOrigin origin) {
        problems.add(
                origin,
                "data.task-files names %s, which is neither a file nor built in.%s Built in are %s;"
                                .formatted(
                                        name,
                                        Names.didYouMean(name, BUILT_IN),
                                        String.join(", ", BUILT_IN))
                        + " a file in this directory is written ./%s.".formatted(name));
    }
}
