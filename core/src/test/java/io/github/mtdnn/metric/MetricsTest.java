package io.github.mtdnn.metric;

import static io.github.mtdnn.task.MetricName.ACCURACY;
import static io.github.mtdnn.task.MetricName.AUC;
import static io.github.mtdnn.task.MetricName.ENTITY_F1;
import static io.github.mtdnn.task.MetricName.EXACT_MATCH;
import static io.github.mtdnn.task.MetricName.F1;
import static io.github.mtdnn.task.MetricName.MCC;
import static io.github.mtdnn.task.MetricName.MRR;
import static io.github.mtdnn.task.MetricName.PEARSON;
import static io.github.mtdnn.task.MetricName.SPEARMAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.mtdnn.task.MetricName;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final double[] LABELS = {0, 0, 0, 1, 1};
    private static final double[] PREDICTIONS = {0, 0, 1, 1, 0};

    @Test
    void givesTheMeasuresInTheOrderAskedFor() {
        List<MetricValue> values =
                Metrics.compute(
                        List.of(F1, ACCURACY),
                        List.of(ClassPredictions.of(LABELS, PREDICTIONS, 2)),
                        0,
                        1);

        assertThat(values).extracting(MetricValue::name).containsExactly(F1, ACCURACY);
        assertThat(values.get(0).value()).isEqualTo(0.5);
        assertThat(values.get(1).value()).isEqualTo(0.6);
        assertThat(values.get(1).examples()).isEqualTo(5);
        assertThat(values.get(1).hasInterval()).isFalse();
    }

    @Test
    void takesEachMeasureOfThePredictionsThatHaveIt() {
        List<MetricValue> values =
                Metrics.compute(
                        List.of(AUC, ACCURACY),
                        List.of(
                                ClassPredictions.of(LABELS, PREDICTIONS, 2),
                                ClassScores.of(LABELS, new double[] {1, 2, 3, 4, 5})),
                        50,
                        1);

        assertThat(values).extracting(MetricValue::name).containsExactly(AUC, ACCURACY);
        assertThat(values).extracting(MetricValue::value).containsExactly(1.0, 0.6);
        assertThat(values).allMatch(MetricValue::hasInterval);
    }

    @Test
    void correlatesAResampleAsIfItsPairsWereWrittenOut() {
        double[] labels = {0.5, 1.5, 1.5, 4, 3.25, 0.5, 2};
        double[] scores = {0.1, 1.1, 2.5, 2.5, 3.0, 0.7, -1};
        for (int seed = 0; seed < 50; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            double[] drawnLabels = new double[labels.length];
            double[] drawnScores = new double[labels.length];
            for (int i = 0; i < labels.length; i++) {
                int drawn = random.nextInt(labels.length);
                drawnLabels[i] = labels[drawn];
                drawnScores[i] = scores[drawn];
            }
            Measurable resample =
                    ScorePairs.of(labels, scores).resample(new SplittableRandom(seed));

            assertThat(resample.value(PEARSON))
                    .isCloseTo(
                            new PearsonsCorrelation().correlation(drawnLabels, drawnScores),
                            within(1e-12));
            assertThat(resample.value(SPEARMAN))
                    .isCloseTo(
                            new SpearmansCorrelation().correlation(drawnLabels, drawnScores),
                            within(1e-12));
        }
    }

    @Test
    void findsNoCorrelationWithAConstantThatHasNoExactMean() {
        double[] constant = {0.1, 0.1, 0.1};
        ScorePairs pairs = ScorePairs.of(new double[] {1, 2, 3}, constant);

        assertThat(pairs.value(PEARSON)).isNaN();
        assertThat(pairs.value(SPEARMAN)).isNaN();
    }

    @Test
    void keepsCorrelationExactFarFromZero() {
        Random random = new Random(3);
        double[] labels = random.doubles(1000).toArray();
        double[] scores = new double[1000];
        double[] moved = new double[1000];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = labels[i] + random.nextGaussian();
            moved[i] = 1e6 + scores[i];
        }
        assertThat(ScorePairs.of(labels, moved).value(PEARSON))
                .isCloseTo(ScorePairs.of(labels, scores).value(PEARSON), within(1e-8));
    }

    @Test
    void hasAsBaselineTheMostFrequentClass() {
        double[] labels = {1, 1, 1, 0, 2};
        List<Predictions> predictions = List.of(ClassPredictions.of(labels, labels, 3));
        assertThat(Metrics.baseline(ACCURACY, predictions)).isEqualTo(0.6);
        assertThat(Metrics.baseline(MCC, predictions)).isZero();
        assertThat(Metrics.baseline(F1, predictions)).isEqualTo(0.75);
        assertThat(Metrics.baseline(F1, List.of(ClassPredictions.of(LABELS, LABELS, 2)))).isZero();
    }

    @Test
    void hasAsBaselineTheSameForEveryUnitInEachKind() {
        EntityTags tags = EntityTags.of(List.of("O", "B-PER"));
        int[] person = {0, 1};
        boolean[] options = {true, false, true};
        CandidateGroup group = new CandidateGroup(new double[] {1, 0, 0}, new double[] {3, 2, 1});

        assertThat(ClassScores.of(LABELS, LABELS).baseline().value(AUC)).isEqualTo(0.5);
        assertThat(ScorePairs.of(LABELS, LABELS).baseline().value(PEARSON)).isZero();
        assertThat(
                        EntityPredictions.of(tags, List.of(new TaggedSentence(person, person)))
                                .baseline()
                                .value(ENTITY_F1))
                .isZero();
        assertThat(
                        AnswerPredictions.of(
                                        List.of(
                                                AnswerScore.of("a", List.of("a")),
                                                AnswerScore.of("a", List.of())))
                                .baseline()
                                .value(EXACT_MATCH))
                .isEqualTo(0.5);
        assertThat(
                        OptionPredictions.of(
                                        List.of(new OptionPredictions.Question(options, options)))
                                .baseline()
                                .value(F1))
                .isEqualTo(0.8);
        assertThat(RankingPredictions.of(List.of(group)).baseline().value(MRR))
                .isCloseTo((1 + 1.0 / 2 + 1.0 / 3) / 3, within(1e-15));
    }

    @Test
    void refusesWhatItCannotJudge() {
        refuses(List.of(ACCURACY), new double[0], new double[0], 2, "no examples to judge");
        refuses(List.of(PEARSON), new double[0], new double[0], 1, "no examples to judge");
        refuses(List.of(ACCURACY), new double[2], new double[1], 2, "2 labels for 1 predictions");
        refuses(List.of(PEARSON), new double[2], new double[1], 1, "2 labels for 1 predictions");
        refuses(
                List.of(ACCURACY),
                new double[] {0, 2},
                new double[2],
                2,
                "label 2.0 of example 1 is not a class index from 0 to 1");
        refuses(
                List.of(ACCURACY),
                new double[1],
                new double[] {Double.NaN},
                2,
                "prediction NaN of example 0 is not a class index");
        refuses(
                List.of(PEARSON),
                new double[1],
                new double[] {Double.NaN},
                1,
                "prediction NaN of example 0 is not a finite number");
        refuses(
                List.of(PEARSON),
                LABELS,
                PREDICTIONS,
                2,
                "pearson does not judge classes; these do: accuracy, f1,");
        refuses(
                List.of(MCC),
                LABELS,
                PREDICTIONS,
                1,
                "mcc does not judge scores; these do: pearson, spearman");
    }

    private static void refuses(
            List<MetricName> metrics,
            double[] labels,
            double[] predictions,
            int numClasses,
            String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                Metrics.compute(
                                        metrics,
                                        List.of(
                                                numClasses == 1
                                                        ? ScorePairs.of(labels, predictions)
                                                        : ClassPredictions.of(
                                                                labels, predictions, numClasses)),
                                        10,
                                        1))
                .withMessageContaining(message);
    }
}
