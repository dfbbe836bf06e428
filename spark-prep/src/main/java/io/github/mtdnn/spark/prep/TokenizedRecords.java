package io.github.mtdnn.spark.prep;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.task.ColumnRef;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.Task;
import io.github.mtdnn.task.TextShape;
import io.github.mtdnn.task.TokenizedExample;
import io.github.mtdnn.task.TokenizedExample.Sequence;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Reads the tokenised records of the Python toolkit: {@code label}, {@code token_id}, {@code
 * type_id} and, in its newer versions, {@code attention_mask}; for candidates a list of each, their
 * identifiers {@code ruid}, and {@code olabel}, how good each is. Tokens are taken as they are:
 * nothing is cut.
 */
final class TokenizedRecords implements Serializable {
    private static final String LABEL = "label";
    private static final String TOKENS = "token_id";
    private static final String TYPES = "type_id";
    private static final String MASK = "attention_mask";
    private static final String CANDIDATE_UIDS = "ruid";
    private static final String RELEVANCES = "olabel";

    private static final int LEAST_CANDIDATES = 2;

    /** What the toolkit calls tokens that are no first piece of a word. */
    private static final Set<String> NO_WORD = Set.of("X", "CLS", "SEP");

    private static final String ANOTHER_VOCABULARY =
            "Set encoder.vocab to the vocabulary that the data was tokenised with.";

    private static final String CORRECT_LABEL = "Correct the line, or the labels of the task.";

    private static final int NO_LABEL_OF_TOOLKIT = -1;
    private static final int[] NO_TOKEN_LABELS = {};

    private final Task task;
    private final String labelKey;
    private final boolean labelled;
    private final TokenLimits limits;

    /**
     * @param labelled whether the labels are to be trained on or scored
     */
    TokenizedRecords(Task task, SplitSource source, boolean labelled, TokenLimits limits) {
        this.task = task;
        this.labelKey =
                source.column(task.shape().labelField()) instanceof ColumnRef.Name name
                        ? name.name()
                        : LABEL;
        this.labelled = labelled;
        this.limits = limits;
    }

    /**
     * @throws RowProblem where the record is not as the task or the vocabulary needs it
     */
    TokenizedExample read(String uid, JsonNode row) {
        if (task.shape() == TextShape.CANDIDATES) {
            return new TokenizedExample(uid, candidates(row));
        }
        int[] tokens = tokens(list(row, TOKENS));
        int[] types = types(list(row, TYPES), tokens.length);
        requireNoPadding(row.path(MASK), tokens.length);
        boolean ofWords = task.shape() == TextShape.WORDS;
        double label = labelled && !ofWords ? label(find(row, labelKey), labelKey) : Double.NaN;
        int[] tokenLabels =
                ofWords ? tokenLabels(list(row, labelKey), tokens.length) : NO_TOKEN_LABELS;
        return new TokenizedExample(
                uid, List.of(new Sequence("", tokens, types, label, tokenLabels)));
    }

    private List<Sequence> candidates(JsonNode row) {
        JsonNode tokens = list(row, TOKENS);
        int count = tokens.size();
        if (count < LEAST_CANDIDATES) {
            throw new RowProblem(
                    "%s has %d candidates, but there have to be %d at least to choose from. Correct the line."
                            .formatted(TOKENS, count, LEAST_CANDIDATES));
        }
        JsonNode types = list(row, TYPES);
        JsonNode names = list(row, CANDIDATE_UIDS);
        requireSize(types, TYPES, count);
        requireSize(names, CANDIDATE_UIDS, count);
        double[] relevances = relevances(row, count);
        List<Sequence> candidates = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            try {
                int[] ids = tokens(requireList(tokens.get(k), TOKENS));
                int[] typeIds = types(requireList(types.get(k), TYPES), ids.length);
                requireNoPadding(row.path(MASK).path(k), ids.length);
                candidates.add(
                        new Sequence(
                                names.get(k).asText(),
                                ids,
                                typeIds,
                                relevances[k],
                                NO_TOKEN_LABELS));
            } catch (RowProblem e) {
                throw e.at("candidate " + (k + 1));
            }
        }
        return candidates;
    }

    private double[] relevances(JsonNode row, int candidates) {
        if (!labelled) {
            return DoubleStream.generate(() -> Double.NaN).limit(candidates).toArray();
        }
        JsonNode list = list(row, RELEVANCES);
        requireSize(list, RELEVANCES, candidates);
        return IntStream.range(0, candidates)
                .mapToDouble(k -> label(list.get(k), RELEVANCES))
                .toArray();
    }

    private int[] tokens(JsonNode list) {
        int[] ids =
                integers(
                        list,
                        TOKENS,
                        new Bounds(0, limits.vocabularySize() - 1),
                        ANOTHER_VOCABULARY);
        if (ids.length > limits.maxSeqLength()) {
            throw new RowProblem(
                    ("%d tokens, but data.max-seq-length = %d, and tokens from elsewhere are not cut."
                                    + " Raise it, or set data.on-bad-row = quarantine to go on without"
                                    + " such records.")
                            .formatted(ids.length, limits.maxSeqLength()));
        }
        int last = ids.length - 1;
        if (last < 1 || ids[0] != limits.startId() || ids[last] != limits.endId()) {
            throw new RowProblem(
                    "%s has to begin with %d and end with %d, the specials of encoder.vocab, but is %s. %s"
                            .formatted(
                                    TOKENS,
                                    limits.startId(),
                                    limits.endId(),
                                    shown(ids),
                                    ANOTHER_VOCABULARY));
        }
        return ids;
    }

    private static String shown(int[] ids) {
        return ids.length == 0 ? "empty" : "%d … %d".formatted(ids[0], ids[ids.length - 1]);
    }

    private static int[] types(JsonNode list, int tokens) {
        requireSize(list, TYPES, tokens);
        return integers(list, TYPES, new Bounds(0, 1), "Correct the line.");
    }

    private static void requireNoPadding(JsonNode mask, int tokens) {
        if (!mask.isMissingNode()) {
            requireSize(requireList(mask, MASK), MASK, tokens);
            integers(mask, MASK, new Bounds(1, 1), "Leave padding out of the record.");
        }
    }

    private double label(JsonNode label, String key) {
        if (task.type().hasLabels()) {
            return integer(label, key, new Bounds(0, task.numClasses() - 1), CORRECT_LABEL);
        }
        if (!label.isNumber() || !Double.isFinite(label.doubleValue())) {
            throw new RowProblem(
                    "%s has %s, which is not a finite number, as task %s needs it. Correct the line."
                            .formatted(key, label, task.name()));
        }
        return label.doubleValue();
    }

    /** Where the data tell no labels, they still tell which tokens are the first of their words. */
    private int[] tokenLabels(JsonNode list, int tokens) {
        requireSize(list, labelKey, tokens);
        int[] labels =
                integers(
                        list,
                        labelKey,
                        new Bounds(NO_LABEL_OF_TOOLKIT, task.numClasses() - 1),
                        CORRECT_LABEL);
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] == NO_LABEL_OF_TOOLKIT || isNoWord(labels[i])) {
                labels[i] = EncodedExample.NO_LABEL;
            } else if (!labelled) {
                labels[i] = EncodedExample.UNKNOWN_LABEL;
            }
        }
        return labels;
    }

    private boolean isNoWord(int label) {
        return label < task.labels().size() && NO_WORD.contains(task.labels().get(label));
    }

    private static int[] integers(JsonNode list, String key, Bounds bounds, String advice) {
        int[] values = new int[list.size()];
        for (int i = 0; i < values.length; i++) {
            try {
                values[i] = integer(list.get(i), key, bounds, advice);
            } catch (RowProblem e) {
                throw e.at("element " + (i + 1));
            }
        }
        return values;
    }

    private static int integer(JsonNode value, String key, Bounds bounds, String advice) {
        if (!value.isInt()
                || value.intValue() < bounds.least()
                || value.intValue() > bounds.most()) {
            throw new RowProblem(
                    "%s has %s, but has to be a whole number from %d to %d. %s"
                            .formatted(key, value, bounds.least(), bounds.most(), advice));
        }
        return value.intValue();
    }

    /** Numbers that are allowed. */
    private record Bounds(int least, int most) {}

    private static JsonNode find(JsonNode row, String key) {
        JsonNode value = row.path(key);
        if (value.isMissingNode()) {
            List<String> keys = new ArrayList<>();
            row.fieldNames().forEachRemaining(keys::add);
            throw new RowProblem(
                    "no key \"%s\" among %s. Correct the line, or the format in the task's definition."
                            .formatted(key, keys));
        }
        return value;
    }

    private static JsonNode list(JsonNode row, String key) {
        return requireList(find(row, key), key);
    }

    private static JsonNode requireList(JsonNode value, String key) {
        if (!value.isArray()) {
            throw new RowProblem(
                    "%s is a JSON %s, but has to be a list. Correct the line, or text in the task's definition."
                            .formatted(key, JsonRow.nameOf(value)));
        }
        return value;
    }

    private static void requireSize(JsonNode list, String key, int expected) {
        if (list.size() != expected) {
            throw new RowProblem(
                    "%s has %d elements, but %s has %d. Correct the line."
                            .formatted(key, list.size(), TOKENS, expected));
        }
    }
}
