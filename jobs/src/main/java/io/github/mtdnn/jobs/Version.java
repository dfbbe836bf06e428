package io.github.mtdnn.jobs;

import java.util.Optional;
import org.apache.spark.package$;
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
            "mtdnn " + ofJar(),
            "Java " + Runtime.version(),
            "Spark " + package$.MODULE$.SPARK_VERSION()
        };
    }
}
