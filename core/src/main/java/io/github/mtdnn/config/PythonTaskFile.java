package io.github.mtdnn.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * A {@code *_task_def.yml} of the Python toolkit, turned into definitions of our own form, so that
 * settings can be put over them and one reader checks both.
 *
 * <p>The raw data of such a task are the toolkit's canonical files {@code <task>_<split>.tsv} with
 * the columns uid, label, premise and, for pairs, hypothesis. The labels of test splits are left
 * out, as in the toolkit, which never scores them: for GLUE they are dummies.
 *
 * <p>The file is only composed into nodes, never constructed into objects: no tag in it can name a
 * class, and every node knows its line.
 *
 * @param definitions the usable tasks, under {@code tasks}
 * @param unusable the other tasks by name, with what is wrong, with file and line
 */
record PythonTaskFile(Config definitions, Map<String, String> unusable) {

    /** The names of the usable tasks. */
    Set<String> names() {
        return definitions.isEmpty() ? Set.of() : definitions.getObject("tasks").keySet();
    }

    /**
     * @param file the name to report problems under
     * @param text the file's contents
     */
    static PythonTaskFile read(String file, String text, Problems problems) {
        Map<String, ConfigValue> usable = new LinkedHashMap<>();
        Map<String, String> unusable = new LinkedHashMap<>();
        for (NodeTuple entry : tasks(file, text, problems)) {
            String name = entry.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
            PythonTask task = new PythonTask(file, name, entry.getValueNode());
            ConfigValue definition = task.definition();
            if (task.reasons().isEmpty()) {
                usable.put(name, definition);
            } else {
                unusable.put(name, String.join("\n  ", task.reasons()));
            }
        }
        Config definitions =
                usable.isEmpty()
                        ? ConfigFactory.empty()
                        : ConfigValueFactory.fromMap(usable, file).atKey("tasks");
        return new PythonTaskFile(definitions, Map.copyOf(unusable));
    }

    private static List<NodeTuple> tasks(String file, String text, Problems problems) {
        try {
            Node root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
            if (root instanceof MappingNode mapping) {
                return mapping.getValue();
            }
            problems.add(
                    file,
                    "the file holds no tasks. A task definition file of the Python toolkit maps"
                            + " names of tasks to their settings.");
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            problems.add(
                    file + " line " + line,
                    "the file is not YAML: %s. Correct the line.".formatted(e.getProblem()));
        } catch (YAMLException e) {
            problems.add(file, "the file is not YAML: %s.".formatted(e.getMessage()));
        }
        return List.of();
    }
}
