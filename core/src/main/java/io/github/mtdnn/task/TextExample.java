package io.github.mtdnn.task;

/**
 * A text or a pair of texts.
 *
 * @param group what it is ranked or judged together with; empty where it stands alone
 * @param premise first text
 * @param hypothesis second text; empty for tasks over single texts
 * @param label the label as the raw data spells it; empty where there is none
 */
public record TextExample(String uid, String group, String premise, String hypothesis, String label)
        implements Example {

    /** An example that stands alone. */
    public TextExample(String uid, String premise, String hypothesis, String label) {
        this(uid, "", premise, hypothesis, label);
    }

    @Override
    public TextExample withUid(String other) {
        return new TextExample(other, group, premise, hypothesis, label);
    }
}
