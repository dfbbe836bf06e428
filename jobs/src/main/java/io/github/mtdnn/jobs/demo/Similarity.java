package io.github.mtdnn.jobs.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How much do two sentences say the same? One point for each part that the two events share: who,
 * what, to whom, of what quality, where. The second sentence leaves parts open ("a being", "in the
 * world") or has others in their place. Half of them are in the passive, and in some agent and
 * patient have changed places: then the words are the same, the parts are not. Raw files as
 * STS-B's.
 */
final class Similarity implements DemoTask {
    private static final int PARTS = 5;
    private static final double LEFT_OPEN = 0.5;

    @Override
    public String directory() {
        return "Similarity";
    }

    @Override
    public DemoExample draw(int number, Choice choice) {
        boolean turned = number % 4 == 3;
        Event first = turned ? Event.drawTurnable(choice) : Event.draw(choice);
        Event second = turned ? first.turnedRound() : first;
        // From all parts kept to none, evenly; where agent and patient are turned, of the others.
        int changes = number / 4 % (turned ? PARTS - 1 : PARTS + 1);
        second = changed(second, changes, turned, choice);
        String text = choice.chance(0.5) ? second.active() : second.passive();
        return new DemoExample(
                Sentences.sentence(first.active()),
                Sentences.sentence(text),
                String.format(Locale.ROOT, "%.3f", score(first, second)));
    }

    private static Event changed(Event event, int changes, boolean turned, Choice choice) {
        List<Integer> parts = new ArrayList<>(turned ? List.of(0, 1, 2) : List.of(0, 1, 2, 3, 4));
        choice.shuffle(parts);
        Event result = event;
        for (int part : parts.subList(0, changes)) {
            result = changed(result, part, choice);
        }
        return result;
    }

    private static Event changed(Event event, int part, Choice choice) {
        Noun agent = event.agent();
        Noun patient = event.patient();
        String verb = event.verb();
        String adjective = event.adjective();
        String place = event.place();
        boolean open = choice.chance(LEFT_OPEN);
        switch (part) {
            case 0 -> verb = open ? Event.SOME_VERB : choice.otherThan(verb, Lexicon.VERBS);
            case 1 ->
                    adjective =
                            open
                                    ? Event.SOME_ADJECTIVE
                                    : choice.otherThan(adjective, Lexicon.ADJECTIVES);
            case 2 -> place = open ? Event.SOME_PLACE : choice.otherThan(place, Lexicon.PLACES);
            case 3 -> agent = open ? Event.SOME_AGENT : choice.otherThan(agent, Lexicon.AGENTS);
            default ->
                    patient = open ? Event.SOME_PATIENT : choice.otherThan(patient, Lexicon.AGENTS);
        }
        return new Event(agent, verb, patient, adjective, place);
    }

    /** Parts that two events share. */
    static double score(Event first, Event second) {
        int shared = 0;
        shared += first.agent().equals(second.agent()) ? 1 : 0;
        shared += first.verb().equals(second.verb()) ? 1 : 0;
        shared += first.patient().equals(second.patient()) ? 1 : 0;
        shared += first.adjective().equals(second.adjective()) ? 1 : 0;
        shared += first.place().equals(second.place()) ? 1 : 0;
        return shared;
    }

    @Override
    public List<String> header() {
        return List.of(
                "index",
                "genre",
                "filename",
                "year",
                "old_index",
                "source1",
                "source2",
                "sentence1",
                "sentence2",
                "score");
    }

    @Override
    public List<String> row(int number, DemoExample example) {
        String index = Integer.toString(number);
        return List.of(
                index,
                "demo",
                "events",
                "2026",
                index,
                "none",
                "none",
                example.premise(),
                example.hypothesis(),
                example.label());
    }

    @Override
    public List<String> testHeader() {
        return header().subList(0, header().size() - 1);
    }

    @Override
    public List<String> testRow(int number, DemoExample example) {
        List<String> row = row(number, example);
        return row.subList(0, row.size() - 1);
    }
}
