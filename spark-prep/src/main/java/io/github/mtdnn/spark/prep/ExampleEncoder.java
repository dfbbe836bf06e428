package io.github.mtdnn.spark.prep;

import io.github.mtdnn.config.Settings.PairOrder;
import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.spark.shard.ShardRow;
import io.github.mtdnn.task.Example;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.Task;
import io.github.mtdnn.task.TextShape;
import io.github.mtdnn.text.BertTokenizer;
import io.github.mtdnn.text.Encoding;
import io.github.mtdnn.text.SequenceEncoder;
import io.github.mtdnn.text.Vocabulary;
import java.io.Serializable;
import java.util.Iterator;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** Turns examples into token ids, partition by partition, in their order. */
final class ExampleEncoder {
    private final Broadcast<Vocabulary> vocabulary;
    private final Form form;

    /**
     * @param cased whether the vocabulary keeps upper case and accents
     * @param maxSeqLength longest example in tokens, specials included
     */
    ExampleEncoder(
            JavaSparkContext context,
            Vocabulary vocabulary,
            boolean cased,
            int maxSeqLength,
            PairOrder pairOrder) {
        this.vocabulary = context.broadcast(vocabulary);
        this.form = new Form(cased, maxSeqLength, pairOrder);
    }

    JavaRDD<ShardRow> encode(Task task, SplitSource source, JavaRDD<Example> examples) {
        Broadcast<Vocabulary> shared = vocabulary;
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
    private record Form(boolean cased, int maxSeqLength, PairOrder pairOrder)
            implements Serializable {

        SequenceEncoder encoder(Vocabulary vocabulary) {
            return new SequenceEncoder(
                    new BertTokenizer(vocabulary, cased),
                    maxSeqLength,
                    pairOrder == PairOrder.HYPOTHESIS_FIRST);
        }
    }
}
