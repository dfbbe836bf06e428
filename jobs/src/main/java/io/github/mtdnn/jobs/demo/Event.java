package io.github.mtdnn.jobs.demo;

/**
 * Somebody did something to somebody or something, somewhere.
 *
 * @param agent who did it
 * @param verb what was done
 * @param patient to whom or what
 * @param adjective of the agent
 * @param place where
 */
record Event(Noun agent, String verb, Noun patient, String adjective, String place) {
    /** Parts that are left open. */
    static final Noun SOME_AGENT = new Noun("being", "being");

    static final Noun SOME_PATIENT = new Noun("item", "item");
    static final String SOME_VERB = "touch";
    static final String SOME_ADJECTIVE = "certain";
    static final String SOME_PLACE = "world";

    private static final int MOST_TRIES = 1000;

    static Event draw(Choice choice) {
        Noun agent = choice.of(Lexicon.AGENTS);
        return new Event(
                agent,
                choice.of(Lexicon.VERBS),
                patientFor(agent, choice),
                choice.of(Lexicon.ADJECTIVES),
                choice.of(Lexicon.PLACES));
    }

    /** Mostly one who could act as well, so that the two can change places. */
    static Noun patientFor(Noun agent, Choice choice) {
        return choice.chance(0.7)
                ? choice.otherThan(agent, Lexicon.AGENTS)
                : choice.of(Lexicon.THINGS);
    }

    boolean canBeTurnedRound() {
        return Lexicon.AGENTS.contains(patient);
    }

    /** Agent and patient change places. */
    Event turnedRound() {
        return new Event(patient, verb, agent, adjective, place);
    }

    /** An event that {@link #canBeTurnedRound}. */
    static Event drawTurnable(Choice choice) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Event event = draw(choice);
            if (event.canBeTurnedRound()) {
                return event;
            }
        }
        throw new IllegalStateException("no event with two agents in " + MOST_TRIES + " draws");
    }

    /** The old dog followed the cat in the park. */
    String active() {
        return "the %s %s %s the %s in the %s"
                .formatted(adjective, agent.word(), Verbs.past(verb), patient.word(), place);
    }

    /** The cat was followed by the old dog in the park. */
    String passive() {
        return "the %s was %s by the %s %s in the %s"
                .formatted(patient.word(), Verbs.past(verb), adjective, agent.word(), place);
    }
}
