package io.framewise.domain;

import java.util.ArrayList;
import java.util.List;

/** Collects everything that is wrong with an input, so that it is said at once. */
public final class Violations {

    private final List<Violation> found = new ArrayList<>();

    public Violations add(String path, String code, String message) {
        found.add(new Violation(path, code, message));
        return this;
    }

    /** Runs a check and keeps the violations that it throws. */
    public Violations check(Runnable check) {
        try {
            check.run();
        } catch (Refusal.Invalid invalid) {
            found.addAll(invalid.violations());
        }
        return this;
    }

    /** @throws Refusal.Invalid when anything was found */
    public void refuse() {
        Refusal.Invalid.when(found);
    }
}
