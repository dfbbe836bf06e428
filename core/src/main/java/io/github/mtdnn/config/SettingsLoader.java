package io.github.mtdnn.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.github.mtdnn.config.Settings.AveragingStrategy;
import io.github.mtdnn.config.Settings.DataSettings;
import io.github.mtdnn.config.Settings.EncoderSettings;
import io.github.mtdnn.config.Settings.RefineSettings;
import io.github.mtdnn.config.Settings.WireFormat;
import io.github.mtdnn.config.TaskDefinitions.Definition;
import io.github.mtdnn.task.Task;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Loads the configuration of a job: the defaults of {@code reference.conf}, the task definitions of
 * {@code data.task-files}, the user's files in their order, and the arguments, later ones winning
 * over earlier ones. Everything found wrong is reported at once.
 */
public final class SettingsLoader {
    /** What a job cannot do without. */
    public enum Need {
        /** At least one task in {@code data.tasks}. */
        TASKS,
        /** A vocabulary, given itself or beside the encoder's weights. */
        VOCABULARY
    }

    private final Problems problems = new Problems();
    private final ConfigFiles files = new ConfigFiles(problems);
    private final RecordBinder binder = new RecordBinder(problems);
    private final Values values = new Values(problems);

    private SettingsLoader() {}

    /**
     * The settings of a job that needs everything.
     *
     * @param confFiles HOCON files
     * @param overrides arguments of the form {@code key=value}
     * @throws io.github.mtdnn.failure.ConfigException with every problem found, a line each
     */
    public static Settings load(List<Path> confFiles, List<String> overrides) {
        return load(confFiles, overrides, EnumSet.allOf(Need.class));
    }

    /**
     * The settings of a job that may do without tasks or vocabulary, such as {@code bench}.
     *
     * @param confFiles HOCON files
     * @param overrides arguments of the form {@code key=value}
     * @param needs what has to be there
     * @throws io.github.mtdnn.failure.ConfigException with every problem found, a line each
     */
    public static Settings load(List<Path> confFiles, List<String> overrides, Set<Need> needs) {
        return new SettingsLoader().read(confFiles, overrides, needs);
    }

    /** The tasks of all built-in definitions whose raw data somebody publishes. */
    public static List<Task> builtInTasks() {
        return TaskFiles.BUILT_IN.stream()
                .filter(name -> !name.equals(TaskFiles.DEMO))
                .flatMap(name -> ConfigFiles.builtInTasks(name).stream())
                .map(file -> TaskDefinitions.read(file.resolve().getObject("tasks")))
                .flatMap(definitions -> definitions.values().stream())
                .map(Definition::task)
                .toList();
    }

    private Settings read(List<Path> confFiles, List<String> overrides, Set<Need> needs) {
        Config own = ConfigFactory.empty();
        for (Path file : confFiles) {
            own = files.file(file).orElse(ConfigFactory.empty()).withFallback(own);
        }
        for (String override : overrides) {
            Optional<Argument> argument = Argument.parse(override, problems);
            if (argument.isPresent()) {
                own = argument.get().config().withFallback(own);
            }
        }
        // Resolving half-read files would only add misleading problems.
        problems.throwIfAny();

        Config reference = ConfigFiles.reference();
        TaskFiles taskFiles = taskFiles(own.withFallback(reference));
        problems.throwIfAny();
        ConfigObject root =
                resolved(own.withFallback(taskFiles.definitions()).withFallback(reference)).root();
        return bind(root, taskFiles, needs);
    }

    private Settings bind(ConfigObject root, TaskFiles taskFiles, Set<Need> needs) {
        refuseUnknownSections(root);
        Map<String, Definition> defined =
                section(root, "tasks").map(TaskDefinitions::read).orElse(Map.of());
        defined.forEach(
                (name, definition) -> {
                    if (definition.usable() && !taskFiles.pythonTasks().contains(name)) {
                        problems.addAll(definition.problems());
                    }
                });
        DataSettings data = bind(root, "data", DataSettings.class);
        EncoderSettings encoder = bind(root, "encoder", EncoderSettings.class);
        List<Task> tasks =
                section(root, "data")
                        .map(section -> chosen(data, section, defined, needs))
                        .orElse(List.of());
        if (needs.contains(Need.VOCABULARY)
                && encoder.vocab().isBlank()
                && encoder.weights().isBlank()) {
            problems.add(
                    "",
                    "neither encoder.vocab nor encoder.weights is set. Set encoder.vocab to a"
                            + " WordPiece vocabulary (vocab.txt of a BERT model) to start from"
                            + " random weights, or encoder.weights to a directory with"
                            + " config.json, vocab.txt and model.safetensors.");
        }
        if (!encoder.merges().isBlank() && encoder.vocab().isBlank()) {
            problems.add(
                    "",
                    "encoder.merges = %s, but encoder.vocab is not set. Set encoder.vocab to the"
                                    .formatted(encoder.merges())
                            + " vocab.json or encoder.json that the merges belong to.");
        }
        RefineSettings refine = bind(root, "refine", RefineSettings.class);
        if (refine.averaging().wireFormat() == WireFormat.BF16
                && refine.averaging().strategy() != AveragingStrategy.DILOCO) {
            problems.add(
                    "",
                    "refine.averaging.wire-format = bf16 needs refine.averaging.strategy = diloco:"
                            + " what rounding loses stays with the worker, as only there its"
                            + " optimiser state does. Set the strategy, or leave the format at"
                            + " float32.");
        }
        Settings settings =
                new Settings(
                        bind(root, "run", Settings.RunSettings.class),
                        data,
                        tasks,
                        encoder,
                        bind(root, "optimizer", Settings.OptimizerSettings.class),
                        refine,
                        bind(root, "finetune", Settings.FinetuneSettings.class),
                        bind(root, "evaluate", Settings.EvaluateSettings.class),
                        bind(root, "kernels", Settings.KernelSettings.class),
                        spark(root));
        problems.throwIfAny();
        return settings;
    }

    private <R extends Record> R bind(ConfigObject root, String key, Class<R> type) {
        return section(root, key)
                .map(section -> binder.bind(type, key, section))
                .orElseGet(() -> binder.standInFor(type));
    }

    private Optional<ConfigObject> section(ConfigObject root, String key) {
        return Optional.ofNullable(root.get(key)).flatMap(value -> values.section(key, value));
    }

    private void refuseUnknownSections(ConfigObject root) {
        List<String> sections =
                Arrays.stream(Settings.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList();
        for (Map.Entry<String, ConfigValue> entry : root.entrySet()) {
            if (!sections.contains(entry.getKey())) {
                problems.add(
                        entry.getValue().origin(),
                        RecordBinder.unknownKey("", entry.getKey(), sections));
            }
        }
    }

    /** Reads the files that {@code data.task-files} names, in the user's files or arguments. */
    private TaskFiles taskFiles(Config config) {
        TaskFiles taskFiles = new TaskFiles(files, problems);
        // A file may refer to tasks of the files that are read only now.
        Config partlyResolved =
                resolved(config, ConfigResolveOptions.defaults().setAllowUnresolved(true));
        try {
            ConfigValue names = partlyResolved.getValue("data.task-files");
            Problems ignored = new Problems(); // a wrong type is found again when data is bound
            for (String name :
                    new Values(ignored).texts("data.task-files", names).orElse(List.of())) {
                taskFiles.add(name, names.origin());
            }
        } catch (ConfigException e) {
            // Likewise: data or data.task-files is not what it has to be, and bind() says so.
            return taskFiles;
        }
        return taskFiles;
    }

    private Config resolved(Config config) {
        return resolved(config, ConfigResolveOptions.defaults());
    }

    private Config resolved(Config config, ConfigResolveOptions options) {
        try {
            return config.resolve(options);
        } catch (ConfigException e) {
            files.addHoconProblem(e, "configuration");
            problems.throwIfAny();
            throw e;
        }
    }

    private List<Task> chosen(
            DataSettings data,
            ConfigObject section,
            Map<String, Definition> defined,
            Set<Need> needs) {
        ConfigValue names = section.get("tasks");
        ConfigOrigin origin = names.origin();
        boolean isSection = names instanceof ConfigObject; // and has been refused as such
        if (data.tasks().isEmpty() && !isSection && needs.contains(Need.TASKS)) {
            problems.add(
                    origin,
                    "data.tasks is empty. Name the tasks to work on, for example"
                            + " data.tasks=cola,rte with data.task-files=glue. %s"
                                    .formatted(definedTasks(defined)));
        }
        Set<String> seen = new HashSet<>();
        List<Task> chosen = new ArrayList<>();
        for (String name : data.tasks()) {
            if (!seen.add(name)) {
                problems.add(origin, "data.tasks names %s twice. Leave one out.".formatted(name));
            } else if (defined.containsKey(name)) {
                chosen.add(defined.get(name).task());
                problems.addAll(defined.get(name).problems());
            } else {
                problems.add(
                        origin,
                        "data.tasks names %s, which is not defined.%s %s%s"
                                .formatted(
                                        name,
                                        Names.didYouMean(name, defined.keySet()),
                                        definedTasks(defined),
                                        builtIn(name)));
            }
        }
        return chosen;
    }

    private static String definedTasks(Map<String, Definition> all) {
        List<String> defined =
                all.keySet().stream().filter(name -> all.get(name).usable()).sorted().toList();
        return defined.isEmpty()
                ? "No task is defined: define one under tasks, or name a file with definitions in"
                        + " data.task-files."
                : "Defined are %s.".formatted(String.join(", ", defined));
    }

    /** Where the built-in definitions have a task of that name. */
    private static String builtIn(String task) {
        for (String name : TaskFiles.BUILT_IN) {
            boolean defines =
                    ConfigFiles.builtInTasks(name)
                            .map(Config::resolve)
                            .filter(config -> config.getObject("tasks").containsKey(task))
                            .isPresent();
            if (defines) {
                return " The built-in file %1$s defines it: set data.task-files=%1$s."
                        .formatted(name);
            }
        }
        return "";
    }

    /**
     * Keys that are quoted as a whole come last and win: {@link Argument} writes Spark's settings
     * so.
     */
    private Map<String, String> spark(ConfigObject root) {
        Map<String, String> flat = new LinkedHashMap<>();
        Optional<ConfigObject> section = section(root, "spark");
        for (boolean quoted : List.of(false, true)) {
            section.stream()
                    .flatMap(spark -> spark.keySet().stream())
                    .filter(key -> key.contains(".") == quoted)
                    .sorted()
                    .forEach(key -> flatten("spark." + key, section.get().get(key), flat));
        }
        return flat;
    }

    private void flatten(String path, ConfigValue value, Map<String, String> flat) {
        if (value instanceof ConfigObject section) {
            section.keySet().stream()
                    .sorted()
                    .forEach(key -> flatten(path + "." + key, section.get(key), flat));
        } else if (value instanceof ConfigList) {
            problems.add(
                    value.origin(),
                    "%s is a list, but Spark takes texts; give the items with commas between them,"
                                    .formatted(path)
                            + " in double quotes.");
        } else if (value.valueType() != ConfigValueType.NULL) {
            values.text(path, value).ifPresent(text -> flat.put(path, text));
        }
    }
}
