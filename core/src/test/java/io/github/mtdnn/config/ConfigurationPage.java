package io.github.mtdnn.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes docs/configuration.md: a table per section, from the comments and defaults of {@code
 * reference.conf} and the ranges in {@link Settings}, set into a hand-written page.
 */
final class ConfigurationPage {
    private static final String TEMPLATE = "configuration-template.md";
    private static final String PLACE = "{{settings}}";

    private ConfigurationPage() {}

    static String render() {
        StringBuilder tables = new StringBuilder();
        for (Map.Entry<String, ConfigValue> section : inFileOrder(ConfigFiles.reference().root())) {
            appendSection(section.getKey(), (ConfigObject) section.getValue(), tables);
        }
        return template().replace(PLACE, tables.toString().stripTrailing());
    }

    private static void appendSection(String path, ConfigObject section, StringBuilder page) {
        page.append("### ").append(path).append("\n\n");
        page.append(description(section)).append("\n\n");
        if (section.isEmpty()) {
            return;
        }
        page.append("| Key | Default | Allowed | |\n| --- | --- | --- | --- |\n");
        for (Map.Entry<String, ConfigValue> entry : inFileOrder(section)) {
            if (!(entry.getValue() instanceof ConfigObject)) {
                String key = path + "." + entry.getKey();
                page.append(
                        "| `%s` | `%s` | %s | %s |\n"
                                .formatted(
                                        key,
                                        entry.getValue().render(ConfigRenderOptions.concise()),
                                        allowed(key),
                                        description(entry.getValue())));
            }
        }
        page.append('\n');
        for (Map.Entry<String, ConfigValue> entry : inFileOrder(section)) {
            if (entry.getValue() instanceof ConfigObject inner) {
                appendSection(path + "." + entry.getKey(), inner, page);
            }
        }
    }

    private static List<Map.Entry<String, ConfigValue>> inFileOrder(ConfigObject section) {
        return section.entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> entry.getValue().origin().lineNumber()))
                .toList();
    }

    private static String allowed(String key) {
        return SettingKey.all().stream()
                .filter(setting -> setting.path().equals(key))
                .map(setting -> RecordBinder.allowed(setting.component()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(key + " is no component of Settings"));
    }

    /**
     * The comment above a key; the file's own comment, after an empty line, does not belong to it.
     */
    private static String description(ConfigValue value) {
        String comment =
                value.origin().comments().stream()
                        .map(String::strip)
                        .collect(Collectors.joining(" "));
        if (comment.isEmpty()) {
            throw new IllegalStateException(
                    "reference.conf line %d has no comment; the page is made from the comments."
                            .formatted(value.origin().lineNumber()));
        }
        return comment;
    }

    private static String template() {
        try (InputStream stream = ConfigurationPage.class.getResourceAsStream(TEMPLATE)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + TEMPLATE, e);
        }
    }
}
