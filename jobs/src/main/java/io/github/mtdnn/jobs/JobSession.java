package io.github.mtdnn.jobs;

import io.github.mtdnn.spark.train.environment.EnvironmentCheck;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Opens the Spark session of a job, the same way for every job. */
final class JobSession {
    private static final String EXECUTOR_OPTIONS = "spark.executor.extraJavaOptions";
    private static final String VECTOR_MODULE = "--add-modules=jdk.incubator.vector";

    private JobSession() {}

    /**
     * @param name of the job, shown by Spark
     * @param settings the section {@code spark} of the configuration. What spark-submit was given
     *     wins over it; without a master the job runs in this process, on all cores.
     */
    static SparkSession open(String name, Map<String, String> settings) {
        ConsoleLog.configure();
        EnvironmentCheck.requireForSpark();
        SparkConf conf = configuration(new SparkConf(), name, settings);
        if (isLocal(conf)) {
            ConsoleLog.hideFailedTasks();
        }
        return SparkSession.builder().config(conf).getOrCreate();
    }

    /**
     * @param conf with what spark-submit passed on
     */
    static SparkConf configuration(SparkConf conf, String name, Map<String, String> settings) {
        settings.forEach(conf::setIfMissing);
        conf.setIfMissing("spark.app.name", "mtdnn " + name);
        conf.setIfMissing("spark.master", "local[*]");
        conf.setIfMissing("spark.ui.showConsoleProgress", "false");
        // A round's results are taken in one by one; together they may be larger than Spark's
        // limit.
        conf.setIfMissing("spark.driver.maxResultSize", "0");
        // Java's times of day are written as they are read, on whatever machine.
        conf.setIfMissing("spark.sql.session.timeZone", "UTC");
        if (isLocal(conf)) {
            conf.setIfMissing("spark.ui.enabled", "false");
            // Nobody looks at what is kept of past jobs, and there are two in each round.
            conf.setIfMissing("spark.ui.retainedJobs", "20");
            conf.setIfMissing("spark.ui.retainedStages", "20");
            conf.setIfMissing("spark.ui.retainedTasks", "1000");
            // Reached by nobody but this process, and does not depend on what the host calls
            // itself.
            conf.setIfMissing("spark.driver.host", "localhost");
            conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
        }
        // ND4J's OpenMP threads would otherwise spin on the cores of other tasks.
        conf.setIfMissing("spark.executorEnv.OMP_NUM_THREADS", conf.get("spark.task.cpus", "1"));
        // Memory of networks goes back to the system when it is freed; see ./mtdnn.
        conf.setIfMissing("spark.executorEnv.MALLOC_MMAP_THRESHOLD_", "1048576");
        conf.setIfMissing("spark.executorEnv.MALLOC_TRIM_THRESHOLD_", "67108864");
        String options = conf.get(EXECUTOR_OPTIONS, "");
        if (!options.contains(VECTOR_MODULE)) {
            conf.set(EXECUTOR_OPTIONS, (options + " " + VECTOR_MODULE).strip());
        }
        return conf;
    }

    private static boolean isLocal(SparkConf conf) {
        return conf.get("spark.master").startsWith("local");
    }
}
