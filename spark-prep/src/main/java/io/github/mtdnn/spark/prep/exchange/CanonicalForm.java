package io.github.mtdnn.spark.prep.exchange;

import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.task.ColumnRef;
import io.github.mtdnn.task.Example;
import io.github.mtdnn.task.Field;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.Task;
import io.github.mtdnn.task.TaskType;
import io.github.mtdnn.task.TextShape;

/** The forms that the Python toolkit's canonical files have; its {@code data_format}. */
enum CanonicalForm {
    PREMISE_ONLY,
    PREMISE_AND_ONE_HYPOTHESIS,
    /** A line for each group of candidates, whether they stand in one row or in several. */
    PREMISE_AND_MULTI_HYPOTHESIS,
    /** Candidates that stand for choices, some of which are the answers. */
    CLOZE_CHOICE,
    /** Sentences of words; the toolkit spells it {@code Seqence}. */
    SEQUENCE,
    /** Questions, as in 2020. */
    MRC,
    /** Documents. */
    MLM;

    /**
     * The form of all splits of a task.
     *
     * @throws ConfigException where the toolkit has none
     */
    static CanonicalForm of(Task task) {
        boolean isRanked = task.type() == TaskType.RANKING;
        return switch (task.shape()) {
            case SINGLE -> {
                if (isRanked) {
                    throw new ConfigException(
                            ("task %s: canonical tables have no form for a ranking of single texts;"
                                            + " their candidates stand with a premise. Leave the task"
                                            + " out of data.tasks, or export tokenised records.")
                                    .formatted(task.name()));
                }
                yield PREMISE_ONLY;
            }
            case PAIR -> isRanked ? PREMISE_AND_MULTI_HYPOTHESIS : PREMISE_AND_ONE_HYPOTHESIS;
            case CANDIDATES ->
                    task.sources().stream().anyMatch(CanonicalForm::hasAnswers)
                            ? CLOZE_CHOICE
                            : PREMISE_AND_MULTI_HYPOTHESIS;
            case WORDS -> SEQUENCE;
            case QUESTION -> MRC;
            case DOCUMENT -> MLM;
        };
    }

    private static boolean hasAnswers(SplitSource source) {
        return !(source.column(Field.ANSWERS) instanceof ColumnRef.Absent);
    }

    /** The name of a split's file. */
    String file(Task task, SplitSource source) {
        return "%s_%s.%s".formatted(task.name(), source.split(), this == MLM ? "json" : "tsv");
    }

    /** What makes the lines of a split of the task. */
    RowLines<Example> lines(Task task, SplitSource source) {
        CanonicalLabels labels = new CanonicalLabels(task, source);
        return switch (this) {
            case PREMISE_ONLY, PREMISE_AND_ONE_HYPOTHESIS ->
                    new TextLines(labels, this == PREMISE_AND_ONE_HYPOTHESIS);
            case PREMISE_AND_MULTI_HYPOTHESIS ->
                    task.shape() == TextShape.CANDIDATES
                            ? new CandidateLines(labels)
                            : new GroupLines(labels);
            case CLOZE_CHOICE -> new ClozeLines(labels);
            case SEQUENCE -> new WordLines(labels);
            case MRC -> new QuestionLines();
            case MLM -> new DocumentLines();
        };
    }
}
