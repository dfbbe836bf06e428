package io.github.mtdnn.spark.prep;

import io.github.mtdnn.config.Settings.PairOrder;
import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.spark.shard.ShardRow;
import io.github.mtdnn.task.Example;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.Task;
import io.github.mtdnn.task.TextShape;
import io.github.mtdnn.text.Encoding;
import io.github.mtdnn.text.SequenceEncoder;
import io.github.mtdnn.text.file.TokenizerFiles;
import java.io.Serializable;
import java.util.Iterator;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** Turns examples into token ids, partition by partition, in their order. */
final class ExampleEncoder {
    private final Broadcast<TokenizerFiles> tokenizer;
    private final Form form;

    /**
     * @param maxSeqLength longest example in tokens, specials included
     */
    ExampleEncoder(
            JavaSparkContext context,
            TokenizerFiles tokenizer,
            int maxSeqLength,
            PairOrder pairOrder) {
        this.tokenizer = context.broadcast(tokenizer);
        this.form = new Form(maxSeqLength, pairOrder);
    }

    JavaRDD<ShardRow> encode(Task task, SplitSource source, JavaRDD<Example> examples) {
        Broadcast<TokenizerFiles> shared = tokenizer;
        Form form = this.form;
        TextShape shape = task.shape();
        LabelParser labels = new LabelParser(task, source);
        return examples.mapPartitions(
                partition -> encode(partition, form.encoder(shared.value()), shape, labels));
    }

    private static Iterator<ShardRow> encode(
            Iterator<Example> examples,
            SequenceEncoder encoder,
            TextShape shape,
            LabelParser labels) {
        Iterable<Example> partition = () -> examples;
        return StreamSupport.stream(partition.spliterator(), false)
                .map(example -> encode(example, encoder, shape, labels))
                .iterator();
    }

    private static ShardRow encode(
            Example example, SequenceEncoder encoder, TextShape shape, LabelParser labels) {
        Encoding encoding =
                shape == TextShape.PAIR
                        ? encoder.encode(example.premise(), example.hypothesis())
                        : encoder.encode(example.premise());
        return new ShardRow(
                new EncodedExample(
                        example.uid(),
                        encoding.inputIds(),
                        encoding.tokenTypeIds(),
                        labels.value(example)),
                encoding.truncated());
    }

    /** What an executor needs to make an encoder of its own. */
    private record Form(int maxSeqLength, PairOrder pairOrder) implements Serializable {

        SequenceEncoder encoder(TokenizerFiles tokenizer) {
            return new SequenceEncoder(
                    tokenizer.open(), maxSeqLength, pairOrder == PairOrder.HYPOTHESIS_FIRST);
        }
    }
}
