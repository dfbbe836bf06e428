package io.github.mtdnn.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mtdnn.config.Settings.AveragingStrategy;
import io.github.mtdnn.config.Settings.EncoderPreset;
import io.github.mtdnn.config.Settings.OptimizerName;
import io.github.mtdnn.config.Settings.WireFormat;
import io.github.mtdnn.task.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsLoaderTest {
    @TempDir private Path folder;

    @Test
    void defaultsFillEverythingThatIsLeftOut() {
        Settings settings = Loading.settings();
        assertThat(settings.run()).isEqualTo(new Settings.RunSettings("out", "", 2018));
        assertThat(settings.encoder().preset()).isEqualTo(EncoderPreset.TINY);
        assertThat(settings.optimizer().epsilon()).isEqualTo(1e-6);
        assertThat(settings.refine().averaging().chunkBytes()).isEqualTo(4 << 20);
        assertThat(settings.refine().resume()).isTrue();
        assertThat(settings.spark()).isEmpty();
    }

    @Test
    void laterFilesWinOverEarlierOnesAndArgumentsOverFiles() {
        Path first = write("first.conf", "refine { workers = 3, epochs = 7, batch-size = 8 }");
        Path second = write("second.conf", "refine.workers = 4", "refine.epochs = 9");
        Settings settings =
                SettingsLoader.load(
                        List.of(first, second),
                        List.of(
                                "data.task-files=glue",
                                "data.tasks=rte",
                                "encoder.vocab=v",
                                "refine.epochs=10",
                                "refine.epochs=11"));
        assertThat(settings.refine().batchSize()).isEqualTo(8);
        assertThat(settings.refine().workers()).isEqualTo(4);
        assertThat(settings.refine().epochs()).isEqualTo(11);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../shared/data",
                "/tmp/a b/c",
                "s3a://bucket/folder",
                "file:///tmp/x",
                "word",
                "007",
                "C:\\data",
                "a,b#c"
            })
    void anArgumentNeedsNoQuotesAroundATextOrPath(String raw) {
        assertThat(Loading.settings("data.raw=" + raw).data().raw()).isEqualTo(raw);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data.tasks=[cola,rte]",
                "data.tasks=cola,rte",
                "data.tasks=[\"cola\", rte]",
                "data.tasks = cola, rte"
            })
    void aListIsWrittenWithOrWithoutBrackets(String argument) {
        Settings settings = Loading.settings(argument);
        assertThat(settings.data().tasks()).containsExactly("cola", "rte");
        assertThat(settings.tasks()).extracting(Task::name).containsExactly("cola", "rte");
    }

    @Test
    void anArgumentMayBeASectionAndMayReferToOtherSettings() {
        Settings settings =
                Loading.settings(
                        "refine.averaging={strategy=diloco, outer-momentum=0.5}",
                        "optimizer.name=adamax-classic",
                        "run.directory=runs",
                        "data.raw=${run.directory}/raw",
                        "run.id=");
        assertThat(settings.refine().averaging())
                .isEqualTo(
                        new Settings.AveragingSettings(
                                AveragingStrategy.DILOCO, 0.7, 0.5, WireFormat.FLOAT32, 4194304));
        assertThat(settings.optimizer().name()).isEqualTo(OptimizerName.ADAMAX_CLASSIC);
        assertThat(settings.data().raw()).isEqualTo("runs/raw");
        assertThat(settings.run().id()).isEmpty();
    }

    @Test
    void sparkSettingsArePassedOnEvenWhereOneKeyIsTheBeginningOfAnother() {
        Path file =
                write(
                        "spark.conf",
                        "spark { master = \"local[2]\", executor { memory = 4g, cores = 2 } }",
                        "spark.\"speculation.interval\" = 1s");
        Settings settings =
                Loading.settings(
                        file,
                        "spark.speculation=true",
                        "spark.executor.memory=8g",
                        "spark.executor.memoryOverhead=1g");
        assertThat(settings.spark())
                .containsOnly(
                        entry("spark.master", "local[2]"),
                        entry("spark.executor.memory", "8g"),
                        entry("spark.executor.cores", "2"),
                        entry("spark.executor.memoryOverhead", "1g"),
                        entry("spark.speculation", "true"),
                        entry("spark.speculation.interval", "1s"));
    }

    @Test
    void allProblemsAreReportedTogetherEachWithItsPlace() {
        Path file =
                write(
                        "run.conf",
                        "refine {",
                        "  workers = 0",
                        "  batch-sise = 16",
                        "}",
                        "data.max-seq-length = long");
        assertThat(Loading.failure(file, "optimizer.warmup=2").lines())
                .containsExactlyInAnyOrder(
                        "4 problems in the configuration:",
                        "  "
                                + file
                                + " line 2: refine.workers = 0 is not allowed; give a whole"
                                + " number of at least 1.",
                        "  "
                                + file
                                + " line 3: there is no key refine.batch-sise. Did you mean"
                                + " refine.batch-size? The keys of refine are epochs, max-steps,"
                                + " batch-size, accumulation, workers, steps-per-round, averaging,"
                                + " checkpoint-rounds, evaluate, resume.",
                        "  "
                                + file
                                + " line 5: data.max-seq-length = \"long\" is not allowed; give a"
                                + " whole number from 8 to 512.",
                        "  argument optimizer.warmup=2: optimizer.warmup = 2 is not allowed; give a"
                                + " number from 0 to 1.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "refine.workers=0 | a whole number of at least 1",
                "refine.workers=1.5 | a whole number of at least 1",
                "refine.workers=99999999999 | a whole number of at least 1",
                "refine.batch-size=-1 | a whole number of at least 1",
                "refine.max-steps=-1 | a whole number of at least 0",
                "data.max-seq-length=7 | a whole number from 8 to 512",
                "data.max-seq-length=513 | a whole number from 8 to 512",
                "encoder.hidden-dropout-prob=1 | a number from 0 to less than 1",
                "encoder.hidden-dropout-prob=NaN | a number from 0 to less than 1",
                "encoder.initializer-range=0 | a number greater than 0",
                "optimizer.learning-rate=0 | a number greater than 0",
                "optimizer.learning-rate=fast | a number greater than 0",
                "optimizer.beta2=1 | a number from 0 to less than 1",
                "optimizer.warmup=1.1 | a number from 0 to 1",
                "optimizer.warmup=[0.1] | a number from 0 to 1",
                "optimizer.max-grad-norm=-1 | a number of at least 0",
                "refine.resume=yes | true or false",
                "encoder.preset=tinny | one of tiny, mini, small, medium, base, large. Did you mean"
                        + " tiny?",
                "data.pair-order=PREMISE_FIRST | one of premise-first, hypothesis-first",
                "data.raw={a=1} | a text",
                "data.tasks={a=1} | a list such as [a, b]",
                "run.directory= | a text that is not empty",
                "run.id=a/b | letters, digits, '.', '_' and '-'",
                "refine.averaging=mean | a section, { … }",
            })
    void aValueThatIsNotAllowedIsReportedWithWhatIs(String argument, String allowed) {
        String key = argument.substring(0, argument.indexOf('='));
        assertThat(Loading.failure(argument))
                .startsWith("argument " + argument + ": " + key + " = ")
                .contains("is not allowed; give " + allowed);
    }

    @Test
    void aNullValueIsMissing() {
        assertThat(Loading.failure("refine.epochs=null"))
                .isEqualTo(
                        "argument refine.epochs=null: refine.epochs has no value; give a whole"
                                + " number"
                                + " of at least 1.");
    }

    @ParameterizedTest
    @CsvSource({
        "refine.maxSteps, refine.max-steps",
        "refine.learning-rate, optimizer.learning-rate",
        "optimiser.name, optimizer",
        "data.task-file, data.task-files",
    })
    void anUnknownKeyIsReportedWithTheNearestOne(String key, String nearest) {
        assertThat(Loading.failure(key + "=1"))
                .startsWith("argument " + key + "=1: there is no key ")
                .contains("Did you mean " + nearest + "?");
    }

    @Test
    void aSectionReplacedByAValueIsOneProblem() {
        assertThat(Loading.failure("refine=5"))
                .isEqualTo("argument refine=5: refine = 5 is not allowed; give a section, { … }.");
    }

    @Test
    void aSecretIsNotShownInAMessage() {
        assertThat(
                        Loading.failure(
                                "fs.s3a.secret.key=hunter2", "data.raw={u=\"s3a://me:pw1@b/x\"}"))
                .contains("argument fs.s3a.secret.key=***: there is no key fs")
                .contains("s3a://***@b/x")
                .doesNotContain("hunter2")
                .doesNotContain("pw1");
    }

    @ParameterizedTest
    @CsvSource({
        "workers, argument workers: not of the form key=value",
        "=3, argument =***: not of the form key=value",
        "a..b=3, argument a..b=***: not of the form key=value",
        "'data.tasks=[cola', argument data.tasks=[cola: the value is not HOCON; close every"
                + " bracket",
    })
    void anArgumentThatCannotBeReadIsReported(String argument, String message) {
        assertThat(Loading.failure(argument)).startsWith(message);
    }

    @Test
    void emptyTasksAndAMissingVocabularyAreReportedWithWhatToSet() {
        assertThat(Loading.failureOf(List.of(), List.of()).lines())
                .containsExactly(
                        "2 problems in the configuration:",
                        "  data.tasks is empty. Name the tasks to work on, for example"
                                + " data.tasks=cola,rte with data.task-files=glue. No task is"
                                + " defined: define one under tasks, or name a file with"
                                + " definitions"
                                + " in data.task-files.",
                        "  neither encoder.vocab nor encoder.weights is set. Set encoder.vocab to a"
                                + " WordPiece vocabulary (vocab.txt of a BERT model) to start from"
                                + " random weights, or encoder.weights to a directory with"
                                + " config.json, vocab.txt and model.safetensors.");
    }

    @Test
    void aJobThatNeedsNeitherTasksNorVocabularyLoadsWithoutThem() {
        Settings settings =
                SettingsLoader.load(
                        List.of(), List.of(), EnumSet.noneOf(SettingsLoader.Need.class));
        assertThat(settings.tasks()).isEmpty();
    }

    @Test
    void roundedChangesNeedAStrategyThatKeepsWhatRoundingLoses() {
        assertThat(Loading.failure("refine.averaging.wire-format=bf16"))
                .startsWith(
                        "refine.averaging.wire-format = bf16 needs refine.averaging.strategy ="
                                + " diloco: ")
                .endsWith("Set the strategy, or leave the format at float32.");
        assertThat(
                        Loading.settings("refine.averaging={strategy=diloco, wire-format=bf16}")
                                .refine()
                                .averaging()
                                .wireFormat())
                .isEqualTo(WireFormat.BF16);
    }

    @Test
    void weightsStandInForTheVocabulary() {
        assertThat(Loading.settings("encoder.vocab=", "encoder.weights=bert").encoder().weights())
                .isEqualTo("bert");
    }

    @Test
    void anUnknownTaskIsReportedWithTheNearestAndTheDefinedOnes() {
        assertThat(Loading.failure("data.tasks=rte,coal"))
                .isEqualTo(
                        "argument data.tasks=rte,coal: data.tasks names coal, which is not defined."
                                + " Did you mean cola? Defined are cola, mnli, mrpc, qnli, qqp,"
                                + " rte,"
                                + " sst, stsb, wnli.");
    }

    @Test
    void aTaskOfABuiltInFileThatIsNotNamedIsReportedWithThatFile() {
        assertThat(Loading.failure("data.task-files=[]"))
                .isEqualTo(
                        "argument data.tasks=rte: data.tasks names rte, which is not defined. No"
                                + " task"
                                + " is defined: define one under tasks, or name a file with"
                                + " definitions in data.task-files. The built-in file glue defines"
                                + " it: set data.task-files=glue.");
    }

    @Test
    void aTaskNamedTwiceIsReported() {
        assertThat(Loading.failure("data.tasks=rte,cola,rte"))
                .isEqualTo(
                        "argument data.tasks=rte,cola,rte: data.tasks names rte twice. Leave one"
                                + " out.");
    }

    @Test
    void anUnknownBuiltInNameIsReported() {
        assertThat(Loading.failure("data.task-files=glu"))
                .startsWith(
                        "argument data.task-files=glu: data.task-files names glu, which is"
                                + " neither a"
                                + " file nor built in. Did you mean glue? Built in are glue, nli,"
                                + " pronouns, superglue, ner, squad, mlm, demo;");
    }

    @Test
    void aMissingFileIsReportedWithTheDirectoryItWasSeenFrom() {
        Path missing = folder.resolve("none.conf");
        assertThat(Loading.failure(missing))
                .startsWith(
                        missing
                                + ": there is no such file, seen from "
                                + Path.of("").toAbsolutePath());
        assertThat(Loading.failure("data.task-files=./none.conf"))
                .startsWith("./none.conf: there is no such file");
    }

    @Test
    void aFileThatIsNotHoconIsReportedWithItsLine() {
        Path file = write("broken.conf", "refine {", "  workers = ]", "}");
        assertThat(Loading.failure(file))
                .startsWith(file + " line 2: the file is not HOCON here: ")
                .contains("']'")
                .doesNotContain(".properties");
    }

    @Test
    void everyBrokenFileIsReported() {
        Path first = write("first.conf", "a = ]");
        Path second = write("second.conf", "", "b = }");
        assertThat(Loading.failureOf(List.of(first, second), List.of("x")))
                .startsWith("3 problems")
                .contains(first + " line 1: ", second + " line 2: ", "argument x: ");
    }

    @Test
    void aFileThatIsNotUtf8IsReported() throws IOException {
        Path file = folder.resolve("latin1.conf");
        Files.write(file, "run.directory = \"é\"".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(Loading.failure(file))
                .isEqualTo(file + ": the file is not UTF-8. Save it as UTF-8 text.");
    }

    @Test
    void aDirectoryInPlaceOfAFileIsReported() {
        assertThat(Loading.failure(folder)).startsWith(folder + ": the file cannot be read (");
    }

    @Test
    void anUndefinedSubstitutionIsReportedWithItsLine() {
        Path file = write("open.conf", "", "run.directory = ${nowhere.to.be.found}");
        assertThat(Loading.failure(file))
                .startsWith(file + " line 2: ")
                .contains("${nowhere.to.be.found}", "Define that key in a configuration file");
    }

    @Test
    void aListForSparkIsReported() {
        assertThat(Loading.failure("spark.jars=[a,b]"))
                .isEqualTo(
                        "argument spark.jars=[a,b]: spark.jars is a list, but Spark takes texts;"
                                + " give"
                                + " the items with commas between them, in double quotes.");
    }

    private Path write(String name, String... lines) {
        return Loading.write(folder.resolve(name), lines);
    }

    private static Map.Entry<String, String> entry(String key, String value) {
        return Map.entry(key, value);
    }
}
