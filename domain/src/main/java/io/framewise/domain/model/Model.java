package io.framewise.domain.model;

import io.framewise.domain.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A named classifier. It is imported with its first iteration and gets more; its features and their order never change.
 *
 * @param title 1 to 200 characters
 * @param features class names in the order of the network's outputs
 * @param iterations at least one, by number
 */
public record Model(
        ModelId id,
        String title,
        Architecture architecture,
        List<String> features,
        List<Iteration> iterations,
        Instant createdAt) {

    public Model {
        features = List.copyOf(features);
        iterations = iterations.stream()
                .sorted(Comparator.comparingInt(Iteration::number))
                .toList();
        if (iterations.isEmpty()) {
            throw new IllegalArgumentException("A model has at least one iteration.");
        }
    }

    public Iteration latest() {
        return iterations.get(iterations.size() - 1);
    }

    public Optional<Iteration> iteration(IterationId wanted) {
        return iterations.stream()
                .filter(iteration -> iteration.id().equals(wanted))
                .findFirst();
    }

    /**
     * This model with one more iteration.
     *
     * @param next numbered after the latest
     * @throws Refusal.Conflict when these very weights with this very preprocessing are an iteration already
     */
    public Model withIteration(Iteration next) {
        for (Iteration known : iterations) {
            if (known.weights().equals(next.weights()) && known.preprocessing().equals(next.preprocessing())) {
                throw new Refusal.Conflict(
                        "iteration-exists",
                        "These weights are iteration " + known.number() + " of this model already.");
            }
        }
        List<Iteration> all = new ArrayList<>(iterations);
        all.add(next);
        return new Model(id, title, architecture, features, all, createdAt);
    }
}
