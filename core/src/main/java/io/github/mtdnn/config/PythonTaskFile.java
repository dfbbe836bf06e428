package io.github.mtdnn.config;

import com.typesafe.config.ConfigValue;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
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
 * @param tasks every task of the file, in its order
 */
record PythonTaskFile(List<PythonDefinition> tasks) {

    PythonTaskFile {
        tasks = List.copyOf(tasks);
    }

    /**
     * @param name of the task
     * @param definition in our own form, with its file and line
     * @param usable whether this version can do what it asks for
     */
    record PythonDefinition(String name, ConfigValue definition, boolean usable) {}

    /**
     * @param file the name to report problems under
     * @param text the file's contents
     */
    static PythonTaskFile read(String file, String text, Problems problems) {
        List<PythonDefinition> tasks = new ArrayList<>();
        for (NodeTuple entry : tasks(file, text, problems)) {
            String name = entry.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
            PythonTask task = new PythonTask(file, name, entry.getValueNode());
            ConfigValue definition = task.definition();
            boolean usable = task.reasons().isEmpty();
            ConfigValue unusable =
                    TaskDefinitions.unusable(String.join("\n  ", task.reasons()))
                            .withOrigin(definition.origin());
            tasks.add(new PythonDefinition(name, usable ? definition : unusable, usable));
        }
        return new PythonTaskFile(tasks);
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
