package io.github.mtdnn.task;

/** What a task predicts; it decides the task head, the loss and the decoding of the output. */
public enum TaskType {
    /** One class out of {@code labels}. */
    CLASSIFICATION("classification"),
    /** One number. */
    REGRESSION("regression"),
    /** The best of a group of candidates, each an example of its own. */
    RANKING("ranking"),
    /** The first and the last token of an answer, or the first token of all for no answer. */
    SPAN("span"),
    /** One class per token. */
    SEQUENCE_LABELING("sequence-labeling"),
    /** The pieces behind masked tokens, and whether the second text follows the first. */
    MASKED_LM("masked-lm");

    private final String configName;

    TaskType(String configName) {
        this.configName = configName;
    }

    /** The name used in configuration files and tables. */
    public String configName() {
        return configName;
    }
}
