package io.github.mtdnn.jobs;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Who may import whom. A new package gets a line in {@link #OF_CORE} or {@link #OF_SPARK}. */
@AnalyzeClasses(packages = "io.github.mtdnn", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "io.github.mtdnn.";

    /** Of core, for each package the packages of ours it may import, {@code failure} aside. */
    private static final Map<String, List<String>> OF_CORE = new LinkedHashMap<>();

    /** Of spark-prep, spark-train and jobs, likewise. */
    private static final Map<String, List<String>> OF_SPARK = new LinkedHashMap<>();

    static {
        OF_CORE.put("failure", List.of());
        OF_CORE.put("task", List.of());
        OF_CORE.put("text", List.of());
        OF_CORE.put("metric", List.of("task"));
        OF_CORE.put("averaging", List.of());
        OF_CORE.put("kernels", List.of());
        OF_CORE.put("config", List.of("task", "kernels"));
        OF_CORE.put("schedule", List.of("task", "config"));
        OF_CORE.put("data", List.of("task", "text", "kernels"));
        OF_CORE.put("model", List.of("task", "config", "data", "kernels"));
        OF_CORE.put("checkpoint", List.of("task", "config", "model"));

        List<String> core = List.copyOf(OF_CORE.keySet());
        OF_SPARK.put("spark.failure", List.of());
        OF_SPARK.put("spark.shard", List.of("task", "data", "text", "config", "spark.failure"));
        OF_SPARK.put(
                "spark.prep",
                List.of("task", "text", "config", "data", "spark.failure", "spark.shard"));
        List<String> train = new ArrayList<>(core);
        train.addAll(List.of("spark.failure", "spark.shard", "spark.prep"));
        OF_SPARK.put("spark.train", train);
        List<String> all = new ArrayList<>(train);
        all.add("spark.train");
        OF_SPARK.put("jobs", all);
    }

    @ArchTest
    static void everyPackageImportsOnlyWhatItMay(JavaClasses classes) {
        OF_CORE.forEach((name, allowed) -> importsOnly(name, allowed).check(classes));
        OF_SPARK.forEach((name, allowed) -> importsOnly(name, allowed).check(classes));
    }

    @ArchTest
    static final ArchRule everyPackageHasALine =
            classes()
                    .that()
                    .resideInAPackage("io.github.mtdnn..")
                    .should()
                    .resideInAnyPackage(
                            Stream.concat(OF_CORE.keySet().stream(), OF_SPARK.keySet().stream())
                                    .map(ArchitectureTest::packagesOf)
                                    .toArray(String[]::new));

    @ArchTest
    static final ArchRule coreDoesWithoutSpark =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            OF_CORE.keySet().stream()
                                    .map(ArchitectureTest::packagesOf)
                                    .toArray(String[]::new))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.apache.spark..", "scala..", "org.apache.hadoop..");

    /** ND4J's successor will have another API: only these few places know the present one. */
    @ArchTest
    static final ArchRule nd4jStaysBehindTheKernelsAndTheContainer =
            noClasses()
                    .that(
                            not(resideInAPackage("io.github.mtdnn.spark.train.."))
                                    .and(not(kernelsOfNd4j())))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.nd4j..", "org.deeplearning4j..");

    @ArchTest
    static final ArchRule nativeMemoryIsTheKernelsAffair =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            "io.github.mtdnn.kernels..", "io.github.mtdnn.spark.train..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.bytedeco..");

    @ArchTest
    static final ArchRule preparingNeedsNoNetwork =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "io.github.mtdnn.spark.prep..", "io.github.mtdnn.spark.shard..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.github.mtdnn.kernels..", "io.github.mtdnn.model..");

    private static ArchRule importsOnly(String name, List<String> allowed) {
        List<String> packages = new ArrayList<>(allowed);
        packages.add(name);
        packages.add("failure");
        String[] patterns =
                packages.stream().map(ArchitectureTest::packagesOf).toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(packagesOf(name))
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.github.mtdnn..")
                                .and(not(resideInAnyPackage(patterns))))
                .allowEmptyShould(true);
    }

    private static String packagesOf(String name) {
        return ROOT + name + "..";
    }

    private static DescribedPredicate<JavaClass> kernelsOfNd4j() {
        return resideInAPackage("io.github.mtdnn.kernels..")
                .and(
                        DescribedPredicate.describe(
                                "implement them on ND4J",
                                type -> {
                                    String file =
                                            type.getSource()
                                                    .orElseThrow()
                                                    .getFileName()
                                                    .orElseThrow();
                                    return file.startsWith("Nd4j") || file.startsWith("Cpu");
                                }));
    }
}
