package io.framewise.adapters.inference.model.pickle;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value of a pickle. Lists, tables and objects may hold themselves, as in Python: whoever walks them has to bound the
 * way. Equality is identity.
 */
public sealed interface Pickled {

    /** {@code None}. */
    final class None implements Pickled {
        static final None NONE = new None();

        private None() {}
    }

    /** {@code True} or {@code False}. */
    final class Truth implements Pickled {
        private final boolean value;

        Truth(boolean value) {
            this.value = value;
        }

        public boolean value() {
            return value;
        }
    }

    final class Whole implements Pickled {
        private final BigInteger value;

        Whole(BigInteger value) {
            this.value = value;
        }

        public BigInteger value() {
            return value;
        }
    }

    final class Real implements Pickled {
        private final double value;

        Real(double value) {
            this.value = value;
        }

        public double value() {
            return value;
        }
    }

    final class Text implements Pickled {
        private final String value;

        Text(String value) {
            this.value = value;
        }

        public String value() {
            return value;
        }
    }

    /** Bytes whose content nobody asks for. */
    final class Bytes implements Pickled {
        private final int length;

        Bytes(int length) {
            this.length = length;
        }

        public int length() {
            return length;
        }
    }

    /** A list, tuple or set. */
    final class Items implements Pickled {
        private final List<Pickled> elements;

        Items(List<Pickled> elements) {
            this.elements = elements;
        }

        public List<Pickled> elements() {
            return elements;
        }
    }

    /** A dictionary, in the order in which it was filled. */
    final class Table implements Pickled {

        /** One pair. */
        public record Entry(Pickled key, Pickled value) {}

        private final List<Entry> entries = new ArrayList<>();

        public List<Entry> entries() {
            return entries;
        }

        /** The value that was set last for a text as key. */
        public Optional<Pickled> find(String key) {
            for (int i = entries.size() - 1; i >= 0; i--) {
                if (entries.get(i).key() instanceof Text text && text.value().equals(key)) {
                    return Optional.of(entries.get(i).value());
                }
            }
            return Optional.empty();
        }
    }

    /** The name of a class or function. */
    final class Global implements Pickled {
        private final String name;

        Global(String module, String name) {
            this.name = module + "." + name;
        }

        /** With its module, such as {@code torch.nn.modules.linear.Linear}. */
        public String name() {
            return name;
        }
    }

    /** What calling something, or making an object of a class, would have given. */
    final class Made implements Pickled {
        private final Pickled maker;
        private final Pickled arguments;
        private final List<Pickled> appended = new ArrayList<>();
        private final Table entries = new Table();
        private @Nullable Pickled state;

        Made(Pickled maker, Pickled arguments) {
            this.maker = maker;
            this.arguments = arguments;
        }

        /** Name of the class or function; empty when it was itself the result of a call. */
        public String name() {
            return maker instanceof Global global ? global.name() : "";
        }

        /** What was called, or is the class. */
        public Pickled maker() {
            return maker;
        }

        /** The positional arguments. */
        public List<Pickled> arguments() {
            return arguments instanceof Items items ? items.elements() : List.of();
        }

        /** What was appended to it, as to a list. */
        public List<Pickled> appended() {
            return appended;
        }

        /** What was put into it, as into a dictionary. */
        public Table entries() {
            return entries;
        }

        public Optional<Pickled> state() {
            return Optional.ofNullable(state);
        }

        /** All that it is made of: what made it, from what, and what was put into it. */
        public List<Pickled> parts() {
            List<Pickled> parts = new ArrayList<>(appended);
            parts.add(maker);
            parts.add(arguments);
            parts.add(entries);
            state().ifPresent(parts::add);
            return parts;
        }

        void build(Pickled given) {
            state = given;
        }

        /** An attribute, when the state is a dictionary, or a pair whose first is one. */
        public Optional<Pickled> attribute(String name) {
            Pickled given = state;
            if (given instanceof Items pair && pair.elements().size() == 2) {
                given = pair.elements().get(0);
            }
            return given instanceof Table table ? table.find(name) : Optional.empty();
        }
    }

    /** What stands outside of the pickle, such as the values of a tensor. */
    final class Outside implements Pickled {
        private final Pickled id;

        Outside(Pickled id) {
            this.id = id;
        }

        public Pickled id() {
            return id;
        }
    }
}
