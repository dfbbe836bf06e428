package io.github.mtdnn.spark.prep;

import io.github.mtdnn.task.CandidatesExample;
import io.github.mtdnn.task.DocumentExample;
import io.github.mtdnn.task.Example;
import io.github.mtdnn.task.QuestionExample;
import io.github.mtdnn.task.TextExample;
import io.github.mtdnn.task.WordsExample;
import java.util.ArrayList;
import java.util.List;

/** The texts of an example, whatever its shape. */
final class ExampleTexts {
    private ExampleTexts() {}

    static List<String> of(Example example) {
        if (example instanceof TextExample texts) {
            return List.of(texts.premise(), texts.hypothesis());
        }
        if (example instanceof CandidatesExample choice) {
            List<String> texts = new ArrayList<>(choice.candidates());
            texts.add(choice.premise());
            return texts;
        }
        if (example instanceof WordsExample sentence) {
            return sentence.words();
        }
        if (example instanceof QuestionExample question) {
            return List.of(question.question(), question.context());
        }
        if (example instanceof DocumentExample document) {
            return List.of(document.text());
        }
        throw new IllegalStateException("texts of " + example.getClass());
    }
}
