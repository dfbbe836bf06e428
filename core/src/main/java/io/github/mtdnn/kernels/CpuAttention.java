package io.github.mtdnn.kernels;

import java.util.Arrays;

/**
 * Scaled dot-product attention. A block of work is one attention head of a group of sequences,
 * which has T tokens.
 */
final class CpuAttention {
    private final ThreadTeam team;
    private final Product[] products;
    private final Operand queryKeyValues;
    private final Operand contextGrads;
    private final SequenceGroups groups = new SequenceGroups();

    /** For each member of the team. */
    private final AttentionScores[] scores;

    CpuAttention(ThreadTeam team, Products library) {
        this.team = team;
        products = library.productsOf(team);
        queryKeyValues = library.operand(team);
        contextGrads = library.operand(team);
        scores =
                Arrays.stream(library.operandsOf(team))
                        .map(operand -> new AttentionScores(groups, operand))
                        .toArray(AttentionScores[]::new);
    }

    void forward(
            Sequences sequences,
            CpuTensor queryKeyValue,
            int heads,
            double prob,
            Draws draws,
            CpuTensor probabilities,
            CpuTensor context) {
        groups.of(sequences, heads);
        int hidden = context.columns();
        int stride = 3 * hidden;
        int width = hidden / heads;
        float scale = (float) (1 / Math.sqrt(width));
        Dropout dropout = Dropout.of(prob, draws);
        Operand qkv = queryKeyValues.of(queryKeyValue);
        team.run(
                groups.count() * heads,
                (block, member) -> {
                    int head = block % heads;
                    AttentionScores s = scores[member];
                    s.select(block / heads, head, probabilities);
                    int tokens = s.tokens();
                    long place = (long) s.firstToken() * hidden + (long) head * width;
                    long query = (long) s.firstToken() * stride + (long) head * width;
                    long key = query + hidden;
                    long value = key + hidden;
                    Product product = products[member];
                    // S = Q Kᵀ / √(D/A): (T, T)
                    product.shape(tokens, tokens, width)
                            .factor(scale)
                            .left(qkv.address(query), stride)
                            .rightTransposed(qkv.address(key), stride)
                            .into(s.scores(), s.stride());
                    s.softmax(probabilities);
                    // C = Dropout(P) V: (T, D/A)
                    product.shape(tokens, width, tokens)
                            .left(s.weights(dropout), s.stride())
                            .right(qkv.address(value), stride)
                            .into(context.address(place), hidden);
                });
    }

    void backward(
            Sequences sequences,
            CpuTensor queryKeyValue,
            int heads,
            double prob,
            Draws draws,
            CpuTensor probabilities,
            CpuTensor contextGrad,
            CpuTensor queryKeyValueGrad) {
        groups.of(sequences, heads);
        int hidden = contextGrad.columns();
        int width = hidden / heads;
        int stride = 3 * hidden;
        float scale = (float) (1 / Math.sqrt(width));
        Dropout dropout = Dropout.of(prob, draws);
        Operand qkv = queryKeyValues.of(queryKeyValue);
        Operand dContext = contextGrads.of(contextGrad);
        team.run(
                groups.count() * heads,
                (block, member) -> {
                    int head = block % heads;
                    AttentionScores s = scores[member];
                    s.select(block / heads, head, probabilities);
                    s.load(probabilities);
                    int tokens = s.tokens();
                    long place = (long) s.firstToken() * hidden + (long) head * width;
                    long query = (long) s.firstToken() * stride + (long) head * width;
                    long key = query + hidden;
                    long value = key + hidden;
                    Product product = products[member];
                    // dV = Dropout(P)ᵀ dC
                    product.shape(tokens, width, tokens)
                            .leftTransposed(s.weights(dropout), s.stride())
                            .right(dContext.address(place), hidden)
                            .into(queryKeyValueGrad.address(value), stride);
                    // dP = Dropout(dC Vᵀ)
                    product.shape(tokens, tokens, width)
                            .left(dContext.address(place), hidden)
                            .rightTransposed(qkv.address(value), stride)
                            .into(s.weightsGrad(), s.stride());
                    long dScores = s.scoresGrad(dropout);
                    // dQ = dS K / √(D/A)
                    product.shape(tokens, width, tokens)
                            .factor(scale)
                            .left(dScores, s.stride())
                            .right(qkv.address(key), stride)
                            .into(queryKeyValueGrad.address(query), stride);
                    // dK = dSᵀ Q / √(D/A)
                    product.shape(tokens, width, tokens)
                            .factor(scale)
                            .leftTransposed(dScores, s.stride())
                            .right(qkv.address(query), stride)
                            .into(queryKeyValueGrad.address(key), stride);
                });
    }

    void free() {
        Arrays.stream(products).forEach(Product::free);
        queryKeyValues.free();
        contextGrads.free();
        Arrays.stream(scores).forEach(AttentionScores::free);
    }
}
