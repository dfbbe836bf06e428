package io.github.mtdnn.spark.prep;

import io.github.mtdnn.config.Settings.DataSettings;
import io.github.mtdnn.config.Settings.PairOrder;
import io.github.mtdnn.spark.shard.ShardRow;
import io.github.mtdnn.task.Example;
import io.github.mtdnn.task.SplitRole;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.Task;
import io.github.mtdnn.task.TextShape;
import io.github.mtdnn.text.DocumentEncoder;
import io.github.mtdnn.text.QuestionEncoder;
import io.github.mtdnn.text.SequenceEncoder;
import io.github.mtdnn.text.Tokenizer;
import io.github.mtdnn.text.WordsEncoder;
import io.github.mtdnn.text.file.TokenizerFiles;
import java.io.Serializable;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** Turns examples into token ids, partition by partition, in their order. */
final class ExampleEncoder {
    private final Broadcast<TokenizerFiles> tokenizer;
    private final Form form;

    /**
     * @param settings say how long examples may be, and how their texts are arranged
     */
    ExampleEncoder(JavaSparkContext context, TokenizerFiles tokenizer, DataSettings settings) {
        this.tokenizer = context.broadcast(tokenizer);
        this.form = new Form(settings);
    }

    JavaRDD<ShardRow> encode(Task task, SplitSource source, JavaRDD<Example> examples) {
        Broadcast<TokenizerFiles> shared = tokenizer;
        Form form = this.form;
        TextShape shape = task.shape();
        LabelParser labels = new LabelParser(task, source);
        boolean tokenized = source.format().isTokenized();
        int copies = form.copies(source);
        return examples.mapPartitions(
                partition -> {
                    RowEncoder rows =
                            tokenized
                                    ? new TokenizedRows(shape == TextShape.CANDIDATES)
                                    : form.encoder(shared.value(), shape, labels, copies);
                    Iterable<Example> once = () -> partition;
                    return StreamSupport.stream(once.spliterator(), false)
                            .flatMap(example -> rows.encode(example).stream())
                            .iterator();
                });
    }

    /** What an executor needs to make an encoder of its own. */
    private record Form(DataSettings settings) implements Serializable {

        /** How often a document is encoded. */
        int copies(SplitSource source) {
            return source.split().role() == SplitRole.TRAIN ? settings.maskedCopies() : 1;
        }

        RowEncoder encoder(
                TokenizerFiles tokenizer, TextShape shape, LabelParser labels, int copies) {
            Tokenizer opened = tokenizer.open();
            return switch (shape) {
                case SINGLE, PAIR -> new TextRows(texts(opened), shape, labels);
                case CANDIDATES -> new CandidateRows(texts(opened), labels);
                case WORDS ->
                        new WordRows(new WordsEncoder(opened, settings.maxSeqLength()), labels);
                case QUESTION -> new QuestionRows(questions(opened));
                case DOCUMENT -> new DocumentRows(documents(opened), copies);
            };
        }

        private SequenceEncoder texts(Tokenizer opened) {
            return new SequenceEncoder(
                    opened,
                    settings.maxSeqLength(),
                    settings.pairOrder() == PairOrder.HYPOTHESIS_FIRST);
        }

        private DocumentEncoder documents(Tokenizer opened) {
            return new DocumentEncoder(opened, settings.maxSeqLength(), settings.maskedShare());
        }

        private QuestionEncoder questions(Tokenizer opened) {
            return new QuestionEncoder(
                    opened,
                    settings.maxSeqLength(),
                    settings.maxQuestionPieces(),
                    settings.windowOverlap());
        }
    }
}
