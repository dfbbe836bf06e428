package io.github.mtdnn.spark.train.compare;

import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.spark.train.store.RunDirectory;
import io.github.mtdnn.spark.train.table.TableSchemas;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * A stage of a run whose predictions are in the tables of its directory. It is called {@code
 * <run.directory>#<stage>/<run id>}.
 *
 * @param stage whose checkpoint made the predictions
 * @param runId name of the run in the tables
 */
public record StoredRun(RunDirectory directory, String stage, String runId) {
    private static final String STAGE = "stage=";
    private static final String RUN_ID = "run_id=";

    /**
     * Finds a run by its name.
     *
     * @param name a run directory; behind {@code #} the stage, unless there is only one with
     *     predictions; behind {@code /} the run id, unless there is only one
     */
    public static StoredRun find(String name, Configuration hadoop) {
        int mark = name.indexOf('#');
        String location = mark < 0 ? name : name.substring(0, mark);
        String[] parts = mark < 0 ? new String[0] : name.substring(mark + 1).split("/", -1);
        if (location.isEmpty() || parts.length > 2) {
            throw new ConfigException(
                    "\"%s\" is no run. Write <run.directory>, <run.directory>#<stage> or <run.directory>#<stage>/<run id>."
                            .formatted(name));
        }
        RunDirectory directory = RunDirectory.at(location, hadoop);
        Path predictions = new Path(directory.tables(), TableSchemas.PREDICTIONS_TABLE);
        List<String> stages = partitions(directory, predictions, STAGE);
        if (stages.isEmpty()) {
            throw new DataFormatException(
                    "%s has no predictions. Run finetune or evaluate with run.directory = %s first, or correct the directory."
                            .formatted(predictions, location));
        }
        String stage = choose("stage", name, parts.length < 1 ? "" : parts[0], stages);
        List<String> runs = partitions(directory, new Path(predictions, STAGE + stage), RUN_ID);
        return new StoredRun(
                directory, stage, choose("run id", name, parts.length < 2 ? "" : parts[1], runs));
    }

    private static String choose(String what, String name, String wanted, List<String> there) {
        if (wanted.isEmpty() && there.size() == 1) {
            return there.get(0);
        }
        if (there.contains(wanted)) {
            return wanted;
        }
        throw new DataFormatException(
                "%s: %s. There are predictions of: %s. Name one of them: <run.directory>#<stage>/<run id>."
                        .formatted(
                                name,
                                wanted.isEmpty()
                                        ? "no %s is named, and there is not just one"
                                                .formatted(what)
                                        : "%s %s has no predictions".formatted(what, wanted),
                                String.join(", ", there)));
    }

    private static List<String> partitions(RunDirectory directory, Path parent, String prefix) {
        List<String> values = new ArrayList<>();
        try {
            for (FileStatus child : directory.files().listStatus(parent)) {
                if (child.getPath().getName().startsWith(prefix)) {
                    values.add(child.getPath().getName().substring(prefix.length()));
                }
            }
        } catch (FileNotFoundException e) {
            return List.of();
        } catch (IOException e) {
            throw new DataFormatException(
                    "%s cannot be listed: %s. Mend the permissions or the file system."
                            .formatted(parent, e.getMessage()),
                    e);
        }
        values.sort(null);
        return values;
    }

    /** Directory of the run's rows in a table. */
    Path rows(String table) {
        return new Path(directory.tables(), table + "/" + STAGE + stage + "/" + RUN_ID + runId);
    }

    @Override
    public String toString() {
        return directory.root() + "#" + stage + "/" + runId;
    }
}
