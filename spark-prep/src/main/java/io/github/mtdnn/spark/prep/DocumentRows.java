package io.github.mtdnn.spark.prep;

import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.spark.shard.ShardRow;
import io.github.mtdnn.task.DocumentExample;
import io.github.mtdnn.task.Example;
import io.github.mtdnn.text.DocumentEncoder;
import io.github.mtdnn.text.MaskedText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A row for each stretch of a document; stretch {@code k}, counted through all copies, has the
 * identifier {@code uid#k}. What is masked depends on the document's identifier and on nothing
 * else, so that runs with different seeds are judged on the same tokens.
 */
final class DocumentRows implements RowEncoder {
    private final DocumentEncoder encoder;
    private final int copies;

    /**
     * @param copies how often each document is encoded
     */
    DocumentRows(DocumentEncoder encoder, int copies) {
        this.encoder = encoder;
        this.copies = copies;
    }

    @Override
    public List<ShardRow> encode(Example example) {
        DocumentExample document = (DocumentExample) example;
        List<ShardRow> rows = new ArrayList<>();
        for (MaskedText text : encoder.encode(document.text(), copies, seed(document.uid()))) {
            EncodedExample row =
                    new EncodedExample(
                                    document.uid() + "#" + rows.size(),
                                    text.inputIds(),
                                    text.tokenTypeIds(),
                                    text.order())
                            .withTokenLabels(labels(text.hidden()));
            rows.add(new ShardRow(row, false));
        }
        return rows;
    }

    private static int[] labels(int[] hidden) {
        return Arrays.stream(hidden)
                .map(id -> id == MaskedText.NONE ? EncodedExample.NO_LABEL : id)
                .toArray();
    }

    /** Other than {@link String#hashCode}, which many texts share. */
    private static long seed(String uid) {
        return uid.chars().asLongStream().reduce(uid.length(), (hash, c) -> 1_000_003 * hash + c);
    }
}
