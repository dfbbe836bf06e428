package io.github.mtdnn.text.file;

import java.util.StringJoiner;

/** The {@code post_processor} of a {@code tokenizer.json}: how specials stand around a pair. */
final class PostProcessor {
    private static final String BERT = "[CLS]:0 A:0 [SEP]:0 B:1 [SEP]:1";
    private static final String ROBERTA = "<s>:0 A:0 </s>:0 </s>:0 B:0 </s>:0";

    private PostProcessor() {}

    /** Refuses all but {@code [CLS] A [SEP] B [SEP]}. */
    static void requireBert(JsonPart processor) {
        switch (processor.member("type").text()) {
            case "BertProcessing" -> requireEnds(processor, "[CLS]", "[SEP]");
            case "TemplateProcessing" -> requireTemplate(processor, BERT);
            default ->
                    throw processor
                            .member("type")
                            .unsupported("\"BertProcessing\" or \"TemplateProcessing\"");
        }
    }

    /** Refuses all but {@code <s> A </s></s> B </s>} and nothing. */
    static void requireByteLevel(JsonPart processor) {
        switch (processor.member("type").text()) {
            case "ByteLevel" -> {}
            case "RobertaProcessing" -> requireEnds(processor, "<s>", "</s>");
            case "TemplateProcessing" -> requireTemplate(processor, ROBERTA);
            default ->
                    throw processor
                            .member("type")
                            .unsupported(
                                    "\"ByteLevel\", \"RobertaProcessing\" or "
                                            + "\"TemplateProcessing\"");
        }
    }

    private static void requireEnds(JsonPart processor, String cls, String sep) {
        requireFirst(processor.member("cls"), cls);
        requireFirst(processor.member("sep"), sep);
    }

    /** Specials are written as a pair of text and id. */
    private static void requireFirst(JsonPart special, String text) {
        if (!special.node().path(0).asText().equals(text)) {
            throw special.unsupported('"' + text + '"');
        }
    }

    private static void requireTemplate(JsonPart processor, String allowed) {
        JsonPart pair = processor.member("pair");
        StringJoiner found = new StringJoiner(" ");
        for (JsonPart element : pair.elements()) {
            JsonPart token =
                    element.member(element.node().has("Sequence") ? "Sequence" : "SpecialToken");
            found.add(token.member("id").text() + ":" + token.member("type_id").number());
        }
        if (!found.toString().equals(allowed)) {
            throw pair.unsupported(allowed);
        }
    }
}
