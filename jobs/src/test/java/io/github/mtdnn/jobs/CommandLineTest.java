package io.github.mtdnn.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mtdnn.failure.ConfigException;
import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.failure.DivergedException;
import io.github.mtdnn.failure.EnvironmentException;
import io.github.mtdnn.jobs.TokenizeJob.Form;
import io.github.mtdnn.text.BertTokenizer;
import io.github.mtdnn.text.Vocabulary;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class CommandLineTest {
    private final StringWriter err = new StringWriter();

    @Test
    void endsWithTheExitCodeOfTheFailureAndItsMessageAlone() {
        assertThat(exitCode(new ConfigException("wrong setting"))).isEqualTo(2);
        assertThat(exitCode(new DataFormatException("wrong row"))).isEqualTo(3);
        assertThat(exitCode(new DivergedException("loss is NaN"))).isEqualTo(4);
        assertThat(exitCode(new EnvironmentException("no memory"))).isEqualTo(5);
        assertThat(err.toString())
                .hasLineCount(4)
                .contains("wrong setting", "wrong row", "loss is NaN", "no memory");
    }

    @Test
    void findsTheUsersFailureBehindSparks() {
        Exception spark = new Exception("Job aborted", new DataFormatException("line 7: bad"));
        assertThat(exitCode(spark)).isEqualTo(3);
        assertThat(err.toString().strip()).isEqualTo("line 7: bad");
    }

    @Test
    void showsTheStackOfAnythingElse() {
        assertThat(exitCode(new IllegalStateException("a bug"))).isEqualTo(1);
        assertThat(err.toString()).contains("IllegalStateException: a bug", "at io.github.mtdnn");
    }

    @Test
    void takesAnUnknownCommandForWrongUse() {
        assertThat(execute(new MtdnnCommand(), "tokenise")).isEqualTo(2);
        assertThat(err.toString()).contains("'tokenise'", "Did you mean", "tokenize");
        assertThat(execute(new MtdnnCommand())).isEqualTo(2);
        assertThat(err.toString()).contains("no command given", "--help");
    }

    @Test
    void reportsAllSettingsThatAreWrong() {
        int exitCode = execute(new MtdnnCommand(), "prepare", "refine.workers=0", "data.rax=x");
        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString())
                .contains("refine.workers = 0 is not allowed", "Did you mean data.raw?");
    }

    @Test
    void tokenizesLineByLine() throws IOException {
        assertThat(tokenize("Unaffable ones\n\nun\r\n", new Form(false, false)))
                .isEqualTo("un\t##aff\t##able\t[UNK]\n\nun\n");
        assertThat(tokenize("unaffable", new Form(true, false))).isEqualTo("4\t5\t6\n");
        assertThat(tokenize("", new Form(false, false))).isEmpty();
    }

    @Test
    void saysWherePiecesStandInTheirLine() throws IOException {
        assertThat(tokenize("Un unaff\n x\n", new Form(false, true)))
                .isEqualTo("un:0-2\tun:3-5\t##aff:5-8\n[UNK]:1-2\n");
        assertThat(tokenize("un", new Form(true, true))).isEqualTo("4:0-2\n");
    }

    @Test
    void namesTheLineThatIsNotUtf8() {
        byte[] input = {'u', 'n', '\n', (byte) 0xff, '\n'};
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Assertions.assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(
                        () ->
                                TokenizeJob.run(
                                        tokenizer(),
                                        new Form(false, false),
                                        new ByteArrayInputStream(input),
                                        out))
                .withMessage(
                        "standard input line 2: not valid UTF-8. Convert the text to UTF-8 first.");
        assertThat(out.toString(UTF_8)).isEqualTo("un\n");
    }

    @Test
    void leavesToSparkSubmitWhatItWasGiven() {
        SparkConf submitted = new SparkConf(false).setMaster("spark://host:7077");
        SparkConf conf =
                JobSession.configuration(
                        submitted,
                        "refine",
                        Map.of("spark.master", "local[2]", "spark.task.cpus", "2"));
        assertThat(conf.get("spark.master")).isEqualTo("spark://host:7077");
        assertThat(conf.get("spark.task.cpus")).isEqualTo("2");
        assertThat(conf.get("spark.app.name")).isEqualTo("mtdnn refine");
        assertThat(conf.contains("spark.driver.host")).isFalse();
        assertThat(conf.get("spark.executor.extraJavaOptions"))
                .isEqualTo("--add-modules=jdk.incubator.vector");
    }

    @Test
    void runsInThisProcessWithoutAMaster() {
        SparkConf conf = JobSession.configuration(new SparkConf(false), "refine", Map.of());
        assertThat(conf.get("spark.master")).isEqualTo("local[*]");
        assertThat(conf.get("spark.driver.host")).isEqualTo("localhost");
    }

    private int exitCode(Exception failure) {
        return execute(new Failing(failure));
    }

    private int execute(Object command, String... arguments) {
        CommandLine commandLine = CommandRunner.commandLine(command);
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    private static String tokenize(String input, Form form) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TokenizeJob.run(tokenizer(), form, new ByteArrayInputStream(input.getBytes(UTF_8)), out);
        return out.toString(UTF_8);
    }

    private static BertTokenizer tokenizer() {
        Vocabulary vocabulary =
                Vocabulary.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "un", "##aff", "##able");
        return new BertTokenizer(vocabulary, false);
    }

    /** A command that fails. */
    @Command(name = "failing")
    private static final class Failing implements Callable<Integer> {
        private final Exception failure;

        Failing(Exception failure) {
            this.failure = failure;
        }

        @Override
        public Integer call() throws Exception {
            throw failure;
        }
    }
}
