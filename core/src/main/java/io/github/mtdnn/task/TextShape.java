package io.github.mtdnn.task;

import java.util.List;
import java.util.Locale;

/** The texts that an example of a task consists of. */
public enum TextShape {
    /** A premise alone: {@code [CLS] premise [SEP]}. */
    SINGLE(Field.UID, Field.GROUP, Field.LABEL, Field.PREMISE),
    /** A premise and a hypothesis: {@code [CLS] premise [SEP] hypothesis [SEP]}. */
    PAIR(Field.UID, Field.GROUP, Field.LABEL, Field.PREMISE, Field.HYPOTHESIS),
    /** A premise and several texts to choose from, each encoded as a pair with it. */
    CANDIDATES(
            Field.UID, Field.LABEL, Field.PREMISE, Field.CANDIDATES, Field.CHOICES, Field.ANSWERS),
    /** A sentence that is split into words: {@code [CLS] words [SEP]}. */
    WORDS(Field.UID, Field.WORDS, Field.TAGS),
    /** A question and a text with its answer: {@code [CLS] question [SEP] context [SEP]}. */
    QUESTION(Field.UID, Field.QUESTION, Field.CONTEXT, Field.ANSWERS, Field.ANSWER_STARTS),
    /** A document, of which stretches are encoded as texts or pairs of texts. */
    DOCUMENT(Field.UID, Field.TEXT);

    private final List<Field> fields;

    TextShape(Field... fields) {
        this.fields = List.of(fields);
    }

    /** The name used in configuration files. */
    public String configName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What an example of this shape has. */
    public List<Field> fields() {
        return fields;
    }

    /** Whether examples have a field only where its column is given. */
    public boolean isExtra(Field field) {
        return switch (field) {
            case GROUP, CHOICES -> true;
            case ANSWERS -> this == CANDIDATES;
            default -> false;
        };
    }

    /** The field that holds what is to be predicted; of a document its own pieces are. */
    public Field labelField() {
        return switch (this) {
            case SINGLE, PAIR, CANDIDATES -> Field.LABEL;
            case WORDS -> Field.TAGS;
            case QUESTION -> Field.ANSWERS;
            case DOCUMENT -> Field.TEXT;
        };
    }
}
