package io.github.mtdnn.spark.prep;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mtdnn.data.Sha256;
import io.github.mtdnn.task.Example;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.Task;
import io.github.mtdnn.task.TaskType;
import io.github.mtdnn.task.TextExample;
import java.io.Serializable;

/** Draws lots for the rows of a split; each row's depends on the seed and on its place alone. */
final class SampleDraw implements Serializable {
    private final TaskType type;
    private final LabelParser labels;
    private final int seed;

    SampleDraw(Task task, SplitSource source) {
        this.type = task.type();
        this.labels = new LabelParser(task, source);
        this.seed = source.selection().sample().seed();
    }

    /**
     * @param row number of the row in the split
     */
    SampleUnit of(long row, Example example) {
        String unit = "row " + row;
        String stratum = "";
        if (example instanceof TextExample texts) {
            if (type == TaskType.RANKING && !texts.group().isEmpty()) {
                unit = "group " + texts.group();
            }
            if (type == TaskType.CLASSIFICATION) {
                stratum = Double.toString(labels.value(texts.label()));
            }
        }
        return new SampleUnit(stratum, Sha256.of((seed + " " + unit).getBytes(UTF_8)));
    }
}
