package io.github.mtdnn.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A setting from the command line, {@code key=value}. Lists, sections, quoted texts, numbers and
 * substitutions are read as HOCON; anything else is a text as it stands, so that paths and URIs
 * need no quotes.
 *
 * @param key the full key
 * @param value what it is set to; its origin names the argument
 */
record Argument(String key, ConfigValue value) {
    private static final Pattern HOCON =
            Pattern.compile(
                    "[\\[{\"].*|.*\\$\\{.*|true|false|null"
                            + "|[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?",
                    Pattern.DOTALL);

    static Optional<Argument> parse(String argument, Problems problems) {
        int equals = argument.indexOf('=');
        String key = equals < 0 ? argument.strip() : argument.substring(0, equals).strip();
        if (equals < 0 || !isPath(key)) {
            problems.add(
                    Problems.ARGUMENT + (equals < 0 ? key : key + "=" + Secrets.MASK),
                    "not of the form key=value; give for example refine.workers=2.");
            return Optional.empty();
        }
        String text = argument.substring(equals + 1).strip();
        String description = Problems.ARGUMENT + key + "=" + Secrets.mask(key, text);
        if (!HOCON.matcher(text).matches()) {
            return Optional.of(new Argument(key, ConfigValueFactory.fromAnyRef(text, description)));
        }
        try {
            ConfigParseOptions options =
                    ConfigParseOptions.defaults().setOriginDescription(description);
            Config parsed = ConfigFactory.parseString("value = " + text, options);
            return Optional.of(new Argument(key, parsed.root().get("value")));
        } catch (ConfigException e) {
            problems.add(
                    description,
                    "the value is not HOCON; close every bracket and quote, or put the whole text"
                            + " in double quotes.");
            return Optional.empty();
        }
    }

    /** The argument as a configuration of its own, to be merged over the files. */
    Config config() {
        List<String> parts = parts();
        ConfigValue nested = value;
        for (int index = parts.size() - 1; index > 0; index--) {
            nested =
                    ConfigValueFactory.fromMap(
                            Map.of(parts.get(index), nested), Problems.where(value.origin()));
        }
        return nested.atKey(parts.get(0));
    }

    /**
     * Spark has settings whose key is the beginning of another's, such as {@code
     * spark.speculation}. As nested sections one would replace the other; so a key of Spark's stays
     * whole.
     */
    private List<String> parts() {
        String prefix = "spark.";
        return key.startsWith(prefix)
                ? List.of("spark", key.substring(prefix.length()))
                : ConfigUtil.splitPath(key);
    }

    private static boolean isPath(String key) {
        try {
            return !ConfigUtil.splitPath(key).isEmpty();
        } catch (ConfigException e) {
            return false;
        }
    }
}
