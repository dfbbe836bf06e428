package io.github.mtdnn.spark.prep;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mtdnn.config.Settings;
import io.github.mtdnn.config.SettingsLoader;
import io.github.mtdnn.config.SettingsLoader.Need;
import io.github.mtdnn.spark.LocalSpark;
import io.github.mtdnn.task.CandidatesExample;
import io.github.mtdnn.task.DocumentExample;
import io.github.mtdnn.task.Example;
import io.github.mtdnn.task.QuestionExample;
import io.github.mtdnn.task.QuestionExample.Answer;
import io.github.mtdnn.task.Task;
import io.github.mtdnn.task.TextExample;
import io.github.mtdnn.task.WordsExample;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The built-in definitions beyond GLUE, on a few rows in each data set's published format. */
class DataSetFormatsTest {
    private static final String RAW = "src/test/resources/data-set-formats";

    private final Settings settings =
            SettingsLoader.load(
                    List.of(),
                    List.of(
                            "data.task-files=[nli, superglue, ner, squad, pronouns, mlm]",
                            "data.tasks=[snli, snli-glue, scitail, anli, xnli, ax, boolq, cb, copa,"
                                    + " wic, wsc, superglue-rte, multirc, record, qnli-ranking, pronouns,"
                                    + " wnli-annotated, ner, pos, chunk, wnut17, squad, squad-v2,"
                                    + " squad-cs224n, xquad-en, wikitext2]"),
                    EnumSet.of(Need.TASKS));

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource
    void readsTheFormat(String name, String split, List<Example> expected) {
        Task task = TestSettings.task(settings, name);

        RawSplit raw =
                new ExampleReader(LocalSpark.session(), RAW, 1000)
                        .read(task, TestSettings.source(task, split));

        assertThat(raw.examples(100).collect()).isEqualTo(expected);
    }

    static Stream<Arguments> readsTheFormat() {
        List<String> words = List.of("ANN", "visits", "New", "York", ".");
        return Stream.of(
                split(
                        "wikitext2",
                        "train",
                        new DocumentExample(
                                "0",
                                " = Red tea = \n \n Tea is <unk> . \n \n = = Uses = = \n \n"
                                        + " It is drunk . \n \n \n = = = Old uses = = = \n \n "),
                        new DocumentExample("1", " = Milk = \n \n Milk is white . ")),
                split(
                        "ner",
                        "train",
                        new WordsExample("0", words, List.of("B-PER", "O", "B-LOC", "I-LOC", "O")),
                        new WordsExample("1", List.of("She"), List.of("O"))),
                split(
                        "pos",
                        "train",
                        new WordsExample("0", words, List.of("NNP", "VBZ", "NNP", "NNP", ".")),
                        new WordsExample("1", List.of("She"), List.of("PRP"))),
                split(
                        "chunk",
                        "train",
                        new WordsExample("0", words, List.of("B-NP", "B-VP", "B-NP", "I-NP", "O")),
                        new WordsExample("1", List.of("She"), List.of("B-NP"))),
                split(
                        "wnut17",
                        "train",
                        new WordsExample("0", List.of("Bo", "'s"), List.of("B-person", "O")),
                        new WordsExample("1", List.of("#fun"), List.of("O"))),
                split(
                        "snli",
                        "train",
                        new TextExample(
                                "77.jpg#0r1e",
                                "A girl feeds two ducks.",
                                "Birds are being fed.",
                                "entailment"),
                        new TextExample(
                                "78.jpg#2r1c", "A man sleeps.", "A man runs.", "contradiction")),
                split(
                        "snli-glue",
                        "dev",
                        new TextExample("0", "Two boats leave.", "They will be back.", "neutral")),
                split(
                        "scitail",
                        "train",
                        new TextExample(
                                "0",
                                "Water boils at 100 degrees Celsius.",
                                "The boiling point of water is 100 degrees Celsius.",
                                "entails"),
                        new TextExample(
                                "1", "\"Acids\" taste sour.", "Bases taste bitter.", "neutral")),
                split(
                        "anli",
                        "train",
                        new TextExample(
                                "1a-0",
                                "The bridge was built in 1932.",
                                "The bridge is older than 1950.",
                                "e"),
                        new TextExample("2b-0", "Ann sings.", "Ann is a dancer.", "n"),
                        new TextExample(
                                "3c-0",
                                "The shop closes at six.",
                                "The shop is open at night.",
                                "c")),
                split(
                        "anli",
                        "r2_dev",
                        new TextExample("2d-0", "Tom has a red car.", "Tom has a blue car.", "c")),
                split(
                        "xnli",
                        "train",
                        new TextExample("0", "The lake froze.", "It was cold.", "neutral")),
                split(
                        "xnli",
                        "de_dev",
                        new TextExample("1", "Der Zug ist da.", "Der Zug ist schnell.", "neutral"),
                        new TextExample(
                                "2", "Der Zug ist da.", "Der Zug kommt nie.", "contradiction")),
                split(
                        "xnli",
                        "ar_dev",
                        new TextExample("1", "وصل القطار", "القطار سريع", "neutral")),
                split(
                        "ax",
                        "diagnostic",
                        new TextExample(
                                "0", "The door is open.", "The door is not open.", "contradiction"),
                        new TextExample(
                                "1", "He bought a dog.", "He bought an animal.", "entailment")),
                split(
                        "boolq",
                        "train",
                        new TextExample(
                                "0",
                                "Chalk -- Chalk is a soft, white limestone.",
                                "is chalk a rock",
                                "true"),
                        new TextExample(
                                "1", "Soap -- Soap is a salt.", "is soap a metal", "false")),
                split(
                        "boolq",
                        "test",
                        new TextExample(
                                "0", "Cats -- Some cats like water.", "can a cat swim", "")),
                split(
                        "cb",
                        "train",
                        new TextExample(
                                "0",
                                "A: Did she come? B: I think she did.",
                                "she came",
                                "entailment")),
                split("cb", "test", new TextExample("0", "Who says it rained?", "it rained", "")),
                split(
                        "superglue-rte",
                        "train",
                        new TextExample(
                                "0", "Ann lives in Rome.", "Ann lives in Italy.", "entailment"),
                        new TextExample("1", "It rained.", "It snowed.", "not_entailment")),
                split(
                        "superglue-rte",
                        "ax-b",
                        new TextExample(
                                "3",
                                "The vase broke.",
                                "Somebody broke the vase.",
                                "not_entailment")),
                split(
                        "superglue-rte",
                        "ax-g",
                        new TextExample(
                                "5",
                                "The nurse called the plumber because he was ill.",
                                "The plumber was ill.",
                                "entailment")),
                split(
                        "copa",
                        "train",
                        new CandidatesExample(
                                "0",
                                "The lamp went out.",
                                List.of("because The bulb broke.", "because The sun rose."),
                                "0"),
                        new CandidatesExample(
                                "1",
                                "Ann was late.",
                                List.of("so She walked.", "so She ran."),
                                "1")),
                split(
                        "copa",
                        "test",
                        new CandidatesExample(
                                "0", "It rained.", List.of("so I got wet.", "so I sang."), "")),
                split(
                        "wic",
                        "train",
                        new TextExample(
                                "0", "bank He sat on the bank.", "The bank was closed.", "false"),
                        new TextExample("1", "run I run daily.", "She runs.", "true")),
                split(
                        "wsc",
                        "train",
                        new TextExample(
                                "0",
                                "Whenever the mouse met the cat, it hid.",
                                "Whenever the mouse met the cat, the mouse hid.",
                                "true"),
                        new TextExample(
                                "1",
                                "He thanked Joe, since he had helped.",
                                "He thanked Joe, since Joe had helped.",
                                "true")),
                split(
                        "qnli-ranking",
                        "train",
                        new TextExample("10", "Who came?", "Who came?", "Ann came.", "entailment"),
                        new TextExample(
                                "11", "Who came?", "Who came?", "Ben went.", "not_entailment")),
                split(
                        "pronouns",
                        "train",
                        new CandidatesExample(
                                "0",
                                "it The fox met the hen because it was hungry.",
                                List.of("The fox", "the hen"),
                                "The fox")),
                split(
                        "pronouns",
                        "wsc273_test",
                        new CandidatesExample(
                                "0",
                                "it The cup fell off the shelf because it was wobbly.",
                                List.of("The cup", "The shelf"),
                                "1")),
                split(
                        "wnli-annotated",
                        "train",
                        new TextExample("0", "The cup fell and it broke.", "The cup broke.", "1")),
                split(
                        "multirc",
                        "dev",
                        new TextExample(
                                "4_2_0",
                                "4_2",
                                "Sam fed the hens. Then he slept.",
                                "Who slept? Sam",
                                "1"),
                        new TextExample(
                                "4_2_1",
                                "4_2",
                                "Sam fed the hens. Then he slept.",
                                "Who slept? The hens",
                                "0"),
                        new TextExample(
                                "4_3_2",
                                "4_3",
                                "Sam fed the hens. Then he slept.",
                                "What was fed? The hens",
                                "1")),
                split(
                        "multirc",
                        "test",
                        new TextExample("9_0_0", "9_0", "It was dark.", "Was it light? No", "")),
                split(
                        "record",
                        "train",
                        ofBridge(
                                "3_5",
                                "The bridge, so %1$s says, is %1$s's pride.",
                                "Ann Lee",
                                "Lee"),
                        ofBridge("3_6", "The talks were held in %s.", "Rome")),
                split(
                        "record",
                        "test",
                        new CandidatesExample(
                                "0_0",
                                "Ida called Ben.\n@highlight\nBen was out",
                                List.of(
                                        "\"Ida missed it,\" she said.",
                                        "\"Ben missed it,\" she said."),
                                List.of("Ida", "Ben"),
                                List.of(),
                                "")),
                split(
                        "squad",
                        "train",
                        new QuestionExample(
                                "a1",
                                "Who fed the hens?",
                                "Sam fed the h\u00e9ns \ud83d\udc14 at six.",
                                List.of(new Answer("Sam", 0)),
                                true),
                        new QuestionExample(
                                "a2",
                                "When were they fed?",
                                "Sam fed the h\u00e9ns \ud83d\udc14 at six.",
                                List.of(new Answer("at six", 20)),
                                true),
                        ofTea("a3", "How is tea?", true, new Answer("hot", 7))),
                split(
                        "squad-v2",
                        "dev",
                        ofTea(
                                "b1",
                                "How is tea?",
                                true,
                                new Answer("hot", 7),
                                new Answer("is hot", 4)),
                        ofTea("b2", "How is milk?", true)),
                split("xquad-en", "dev", ofTea("c1", "What is hot?", true, new Answer("Tea", 0))),
                split("squad-cs224n", "test", ofTea("d1", "How is tea?", false)));
    }

    private static CandidatesExample ofBridge(String uid, String statement, String... answers) {
        List<String> names = List.of("Br\u00fcgge", "Ann Lee", "Bo", "Rome", "Lee");
        return new CandidatesExample(
                uid,
                "The mayor of \ud83d\udc1f Br\u00fcgge, Ann Lee, met Bo in Rome.\n@highlight\n"
                        + "Lee will open the bridge\n@highlight\nBo went home",
                names.stream().map(statement::formatted).toList(),
                names,
                List.of(answers),
                "");
    }

    private static QuestionExample ofTea(
            String uid, String question, boolean known, Answer... answers) {
        return new QuestionExample(uid, question, "Tea is hot.", List.of(answers), known);
    }

    private static Arguments split(String task, String split, Example... examples) {
        return Arguments.of(task, split, List.of(examples));
    }
}
