package io.github.mtdnn.spark.prep;

import io.github.mtdnn.task.QuestionExample.Answer;

/** Finds an answer at the place in its context that the raw data tells. */
final class AnswerInContext {
    private static final int SHOWN_CHARACTERS = 40;

    private AnswerInContext() {}

    /**
     * @param start index of the answer's first character, as text; characters outside the basic
     *     plane count once, as in the published files of SQuAD
     * @throws RowProblem where the context does not read so there
     */
    static Answer find(String context, String text, String start) {
        int codePoints;
        try {
            codePoints = Integer.parseInt(start.strip());
        } catch (NumberFormatException e) {
            throw new RowProblem(
                    "answer start \"%s\" is not a number. Correct the row.".formatted(start));
        }
        if (text.isEmpty()) {
            throw new RowProblem(
                    "an answer is empty. Where there is none, the list of answers is empty. Correct the row.");
        }
        int length = context.codePointCount(0, context.length());
        if (codePoints < 0 || codePoints >= length) {
            throw new RowProblem(
                    "answer start %d lies outside the context, which has %d characters. Correct the row."
                            .formatted(codePoints, length));
        }
        int from = context.offsetByCodePoints(0, codePoints);
        if (!context.startsWith(text, from)) {
            int to = Math.min(context.length(), from + Math.min(text.length(), SHOWN_CHARACTERS));
            throw new RowProblem(
                    "answer \"%s\" does not stand at character %d of the context, which reads \"%s\" there. Correct the row."
                            .formatted(text, codePoints, context.substring(from, to)));
        }
        return new Answer(text, from);
    }
}
