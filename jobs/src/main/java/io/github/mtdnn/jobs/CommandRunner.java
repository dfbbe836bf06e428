package io.github.mtdnn.jobs;

import io.github.mtdnn.failure.UserFailure;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/**
 * Runs a command and turns how it ends into an exit code: 0 done, 2 configuration, 3 data, 4
 * training diverged, 5 environment, 1 anything else.
 */
final class CommandRunner {
    private static final int WRONG_USE = 2;
    private static final int OTHER = 1;
    private static final int HELP_WIDTH = 100;

    private CommandRunner() {}

    /**
     * For the {@code main} of a job: as {@link #execute}, then ends this JVM unless all is well.
     */
    static void main(Object command, String[] args) {
        int exitCode = execute(command, args);
        // A cluster manager that runs the driver takes a plain return as success, exit(0) as a
        // crash.
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    /** Runs {@code command} with its arguments; what went wrong is on standard error. */
    static int execute(Object command, String[] args) {
        return commandLine(command).execute(args);
    }

    static CommandLine commandLine(Object command) {
        return new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(HELP_WIDTH)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setParameterExceptionHandler(CommandRunner::wrongUse)
                .setExecutionExceptionHandler(CommandRunner::failed);
    }

    private static int wrongUse(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        err.printf("%s: %s%n", name, failure.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(failure, err)) {
            err.printf("%s --help says how to use it.%n", name);
        }
        err.flush();
        return WRONG_USE;
    }

    private static int failed(
            Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        PrintWriter err = command.getErr();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UserFailure userFailure) {
                err.println(userFailure.getMessage());
                err.flush();
                return userFailure.exitCode();
            }
        }
        failure.printStackTrace(err);
        err.flush();
        return OTHER;
    }
}
