package io.github.mtdnn.spark.train.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.failure.DivergedException;
import io.github.mtdnn.spark.train.TinyRun;
import io.github.mtdnn.spark.train.TrainingRun;
import io.github.mtdnn.spark.train.evaluate.Evaluation;
import io.github.mtdnn.spark.train.evaluate.SplitScore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple3;

class FinetuningTest {
    private static final List<String> TASKS = List.of("order", "presence", "count");

    @TempDir private Path directory;

    @Test
    void leavesACheckpointAndTableRowsOfEachTask() throws IOException {
        List<SplitScore> scores = finetune("finetune.parallel-tasks=3");

        assertThat(scores).extracting(score -> score.task().name()).isEqualTo(TASKS);
        assertThat(TASKS)
                .allSatisfy(
                        task ->
                                assertThat(directory.resolve("finetune/" + task))
                                        .isDirectoryContaining("glob:**/model.safetensors")
                                        .isDirectoryContaining("glob:**/config.json")
                                        .isDirectoryContaining("glob:**/vocab.txt"));
        assertThat(table("steps").count()).isEqualTo(12 + 13 + 14);
        assertThat(table("steps").filter("task = 'count' and loss > 0").count()).isEqualTo(14);
        // Accuracy of two tasks, Pearson's and Spearman's correlation of the third.
        assertThat(table("metrics").filter("epoch = 1").count()).isEqualTo(4);
        assertThat(table("metrics").filter("epoch = 0 and checkpoint != ''").count()).isEqualTo(4);
        assertThat(table("predictions").count()).isEqualTo(3 * 64);
        // The regression of the third has no classes.
        assertThat(
                        table("confusion")
                                .groupBy("task", "epoch")
                                .sum("count")
                                .as(
                                        Encoders.tuple(
                                                Encoders.STRING(), Encoders.INT(), Encoders.LONG()))
                                .collectAsList())
                .containsExactlyInAnyOrder(
                        new Tuple3<>("order", 0, 64L),
                        new Tuple3<>("order", 1, 64L),
                        new Tuple3<>("presence", 0, 64L),
                        new Tuple3<>("presence", 1, 64L));
    }

    @Test
    void givesTheSameWeightsSideBySideAndOneAfterTheOther() throws IOException {
        for (String parallelTasks : List.of("1", "3")) {
            finetune(
                    TinyRun.in(
                            directory.resolve(parallelTasks),
                            "finetune.from=random",
                            "finetune.max-steps=4",
                            "finetune.parallel-tasks=" + parallelTasks));
        }

        assertThat(TASKS)
                .allSatisfy(
                        task ->
                                assertThat(weights("3/finetune/" + task))
                                        .hasSameBinaryContentAs(weights("1/finetune/" + task)));
    }

    @Test
    void keepsTheBestEpochOfEachTask() throws IOException {
        finetune("finetune.epochs=3", "data.tasks=[order]");

        Dataset<Row> accuracy = table("metrics").filter("metric = 'accuracy'");
        double best = accuracy.filter("epoch > 0").selectExpr("max(value)").first().getDouble(0);
        assertThat(accuracy.filter("epoch > 0").count()).isEqualTo(3);
        assertThat(accuracy.filter("epoch = 0").first().<Double>getAs("value")).isEqualTo(best);
    }

    @Test
    void leavesATaskAsItIsWhereNothingHasChanged() throws IOException {
        List<SplitScore> first = finetune("data.tasks=[order]");
        FileTime written = makeOld(weights("finetune/order"));

        List<SplitScore> second = finetune("data.tasks=[order]");

        assertThat(Files.getLastModifiedTime(weights("finetune/order"))).isEqualTo(written);
        assertThat(second).isEqualTo(first);
        assertThat(TinyRun.CONSOLE.toString()).contains("finetune  order is unchanged");
    }

    @Test
    void finetunesAgainWhereSettingsHaveChanged() throws IOException {
        finetune("data.tasks=[order]");
        FileTime written = makeOld(weights("finetune/order"));

        finetune("data.tasks=[order]", "finetune.learning-rate=2e-3");

        assertThat(Files.getLastModifiedTime(weights("finetune/order"))).isNotEqualTo(written);
    }

    @Test
    void finetunesAgainWhatWasCutOffBeforeItsRowsWereWritten() throws IOException {
        finetune("data.tasks=[order]");
        Files.delete(directory.resolve("finetune/order/inputs.txt"));
        FileTime written = makeOld(weights("finetune/order"));

        finetune("data.tasks=[order]");

        assertThat(Files.getLastModifiedTime(weights("finetune/order"))).isNotEqualTo(written);
        assertThat(table("steps").count()).isEqualTo(12);
    }

    @Test
    void evaluationOfACheckpointGivesTheSameScoresAgain() throws IOException {
        SplitScore finetuned = finetune("data.tasks=[count]").get(0);

        TrainingRun run = run("evaluate.from=" + directory.resolve("finetune/count"));
        List<SplitScore> evaluated = new Evaluation(run).run();

        assertThat(evaluated).containsExactly(finetuned);
        assertThat(table("predictions").filter("stage = 'evaluate' and task = 'count'").count())
                .isEqualTo(64);
        assertThat(sumOfPredictions("evaluate")).isEqualTo(sumOfPredictions("finetune"));
    }

    @Test
    void refusesToScoreACheckpointWithoutTheWeightsOfItsHead() throws IOException {
        finetune("data.tasks=[order]");
        Path config = directory.resolve("finetune/order/config.json");
        String description = Files.readString(config);
        Files.writeString(config, description.replace("\"order\"", "\"presence\""));
        TrainingRun run = run("evaluate.from=" + directory.resolve("finetune/order"));

        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> new Evaluation(run).run())
                .withMessageContaining("finetune/order/model.safetensors lacks 2 of the parameters")
                .withMessageContaining("heads.presence.weight")
                .withMessageContaining("Take both files of the same checkpoint");
    }

    @Test
    void endsWithTheTaskAndStepWhereTrainingDiverges() throws IOException {
        TrainingRun run = run("finetune.learning-rate=1e30", "data.tasks=[presence]");

        assertThatExceptionOfType(DivergedException.class)
                .isThrownBy(() -> finetune(run))
                .withMessageContaining("Training diverged")
                .withMessageMatching("(?s).* is (NaN|Infinity) in step \\d+ \\(task presence, .*")
                .withMessageContaining("Lower optimizer.learning-rate (finetune.learning-rate")
                .satisfies(e -> assertThat(e.exitCode()).isEqualTo(4));
        assertThat(directory.resolve("finetune")).doesNotExist();
    }

    @Test
    @Timeout(60)
    void endsTheOtherTasksWhereOneFails() throws IOException {
        TrainingRun run = run("finetune.epochs=100000", "finetune.parallel-tasks=2");
        Path unreadable = directory.resolve("finetune/presence/inputs.txt");
        Files.createDirectories(unreadable); // a directory where a file has to be

        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> finetune(run))
                .withMessageContaining("finetune/presence/inputs.txt cannot be read");
        assertThat(run.spark().statusTracker().getActiveJobIds()).isEmpty();
        assertThat(directory.resolve("finetune"))
                .isDirectoryNotContaining(path -> !path.endsWith("presence"));
    }

    private List<SplitScore> finetune(String... overrides) throws IOException {
        return finetune(run(overrides));
    }

    private static List<SplitScore> finetune(TrainingRun run) {
        return new Finetuning(run, Finetuning.STAGE, run.settings().finetune()).run();
    }

    private TrainingRun run(String... overrides) throws IOException {
        return TinyRun.in(
                directory,
                Stream.concat(Stream.of("finetune.from=random"), Stream.of(overrides))
                        .toArray(String[]::new));
    }

    private Path weights(String checkpoint) {
        return directory.resolve(checkpoint + "/model.safetensors");
    }

    /** So that a file written a moment later has another time. */
    private static FileTime makeOld(Path file) throws IOException {
        FileTime old = FileTime.from(Instant.EPOCH);
        Files.setLastModifiedTime(file, old);
        return old;
    }

    private double sumOfPredictions(String stage) {
        return table("predictions")
                .filter("task = 'count' and stage = '%s'".formatted(stage))
                .selectExpr("sum(prediction * cast(substring(uid, 5) as int))")
                .first()
                .getDouble(0);
    }

    private Dataset<Row> table(String table) {
        return TinyRun.session().read().parquet(directory.resolve("tables/" + table).toString());
    }
}
