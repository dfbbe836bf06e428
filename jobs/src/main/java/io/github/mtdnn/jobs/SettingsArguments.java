package io.github.mtdnn.jobs;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.SettingsLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments that every job with a configuration takes. */
final class SettingsArguments {
    @Option(
            names = "--conf",
            paramLabel = "FILE",
            description = "A HOCON file of settings; may be given several times, later ones win.")
    private List<Path> files = new ArrayList<>();

    @Parameters(
            paramLabel = "key=value",
            description = "A setting, for example refine.workers=2; wins over the files.")
    private List<String> overrides = new ArrayList<>();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    /** The checked configuration. */
    Settings load() {
        return SettingsLoader.load(files, overrides);
    }

    /** The checked configuration of a job that may do without some of it. */
    Settings load(Set<SettingsLoader.Need> needs) {
        return SettingsLoader.load(files, overrides, needs);
    }

    /**
     * The checked configuration of a job that has defaults of its own and chooses some settings
     * itself.
     *
     * @param defaults a file that the user's win over
     * @param chosen settings {@code key=value} that win over the user's
     */
    Settings load(Path defaults, List<String> chosen) {
        List<Path> allFiles = new ArrayList<>(List.of(defaults));
        allFiles.addAll(files);
        List<String> allOverrides = new ArrayList<>(overrides);
        allOverrides.addAll(chosen);
        return SettingsLoader.load(allFiles, allOverrides);
    }
}
