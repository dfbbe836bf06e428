package io.github.mtdnn.spark.prep.exchange;

import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.task.Task;
import io.github.mtdnn.task.TaskType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a split as the Python toolkit's tokenised lines: a line for each row, in ranking for
 * each group of candidates. Where a label is not known the toolkit asks for one all the same, and
 * has the first class or the score 0 itself.
 */
final class TokenizedLines implements RowLines<EncodedExample> {
    /** The toolkit's losses pass over it. */
    private static final int NO_LABEL_OF_TOOLKIT = -1;

    private static final int UNKNOWN_CLASS = 0;

    private final Task task;
    private final boolean withMask;
    private final int firstTokenLabel;
    private final int lastTokenLabel;
    private final int furtherPieceLabel;
    private final List<EncodedExample> group = new ArrayList<>();

    /**
     * @param withMask whether lines have the field {@code attention_mask}
     */
    TokenizedLines(Task task, boolean withMask) {
        this.task = task;
        this.withMask = withMask;
        this.firstTokenLabel = labelOf(task, "CLS");
        this.lastTokenLabel = labelOf(task, "SEP");
        this.furtherPieceLabel = labelOf(task, "X");
    }

    /** The toolkit counts what is no word as classes of their own, where the task names them. */
    private static int labelOf(Task task, String name) {
        int index = task.labels().indexOf(name);
        return index < 0 ? NO_LABEL_OF_TOOLKIT : index;
    }

    @Override
    public Optional<String> add(EncodedExample row) {
        if (task.type() != TaskType.RANKING) {
            return Optional.of(line(row));
        }
        boolean goesOn =
                !group.isEmpty() && EncodedExample.isSameGroup(row.group(), group.get(0).group());
        Optional<String> before = goesOn ? Optional.empty() : finish();
        group.add(row);
        return before;
    }

    @Override
    public Optional<String> finish() {
        if (group.isEmpty()) {
            return Optional.empty();
        }
        String line = line(group);
        group.clear();
        return Optional.of(line);
    }

    private String line(EncodedExample row) {
        PythonJson line = new PythonJson().add("uid", row.uid());
        switch (task.type()) {
            case SEQUENCE_LABELING -> line.add("label", tokenLabels(row.tokenLabels()));
            case CLASSIFICATION ->
                    line.add("label", (long) row.labelIfKnown().orElse(UNKNOWN_CLASS));
            default -> line.add("label", row.labelIfKnown().orElse(0));
        }
        line.add("token_id", row.inputIds()).add("type_id", row.tokenTypeIds());
        if (withMask && task.type() != TaskType.SEQUENCE_LABELING) {
            line.add("attention_mask", mask(row));
        }
        return line.toString();
    }

    /** What is no first piece of a word is told by its place: the first, the last, or between. */
    private int[] tokenLabels(int[] ours) {
        int[] labels = new int[ours.length];
        for (int i = 0; i < ours.length; i++) {
            labels[i] =
                    switch (ours[i]) {
                        case EncodedExample.NO_LABEL -> labelOfPlace(i, ours.length);
                        case EncodedExample.UNKNOWN_LABEL -> UNKNOWN_CLASS;
                        default -> ours[i];
                    };
        }
        return labels;
    }

    private int labelOfPlace(int token, int tokens) {
        if (token == 0) {
            return firstTokenLabel;
        }
        return token == tokens - 1 ? lastTokenLabel : furtherPieceLabel;
    }

    private String line(List<EncodedExample> candidates) {
        double[] relevance =
                candidates.stream().mapToDouble(c -> c.labelIfKnown().orElse(0)).toArray();
        EncodedExample first = candidates.get(0);
        PythonJson line =
                new PythonJson()
                        .add("uid", first.group().isEmpty() ? first.uid() : first.group())
                        .add("label", best(relevance))
                        .addLists(
                                "token_id",
                                candidates.stream().map(EncodedExample::inputIds).toList())
                        .addLists(
                                "type_id",
                                candidates.stream().map(EncodedExample::tokenTypeIds).toList());
        if (withMask) {
            line.addLists("attention_mask", candidates.stream().map(TokenizedLines::mask).toList());
        }
        line.addTexts("ruid", candidates.stream().map(EncodedExample::uid).toList());
        if (task.labels().isEmpty()) {
            line.add("olabel", relevance);
        } else {
            line.add("olabel", Arrays.stream(relevance).mapToInt(r -> (int) r).toArray());
        }
        return line.toString();
    }

    /** Number of the first of the best candidates. */
    private static int best(double[] relevance) {
        int best = 0;
        for (int i = 1; i < relevance.length; i++) {
            best = relevance[i] > relevance[best] ? i : best;
        }
        return best;
    }

    private static int[] mask(EncodedExample row) {
        int[] mask = new int[row.length()];
        Arrays.fill(mask, 1);
        return mask;
    }
}
