package io.github.mtdnn.config;

import java.util.regex.Pattern;

/** Keeps passwords and keys out of messages, logs and tables. */
final class Secrets {
    static final String MASK = "***";

    private static final String WORDS = "password|passwd|secret|token|key|credential";

    private static final Pattern SECRET_NAME = Pattern.compile(WORDS, Pattern.CASE_INSENSITIVE);

    /** The {@code user:password@} of a URI; {@code abfss://container@account} holds no secret. */
    private static final Pattern URI_CREDENTIALS = Pattern.compile("://[^/@:\\s]*:[^/@\\s]*@");

    /** {@code -Dsome.password=value} inside a longer text, such as Java options. */
    private static final Pattern INNER_ASSIGNMENT =
            Pattern.compile(
                    "([^\\s=,;&?]*(?:" + WORDS + ")[^\\s=,;&?]*)=[^\\s,;&]+",
                    Pattern.CASE_INSENSITIVE);

    private Secrets() {}

    /**
     * The text as it may be shown: {@value #MASK} where the key sounds like a secret, and without
     * credentials inside the value. Known settings and task definitions hold no secrets, whatever
     * their names.
     */
    static String mask(String path, String text) {
        boolean ownKey = SettingKey.isKnown(path) || path.startsWith("tasks.");
        if (!ownKey && SECRET_NAME.matcher(path).find()) {
            return MASK;
        }
        String withoutCredentials = URI_CREDENTIALS.matcher(text).replaceAll("://" + MASK + "@");
        return ownKey
                ? withoutCredentials
                : INNER_ASSIGNMENT.matcher(withoutCredentials).replaceAll("$1=" + MASK);
    }
}
