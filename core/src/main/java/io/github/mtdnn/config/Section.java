package io.github.mtdnn.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A HOCON section being read, with a section of defaults behind it. What is wrong with a value is
 * noted, and the value then counts as left out.
 */
final class Section {
    private static final ConfigObject NOTHING = ConfigValueFactory.fromMap(Map.of());

    private final String path;
    private final ConfigObject object;
    private final ConfigOrigin origin;
    private final Optional<Section> defaults;
    private final Problems problems;
    private final Values values;

    private Section(
            String path,
            ConfigObject object,
            ConfigOrigin origin,
            Optional<Section> defaults,
            Problems problems) {
        this.path = path;
        this.object = object;
        this.origin = origin;
        this.defaults = defaults;
        this.problems = problems;
        this.values = new Values(problems);
    }

    static Section of(String path, ConfigObject object, Problems problems) {
        return new Section(path, object, object.origin(), Optional.empty(), problems);
    }

    /** This section, with another one asked for what it leaves out. */
    Section withDefaults(Section behind) {
        return new Section(path, object, origin, Optional.of(behind), problems);
    }

    String path() {
        return path;
    }

    /** Where this section stands; where it is left out, the one around it. */
    ConfigOrigin origin() {
        return origin;
    }

    /** Whether the key stands here or in the defaults, and is not null. */
    boolean has(String key) {
        return find(key).isPresent();
    }

    /** The keys of this section itself, in the order of the file. */
    List<String> keys() {
        return object.keySet().stream()
                .sorted(
                        Comparator.comparingInt((String key) -> lineOf(key))
                                .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private int lineOf(String key) {
        return object.get(key).origin().lineNumber();
    }

    Optional<String> text(String key) {
        return read(key, values::text);
    }

    Optional<Boolean> flag(String key) {
        return read(key, values::flag);
    }

    Optional<Integer> integer(String key, NumberRange range) {
        return read(key, (path, value) -> values.integer(path, value, range));
    }

    Optional<Double> decimal(String key, NumberRange range) {
        return read(key, (path, value) -> values.decimal(path, value, range));
    }

    <E extends Enum<E>> Optional<E> choice(String key, Class<E> type) {
        return read(key, (path, value) -> values.choice(path, value, type));
    }

    <E extends Enum<E>> Optional<List<E>> choices(String key, Class<E> type) {
        return read(
                key,
                (path, value) ->
                        values.elements(path, value)
                                .map(
                                        elements ->
                                                elements.stream()
                                                        .map(any -> values.choice(path, any, type))
                                                        .flatMap(Optional::stream)
                                                        .toList()));
    }

    Optional<List<String>> texts(String key) {
        return read(key, values::texts);
    }

    /**
     * A section of this one, empty where it is left out; its defaults are those of the defaults.
     */
    Section section(String key) {
        Optional<Section> behind = defaults.map(section -> section.section(key));
        ConfigValue value = object.get(key);
        boolean given = value != null && value.valueType() != ConfigValueType.NULL;
        ConfigObject inner = given ? values.section(pathOf(key), value).orElse(NOTHING) : NOTHING;
        ConfigOrigin place = given ? value.origin() : origin;
        return new Section(pathOf(key), inner, place, behind, problems);
    }

    /** A section that stands at a key as a value, without defaults. */
    Section inside(Entry entry, ConfigObject value) {
        return new Section(entry.path(), value, value.origin(), Optional.empty(), problems);
    }

    /** What stands at a key, here or in the defaults; null stands for "left out". */
    Optional<Entry> find(String key) {
        ConfigValue value = object.get(key);
        if (value == null) {
            return defaults.flatMap(section -> section.find(key));
        }
        return value.valueType() == ConfigValueType.NULL
                ? Optional.empty()
                : Optional.of(new Entry(pathOf(key), value));
    }

    /** Whether the key is set to null here or, left out here, in the defaults. */
    boolean isNull(String key) {
        ConfigValue value = object.get(key);
        if (value == null) {
            return defaults.map(section -> section.isNull(key)).orElse(false);
        }
        return value.valueType() == ConfigValueType.NULL;
    }

    /** Notes every key that is not one of these. */
    void allowOnly(List<String> keys) {
        for (String key : keys()) {
            if (!keys.contains(key)) {
                problems.add(
                        object.get(key).origin(),
                        "there is no key %s.%s The keys of %s are %s."
                                .formatted(
                                        pathOf(key),
                                        Names.didYouMean(key, keys),
                                        path,
                                        String.join(", ", keys)));
            }
        }
    }

    /** Notes a problem with the value of a key, at its place, or at this section's. */
    void problem(String key, String message) {
        ConfigOrigin given = object.containsKey(key) ? object.get(key).origin() : origin;
        problems.add(find(key).map(entry -> entry.value().origin()).orElse(given), message);
    }

    private <T> Optional<T> read(
            String key, BiFunction<String, ConfigValue, Optional<T>> conversion) {
        return find(key).flatMap(entry -> conversion.apply(entry.path(), entry.value()));
    }

    private String pathOf(String key) {
        return path + "." + key;
    }

    /**
     * @param path full key
     */
    record Entry(String path, ConfigValue value) {}
}
