package io.github.mtdnn.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/**
 * A key of the configuration, from the records of {@link Settings}.
 *
 * @param path full key, for example {@code refine.averaging.strategy}
 * @param component the record component that receives its value
 */
record SettingKey(String path, RecordComponent component) {
    /** Sections whose keys are the user's own: task names and Spark's settings. */
    static final List<String> FREE_SECTIONS = List.of("tasks", "spark");

    private static final List<SettingKey> ALL = List.copyOf(keysOf(Settings.class, ""));

    /** Every key outside {@link #FREE_SECTIONS}, in the order of the records. */
    static List<SettingKey> all() {
        return ALL;
    }

    static boolean isKnown(String path) {
        return ALL.stream().anyMatch(key -> key.path().equals(path));
    }

    /** The last part of the key. */
    String name() {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    private static List<SettingKey> keysOf(Class<?> record, String prefix) {
        List<SettingKey> keys = new ArrayList<>();
        for (RecordComponent component : record.getRecordComponents()) {
            String name = Names.kebab(component.getName());
            if (prefix.isEmpty() && FREE_SECTIONS.contains(name)) {
                continue;
            }
            if (component.getType().isRecord()) {
                keys.addAll(keysOf(component.getType(), prefix + name + "."));
            } else {
                keys.add(new SettingKey(prefix + name, component));
            }
        }
        return keys;
    }
}
