package io.github.mtdnn.spark.prep;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.SettingsLoader;
import io.github.mtdnn.config.SettingsLoader.Need;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.Task;
import io.github.mtdnn.text.file.TokenizerFile;
import io.github.mtdnn.text.file.TokenizerFiles;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** Tasks and directories that several tests use. */
final class TestSettings {
    private static final String GLUE = "[cola, sst, mnli, mrpc, qnli, qqp, rte, wnli, stsb]";

    private TestSettings() {}

    /** The nine tasks of {@code conf/tasks/glue.conf}. */
    static Settings glue() {
        return SettingsLoader.load(
                List.of(),
                List.of("data.task-files=[glue]", "data.tasks=" + GLUE),
                EnumSet.of(Need.TASKS));
    }

    static Task task(Settings settings, String name) {
        return settings.tasks().stream()
                .filter(task -> task.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static SplitSource source(Task task, String split) {
        return task.sources().stream()
                .filter(source -> source.split().name().equals(split))
                .findFirst()
                .orElseThrow();
    }

    /** The tokenizer of a {@code vocab.txt}. */
    static TokenizerFiles wordPiece(Path vocabulary, boolean cased) {
        return TokenizerFiles.of(
                TokenizerFile.read(vocabulary),
                Optional.empty(),
                new TokenizerFiles.Rules(cased, false));
    }

    /** What lies beside the repository on a developer's machine; a test skips where it does not. */
    static Path shared(String path) {
        return Path.of(System.getProperty("mtdnn.root"), "../shared", path).normalize();
    }
}
