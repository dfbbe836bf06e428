package io.github.mtdnn.config;

import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import io.github.mtdnn.failure.ConfigException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Everything found wrong with a configuration, one line each, to be reported together. */
final class Problems {
    static final String ARGUMENT = "argument ";

    private static final int SHOWN_LENGTH = 80;
    private static final Pattern MERGED = Pattern.compile("^merge of ");
    private static final Pattern RESOURCE_URL = Pattern.compile(" @ .*?(?=: \\d+|,|$)");
    private static final Pattern LINE = Pattern.compile(": (\\d+)(-\\d+)?(?=,|$)");

    /** A set, because a default that serves several splits is read, and found wrong, for each. */
    private final Set<String> lines = new LinkedHashSet<>();

    /**
     * @param where what the message starts with: file and line, or the argument
     */
    void add(String where, String message) {
        lines.add(where.isEmpty() ? message : where + ": " + message);
    }

    void add(ConfigOrigin origin, String message) {
        add(where(origin), message);
    }

    void addAll(Problems others) {
        lines.addAll(others.lines);
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** Ends the loading where anything was found wrong. */
    void throwIfAny() {
        if (lines.size() == 1) {
            throw new ConfigException(lines.iterator().next());
        }
        if (lines.size() > 1) {
            throw new ConfigException(
                    "%d problems in the configuration:\n  %s"
                            .formatted(lines.size(), String.join("\n  ", lines)));
        }
    }

    /** "conf/run.conf line 3", or "argument refine.workers=0"; empty where a default is meant. */
    static String where(ConfigOrigin origin) {
        String description = origin.description();
        if (description.startsWith(ConfigFiles.REFERENCE)) {
            return "";
        }
        if (description.startsWith(ARGUMENT)) {
            int line = origin.lineNumber();
            String suffix = ": " + line;
            return line > 0 && description.endsWith(suffix)
                    ? description.substring(0, description.length() - suffix.length())
                    : description;
        }
        String withoutUrl = RESOURCE_URL.matcher(description).replaceAll("");
        String withoutMerge = MERGED.matcher(withoutUrl).replaceFirst("");
        Matcher line = LINE.matcher(withoutMerge);
        return line.replaceAll(" line $1").replace(",", ", ");
    }

    /** The value as HOCON spells it, shortened, without secrets. */
    static String shown(String path, ConfigValue value) {
        String text = Secrets.mask(path, value.render(ConfigRenderOptions.concise()));
        return text.length() <= SHOWN_LENGTH ? text : text.substring(0, SHOWN_LENGTH) + "…";
    }
}
