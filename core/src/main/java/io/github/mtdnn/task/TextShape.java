package io.github.mtdnn.task;

import static io.github.mtdnn.task.Field.ANSWERS;
import static io.github.mtdnn.task.Field.ANSWER_STARTS;
import static io.github.mtdnn.task.Field.CANDIDATES;
import static io.github.mtdnn.task.Field.CONTEXT;
import static io.github.mtdnn.task.Field.GROUP;
import static io.github.mtdnn.task.Field.HYPOTHESIS;
import static io.github.mtdnn.task.Field.LABEL;
import static io.github.mtdnn.task.Field.PREMISE;
import static io.github.mtdnn.task.Field.QUESTION;
import static io.github.mtdnn.task.Field.TAGS;
import static io.github.mtdnn.task.Field.UID;
import static io.github.mtdnn.task.Field.WORDS;

import java.util.List;

/** The texts that an example of a task consists of. */
public enum TextShape {
    /** A premise alone: {@code [CLS] premise [SEP]}. */
    SINGLE("single", UID, GROUP, LABEL, PREMISE),
    /** A premise and a hypothesis: {@code [CLS] premise [SEP] hypothesis [SEP]}. */
    PAIR("pair", UID, GROUP, LABEL, PREMISE, HYPOTHESIS),
    /** A premise and several texts to choose from, each encoded as a pair with it. */
    CANDIDATES_OF_ONE("candidates", UID, LABEL, PREMISE, CANDIDATES),
    /** A sentence that is split into words: {@code [CLS] words [SEP]}. */
    WORD_LIST("words", UID, WORDS, TAGS),
    /** A question and a text with its answer: {@code [CLS] question [SEP] context [SEP]}. */
    QUESTION_AND_CONTEXT("question", UID, QUESTION, CONTEXT, ANSWERS, ANSWER_STARTS);

    private final String configName;
    private final List<Field> fields;

    TextShape(String configName, Field... fields) {
        this.configName = configName;
        this.fields = List.of(fields);
    }

    /** The name used in configuration files. */
    public String configName() {
        return configName;
    }

    /** What an example of this shape has. */
    public List<Field> fields() {
        return fields;
    }

    /** The field that holds what is to be predicted. */
    public Field labelField() {
        return switch (this) {
            case SINGLE, PAIR, CANDIDATES_OF_ONE -> LABEL;
            case WORD_LIST -> TAGS;
            case QUESTION_AND_CONTEXT -> ANSWERS;
        };
    }
}
