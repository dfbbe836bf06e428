package io.github.mtdnn.spark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.mtdnn.metric.Difference;
import io.github.mtdnn.spark.train.compare.Comparison;
import io.github.mtdnn.spark.train.compare.RunComparison;
import io.github.mtdnn.spark.train.compare.StoredRun;
import io.github.mtdnn.spark.train.evaluate.Evaluation;
import io.github.mtdnn.spark.train.evaluate.SplitScore;
import io.github.mtdnn.spark.train.finetune.Finetuning;
import io.github.mtdnn.spark.train.refine.Refinement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every type of task, from shards to metrics. */
class ToyTaskTest {
    @TempDir private Path directory;

    @ParameterizedTest
    @EnumSource(ToyTask.class)
    void isLearntByRefiningAndScoredTheSameByEvaluating(ToyTask toy) throws IOException {
        TrainingRun run = run(toy);

        SplitScore refined = new Refinement(run).run().scores().get(0);

        assertBeatsBaseline(refined);
        assertThat(new Evaluation(run).run()).containsExactly(refined);
        assertThat(
                        compare(run, Refinement.STAGE, Evaluation.STAGE).stream()
                                .map(Comparison::difference))
                .extracting(Difference::name, Difference::first, Difference::value)
                .containsExactlyInAnyOrderElementsOf(
                        refined.metrics().stream()
                                .map(metric -> tuple(metric.name(), metric.value(), 0.0))
                                .toList());
        assertThat(averageLoss("step >= 40")).isLessThan(averageLoss("step < 10"));
    }

    @ParameterizedTest
    @EnumSource(ToyTask.class)
    void isLearntByFineTuning(ToyTask toy) throws IOException {
        SplitScore tuned = finetune(toy).get(0);

        assertBeatsBaseline(tuned);
    }

    @Test
    void writesARowPerQuestionWithItsAnswer() throws IOException {
        finetune(ToyTask.SPAN);

        assertThat(predictions().count()).isEqualTo(40);
        assertThat(predictions().filter("uid = 'group-7'").count()).isEqualTo(1);
        assertThat(predictions().filter("text = '12 13'").count()).isPositive();
        assertThat(predictions().filter("probabilities[0] between 0 and 1").count()).isEqualTo(40);
    }

    @Test
    void writesTheTagsOfASentencesWords() throws IOException {
        finetune(ToyTask.TAGS);

        long words =
                ToyTask.TAGS.examples("dev").stream()
                        .mapToLong(row -> (row.length() - 1) / 2)
                        .sum();
        assertThat(predictions().count()).isEqualTo(40);
        assertThat(predictions().selectExpr("explode(tags) tag").count()).isEqualTo(words);
        assertThat(predictions().selectExpr("explode(tags) tag").filter("tag like 'B-%'").count())
                .isPositive();
    }

    @Test
    void ranksTheCandidatesOfEachGroup() throws IOException {
        finetune(ToyTask.RANKING);

        assertThat(predictions().count()).isEqualTo(ToyTask.RANKING.examples("dev").size());
        assertThat(predictions().filter("rank = 1").count()).isGreaterThanOrEqualTo(40);
        assertThat(predictions().filter("rank = 1 and label = 1").count()).isGreaterThan(20);
        assertThat(predictions().filter("rank > 4 or rank < 1").count()).isZero();
    }

    private static List<Comparison> compare(TrainingRun run, String first, String second) {
        return new RunComparison(
                        run.session(),
                        new StoredRun(run.directory(), first, run.info().runId()),
                        new StoredRun(run.directory(), second, run.info().runId()),
                        10,
                        1,
                        run.progress())
                .compare(Set.of());
    }

    private static void assertBeatsBaseline(SplitScore score) {
        assertThat(score.main().value()).isGreaterThan(score.baselines().get(0) + 0.2);
    }

    private List<SplitScore> finetune(ToyTask toy) throws IOException {
        TrainingRun run = run(toy);
        return new Finetuning(run, Finetuning.STAGE, run.settings().finetune()).run();
    }

    private TrainingRun run(ToyTask toy) throws IOException {
        return TinyRun.of(
                directory,
                toy,
                "refine.epochs=10",
                "refine.steps-per-round=20",
                "finetune.epochs=6",
                "finetune.from=random",
                "optimizer.learning-rate=2e-3");
    }

    private double averageLoss(String condition) {
        return table("steps").filter(condition).selectExpr("avg(loss)").first().getDouble(0);
    }

    private Dataset<Row> predictions() {
        return table("predictions");
    }

    private Dataset<Row> table(String name) {
        return TinyRun.session().read().parquet(directory.resolve("tables/" + name).toString());
    }
}
