package io.framewise.domain.audit;

/**
 * The person, or the program on a person's behalf, who acts.
 *
 * @param name 1 to 200 characters
 */
public record Actor(String name) {

    public Actor {
        if (name.isBlank() || name.length() > 200) {
            throw new IllegalArgumentException("An actor's name has 1 to 200 characters.");
        }
    }
}
