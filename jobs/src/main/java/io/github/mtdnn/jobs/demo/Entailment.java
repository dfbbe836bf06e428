package io.github.mtdnn.jobs.demo;

import java.util.List;

/**
 * Does the hypothesis follow from the premise? By roles in active and passive voice, by kinds (a
 * dog is an animal, not the other way round), by "all" and "some", and by negation; each as often
 * with one label as with the other. Raw files as RTE's.
 */
final class Entailment implements DemoTask {
    @Override
    public String directory() {
        return "Entailment";
    }

    @Override
    public DemoExample draw(int number, Choice choice) {
        boolean follows = number % 2 == 0;
        String label = follows ? "entailment" : "not_entailment";
        return switch (choice.below(4)) {
            case 0 -> roles(follows, label, choice);
            case 1 -> kinds(follows, label, choice);
            case 2 -> quantifiers(follows, label, choice);
            default -> negation(follows, label, choice);
        };
    }

    private static DemoExample roles(boolean follows, String label, Choice choice) {
        Event event = Event.drawTurnable(choice);
        Event said = follows ? event : event.turnedRound();
        String premise = choice.chance(0.5) ? event.active() : event.passive();
        String hypothesis = choice.chance(0.5) ? shortActive(said) : shortPassive(said);
        return example(premise, hypothesis, label);
    }

    private static DemoExample kinds(boolean follows, String label, Choice choice) {
        Event event = Event.draw(choice);
        String followed = " %s the %s".formatted(Verbs.past(event.verb()), event.patient().word());
        String agent = event.agent().any();
        if (choice.chance(0.5)) {
            // From a dog to an animal; or to a human, which a dog is not.
            String kind = (follows ? event.agent() : ofOtherKind(event.agent())).anyOfItsKind();
            return example(agent + followed, kind + followed, label);
        }
        // From an animal to an animal; or to a dog, which is more than was said.
        String kind = event.agent().anyOfItsKind();
        String place = " in the " + event.place();
        return example(kind + followed + place, (follows ? kind : agent) + followed, label);
    }

    private static Noun ofOtherKind(Noun agent) {
        return (Lexicon.ANIMALS.contains(agent) ? Lexicon.HUMANS : Lexicon.ANIMALS).get(0);
    }

    private static DemoExample quantifiers(boolean follows, String label, Choice choice) {
        Noun agents = choice.of(Lexicon.AGENTS);
        String verb = choice.of(Lexicon.VERBS);
        Noun things = Event.patientFor(agents, choice);
        String rest = " %s %s the %s".formatted(agents.plural(), Verbs.past(verb), things.word());
        // all gives all and some, some gives some only, no gives no only.
        String[] pair =
                follows
                        ? choice.among(
                                new String[] {"all", "some"},
                                new String[] {"all", "all"},
                                new String[] {"some", "some"},
                                new String[] {"no", "no"})
                        : choice.among(
                                new String[] {"some", "all"},
                                new String[] {"no", "some"},
                                new String[] {"some", "no"},
                                new String[] {"all", "no"});
        String place = " in the " + choice.of(Lexicon.PLACES);
        return example(pair[0] + rest + place, pair[1] + rest + place, label);
    }

    private static DemoExample negation(boolean follows, String label, Choice choice) {
        Event event = Event.draw(choice);
        boolean happened = choice.chance(0.7);
        String premise = report(event, happened) + " in the " + event.place();
        String hypothesis = report(event, follows == happened) + " in the " + event.place();
        return example(premise, hypothesis, label);
    }

    private static String report(Event event, boolean happened) {
        return "the %s %s the %s"
                .formatted(
                        event.agent().word(),
                        happened ? Verbs.past(event.verb()) : "did not " + event.verb(),
                        event.patient().word());
    }

    private static String shortActive(Event event) {
        return "the %s %s the %s"
                .formatted(event.agent().word(), Verbs.past(event.verb()), event.patient().word());
    }

    private static String shortPassive(Event event) {
        return "the %s was %s by the %s"
                .formatted(event.patient().word(), Verbs.past(event.verb()), event.agent().word());
    }

    private static DemoExample example(String premise, String hypothesis, String label) {
        return new DemoExample(Sentences.sentence(premise), Sentences.sentence(hypothesis), label);
    }

    @Override
    public List<String> header() {
        return List.of("index", "sentence1", "sentence2", "label");
    }

    @Override
    public List<String> row(int number, DemoExample example) {
        return List.of(
                Integer.toString(number), example.premise(), example.hypothesis(), example.label());
    }

    @Override
    public List<String> testHeader() {
        return List.of("index", "sentence1", "sentence2");
    }

    @Override
    public List<String> testRow(int number, DemoExample example) {
        return List.of(Integer.toString(number), example.premise(), example.hypothesis());
    }
}
