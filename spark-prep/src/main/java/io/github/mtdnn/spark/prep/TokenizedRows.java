package io.github.mtdnn.spark.prep;

import io.github.mtdnn.data.EncodedExample;
import io.github.mtdnn.spark.shard.ShardRow;
import io.github.mtdnn.task.Example;
import io.github.mtdnn.task.TokenizedExample;
import io.github.mtdnn.task.TokenizedExample.Sequence;
import java.util.ArrayList;
import java.util.List;

/**
 * A row for each sequence, as it is. Candidates are a group as those of {@link CandidateRows} are,
 * under the names that they have in the data.
 */
final class TokenizedRows implements RowEncoder {
    private final boolean ofCandidates;

    /**
     * @param ofCandidates whether the sequences of an example are candidates
     */
    TokenizedRows(boolean ofCandidates) {
        this.ofCandidates = ofCandidates;
    }

    @Override
    public List<ShardRow> encode(Example example) {
        TokenizedExample tokenized = (TokenizedExample) example;
        String uid = tokenized.uid();
        List<ShardRow> rows = new ArrayList<>();
        for (Sequence sequence : tokenized.sequences()) {
            EncodedExample row =
                    new EncodedExample(
                                    ofCandidates ? uid + "#" + rows.size() : uid,
                                    sequence.inputIds(),
                                    sequence.tokenTypeIds(),
                                    sequence.label())
                            .inGroup(ofCandidates ? uid : "")
                            .withTokenLabels(sequence.tokenLabels())
                            .withEvidence(sequence.name(), List.of());
            rows.add(new ShardRow(row, false));
        }
        return rows;
    }
}
