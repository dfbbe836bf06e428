package io.github.mtdnn.spark.prep.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.task.Task;
import io.github.mtdnn.task.TaskType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenizedLinesTest {
    private static final int[] IDS = {2, 4, 5, 3};
    private static final int[] TYPES = {0, 0, 1, 1};

    @Test
    void aClassIsAWholeNumberAndAScoreIsNot() {
        EncodedExample row = new EncodedExample("a", IDS, TYPES, 1);

        assertThat(lines(task(TaskType.CLASSIFICATION), true, row))
                .containsExactly(
                        "{\"uid\": \"a\", \"label\": 1, \"token_id\": [2, 4, 5, 3], \"type_id\":"
                                + " [0, 0, 1, 1], \"attention_mask\": [1, 1, 1, 1]}");
        assertThat(lines(task(TaskType.REGRESSION), false, row))
                .containsExactly(
                        "{\"uid\": \"a\", \"label\": 1.0, \"token_id\": [2, 4, 5, 3], \"type_id\":"
                                + " [0, 0, 1, 1]}");
    }

    @Test
    void anUnknownLabelIsZero() {
        EncodedExample row = new EncodedExample("a", IDS, TYPES, Double.NaN);

        assertThat(lines(task(TaskType.CLASSIFICATION), false, row).get(0))
                .contains("\"label\": 0,");
    }

    @Test
    void aGroupOfCandidatesIsOneLine() {
        List<String> lines =
                lines(
                        task(TaskType.RANKING, "wrong", "right"),
                        true,
                        candidate("7#0", "7", 0),
                        candidate("7#1", "7", 1),
                        candidate("8#0", "8", 1),
                        candidate("8#1", "8", 0));

        assertThat(lines).hasSize(2);
        assertThat(lines.get(0))
                .isEqualTo(
                        "{\"uid\": \"7\", \"label\": 1, \"token_id\": [[2, 4, 5, 3], [2, 4, 5, 3]],"
                                + " \"type_id\": [[0, 0, 1, 1], [0, 0, 1, 1]], \"attention_mask\":"
                                + " [[1, 1, 1, 1], [1, 1, 1, 1]], \"ruid\": [\"7#0\", \"7#1\"],"
                                + " \"olabel\": [0, 1]}");
        assertThat(lines.get(1)).startsWith("{\"uid\": \"8\", \"label\": 0, ");
    }

    @Test
    void relevancesWithoutNamesAreNumbers() {
        assertThat(
                        lines(
                                task(TaskType.RANKING),
                                true,
                                candidate("7#0", "7", 2),
                                candidate("7#1", "7", 2.5)))
                .singleElement()
                .asString()
                .endsWith("\"olabel\": [2.0, 2.5]}");
    }

    @Test
    void tokensThatAreNoFirstPiecesHaveTheToolkitsLabels() {
        EncodedExample row =
                new EncodedExample("3", IDS, new int[4], Double.NaN)
                        .withTokenLabels(
                                new int[] {
                                    EncodedExample.NO_LABEL,
                                    1,
                                    EncodedExample.NO_LABEL,
                                    EncodedExample.NO_LABEL
                                });

        assertThat(lines(task(TaskType.SEQUENCE_LABELING, "O", "B", "X", "CLS", "SEP"), true, row))
                .containsExactly(
                        "{\"uid\": \"3\", \"label\": [3, 1, 2, 4], \"token_id\": [2, 4, 5, 3],"
                                + " \"type_id\": [0, 0, 0, 0]}");
        assertThat(lines(task(TaskType.SEQUENCE_LABELING, "O", "B"), true, row).get(0))
                .contains("\"label\": [-1, 1, -1, -1]");
    }

    @Test
    void wordsWhoseTagsAreNotKnownAreStillWords() {
        EncodedExample row =
                new EncodedExample("3", IDS, new int[4], Double.NaN)
                        .withTokenLabels(
                                new int[] {
                                    EncodedExample.NO_LABEL,
                                    EncodedExample.UNKNOWN_LABEL,
                                    EncodedExample.NO_LABEL,
                                    EncodedExample.NO_LABEL
                                });

        assertThat(lines(task(TaskType.SEQUENCE_LABELING, "O", "B"), true, row).get(0))
                .contains("\"label\": [-1, 0, -1, -1]");
    }

    private static EncodedExample candidate(String uid, String group, double relevance) {
        return new EncodedExample(uid, IDS, TYPES, relevance).inGroup(group);
    }

    private static Task task(TaskType type, String... labels) {
        return new Task(
                "t", type, type.shapes().get(0), List.of(labels), 2, List.of(), 0.1, List.of());
    }

    private static List<String> lines(Task task, boolean withMask, EncodedExample... rows) {
        TokenizedLines lines = new TokenizedLines(task, withMask);
        List<String> written = new ArrayList<>();
        for (EncodedExample row : rows) {
            lines.add(row).ifPresent(written::add);
        }
        lines.finish().ifPresent(written::add);
        return written;
    }
}
