package io.github.mtdnn.spark.train.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** What a network predicts, for an example or for the examples of a group together. */
public sealed interface Prediction extends Serializable {

    /**
     * One class.
     *
     * @param group of the example; empty where it has none
     * @param label class index; NaN where there is none
     * @param value predicted class index
     * @param probabilities of the classes: (C)
     * @param loss NaN where there is no label
     */
    record OfClass(
            String uid, String group, double label, int value, double[] probabilities, double loss)
            implements Prediction {}

    /**
     * One number.
     *
     * @param label NaN where there is none
     * @param loss NaN where there is no label
     */
    record OfScore(String uid, double label, double value, double loss) implements Prediction {}

    /**
     * An order of the candidates of a group.
     *
     * @param group name of the group; empty where the only candidate has none
     * @param candidates in the order of the rows
     * @param answers right texts; empty where candidates are judged by their relevance alone
     */
    record OfRanking(String group, List<Candidate> candidates, List<String> answers)
            implements Prediction {
        public OfRanking {
            candidates = new ArrayList<>(candidates);
            answers = new ArrayList<>(answers);
        }

        /** Rank of a score, from 1; equal scores have equal ranks. */
        int rank(double score) {
            return 1 + (int) candidates.stream().filter(other -> other.score() > score).count();
        }
    }

    /**
     * One of a group.
     *
     * @param relevance at least 0; NaN where it is not known
     * @param text that it stands for; may be empty
     */
    record Candidate(String uid, double relevance, double score, String text)
            implements Serializable {}

    /**
     * A text, for all windows of a question.
     *
     * @param uid the group of the windows, or of the only one its identifier
     * @param text the best answer that is not "none"
     * @param probability its share of the softmax over the best candidates, "none" among them
     * @param nullMinusBest how much more speaks for "none" than for it
     * @param answers right texts; empty where the question has none
     */
    record OfAnswer(
            String uid, String text, double probability, double nullMinusBest, List<String> answers)
            implements Prediction {
        public OfAnswer {
            answers = new ArrayList<>(answers);
        }
    }

    /**
     * A class for each labelled token: for each word of a sentence, over all its windows, or for
     * each masked token of an example.
     *
     * @param uid as of {@link OfAnswer}
     * @param labels class indices
     * @param values predicted class indices
     */
    record OfTokens(String uid, int[] labels, int[] values) implements Prediction {}
}
