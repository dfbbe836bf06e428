package io.github.mtdnn.spark.train.evaluate;

import io.github.mtdnn.spark.train.evaluate.Prediction.Candidate;
import java.util.ArrayList;
import java.util.List;

/**
 * A prediction as a row of the table of predictions.
 *
 * @param truth what it is judged by
 * @param value class index or score; of an answer, by how much giving none scores higher; NaN where
 *     something else is predicted
 * @param probabilities of the classes, or of the text alone
 * @param rank among the candidates of a group, from 1; 0 where nothing is ranked
 * @param text the answer, empty for none, or what the candidate stands for
 * @param bestAnswer the best answer, also where none is given; empty where there are no answers
 * @param tags predicted for the words
 */
public record PredictionRow(
        String uid,
        Truth truth,
        double value,
        double[] probabilities,
        double loss,
        int rank,
        String text,
        String bestAnswer,
        List<String> tags) {

    /**
     * What the data tell of an example: the same for every run on them.
     *
     * @param group what is judged together; empty where the row is judged on its own
     * @param label NaN where there is none, or it is not a number
     * @param answers right texts, each as good as the others; empty where there is none
     * @param tags of the words
     */
    public record Truth(String group, double label, List<String> answers, List<String> tags) {
        static Truth ofLabel(String group, double label) {
            return new Truth(group, label, List.of(), List.of());
        }

        /** What there is of it, for messages. */
        @Override
        public String toString() {
            List<String> parts = new ArrayList<>();
            if (!group.isEmpty()) {
                parts.add("group \"%s\"".formatted(group));
            }
            if (!Double.isNaN(label)) {
                parts.add("label " + label);
            }
            if (!answers.isEmpty()) {
                parts.add("answers " + answers);
            }
            if (!tags.isEmpty()) {
                parts.add("tags " + tags);
            }
            return parts.isEmpty() ? "no label or answer" : String.join(", ", parts);
        }
    }

    static PredictionRow of(Prediction.OfClass prediction) {
        return ofValue(
                prediction.uid(),
                Truth.ofLabel(prediction.group(), prediction.label()),
                prediction.value(),
                prediction.probabilities(),
                prediction.loss());
    }

    static PredictionRow of(Prediction.OfScore prediction) {
        return ofValue(
                prediction.uid(),
                Truth.ofLabel("", prediction.label()),
                prediction.value(),
                new double[0],
                prediction.loss());
    }

    private static PredictionRow ofValue(
            String uid, Truth truth, double value, double[] probabilities, double loss) {
        return new PredictionRow(uid, truth, value, probabilities, loss, 0, "", "", List.of());
    }

    static PredictionRow of(Candidate candidate, Prediction.OfRanking ranking) {
        return new PredictionRow(
                candidate.uid(),
                new Truth(ranking.group(), candidate.relevance(), ranking.answers(), List.of()),
                candidate.score(),
                new double[0],
                Double.NaN,
                ranking.rank(candidate.score()),
                candidate.text(),
                "",
                List.of());
    }

    /**
     * @param text the answer that is given; empty for none
     */
    static PredictionRow of(Prediction.OfAnswer prediction, String text) {
        return new PredictionRow(
                prediction.uid(),
                new Truth("", Double.NaN, prediction.answers(), List.of()),
                prediction.nullMinusBest(),
                new double[] {prediction.probability()},
                Double.NaN,
                0,
                text,
                prediction.text(),
                List.of());
    }

    /**
     * @param labels of the words
     * @param tags predicted for the words
     */
    static PredictionRow ofTags(String uid, List<String> labels, List<String> tags) {
        return new PredictionRow(
                uid,
                new Truth("", Double.NaN, List.of(), labels),
                Double.NaN,
                new double[0],
                Double.NaN,
                0,
                "",
                "",
                tags);
    }
}
