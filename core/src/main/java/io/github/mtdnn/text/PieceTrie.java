package io.github.mtdnn.text;

/**
 * The pieces of a vocabulary as a trie that never looks at a character twice: the automaton of
 * LinMaxMatch (Song et al., "Fast WordPiece Tokenization", EMNLP 2021, section 3).
 *
 * <p>A node stands for what of a word is read and not yet given out as pieces. Where the next
 * character does not continue a node, the pieces that the longest-match rule is then bound to take
 * (its <em>failure pops</em>) are given out, and its <em>failure link</em> leads to the node of the
 * rest. Each piece is given out once, so a word takes time in proportion to its length.
 *
 * <p>Pieces that begin a word hang below {@link #START}, those that continue one (without their
 * {@code ##}) below {@link #CONTINUATION}. The nodes lie in a double array (Aoe 1989): from node n,
 * symbol s leads to t = base[n] + s if parent[t] = n. The fields of a node lie side by side, so
 * that a step touches one cache line. Nodes and symbols are multiples of {@link #STRIDE}.
 * Immutable.
 */
final class PieceTrie {
    /** Array elements per node. */
    static final int STRIDE = 4;

    /** Nothing of the word is read. */
    static final int START = 0;

    /** All that is read of the word is given out. */
    static final int CONTINUATION = STRIDE;

    /** The word is unknown; no symbol leads away. Also the failure link of nodes without one. */
    static final int DEAD = 2 * STRIDE;

    /** Symbol of the code points that no piece holds. */
    static final int UNKNOWN_SYMBOL = 0;

    /** What is in no node: parent of a free place, pops of a node without. */
    static final int NONE = -1;

    // Fields of a node; its base is the first.
    static final int PARENT = 1;
    static final int LINK = 2;
    static final int POPS = 3;

    private final int[] nodes;
    private final int[] popLists;

    /**
     * @param nodes {@link #STRIDE} fields for each place of the double array; pops are a piece's
     *     id, or as -2 - i the list at i
     * @param popLists for each list its length and then the ids
     */
    PieceTrie(int[] nodes, int[] popLists) {
        this.nodes = nodes;
        this.popLists = popLists;
    }

    /** The node after a symbol; pieces that are certain by then are appended to the ids. */
    int next(int node, int symbol, PieceIds ids) {
        int target = nodes[node] + symbol;
        return nodes[target + PARENT] == node ? target : afterFailure(node, symbol, ids);
    }

    private int afterFailure(int node, int symbol, PieceIds ids) {
        int from = node;
        int target;
        do {
            int link = nodes[from + LINK];
            if (link == DEAD) {
                return DEAD;
            }
            pop(from, ids);
            from = link;
            target = nodes[from] + symbol;
        } while (nodes[target + PARENT] != from);
        return target;
    }

    /**
     * Appends the ids of the pieces that are still to be given out at the end of a word.
     *
     * @return whether pieces cover the word; if not, some ids may have been appended
     */
    boolean finish(int node, PieceIds ids) {
        int from = node;
        while (from != CONTINUATION) {
            int link = nodes[from + LINK];
            if (link == DEAD) {
                return false;
            }
            pop(from, ids);
            from = link;
        }
        return true;
    }

    private void pop(int node, PieceIds ids) {
        int pops = nodes[node + POPS];
        if (pops >= 0) {
            ids.add(pops);
        } else {
            int list = -2 - pops;
            ids.addAll(popLists, list + 1, popLists[list]);
        }
    }
}
