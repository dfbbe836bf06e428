package io.github.mtdnn.spark.train;

import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.task.MetricName;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.Task;
import io.github.mtdnn.task.TaskType;
import io.github.mtdnn.task.TextShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** A task of each type whose labels follow from the tokens 10 to 39. */
public enum ToyTask {
    /** Options in groups: whether token 12 is in an option. */
    OPTIONS(
            TaskType.CLASSIFICATION,
            2,
            List.of(),
            MetricName.EXACT_MATCH,
            MetricName.F1,
            MetricName.ACCURACY) {
        @Override
        void add(List<EncodedExample> rows, int group, SplittableRandom random) {
            for (int option = 0; option < 3; option++) {
                int[] ids = ids(random);
                boolean right = random.nextBoolean();
                if (right) {
                    ids[1 + random.nextInt(ids.length - 2)] = 12;
                }
                rows.add(example(group, option, ids, right ? 1 : 0));
            }
        }
    },
    /** Two to four candidates, the one with token 12 is the best. */
    RANKING(
            TaskType.RANKING,
            1,
            List.of(),
            MetricName.PRECISION_AT_1,
            MetricName.MRR,
            MetricName.EXACT_MATCH) {
        @Override
        void add(List<EncodedExample> rows, int group, SplittableRandom random) {
            int candidates = 2 + random.nextInt(3);
            int best = random.nextInt(candidates);
            for (int candidate = 0; candidate < candidates; candidate++) {
                int[] ids = ids(random);
                if (candidate == best) {
                    ids[1 + random.nextInt(ids.length - 2)] = 12;
                }
                rows.add(
                        example(group, candidate, ids, candidate == best ? 1 : 0)
                                .withEvidence("text " + candidate, List.of("text " + best)));
            }
        }
    },
    /** The tokens 12 and 13 are the answer, in the one or the other window; some have none. */
    SPAN(
            TaskType.SPAN,
            2,
            List.of(),
            MetricName.EXACT_MATCH,
            MetricName.SPAN_F1,
            MetricName.NO_ANSWER_ACCURACY) {
        @Override
        void add(List<EncodedExample> rows, int group, SplittableRandom random) {
            int answerIn = random.nextInt(3); // 2: there is none
            StringBuilder text = new StringBuilder();
            List<EncodedExample> windows = new ArrayList<>();
            for (int window = 0; window < 2; window++) {
                int[] ids = ids(random);
                int first = 1 + random.nextInt(ids.length - 3);
                int[] firstChars = new int[ids.length];
                int[] endChars = new int[ids.length];
                Arrays.fill(firstChars, EncodedExample.Span.OUTSIDE);
                Arrays.fill(endChars, EncodedExample.Span.OUTSIDE);
                if (window == answerIn) {
                    ids[first] = 12;
                    ids[first + 1] = 13;
                }
                for (int t = 1; t < ids.length - 1; t++) {
                    firstChars[t] = text.length();
                    endChars[t] = text.append(ids[t]).length();
                    text.append(' ');
                }
                int at = window == answerIn ? first : 0;
                int last = window == answerIn ? first + 1 : 0;
                windows.add(
                        example(group, window, ids, Double.NaN)
                                .withSpan(new EncodedExample.Span(at, last, firstChars, endChars)));
            }
            List<String> answers = answerIn == 2 ? List.of() : List.of("12 13");
            windows.forEach(row -> rows.add(row.withEvidence(text.toString(), answers)));
        }
    },
    /** Tokens below 15 are an entity; every other token is a word; a sentence has two windows. */
    TAGS(
            TaskType.SEQUENCE_LABELING,
            2,
            List.of("O", "B-SMALL"),
            MetricName.ENTITY_F1,
            MetricName.ACCURACY) {
        @Override
        void add(List<EncodedExample> rows, int group, SplittableRandom random) {
            for (int window = 0; window < 2; window++) {
                int[] ids = ids(random);
                int[] labels = new int[ids.length];
                Arrays.fill(labels, EncodedExample.NO_LABEL);
                for (int t = 1; t < ids.length - 1; t += 2) {
                    labels[t] = ids[t] < 15 ? 1 : 0;
                }
                rows.add(example(group, window, ids, Double.NaN).withTokenLabels(labels));
            }
        }
    },
    /** All pieces of an example are the same one of three. */
    MASKED(TaskType.MASKED_LM, 40, List.of(), MetricName.ACCURACY) {
        @Override
        void add(List<EncodedExample> rows, int group, SplittableRandom random) {
            int[] ids = ids(random);
            int[] labels = new int[ids.length];
            Arrays.fill(labels, EncodedExample.NO_LABEL);
            int piece = 20 + random.nextInt(3);
            Arrays.fill(ids, 1, ids.length - 1, piece);
            int masked = 1 + random.nextInt(ids.length - 2);
            ids[masked] = 4;
            labels[masked] = piece;
            rows.add(
                    new EncodedExample("row-" + group, ids, new int[ids.length], piece % 2)
                            .withTokenLabels(labels));
        }
    };

    private static final int TRAIN_GROUPS = 96;
    private static final int DEV_GROUPS = 40;

    private final TaskType type;
    private final int numClasses;
    private final List<String> labels;
    private final List<MetricName> metrics;

    ToyTask(TaskType type, int numClasses, List<String> labels, MetricName... metrics) {
        this.type = type;
        this.numClasses = numClasses;
        this.labels = labels;
        this.metrics = List.of(metrics);
    }

    /** Adds the rows of a group. */
    abstract void add(List<EncodedExample> rows, int group, SplittableRandom random);

    /** Its definition. */
    public Task task(List<SplitSource> sources) {
        return new Task(
                name().toLowerCase(Locale.ROOT),
                type,
                TextShape.SINGLE,
                labels,
                numClasses,
                metrics,
                0.1,
                sources);
    }

    /** The rows of a split. */
    public List<EncodedExample> examples(String split) {
        SplittableRandom random = new SplittableRandom(split.hashCode());
        List<EncodedExample> rows = new ArrayList<>();
        for (int group = 0; group < (split.equals("train") ? TRAIN_GROUPS : DEV_GROUPS); group++) {
            add(rows, group, random);
        }
        return rows;
    }

    private static EncodedExample example(int group, int row, int[] ids, double label) {
        return new EncodedExample(group + "-" + row, ids, new int[ids.length], label)
                .inGroup("group-" + group);
    }

    /** [CLS], 4 to 9 of the tokens 14 to 39, [SEP]; small ones are as frequent as large ones. */
    private static int[] ids(SplittableRandom random) {
        int[] ids = new int[6 + random.nextInt(6)];
        for (int t = 1; t < ids.length - 1; t++) {
            ids[t] = 14 + (random.nextBoolean() ? 0 : 1 + random.nextInt(25));
        }
        ids[0] = 2;
        ids[ids.length - 1] = 3;
        return ids;
    }
}
