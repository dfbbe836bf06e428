package io.github.mtdnn.spark.prep;

import io.github.mtdnn.task.CandidatesExample;
import io.github.mtdnn.task.ColumnRef;
import io.github.mtdnn.task.DocumentExample;
import io.github.mtdnn.task.Example;
import io.github.mtdnn.task.Field;
import io.github.mtdnn.task.QuestionExample;
import io.github.mtdnn.task.QuestionExample.Answer;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.SplitSource.Condition;
import io.github.mtdnn.task.Task;
import io.github.mtdnn.task.TextExample;
import io.github.mtdnn.task.TextShape;
import io.github.mtdnn.task.WordsExample;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns rows of raw data into examples, as a task's definition says, and checks them. */
final class ExampleMapper implements Serializable {
    private static final int LEAST_CANDIDATES = 2;

    private final SplitSource source;
    private final TextShape shape;
    private final LabelParser labels;
    private final TokenizedRecords tokenized;
    private final int maxTextLength;

    /**
     * @param maxTextLength greatest length of a text, in characters
     * @param limits of data that are tokens already
     */
    ExampleMapper(Task task, SplitSource source, int maxTextLength, TokenLimits limits) {
        this.source = source;
        this.shape = task.shape();
        this.labels = new LabelParser(task, source);
        this.tokenized = new TokenizedRecords(task, source, labels.known(), limits);
        this.maxTextLength = maxTextLength;
    }

    /**
     * @param rowNumber number, from 0, that the row has if it is kept
     * @return empty where the row is to be left out
     * @throws RowProblem where the row is not as the task needs it
     */
    Optional<Example> map(RawRow row, long rowNumber) {
        FieldReader fields = new FieldReader(row, rowNumber);
        Condition where = source.selection().where();
        if (!where.isNone() && !where.values().contains(fields.read(where.column()))) {
            return Optional.empty();
        }
        boolean skipped =
                !shape.labelField().isList()
                        && source.selection().skipLabels().contains(read(fields, Field.LABEL));
        if (skipped) {
            return Optional.empty();
        }
        return Optional.of(
                source.format().isTokenized() ? tokenized(row, fields) : example(fields));
    }

    private Example tokenized(RawRow row, FieldReader fields) {
        return tokenized.read(read(fields, Field.UID), ((JsonRow) row).own());
    }

    private Example example(FieldReader fields) {
        return switch (shape) {
            case SINGLE, PAIR -> texts(fields);
            case CANDIDATES -> candidates(fields);
            case WORDS -> words(fields);
            case QUESTION -> question(fields);
            case DOCUMENT -> document(fields);
        };
    }

    private TextExample texts(FieldReader fields) {
        TextExample example =
                new TextExample(
                        read(fields, Field.UID),
                        read(fields, Field.GROUP),
                        text(fields, Field.PREMISE),
                        text(fields, Field.HYPOTHESIS),
                        read(fields, Field.LABEL));
        labels.value(example.label());
        return example;
    }

    private CandidatesExample candidates(FieldReader fields) {
        List<String> candidates = list(fields, Field.CANDIDATES);
        if (candidates.size() < LEAST_CANDIDATES) {
            throw new RowProblem(
                    "%d candidates (%s), but there have to be %d at least to choose from. Correct the row."
                            .formatted(
                                    candidates.size(),
                                    source.column(Field.CANDIDATES),
                                    LEAST_CANDIDATES));
        }
        CandidatesExample example =
                new CandidatesExample(
                        read(fields, Field.UID),
                        text(fields, Field.PREMISE),
                        candidates,
                        has(Field.CHOICES) ? list(fields, Field.CHOICES) : candidates,
                        list(fields, Field.ANSWERS),
                        read(fields, Field.LABEL));
        if (example.choices().size() != candidates.size()) {
            throw new RowProblem(
                    "%d candidates (%s), but %d choices (%s); each candidate stands for one. Correct the row."
                            .formatted(
                                    candidates.size(),
                                    source.column(Field.CANDIDATES),
                                    example.choices().size(),
                                    source.column(Field.CHOICES)));
        }
        if (has(Field.ANSWERS) && example.answers().isEmpty()) {
            throw new RowProblem(
                    "no answers (%s). Of candidates one is right at least; correct the row, or leave it out."
                            .formatted(source.column(Field.ANSWERS)));
        }
        labels.relevance(example);
        return example;
    }

    private WordsExample words(FieldReader fields) {
        WordsExample example =
                new WordsExample(
                        read(fields, Field.UID),
                        list(fields, Field.WORDS),
                        list(fields, Field.TAGS));
        if (example.words().isEmpty()) {
            throw new RowProblem(
                    "no words (%s). A sentence has one at least; leave the row out."
                            .formatted(source.column(Field.WORDS)));
        }
        labels.tags(example);
        return example;
    }

    private QuestionExample question(FieldReader fields) {
        String context = text(fields, Field.CONTEXT);
        List<String> texts = list(fields, Field.ANSWERS);
        List<String> starts = list(fields, Field.ANSWER_STARTS);
        if (texts.size() != starts.size()) {
            throw new RowProblem(
                    "%d answers (%s), but %d starts (%s); each answer has one. Correct the row."
                            .formatted(
                                    texts.size(),
                                    source.column(Field.ANSWERS),
                                    starts.size(),
                                    source.column(Field.ANSWER_STARTS)));
        }
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            answers.add(AnswerInContext.find(context, texts.get(i), starts.get(i)));
        }
        return new QuestionExample(
                read(fields, Field.UID),
                text(fields, Field.QUESTION),
                context,
                answers,
                labels.known());
    }

    private DocumentExample document(FieldReader fields) {
        String text = text(fields, Field.TEXT);
        if (text.isBlank()) {
            throw new RowProblem(
                    "the text (%s) is empty. A document has one word at least; leave the row out."
                            .formatted(source.column(Field.TEXT)));
        }
        return new DocumentExample(read(fields, Field.UID), text);
    }

    private boolean has(Field field) {
        return !(source.column(field) instanceof ColumnRef.Absent);
    }

    private String read(FieldReader fields, Field field) {
        return fields.read(source.column(field));
    }

    private String text(FieldReader fields, Field field) {
        return withinLimit(read(fields, field), field);
    }

    private List<String> list(FieldReader fields, Field field) {
        boolean wordByWord = field == Field.WORDS || field == Field.TAGS;
        List<String> texts = fields.readList(source.column(field), wordByWord);
        texts.forEach(text -> withinLimit(text, field));
        return texts;
    }

    private String withinLimit(String text, Field field) {
        // A character outside the basic plane counts once, though Java stores it as two.
        if (text.length() > maxTextLength
                && text.codePointCount(0, text.length()) > maxTextLength) {
            throw new RowProblem(
                    ("the %s (%s) has %d characters, but data.max-text-length allows %d. "
                                    + "Shorten the text, or raise data.max-text-length.")
                            .formatted(
                                    field.configName(),
                                    source.column(field),
                                    text.codePointCount(0, text.length()),
                                    maxTextLength));
        }
        return text;
    }
}
