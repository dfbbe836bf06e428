package io.github.mtdnn.spark.prep;

import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.spark.shard.ShardRow;
import io.github.mtdnn.task.Example;
import io.github.mtdnn.task.WordsExample;
import io.github.mtdnn.text.WordsEncoder;
import io.github.mtdnn.text.WordsWindow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A row for each sentence, or for each window of one that is too long. The label of a word is that
 * of its first piece; its other pieces have none. The windows of a sentence are a group under its
 * identifier; window {@code k} has the identifier {@code uid#k}.
 */
final class WordRows implements RowEncoder {
    private final WordsEncoder encoder;
    private final LabelParser labels;

    WordRows(WordsEncoder encoder, LabelParser labels) {
        this.encoder = encoder;
        this.labels = labels;
    }

    @Override
    public List<ShardRow> encode(Example example) {
        WordsExample sentence = (WordsExample) example;
        int[] tags = labels.tags(sentence);
        List<WordsWindow> windows = encoder.encode(sentence.words());
        if (windows.size() == 1) {
            return List.of(row(sentence.uid(), "", windows.get(0), tags));
        }
        List<ShardRow> rows = new ArrayList<>();
        for (int k = 0; k < windows.size(); k++) {
            rows.add(row(sentence.uid() + "#" + k, sentence.uid(), windows.get(k), tags));
        }
        return rows;
    }

    /**
     * @param tags class of each word of the sentence; empty where it is not known
     */
    private static ShardRow row(String uid, String group, WordsWindow window, int[] tags) {
        int[] tokenLabels =
                Arrays.stream(window.words())
                        .map(
                                word ->
                                        word == WordsWindow.NONE
                                                ? EncodedExample.NO_LABEL
                                                : label(word, tags))
                        .toArray();
        int[] tokenTypeIds = new int[window.inputIds().length];
        EncodedExample row =
                new EncodedExample(uid, window.inputIds(), tokenTypeIds, Double.NaN)
                        .inGroup(group)
                        .withTokenLabels(tokenLabels);
        return new ShardRow(row, window.truncated());
    }

    private static int label(int word, int[] tags) {
        return tags.length == 0 ? EncodedExample.UNKNOWN_LABEL : tags[word];
    }
}
