package io.github.mtdnn.spark.prep;

import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.spark.shard.ShardRow;
import io.github.mtdnn.task.CandidatesExample;
import io.github.mtdnn.task.Example;
import io.github.mtdnn.text.Encoding;
import io.github.mtdnn.text.SequenceEncoder;
import java.util.ArrayList;
import java.util.List;

/**
 * A row for each candidate: the pair of the premise and the candidate, labelled by how good the
 * candidate is. The candidates of an example are a group under its identifier; candidate {@code k}
 * has the identifier {@code uid#k} and what it stands for, and the first of them all answers.
 */
final class CandidateRows implements RowEncoder {
    private final SequenceEncoder encoder;
    private final LabelParser labels;

    CandidateRows(SequenceEncoder encoder, LabelParser labels) {
        this.encoder = encoder;
        this.labels = labels;
    }

    @Override
    public List<ShardRow> encode(Example example) {
        CandidatesExample choice = (CandidatesExample) example;
        double[] relevance = labels.relevance(choice);
        List<ShardRow> rows = new ArrayList<>();
        for (int k = 0; k < relevance.length; k++) {
            Encoding encoding = encoder.encode(choice.premise(), choice.candidates().get(k));
            EncodedExample row =
                    new EncodedExample(
                                    choice.uid() + "#" + k,
                                    encoding.inputIds(),
                                    encoding.tokenTypeIds(),
                                    relevance[k])
                            .inGroup(choice.uid())
                            .withEvidence(
                                    choice.choices().get(k), k == 0 ? choice.answers() : List.of());
            rows.add(new ShardRow(row, encoding.truncated()));
        }
        return rows;
    }
}
