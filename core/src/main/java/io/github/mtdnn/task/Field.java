package io.github.mtdnn.task;

/** What a raw row tells of an example; {@link TextShape} says which fields an example has. */
public enum Field {
    /** The example's identifier, unique within its split. */
    UID("uid"),
    /** What examples are ranked or judged together with, such as a question. */
    GROUP("group"),
    /** Class, score, relevance, or the number of the right candidate. */
    LABEL("label"),
    /** First or only text. */
    PREMISE("premise"),
    /** Second text. */
    HYPOTHESIS("hypothesis"),
    /** List of second texts, of which one is to be chosen. */
    CANDIDATES("candidates"),
    /** List of what each candidate stands for, such as the name that it was filled in with. */
    CHOICES("choices"),
    /** List of the words of a sentence. */
    WORDS("words"),
    /** List of the words' tags. */
    TAGS("tags"),
    QUESTION("question"),
    /** Text that holds the answer. */
    CONTEXT("context"),
    /** List of right answers, each as good as the others; none where there is no answer. */
    ANSWERS("answers"),
    /** List of the index of each answer's first character (code points) in the context. */
    ANSWER_STARTS("answer-starts"),
    /** A document. */
    TEXT("text");

    private final String configName;

    Field(String configName) {
        this.configName = configName;
    }

    /** The name used in configuration files. */
    public String configName() {
        return configName;
    }

    /** Whether its column holds a list. */
    public boolean isList() {
        return switch (this) {
            case CANDIDATES, CHOICES, WORDS, TAGS, ANSWERS, ANSWER_STARTS -> true;
            default -> false;
        };
    }

    /** Whether an example may do without. */
    public boolean isOptional() {
        return switch (this) {
            case GROUP, LABEL, CHOICES, TAGS, ANSWERS, ANSWER_STARTS -> true;
            default -> false;
        };
    }
}
