package io.github.mtdnn.spark.train.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.metric.MetricValue;
import io.github.mtdnn.task.SplitRole;
import io.github.mtdnn.text.PieceIds;
import io.github.mtdnn.text.Tokenizer;
import io.github.mtdnn.text.file.TokenizerFile;
import io.github.mtdnn.text.file.TokenizerFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The owners' files of tagged sentences, most of them longer than a window, through shards and
 * decoder with a network that is always right.
 */
class GoldTagsTest {
    private static final Path DATA = PreparedSplit.DATA;
    private static final Path VOCABULARY = DATA.resolve("vocab/bert-base-uncased-vocab.txt");

    @TempDir private Path directory;

    @BeforeEach
    void requireData() {
        assumeTrue(Files.exists(DATA), "skipped: " + DATA + " is not there");
    }

    @ParameterizedTest(name = "{0}/{1}, {4} tokens")
    @CsvSource({
        "ner, TRAIN, conll2003/train.txt, 3, 16",
        "ner, DEV, conll2003/valid.txt, 3, 16",
        "ner, TEST, conll2003/test.txt, 3, 12",
        "wnut17, TRAIN, wnut17/wnut17train.conll, 1, 16",
        "wnut17, DEV, wnut17/emerging.dev.conll, 1, 16",
        "wnut17, TEST, wnut17/emerging.test.annotated, 1, 12",
    })
    void everyWordHasOnePredictionInItsPlace(
            String name, SplitRole role, String file, int tagColumn, int maxSeqLength)
            throws IOException {
        List<Sentence> sentences = sentences(DATA.resolve("ner").resolve(file), tagColumn);
        PreparedSplit split =
                PreparedSplit.of(
                        directory,
                        List.of(PreparedSplit.DATA_CONF),
                        role,
                        List.of(
                                "data.tasks=[" + name + "]",
                                "data.raw=" + DATA,
                                "data.max-seq-length=" + maxSeqLength,
                                "encoder.vocab=" + VOCABULARY));
        List<String> labels = split.task().labels();
        SplitPredictions predictions = split.predictions(window -> logits(window, labels.size()));

        assertThat(split.rows().rows()).isGreaterThan(sentences.size());
        assertThat(predictions.rows())
                .extracting(PredictionRow::tags)
                .isEqualTo(sentences.stream().map(Sentence::tags).toList());
        assertThat(predictedPieces(split)).isEqualTo(firstPieces(sentences));
        assertThat(SplitScore.of(predictions, 0, 1).metrics())
                .extracting(MetricValue::value)
                .containsOnly(1.0);
    }

    private record Sentence(List<String> words, List<String> tags) {
        private Sentence() {
            this(new ArrayList<>(), new ArrayList<>());
        }
    }

    /** Of a network that is always right; where nothing is asked, it says the last class. */
    private static float[] logits(EncodedExample window, int classes) {
        float[] logits = new float[window.length() * classes];
        for (int token = 0; token < window.length(); token++) {
            int label = window.tokenLabels()[token];
            logits[token * classes + (label == EncodedExample.NO_LABEL ? classes - 1 : label)] = 5;
        }
        return logits;
    }

    /** The piece of each predicted token, row by row. */
    private static List<Integer> predictedPieces(PreparedSplit split) {
        List<Integer> pieces = new ArrayList<>();
        split.examples()
                .forEach(
                        row -> {
                            for (int token = 0; token < row.length(); token++) {
                                if (row.tokenLabels()[token] != EncodedExample.NO_LABEL) {
                                    pieces.add(row.inputIds()[token]);
                                }
                            }
                        });
        return pieces;
    }

    /** The first piece of each word, tokenised by itself. */
    private static List<Integer> firstPieces(List<Sentence> sentences) {
        Tokenizer tokenizer =
                TokenizerFiles.of(
                                TokenizerFile.read(VOCABULARY),
                                Optional.empty(),
                                new TokenizerFiles.Rules(false, false))
                        .open();
        List<Integer> pieces = new ArrayList<>();
        for (Sentence sentence : sentences) {
            for (String word : sentence.words()) {
                PieceIds ids = new PieceIds();
                int found = tokenizer.tokenizeInto(word, ids);
                pieces.add(found == 0 ? tokenizer.unknownId() : ids.get(0));
            }
        }
        return pieces;
    }

    private static List<Sentence> sentences(Path file, int tagColumn) throws IOException {
        List<Sentence> sentences = new ArrayList<>(List.of(new Sentence()));
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            if (line.isBlank()) {
                sentences.add(new Sentence());
            } else if (!line.startsWith("-DOCSTART-")) {
                String[] columns = line.strip().split("[ \t]+");
                Sentence last = sentences.get(sentences.size() - 1);
                last.words().add(columns[0]);
                last.tags().add(columns[tagColumn]);
            }
        }
        return sentences.stream().filter(sentence -> !sentence.words().isEmpty()).toList();
    }
}
