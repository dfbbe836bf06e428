package io.github.mtdnn.spark.prep;

import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.data.EncodedExample.Span;
import io.github.mtdnn.spark.shard.ShardRow;
import io.github.mtdnn.task.Example;
import io.github.mtdnn.task.QuestionExample;
import io.github.mtdnn.task.QuestionExample.Answer;
import io.github.mtdnn.text.QuestionEncoder;
import io.github.mtdnn.text.QuestionWindow;
import io.github.mtdnn.text.QuestionWindow.TokenRange;
import java.util.ArrayList;
import java.util.List;

/**
 * A row for each window of a question's context. The windows of a question are a group under its
 * identifier; window {@code k} has the identifier {@code uid#k}, and the first of them the text and
 * all answers.
 */
final class QuestionRows implements RowEncoder {
    /** The first token, of no text, stands for the answer that is not there. */
    private static final TokenRange NO_ANSWER = new TokenRange(0, 0);

    private static final TokenRange UNKNOWN =
            new TokenRange(EncodedExample.NO_SPAN, EncodedExample.NO_SPAN);

    private final QuestionEncoder encoder;

    QuestionRows(QuestionEncoder encoder) {
        this.encoder = encoder;
    }

    @Override
    public List<ShardRow> encode(Example example) {
        QuestionExample question = (QuestionExample) example;
        List<QuestionWindow> windows = encoder.encode(question.question(), question.context());
        List<ShardRow> rows = new ArrayList<>();
        for (int k = 0; k < windows.size(); k++) {
            QuestionWindow window = windows.get(k);
            TokenRange answer = answer(question, window);
            EncodedExample row =
                    new EncodedExample(
                                    question.uid() + "#" + k,
                                    window.tokens().inputIds(),
                                    window.tokens().tokenTypeIds(),
                                    Double.NaN)
                            .inGroup(question.uid())
                            .withSpan(
                                    new Span(
                                            answer.first(),
                                            answer.last(),
                                            window.firstChars(),
                                            window.endChars()));
            if (k == 0) {
                row =
                        row.withEvidence(
                                question.context(),
                                question.answers().stream().map(Answer::text).toList());
            }
            rows.add(new ShardRow(row, window.tokens().truncated()));
        }
        return rows;
    }

    private static TokenRange answer(QuestionExample question, QuestionWindow window) {
        if (!question.known()) {
            return UNKNOWN;
        }
        return question.answers().stream()
                .findFirst()
                .flatMap(
                        first ->
                                window.tokensOf(
                                        first.start(), first.start() + first.text().length()))
                .orElse(NO_ANSWER);
    }
}
