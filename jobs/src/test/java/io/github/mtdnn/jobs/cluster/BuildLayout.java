package io.github.mtdnn.jobs.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where a build has put what a cluster needs; there from the phase {@code package} on. */
final class BuildLayout {
    private static final Path ROOT = Path.of(System.getProperty("mtdnn.root"));

    /** What Spark 3.5 needs on Java 17, which spark-submit's script would add. */
    private static final List<String> OPENED =
            List.of(
                    "java.lang",
                    "java.lang.invoke",
                    "java.lang.reflect",
                    "java.io",
                    "java.net",
                    "java.nio",
                    "java.util",
                    "java.util.concurrent",
                    "java.util.concurrent.atomic",
                    "sun.nio.ch",
                    "sun.nio.cs",
                    "sun.security.action",
                    "sun.util.calendar");

    private BuildLayout() {}

    /** A directory with {@code jars}. */
    static Path sparkHome() {
        return ROOT.resolve("deploy/spark-home/target");
    }

    static Path sparkJars() {
        return sparkHome().resolve("jars");
    }

    /** The jar with the jobs. */
    static Path applicationJar() {
        return ROOT.resolve("jobs/target/mtdnn-jobs.jar");
    }

    /** What the jobs need besides Spark. */
    static Path applicationLib() {
        return ROOT.resolve("jobs/target/lib");
    }

    static List<Path> jars(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
    }

    /** Value of spark-submit's option {@code --jars}. */
    static String jarsOption() throws IOException {
        return jars(applicationLib()).stream().map(Path::toString).collect(Collectors.joining(","));
    }

    /** A command that runs a class of Spark. */
    static List<String> java(List<String> options, String mainClass) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String opened : OPENED) {
            command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
        }
        command.add("-Djdk.reflect.useDirectMethodHandle=false");
        command.addAll(options);
        command.add("-cp");
        command.add(sparkJars() + "/*");
        command.add(mainClass);
        return command;
    }
}
