package io.github.mtdnn.text;

import io.github.mtdnn.failure.ConfigException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes the token sequences of questions about a text: the question, cut at its end where it is
 * long, then as much of the context as there is room for, among the specials of the tokenizer's
 * {@link SequenceLayout}. A longer context is gone through in windows, each of which repeats the
 * last pieces of the one before, so that an answer at the border of one stands inside another.
 *
 * <p>Reuses its memory from question to question: one instance per thread.
 */
public final class QuestionEncoder {
    private final Tokenizer tokenizer;
    private final SequenceLayout layout;
    private final int maxSeqLength;
    private final int maxQuestionPieces;
    private final int overlap;
    private final PieceIds questionIds = new PieceIds();
    private final PieceIds contextIds = new PieceIds();
    private final Offsets offsets = new Offsets();

    /**
     * @param maxSeqLength longest sequence in tokens, specials included
     * @param maxQuestionPieces pieces of a question that are kept
     * @param overlap pieces of the context that a window shares with the one before
     */
    public QuestionEncoder(
            Tokenizer tokenizer, int maxSeqLength, int maxQuestionPieces, int overlap) {
        this.tokenizer = tokenizer;
        this.layout = tokenizer.layout();
        this.maxSeqLength = maxSeqLength;
        this.maxQuestionPieces = maxQuestionPieces;
        this.overlap = overlap;
        int needed = layout.pairSpecials() + maxQuestionPieces + overlap + 1;
        if (maxSeqLength < needed) {
            throw new ConfigException(
                    ("data.max-seq-length = %d has no room for questions of data.max-question-pieces"
                                    + " = %d and windows that go beyond data.window-overlap = %d:"
                                    + " with %d specials it takes at least %d tokens. Raise it, or"
                                    + " lower the others.")
                            .formatted(
                                    maxSeqLength,
                                    maxQuestionPieces,
                                    overlap,
                                    layout.pairSpecials(),
                                    needed));
        }
    }

    /** The windows of a context, in its order; one at least, also of an empty context. */
    public List<QuestionWindow> encode(String question, String context) {
        questionIds.clear();
        int questionPieces = tokenizer.tokenizeInto(question, questionIds);
        int keptQuestion = Math.min(questionPieces, maxQuestionPieces);
        contextIds.clear();
        offsets.clear();
        int contextPieces = tokenizer.tokenizeInto(context, contextIds, offsets);

        int room = maxSeqLength - layout.pairSpecials() - keptQuestion;
        List<QuestionWindow> windows = new ArrayList<>();
        int start = 0;
        int end;
        do {
            end = Math.min(contextPieces, start + room);
            Encoding tokens = join(keptQuestion, start, end, keptQuestion < questionPieces);
            windows.add(window(tokens, start, end, context.length()));
            start += room - overlap;
        } while (end < contextPieces);
        return windows;
    }

    private Encoding join(int keptQuestion, int start, int end, boolean truncated) {
        int[] inputIds = new int[keptQuestion + end - start + layout.pairSpecials()];
        int[] tokenTypeIds = new int[inputIds.length];
        int contextStart = inputIds.length - 1 - (end - start);
        inputIds[0] = layout.startId();
        questionIds.copyTo(inputIds, 1, keptQuestion);
        Arrays.fill(inputIds, 1 + keptQuestion, contextStart, layout.endId());
        for (int piece = start; piece < end; piece++) {
            inputIds[contextStart + piece - start] = contextIds.get(piece);
        }
        inputIds[inputIds.length - 1] = layout.endId();
        Arrays.fill(tokenTypeIds, contextStart, tokenTypeIds.length, layout.secondTypeId());
        return new Encoding(inputIds, tokenTypeIds, truncated);
    }

    /**
     * @param start first piece of the context in the window
     * @param end piece after the last
     */
    private QuestionWindow window(Encoding tokens, int start, int end, int contextLength) {
        int[] firstChars = new int[tokens.length()];
        int[] endChars = new int[tokens.length()];
        Arrays.fill(firstChars, QuestionWindow.OUTSIDE);
        Arrays.fill(endChars, QuestionWindow.OUTSIDE);
        int contextStart = tokens.length() - 1 - (end - start);
        for (int piece = start; piece < end; piece++) {
            firstChars[contextStart + piece - start] = offsets.start(piece);
            endChars[contextStart + piece - start] = offsets.end(piece);
        }
        return new QuestionWindow(
                tokens,
                firstChars,
                endChars,
                start == 0 ? 0 : offsets.end(start - 1),
                end == offsets.size() ? contextLength : offsets.start(end));
    }
}
