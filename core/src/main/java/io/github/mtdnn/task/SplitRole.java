package io.github.mtdnn.task;

import java.util.Locale;

/** What a split is for. */
public enum SplitRole {
    TRAIN,
    DEV,
    TEST;

    /** The name used in configuration files and tables. */
    public String configName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
