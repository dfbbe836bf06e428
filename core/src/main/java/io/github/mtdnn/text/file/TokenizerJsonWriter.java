package io.github.mtdnn.text.file;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.mtdnn.text.BytePairVocabulary;
import io.github.mtdnn.text.Normalization;
import io.github.mtdnn.text.Vocabulary;
import java.util.List;

/**
 * Writes a vocabulary as the {@code tokenizer.json} that {@link TokenizerJson} reads, for programs
 * that take no other file.
 */
public final class TokenizerJsonWriter {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> BERT_SPECIALS =
            List.of(
                    Vocabulary.PAD,
                    Vocabulary.UNKNOWN,
                    Vocabulary.CLS,
                    Vocabulary.SEP,
                    Vocabulary.MASK);
    private static final List<String> BYTE_LEVEL_SPECIALS =
            List.of(
                    BytePairVocabulary.START,
                    BytePairVocabulary.PAD,
                    BytePairVocabulary.END,
                    BytePairVocabulary.UNKNOWN,
                    BytePairVocabulary.MASK,
                    BytePairVocabulary.END_OF_TEXT);

    private TokenizerJsonWriter() {}

    /** The file of a WordPiece vocabulary. */
    public static String wordPiece(Vocabulary vocabulary, Normalization normalization) {
        ObjectNode root = root();
        for (String special : BERT_SPECIALS) {
            vocabulary.id(special).ifPresent(id -> addSpecial(root, special, id, false));
        }
        root.set(
                "normalizer",
                typed("BertNormalizer")
                        .put("clean_text", true)
                        .put("handle_chinese_chars", normalization.splitsIdeographs())
                        .put("strip_accents", normalization.stripsAccents())
                        .put("lowercase", normalization.lowersCase()));
        root.set("pre_tokenizer", typed("BertPreTokenizer"));
        root.set(
                "post_processor",
                processor(
                        "BertProcessing",
                        Vocabulary.CLS,
                        vocabulary.clsId(),
                        Vocabulary.SEP,
                        vocabulary.sepId()));
        ObjectNode model =
                typed("WordPiece")
                        .put("unk_token", Vocabulary.UNKNOWN)
                        .put("continuing_subword_prefix", "##")
                        .put("max_input_chars_per_word", 100);
        ObjectNode ids = model.putObject("vocab");
        for (int id = 0; id < vocabulary.size(); id++) {
            ids.put(vocabulary.piece(id), id);
        }
        root.set("model", model);
        return root.toString();
    }

    /** The file of a byte-level BPE vocabulary. */
    public static String byteLevel(BytePairVocabulary vocabulary, boolean prefixSpace) {
        ObjectNode root = root();
        for (String special : BYTE_LEVEL_SPECIALS) {
            boolean takesSpaceBefore = special.equals(BytePairVocabulary.MASK);
            vocabulary.id(special).ifPresent(id -> addSpecial(root, special, id, takesSpaceBefore));
        }
        root.set("pre_tokenizer", byteLevel(prefixSpace));
        root.set("post_processor", byteLevel(prefixSpace));
        if (vocabulary.id(BytePairVocabulary.START).isPresent()) {
            ObjectNode processor =
                    processor(
                            "RobertaProcessing",
                            BytePairVocabulary.START,
                            vocabulary.id(BytePairVocabulary.START).orElseThrow(),
                            BytePairVocabulary.END,
                            vocabulary.id(BytePairVocabulary.END).orElseThrow());
            processor.put("trim_offsets", true).put("add_prefix_space", prefixSpace);
            root.set("post_processor", processor);
        }
        ObjectNode model = typed("BPE");
        ObjectNode ids = model.putObject("vocab");
        for (int id = 0; id < vocabulary.size(); id++) {
            ids.put(vocabulary.token(id), id);
        }
        ArrayNode merges = model.putArray("merges");
        vocabulary.merges().forEach(merge -> merges.add(merge.left() + " " + merge.right()));
        root.set("model", model);
        return root.toString();
    }

    private static ObjectNode root() {
        ObjectNode root = JSON.objectNode().put("version", "1.0");
        root.putNull("truncation");
        root.putNull("padding");
        root.putArray("added_tokens");
        root.putNull("normalizer");
        root.putNull("pre_tokenizer");
        root.putNull("post_processor");
        root.putNull("decoder");
        return root;
    }

    private static ObjectNode typed(String type) {
        return JSON.objectNode().put("type", type);
    }

    private static ObjectNode byteLevel(boolean prefixSpace) {
        return typed("ByteLevel")
                .put("add_prefix_space", prefixSpace)
                .put("trim_offsets", true)
                .put("use_regex", true);
    }

    private static ObjectNode processor(String type, String cls, int clsId, String sep, int sepId) {
        ObjectNode processor = typed(type);
        processor.putArray("sep").add(sep).add(sepId);
        processor.putArray("cls").add(cls).add(clsId);
        return processor;
    }

    private static void addSpecial(
            ObjectNode root, String special, int id, boolean takesSpaceBefore) {
        ((ArrayNode) root.get("added_tokens"))
                .addObject()
                .put("id", id)
                .put("content", special)
                .put("single_word", false)
                .put("lstrip", takesSpaceBefore)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", true);
    }
}
