package io.github.mtdnn.spark.train.evaluate;

import java.util.List;

/**
 * A prediction as a row of the table of predictions.
 *
 * @param label NaN where there is none, or it is not a number
 * @param value class index or score; NaN where something else is predicted
 * @param probabilities of the classes, or of the text alone
 * @param rank among the candidates of a group, from 1; 0 where nothing is ranked
 * @param text the answer, or what the candidate stands for
 * @param tags predicted for the words
 */
public record PredictionRow(
        String uid,
        double label,
        double value,
        double[] probabilities,
        double loss,
        int rank,
        String text,
        List<String> tags) {

    static PredictionRow of(Prediction.OfClass prediction) {
        return new PredictionRow(
                prediction.uid(),
                prediction.label(),
                prediction.value(),
                prediction.probabilities(),
                prediction.loss(),
                0,
                "",
                List.of());
    }

    static PredictionRow of(Prediction.OfScore prediction) {
        return new PredictionRow(
                prediction.uid(),
                prediction.label(),
                prediction.value(),
                new double[0],
                prediction.loss(),
                0,
                "",
                List.of());
    }

    static PredictionRow of(Prediction.Candidate candidate, int rank) {
        return new PredictionRow(
                candidate.uid(),
                candidate.relevance(),
                candidate.score(),
                new double[0],
                Double.NaN,
                rank,
                candidate.text(),
                List.of());
    }

    static PredictionRow ofText(String uid, String text, double probability) {
        return new PredictionRow(
                uid,
                Double.NaN,
                Double.NaN,
                new double[] {probability},
                Double.NaN,
                0,
                text,
                List.of());
    }

    static PredictionRow ofTags(String uid, List<String> tags) {
        return new PredictionRow(
                uid, Double.NaN, Double.NaN, new double[0], Double.NaN, 0, "", tags);
    }
}
