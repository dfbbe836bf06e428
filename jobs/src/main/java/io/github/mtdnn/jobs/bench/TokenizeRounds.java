package io.github.mtdnn.jobs.bench;

import io.github.mtdnn.text.Offsets;
import io.github.mtdnn.text.PieceIds;
import io.github.mtdnn.text.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Times one tokenizer and its peers on one corpus, in turns. */
final class TokenizeRounds {
    private static final double WARM_UP_SECONDS = 3;
    private static final double LEAST_SECONDS = 0.3;

    private final Tokenizer tokenizer;
    private final List<PeerTokenizer> peers;
    private final Corpus corpus;
    private final PieceIds ids = new PieceIds();
    private final Offsets offsets = new Offsets();

    /**
     * What was measured.
     *
     * @param megabytesPerSecond median over the rounds, 10⁶ bytes of UTF-8
     * @param withOffsets the same where offsets are asked for
     */
    record Result(double megabytesPerSecond, double withOffsets, List<PeerResult> peers) {}

    /**
     * What was measured of a peer.
     *
     * @param differing texts of which it has other ids
     */
    record PeerResult(String name, double megabytesPerSecond, int differing) {}

    TokenizeRounds(Tokenizer tokenizer, List<PeerTokenizer> peers, Corpus corpus) {
        this.tokenizer = tokenizer;
        this.peers = peers;
        this.corpus = corpus;
    }

    Result run(int rounds) {
        List<Runnable> contestants = new ArrayList<>(List.of(this::tokenize, this::withOffsets));
        peers.forEach(peer -> contestants.add(() -> corpus.texts().forEach(peer::ids)));
        double[][] seconds = new double[contestants.size()][rounds];
        contestants.forEach(contestant -> repeat(contestant, WARM_UP_SECONDS));
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < seconds.length; i++) {
                seconds[i][round] = repeat(contestants.get(i), LEAST_SECONDS);
            }
        }
        List<PeerResult> peerResults = new ArrayList<>();
        for (int i = 0; i < peers.size(); i++) {
            PeerTokenizer peer = peers.get(i);
            peerResults.add(new PeerResult(peer.name(), speed(seconds[i + 2]), differing(peer)));
        }
        return new Result(speed(seconds[0]), speed(seconds[1]), peerResults);
    }

    private void tokenize() {
        for (String text : corpus.texts()) {
            ids.clear();
            tokenizer.tokenizeInto(text, ids);
        }
    }

    private void withOffsets() {
        for (String text : corpus.texts()) {
            ids.clear();
            offsets.clear();
            tokenizer.tokenizeInto(text, ids, offsets);
        }
    }

    /** Mean seconds of a run, over as many as fill the time. */
    private static double repeat(Runnable work, double leastSeconds) {
        long began = System.nanoTime();
        int runs = 0;
        double elapsed;
        do {
            work.run();
            runs++;
            elapsed = (System.nanoTime() - began) / 1e9;
        } while (elapsed < leastSeconds);
        return elapsed / runs;
    }

    private double speed(double[] seconds) {
        Arrays.sort(seconds);
        return corpus.bytes() / 1e6 / seconds[seconds.length / 2];
    }

    private int differing(PeerTokenizer peer) {
        int differing = 0;
        for (String text : corpus.texts()) {
            ids.clear();
            tokenizer.tokenizeInto(text, ids);
            long[] ours = Arrays.stream(ids.toArray()).asLongStream().toArray();
            if (!Arrays.equals(ours, peer.ids(text))) {
                differing++;
            }
        }
        return differing;
    }
}
