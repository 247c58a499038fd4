package io.framewise.application;

import java.util.function.Supplier;

/** The transaction boundary: everything that the ports do inside is stored together or not at all. */
public interface UnitOfWork {

    /** Runs work in a transaction of its own; an exception rolls it back and comes out. */
    <T> T run(Supplier<T> work);

    default void run(Runnable work) {
        run(() -> {
            work.run();
            return true;
        });
    }
}
