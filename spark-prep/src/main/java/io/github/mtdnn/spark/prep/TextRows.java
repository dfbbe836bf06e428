package io.github.mtdnn.spark.prep;

import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.spark.shard.ShardRow;
import io.github.mtdnn.task.Example;
import io.github.mtdnn.task.TextExample;
import io.github.mtdnn.task.TextShape;
import io.github.mtdnn.text.Encoding;
import io.github.mtdnn.text.SequenceEncoder;
import java.util.List;

/** A row for each text or pair of texts. */
final class TextRows implements RowEncoder {
    private final SequenceEncoder encoder;
    private final boolean pairs;
    private final LabelParser labels;

    TextRows(SequenceEncoder encoder, TextShape shape, LabelParser labels) {
        this.encoder = encoder;
        this.pairs = shape == TextShape.PAIR;
        this.labels = labels;
    }

    @Override
    public List<ShardRow> encode(Example example) {
        TextExample texts = (TextExample) example;
        Encoding encoding =
                pairs
                        ? encoder.encode(texts.premise(), texts.hypothesis())
                        : encoder.encode(texts.premise());
        EncodedExample row =
                new EncodedExample(
                        texts.uid(),
                        encoding.inputIds(),
                        encoding.tokenTypeIds(),
                        labels.value(texts.label()));
        return List.of(new ShardRow(row.inGroup(texts.group()), encoding.truncated()));
    }
}
