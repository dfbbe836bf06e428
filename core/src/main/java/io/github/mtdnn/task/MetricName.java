package io.github.mtdnn.task;

/** The measures a task can be judged by; each is a fraction, higher is better. */
public enum MetricName {
    ACCURACY("accuracy"),
    /** F1 of class 1 (binary tasks). */
    F1("f1"),
    F1_MACRO("f1-macro"),
    F1_MICRO("f1-micro"),
    /** Matthews correlation coefficient. */
    MCC("mcc"),
    PEARSON("pearson"),
    SPEARMAN("spearman");

    private final String configName;

    MetricName(String configName) {
        this.configName = configName;
    }

    /** The name used in configuration files and tables. */
    public String configName() {
        return configName;
    }
}
