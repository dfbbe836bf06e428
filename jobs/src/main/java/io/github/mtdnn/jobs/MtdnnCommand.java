package io.github.mtdnn.jobs;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line {@code ./mtdnn <command>}: each command is a job. */
@Command(
        name = "mtdnn",
        versionProvider = Version.class,
        description = {
            "Multi-task training of BERT-style networks on Apache Spark.",
            "",
            "A run goes prepare, refine, finetune, evaluate; pipeline does all four, and demo does"
                    + " them on data of its own."
        },
        footer = {
            "",
            "Settings are HOCON: the defaults, then each --conf file, then the key=value arguments;"
                    + " later ones win. docs/configuration.md describes every key.",
            "",
            "Exit codes: 0 done, 2 configuration, 3 data, 4 training diverged, 5 environment, 1"
                    + " anything else."
        },
        subcommands = {
            ValidateJob.class,
            PrepareJob.class,
            RefineJob.class,
            FinetuneJob.class,
            EvaluateJob.class,
            CompareJob.class,
            PipelineJob.class,
            DemoJob.class,
            BenchJob.class,
            VocabularyJob.class,
            ExportJob.class,
            TokenizeJob.class
        })
public final class MtdnnCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Shows the versions.")
    private boolean version;

    public static void main(String[] args) {
        System.exit(CommandRunner.execute(new MtdnnCommand(), args));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }
}
