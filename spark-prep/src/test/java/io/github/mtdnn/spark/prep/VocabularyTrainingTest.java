package io.github.mtdnn.spark.prep;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.SettingsLoader;
import io.github.mtdnn.config.SettingsLoader.Need;
import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.spark.LocalSpark;
import io.github.mtdnn.text.BertTokenizer;
import io.github.mtdnn.text.Normalization;
import io.github.mtdnn.text.Vocabulary;
import io.github.mtdnn.text.WordPieceTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VocabularyTrainingTest {
    private static final int LINES = 600;
    private static final int SIZE = 120;

    @TempDir private Path directory;

    @Test
    void learnsTheSameFromOneFileAsFromThreeByteForByte() throws IOException {
        List<String> lines = generated();
        Path one = write("one.txt", String.join("\n", lines));
        write("three/a.txt", String.join("\n", lines.subList(0, 100)));
        write("three/more/b.txt", String.join("\r\n", lines.subList(100, 101)) + "\n");
        write("three/more/c.txt", String.join("\n", lines.subList(101, LINES)));

        Path first = save("first.txt", learn(SIZE, one.toString()));
        Path second = save("second.txt", learn(SIZE, directory.resolve("three").toString()));

        assertThat(first).hasSameBinaryContentAs(second);
        assertThat(Files.readAllLines(first)).hasSize(SIZE).startsWith("[PAD]", "[UNK]", "[CLS]");
    }

    @Test
    void splitsIntoThePiecesThatOccurMost() throws IOException {
        Path texts = write("texts.txt", "lower Lower LOWER low low lowest\n".repeat(5));
        BertTokenizer uncased = tokenizer(learn(100, texts.toString()));
        assertThat(uncased.tokenize("lower low")).containsExactly("lower", "low");
    }

    @Test
    void keepsCaseOnRequest() throws IOException {
        Path texts = write("texts.txt", "Low low \u00c9t\u00e9\n".repeat(5));
        List<String> cased =
                new VocabularyTraining(
                                Normalization.CASED,
                                new WordPieceTrainer(100, 1000, 2),
                                VocabularyTraining.MAX_WORDS)
                        .ofFiles(LocalSpark.session(), List.of(texts.toString()));
        assertThat(cased).contains("Low", "low", "\u00c9t\u00e9");
        assertThat(learn(100, texts.toString())).contains("low", "ete").doesNotContain("Low");
    }

    @Test
    void learnsFromTheMostFrequentWordsWhereThereAreTooMany() throws IOException {
        Path texts = write("texts.txt", "bb bb bb aa aa cc cc dd");
        List<String> pieces =
                new VocabularyTraining(Normalization.UNCASED, new WordPieceTrainer(100, 1000, 1), 2)
                        .ofFiles(LocalSpark.session(), List.of(texts.toString()));
        // Of two words as frequent, the first in the alphabet.
        assertThat(pieces).contains("bb", "aa").doesNotContain("cc", "c", "dd");
    }

    @Test
    void learnsFromTheTrainingSplitsOfTasksWhatTheyAreThenPreparedWith() throws IOException {
        List<String> lines = generated();
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i + 1 < LINES; i += 2) {
            rows.append(lines.get(i)).append('\t').append(lines.get(i + 1)).append("\t0\n");
        }
        write("raw/train.tsv", rows.toString());
        write("raw/dev.tsv", "QQQ\tzzz\t0\n");

        Path vocabulary =
                save("vocab.txt", training(SIZE).ofTasks(LocalSpark.session(), settings()));
        // Texts of tasks are lines of a file, too.
        Path texts = write("lines.txt", String.join("\n", lines));
        assertThat(learn(SIZE, texts.toString())).isEqualTo(Files.readAllLines(vocabulary));

        List<SplitReport> reports =
                Preparation.run(LocalSpark.session(), settings("encoder.vocab=" + vocabulary));
        assertThat(reports.get(0).rows()).isEqualTo(LINES / 2);
        BertTokenizer tokenizer = tokenizer(Files.readAllLines(vocabulary));
        assertThat(tokenizer.tokenize(lines.get(0))).doesNotContain("[UNK]");
        assertThat(tokenizer.tokenize("qqq")).containsExactly("[UNK]");
    }

    @Test
    void learnsFromNothingThatASampleLeavesOut() throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int row = 100; row < 200; row++) {
            rows.append("number").append(row).append("\tword\t0\n");
        }
        write("raw/train.tsv", rows.toString());
        write("raw/dev.tsv", "a\tb\t0\n");
        Settings settings = settings("tasks.pairs.splits.train.sample={rows=7}");

        List<String> pieces =
                new VocabularyTraining(
                                Normalization.UNCASED,
                                new WordPieceTrainer(1000, 1000, 1),
                                VocabularyTraining.MAX_WORDS)
                        .ofTasks(LocalSpark.session(), settings);

        // Pieces of fewer digits are parts of several words.
        assertThat(pieces).filteredOn(piece -> piece.matches("number\\d{3}")).hasSize(7);
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        String absent = directory.resolve("absent").toString();
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> learn(SIZE, absent))
                .withMessageStartingWith(absent + ": no such file or directory");
        String blank = write("blank.txt", " \n\n").toString();
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> learn(SIZE, blank))
                .withMessageStartingWith(blank + ": no words");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(
                        () ->
                                training(SIZE)
                                        .ofTasks(
                                                LocalSpark.session(),
                                                settings(
                                                        "data.missing-splits=skip",
                                                        "data.raw=" + absent)))
                .withMessageContaining("none of the tasks in data.tasks has a training split");
    }

    @Test
    void refusesASizeThatHasNoRoomForTheCharacters() throws IOException {
        Path texts = write("texts.txt", "abc def");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> learn(10, texts.toString()))
                .withMessageContaining("no room for 5 specials and 6 characters")
                .withMessageContaining("Make it 17 or more");
    }

    @Test
    void namesTheLineThatIsNotUtf8() throws IOException {
        Path texts = directory.resolve("latin1.txt");
        Files.write(texts, new byte[] {'a', 'b', '\n', (byte) 0xe9, '\n'});
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> learn(SIZE, texts.toString()))
                .withMessageContaining("latin1.txt: the line at byte 3 is not valid UTF-8");
    }

    @Test
    void doesNotReplaceAVocabulary() throws IOException {
        Path there = write("there.txt", "[PAD]\n");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> file(there).requireAbsent())
                .withMessageContaining("there.txt is there already");
        file(directory.resolve("new.txt")).requireAbsent();
    }

    /** Lines of words over a few syllables, some much more frequent than others. */
    private static List<String> generated() {
        Random random = new Random(3);
        String[] syllables = {"ba", "den", "ko", "li", "mu", "ran", "ste", "vo", "\u00e9"};
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < LINES; i++) {
            StringBuilder line = new StringBuilder();
            for (int word = 0; word < 6; word++) {
                for (int part = 0; part <= random.nextInt(3); part++) {
                    int drawn = (int) (syllables.length * Math.pow(random.nextDouble(), 2));
                    line.append(syllables[drawn]);
                }
                line.append(word == 5 ? "." : " ");
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private static VocabularyTraining training(int size) {
        return new VocabularyTraining(
                Normalization.UNCASED,
                new WordPieceTrainer(size, 1000, 2),
                VocabularyTraining.MAX_WORDS);
    }

    private static List<String> learn(int size, String path) {
        return training(size).ofFiles(LocalSpark.session(), List.of(path));
    }

    private static BertTokenizer tokenizer(List<String> pieces) {
        return new BertTokenizer(Vocabulary.of(pieces), false);
    }

    private Settings settings(String... more) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "run.directory=" + directory.resolve("run"),
                                "data.raw=" + directory.resolve("raw"),
                                "data.tasks=[pairs]",
                                "data.max-seq-length=64",
                                "tasks.pairs.type=regression",
                                "tasks.pairs.source.header=false",
                                "tasks.pairs.source.columns={premise=0,hypothesis=1,label=2}",
                                "tasks.pairs.splits.train.path=train.tsv",
                                "tasks.pairs.splits.dev.path=dev.tsv"));
        all.addAll(List.of(more));
        return SettingsLoader.load(List.of(), all, EnumSet.of(Need.TASKS));
    }

    private VocabularyFile file(Path path) {
        return new VocabularyFile(path.toString(), new Configuration());
    }

    private Path save(String name, List<String> pieces) {
        Path path = directory.resolve(name);
        file(path).write(pieces);
        // Neither what was written aside nor a checksum is left.
        assertThat(directory).isDirectoryNotContaining("glob:**/.*");
        return path;
    }

    private Path write(String name, String content) throws IOException {
        Path path = directory.resolve(name);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, content, UTF_8);
    }
}
