package io.github.mtdnn.spark.prep.exchange;

import io.github.mtdnn.task.QuestionExample;
import io.github.mtdnn.task.QuestionExample.Answer;
import java.util.regex.Pattern;

/**
 * {@code uid, start:::end:::is_impossible:::answer, context, question}. Of several answers the
 * first is written, which is trained on. The first character of a context is 0, one outside the
 * basic plane counts once, and the end is that after the answer's last.
 *
 * <p>What would end a column, a row or a part of the answer is replaced by as many blanks, so that
 * an answer stays where it is.
 */
final class QuestionLines extends ExampleLines<QuestionExample> {
    private static final Pattern SEPARATORS = Pattern.compile("[\t\n\r]|:::");

    /** The form has none for an answer that is not known, as in a test split. */
    private static final String NO_ANSWER = "-1:::-1:::1:::";

    QuestionLines() {
        super(QuestionExample.class);
    }

    @Override
    String line(QuestionExample example) {
        String context = withoutSeparators(example.context());
        return new TableLine()
                .add(example, "uid", example.uid())
                .add(
                        example,
                        "answer",
                        example.answers().stream()
                                .findFirst()
                                .map(answer -> marked(answer, context))
                                .orElse(NO_ANSWER))
                .add(example, "context", context)
                .add(example, "question", withoutSeparators(example.question()))
                .toString();
    }

    private static String withoutSeparators(String text) {
        return SEPARATORS.matcher(text).replaceAll(found -> " ".repeat(found.group().length()));
    }

    private static String marked(Answer answer, String context) {
        int endChar = answer.start() + answer.text().length();
        return "%d:::%d:::0:::%s"
                .formatted(
                        context.codePointCount(0, answer.start()),
                        context.codePointCount(0, endChar),
                        context.substring(answer.start(), endChar));
    }
}
