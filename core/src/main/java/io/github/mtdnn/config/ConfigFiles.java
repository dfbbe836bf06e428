package io.github.mtdnn.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads HOCON files and resources; what cannot be read is noted as a problem. */
final class ConfigFiles {
    static final String REFERENCE = "reference.conf";

    private static final String BUILT_IN_FOLDER = "io/github/mtdnn/tasks/";

    /** The parser's advice to rename the file, which does not help here. */
    private static final Pattern OTHER_FILE_TYPES = Pattern.compile(", or you may be able to[^)]*");

    private final Problems problems;

    ConfigFiles(Problems problems) {
        this.problems = problems;
    }

    /** The defaults of every setting. */
    static Config reference() {
        return ConfigFactory.parseURL(
                besideThisClass(REFERENCE),
                ConfigParseOptions.defaults().setOriginDescription(REFERENCE));
    }

    /** A HOCON file of the user's, not yet resolved; empty where it cannot be read. */
    Optional<Config> file(Path path) {
        if (text(path).isEmpty()) {
            return Optional.empty();
        }
        ConfigParseOptions options =
                ConfigParseOptions.defaults().setOriginDescription(path.toString());
        try {
            return Optional.of(ConfigFactory.parseFile(path.toFile(), options));
        } catch (ConfigException e) {
            addHoconProblem(e, path.toString());
            return Optional.empty();
        }
    }

    /** The text of a file; empty where it cannot be read. */
    Optional<String> text(Path path) {
        try {
            return Optional.of(Files.readString(path, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            problems.add(
                    path.toString(),
                    "there is no such file, seen from %s. Correct the path."
                            .formatted(Path.of("").toAbsolutePath()));
        } catch (CharacterCodingException e) {
            problems.add(path.toString(), "the file is not UTF-8. Save it as UTF-8 text.");
        } catch (IOException e) {
            problems.add(
                    path.toString(),
                    "the file cannot be read (%s). Name a readable text file."
                            .formatted(e.getMessage()));
        }
        return Optional.empty();
    }

    /** Task definitions that come with the program; empty where there are none of that name. */
    static Optional<Config> builtInTasks(String name) {
        String resource = BUILT_IN_FOLDER + name + ".conf";
        ClassLoader loader = ConfigFiles.class.getClassLoader();
        if (loader.getResource(resource) == null) {
            return Optional.empty();
        }
        ConfigParseOptions options =
                ConfigParseOptions.defaults()
                        .setClassLoader(loader)
                        .setOriginDescription("built-in " + name + ".conf");
        return Optional.of(ConfigFactory.parseResources(resource, options));
    }

    /** Notes what the HOCON parser or resolver found. */
    void addHoconProblem(ConfigException failure, String file) {
        if (failure.origin() == null) {
            problems.add(file, failure.getMessage());
            return;
        }
        String message = failure.getMessage();
        String prefix = failure.origin().description() + ": ";
        if (message.startsWith(prefix)) {
            message = message.substring(prefix.length());
        }
        message = OTHER_FILE_TYPES.matcher(message).replaceFirst("");
        problems.add(
                failure.origin(),
                failure instanceof ConfigException.UnresolvedSubstitution
                        ? message
                                + ". Define that key in a configuration file, or the environment"
                                + " variable of that name; ${?…} may be left undefined."
                        : "the file is not HOCON here: " + message);
    }

    /**
     * A resource of this very jar. Every library may bring a {@code reference.conf}; looking the
     * name up on the class path could find another one's.
     */
    private static URL besideThisClass(String resource) {
        String className = ConfigFiles.class.getName().replace('.', '/') + ".class";
        URL ownUrl = ConfigFiles.class.getClassLoader().getResource(className);
        String url = ownUrl.toString();
        try {
            return new URL(url.substring(0, url.length() - className.length()) + resource);
        } catch (MalformedURLException e) {
            throw new IllegalStateException("cannot locate " + resource + " beside " + url, e);
        }
    }
}
