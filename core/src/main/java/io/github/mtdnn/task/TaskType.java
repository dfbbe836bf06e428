package io.github.mtdnn.task;

/** What a task predicts; it decides the task head, the loss and the decoding of the output. */
public enum TaskType {
    /** One class out of {@code labels}. */
    CLASSIFICATION("classification"),
    /** One number. */
    REGRESSION("regression");

    private final String configName;

    TaskType(String configName) {
        this.configName = configName;
    }

    /** The name used in configuration files and tables. */
    public String configName() {
        return configName;
    }
}
