package io.github.mtdnn.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import io.github.mtdnn.config.PythonTaskFile.PythonDefinition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The definitions of the files that {@code data.task-files} names. A task that two of them define
 * differently is unusable: merging two definitions would make a third that nobody wrote, and
 * choosing one would train on data that somebody did not mean. Where both are the same, as with a
 * file that includes the other, there is nothing to choose.
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
    private final Map<String, List<String>> places = new HashMap<>();
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
                    .ifPresent(file -> file.tasks().forEach(this::addPythonTask));
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

    private void addPythonTask(PythonDefinition task) {
        addTask(task.name(), task.definition());
        pythonTasks.add(task.name());
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
            tasks.forEach(this::addTask);
        }
    }

    private void addTask(String name, ConfigValue definition) {
        String path = ConfigUtil.joinPath("tasks", name);
        List<String> before = places.computeIfAbsent(name, any -> new ArrayList<>());
        if (before.isEmpty()) {
            definitions = definitions.withValue(path, definition);
        } else if (definition.equals(task(name))) {
            return;
        }
        before.add(Problems.where(definition.origin()));
        if (before.size() > 1) {
            String reason =
                    ("task %s is defined in %s, and not alike. Rename all but one, or leave out"
                                    + " files of data.task-files.")
                            .formatted(name, String.join(" and in ", before));
            definitions = definitions.withValue(path, TaskDefinitions.unusable(reason));
        }
    }

    private ConfigValue task(String name) {
        return ((ConfigObject) definitions.root().get("tasks")).get(name);
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
