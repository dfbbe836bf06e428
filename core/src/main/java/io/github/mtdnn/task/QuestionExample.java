package io.github.mtdnn.task;

import java.io.Serializable;
import java.util.List;

/**
 * A question and the text that may hold its answer.
 *
 * @param answers each as good as the others, the first being trained on; none where the question
 *     has no answer, or where they are not known
 * @param known whether the answers are known
 */
public record QuestionExample(
        String uid, String question, String context, List<Answer> answers, boolean known)
        implements Example {
    public QuestionExample {
        answers = List.copyOf(answers);
    }

    @Override
    public QuestionExample withUid(String other) {
        return new QuestionExample(other, question, context, answers, known);
    }

    /**
     * A stretch of the context.
     *
     * @param text as it stands there
     * @param start index of its first character (UTF-16)
     */
    public record Answer(String text, int start) implements Serializable {}
}
