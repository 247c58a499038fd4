package io.framewise.domain.transfer;

import io.framewise.domain.Refusal;
import io.framewise.domain.Violation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong with a large input: the first {@value #MOST} violations, and how many more there are. */
public final class Findings {

    public static final int MOST = 100;

    private final List<Violation> first = new ArrayList<>();
    private final Set<Violation> told = new HashSet<>();
    private int more;

    public void add(String path, String code, String message) {
        if (first.size() < MOST) {
            first.add(new Violation(path, code, message));
        } else {
            more++;
        }
    }

    /** Adds a violation that many parts of the input share, the first time only. */
    public void addOnce(Violation violation) {
        if (told.add(violation)) {
            add(violation.path(), violation.code(), violation.message());
        }
    }

    /** Runs a check of a part of the input and keeps the violations that it throws. */
    public void check(String path, Runnable check) {
        try {
            check.run();
        } catch (Refusal.Invalid invalid) {
            invalid.below(path).violations().forEach(found -> add(found.path(), found.code(), found.message()));
        }
    }

    /** How many violations were found, those that are only counted included. */
    public int count() {
        return first.size() + more;
    }

    public List<Violation> violations() {
        List<Violation> all = new ArrayList<>(first);
        if (more > 0) {
            all.add(new Violation("", "more-violations", "And " + more + " more."));
        }
        return all;
    }

    /** @throws Refusal.Invalid when anything was found */
    public void refuse() {
        Refusal.Invalid.when(violations());
    }

    /** @throws Refusal.Conflict when anything was found, with the code of the first */
    public void refuseAsConflict(String message) {
        if (!first.isEmpty()) {
            throw new Refusal.Conflict(first.get(0).code(), message, violations());
        }
    }
}
