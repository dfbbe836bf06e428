package io.github.mtdnn.spark.train;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.spark.train.store.RunDirectory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.apache.hadoop.fs.Path;

/**
 * The name of a run in the tables. A run directory keeps the name it was first given, so that all
 * stages of a run, and a resumed one, write under the same name.
 */
final class RunName {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final int HASH_LENGTH = 6;

    private RunName() {}

    static String of(Settings settings, RunDirectory directory) {
        if (!settings.run().id().isEmpty()) {
            return settings.run().id();
        }
        Path file = directory.resolve("run-id.txt");
        if (directory.exists(file)) {
            return new String(directory.read(file), StandardCharsets.UTF_8).strip();
        }
        String name =
                TIME.format(Instant.now()) + "-" + settings.configHash().substring(0, HASH_LENGTH);
        directory.replaceFile(file, out -> out.write(name.getBytes(StandardCharsets.UTF_8)));
        return name;
    }
}
