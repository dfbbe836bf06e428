package io.github.mtdnn.spark.prep.exchange;

import io.github.mtdnn.task.DocumentExample;

/** A JSON object with {@code id} and {@code text}. */
final class DocumentLines extends ExampleLines<DocumentExample> {
    DocumentLines() {
        super(DocumentExample.class);
    }

    @Override
    String line(DocumentExample example) {
        return new PythonJson().add("id", example.uid()).add("text", example.text()).toString();
    }
}
