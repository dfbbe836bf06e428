package io.github.mtdnn.task;

/** The texts that an example of a task consists of. */
public enum TextShape {
    /** A premise alone: {@code [CLS] premise [SEP]}. */
    SINGLE("single"),
    /** A premise and a hypothesis: {@code [CLS] premise [SEP] hypothesis [SEP]}. */
    PAIR("pair");

    private final String configName;

    TextShape(String configName) {
        this.configName = configName;
    }

    /** The name used in configuration files. */
    public String configName() {
        return configName;
    }
}
