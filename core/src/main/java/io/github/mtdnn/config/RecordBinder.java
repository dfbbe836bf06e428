package io.github.mtdnn.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Fills the records of {@link Settings} from HOCON sections: a component per key, in kebab-case. A
 * key that is unknown, missing, of the wrong type or out of the range beside its component is noted
 * as a problem; the record is made nevertheless, with a stand-in value, so that all problems are
 * found in one go.
 */
final class RecordBinder {
    private static final Pattern FOLDER_NAME = Pattern.compile("[A-Za-z0-9._-]*");

    private final Problems problems;
    private final Values values;

    RecordBinder(Problems problems) {
        this.problems = problems;
        this.values = new Values(problems);
    }

    <R extends Record> R bind(Class<R> type, String path, ConfigObject section) {
        List<String> keys =
                Arrays.stream(type.getRecordComponents())
                        .map(component -> Names.kebab(component.getName()))
                        .toList();
        for (String key : section.keySet()) {
            if (!keys.contains(key)) {
                problems.add(section.get(key).origin(), unknownKey(path, key, keys));
            }
        }
        List<Object> arguments = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String key = Names.kebab(component.getName());
            arguments.add(value(component, path + "." + key, section, key));
        }
        return newRecord(type, arguments);
    }

    /** A record for a section that is not one, which has been noted already. */
    <R extends Record> R standInFor(Class<R> type) {
        return type.cast(standIn(type));
    }

    /** What to say of a key that no section has. */
    static String unknownKey(String section, String key, List<String> keys) {
        String suggestion =
                Names.nearest(key, keys)
                        .map(near -> qualified(section, near))
                        .or(() -> sameNameElsewhere(key))
                        .map(" Did you mean %s?"::formatted)
                        .orElse("");
        return "there is no key %s.%s The keys %s are %s."
                .formatted(
                        qualified(section, key),
                        suggestion,
                        section.isEmpty() ? "at the top" : "of " + section,
                        String.join(", ", keys));
    }

    private static Optional<String> sameNameElsewhere(String key) {
        List<String> names = SettingKey.all().stream().map(SettingKey::name).toList();
        return Names.nearest(key, names)
                .map(near -> SettingKey.all().get(names.indexOf(near)).path());
    }

    private static String qualified(String section, String key) {
        return section.isEmpty() ? key : section + "." + key;
    }

    private Object value(RecordComponent component, String path, ConfigObject section, String key) {
        ConfigValue value = section.get(key);
        if (value == null || value.valueType() == ConfigValueType.NULL) {
            problems.add(
                    value == null ? section.origin() : value.origin(),
                    "%s has no value; give %s.".formatted(path, allowed(component)));
            return standIn(component.getType());
        }
        Optional<?> converted = converted(component, path, value);
        return converted.isPresent() ? converted.get() : standIn(component.getType());
    }

    private Optional<?> converted(RecordComponent component, String path, ConfigValue value) {
        Class<?> type = component.getType();
        if (type == int.class) {
            return values.integer(path, value, range(component));
        }
        if (type == long.class) {
            return values.longInteger(path, value, range(component));
        }
        if (type == double.class) {
            return values.decimal(path, value, range(component));
        }
        if (type == boolean.class) {
            return values.flag(path, value);
        }
        if (type == String.class) {
            return values.text(path, value).filter(text -> isAllowed(component, path, value, text));
        }
        if (type == List.class) {
            return values.texts(path, value);
        }
        if (type.isEnum()) {
            return choice(path, value, type);
        }
        return values.section(path, value)
                .map(section -> bind(type.asSubclass(Record.class), path, section));
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the enumeration's own class is its type argument
    private Optional<?> choice(String path, ConfigValue value, Class<?> type) {
        return values.choice(path, value, (Class<Enum>) type);
    }

    private boolean isAllowed(
            RecordComponent component, String path, ConfigValue value, String text) {
        boolean missing = component.isAnnotationPresent(NotEmpty.class) && text.isBlank();
        boolean noFolder =
                component.isAnnotationPresent(FolderName.class)
                        && !FOLDER_NAME.matcher(text).matches();
        if (missing || noFolder) {
            problems.add(
                    value.origin(),
                    "%s = %s is not allowed; give %s."
                            .formatted(path, Problems.shown(path, value), allowed(component)));
        }
        return !missing && !noFolder;
    }

    /** What a component may hold, in words, for messages and documents. */
    static String allowed(RecordComponent component) {
        Class<?> type = component.getType();
        if (type == int.class || type == long.class) {
            return range(component).describe("a whole number");
        }
        if (type == double.class) {
            return range(component).describe("a number");
        }
        if (type == boolean.class) {
            return "true or false";
        }
        if (type == List.class) {
            return "a list of texts";
        }
        if (type.isEnum()) {
            return "one of "
                    + String.join(
                            ", ",
                            Arrays.stream(type.getEnumConstants())
                                    .map(any -> Names.kebab((Enum<?>) any))
                                    .toList());
        }
        if (type.isRecord()) {
            return "a section, { … }";
        }
        if (component.isAnnotationPresent(FolderName.class)) {
            return "letters, digits, '.', '_' and '-'";
        }
        return component.isAnnotationPresent(NotEmpty.class)
                ? "a text that is not empty"
                : "a text";
    }

    private static NumberRange range(RecordComponent component) {
        Range range = component.getAnnotation(Range.class);
        return range == null ? NumberRange.ANY : NumberRange.of(range);
    }

    /** Holds the place of a value with a problem; never seen, as the problem ends the loading. */
    private Object standIn(Class<?> type) {
        if (type == int.class) {
            return 0;
        }
        if (type == long.class) {
            return 0L;
        }
        if (type == double.class) {
            return 0.0;
        }
        if (type == boolean.class) {
            return false;
        }
        if (type == List.class) {
            return List.of();
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        if (type.isRecord()) {
            List<Object> parts =
                    Arrays.stream(type.getRecordComponents())
                            .map(component -> standIn(component.getType()))
                            .toList();
            return newRecord(type.asSubclass(Record.class), parts);
        }
        return "";
    }

    private static <R extends Record> R newRecord(Class<R> type, List<Object> arguments) {
        Class<?>[] types =
                Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new);
        try {
            return type.getDeclaredConstructor(types).newInstance(arguments.toArray());
        } catch (NoSuchMethodException | InstantiationException | IllegalAccessException e) {
            throw new IllegalArgumentException(type + " is not a record that can be filled", e);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("the constructor of " + type + " failed", e.getCause());
        }
    }
}
