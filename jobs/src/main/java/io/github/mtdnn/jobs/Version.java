package io.github.mtdnn.jobs;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version, as the jar's manifest has it. */
final class Version implements IVersionProvider {
    /** For example {@code 0.1.0}; {@code development} where classes are not in a jar. */
    static String ofJar() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "mtdnn " + ofJar(), "Java " + Runtime.version(), "Spark " + sparkVersion()
        };
    }

    private static String sparkVersion() {
        return Optional.ofNullable(org.apache.spark.package$.class.getPackage())
                .map(ignored -> org.apache.spark.package$.MODULE$.SPARK_VERSION())
                .orElseThrow();
    }
}
