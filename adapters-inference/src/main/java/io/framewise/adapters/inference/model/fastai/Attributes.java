package io.framewise.adapters.inference.model.fastai;

import io.framewise.adapters.inference.model.RefusedNetworkException;
import io.framewise.adapters.inference.model.graph.Operation.Pair;
import io.framewise.adapters.inference.model.pickle.Pickled;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The attributes of a pickled object.
 *
 * @param place in the learner, such as {@code model.0.4}; for messages
 */
record Attributes(Pickled.Made object, String place) {

    private static final int MAX_WRAPPERS = 4;

    static Attributes of(Pickled value, String place) {
        if (value instanceof Pickled.Made made) {
            return new Attributes(made, place);
        }
        throw new RefusedNetworkException("not-a-learner", "The export has no object at " + place + ".");
    }

    String type() {
        return object.name();
    }

    Optional<Pickled> find(String name) {
        return object.attribute(name).filter(value -> !(value instanceof Pickled.None));
    }

    Attributes object(String name) {
        return of(find(name).orElseThrow(() -> missing(name)), place + "." + name);
    }

    RefusedNetworkException missing(String name) {
        return new RefusedNetworkException("not-a-learner", "The export has no " + name + " at " + place + ".");
    }

    int whole(String name) {
        return whole(find(name).orElseThrow(() -> missing(name)), place + "." + name);
    }

    static int whole(Pickled value, String place) {
        if (value instanceof Pickled.Whole whole && whole.value().bitLength() < Integer.SIZE) {
            return whole.value().intValueExact();
        }
        throw new RefusedNetworkException("unexpected-value", "A whole number is expected at " + place + ".");
    }

    double real(String name) {
        Pickled value = find(name).orElseThrow(() -> missing(name));
        if (value instanceof Pickled.Real real) {
            return real.value();
        }
        return whole(value, place + "." + name);
    }

    boolean truth(String name, boolean standard) {
        return find(name)
                .map(value -> value instanceof Pickled.Truth truth && truth.value())
                .orElse(standard);
    }

    Optional<String> text(String name) {
        return find(name).map(value -> value instanceof Pickled.Text text ? text.value() : "?");
    }

    /** One number for both sides, or one for each: height and width. */
    Pair pair(String name) {
        Pickled value = find(name).orElseThrow(() -> missing(name));
        if (value instanceof Pickled.Whole) {
            return Pair.of(whole(value, place + "." + name));
        }
        List<Pickled> both = elements(value);
        if (both.size() != 2) {
            throw new RefusedNetworkException(
                    "unexpected-value", "Two numbers are expected at " + place + "." + name + ".");
        }
        return new Pair(whole(both.get(0), place + "." + name), whole(both.get(1), place + "." + name));
    }

    /** The entries of a dictionary, by name and in order. */
    List<Pickled.Table.Entry> entries(String name) {
        Pickled value = object.attribute(name).orElse(null);
        if (value instanceof Pickled.Table table) {
            return table.entries();
        }
        return value instanceof Pickled.Made made ? made.entries().entries() : List.of();
    }

    Optional<Pickled> entry(String table, String key) {
        Optional<Pickled> found = Optional.empty();
        for (Pickled.Table.Entry entry : entries(table)) {
            if (entry.key() instanceof Pickled.Text text && text.value().equals(key)) {
                found = Optional.of(entry.value());
            }
        }
        return found.filter(value -> !(value instanceof Pickled.None));
    }

    List<Pickled> list(String name) {
        return find(name).map(Attributes::elements).orElse(List.of());
    }

    /** What is in a list, whatever it is wrapped in: a tuple, fastcore's {@code L} and {@code fastuple}. */
    static List<Pickled> elements(Pickled value) {
        Pickled inner = value;
        for (int i = 0; i < MAX_WRAPPERS; i++) {
            if (inner instanceof Pickled.Items items) {
                return items.elements();
            }
            if (!(inner instanceof Pickled.Made made)) {
                break;
            }
            Optional<Pickled> items = made.attribute("items");
            if (items.isPresent()) {
                inner = items.get();
            } else if (!made.appended().isEmpty()) {
                return made.appended();
            } else if (made.arguments().size() == 1
                    && (made.arguments().get(0) instanceof Pickled.Items
                            || made.arguments().get(0) instanceof Pickled.Made)) {
                inner = made.arguments().get(0);
            } else {
                return new ArrayList<>(made.arguments());
            }
        }
        return List.of();
    }

    /** Whether a class or function is named anywhere in a value; each part of it is looked at once. */
    static boolean mentions(Pickled value, String global) {
        Set<Pickled> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Pickled> open = new ArrayDeque<>(List.of(value));
        while (!open.isEmpty()) {
            Pickled next = open.pop();
            if (!seen.add(next)) {
                continue;
            }
            if (next instanceof Pickled.Global named && named.name().equals(global)) {
                return true;
            } else if (next instanceof Pickled.Items items) {
                items.elements().forEach(open::push);
            } else if (next instanceof Pickled.Table table) {
                table.entries().forEach(entry -> open.push(entry.value()));
            } else if (next instanceof Pickled.Made made) {
                made.parts().forEach(open::push);
            }
        }
        return false;
    }
}
