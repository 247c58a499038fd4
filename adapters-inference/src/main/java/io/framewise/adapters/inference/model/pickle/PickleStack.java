package io.framewise.adapters.inference.model.pickle;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Consumer;

/** The values under way, and what is done with them. */
final class PickleStack {

    /** The pickle does what no pickler writes. */
    static final class MisuseException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MisuseException(String reason) {
            super(reason, null, false, false);
        }
    }

    private final List<Pickled> values = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final IdentityHashMap<Pickled, Integer> depths = new IdentityHashMap<>();
    private final Consumer<Pickled> witness;

    /** @param witness sees every value that is pushed */
    PickleStack(Consumer<Pickled> witness) {
        this.witness = witness;
    }

    void step(int opcode) {
        switch (opcode) {
            case '(' -> marks.add(values.size());
            case '0' -> drop();
            case '1' -> popToMark();
            case '2' -> push(top());
            case ')' -> push(new Pickled.Items(new ArrayList<>()));
            case 0x85 -> collect(popLast(1));
            case 0x86 -> collect(popLast(2));
            case 0x87 -> collect(popLast(3));
            case 't', 'l', 0x91 -> collect(popToMark());
            case ']', 0x8f -> push(new Pickled.Items(new ArrayList<>()));
            case '}' -> push(new Pickled.Table());
            case 'd' -> {
                List<Pickled> pairs = popToMark();
                push(new Pickled.Table());
                put(pairs);
            }
            case 'a' -> append(popLast(1));
            case 'e', 0x90 -> append(popToMark());
            case 's' -> put(popLast(2));
            case 'u' -> put(popToMark());
            case 'o' -> {
                List<Pickled> all = popToMark();
                require(!all.isEmpty(), "an object has no class");
                make(all.get(0), new Pickled.Items(new ArrayList<>(all.subList(1, all.size()))));
            }
            case 'R', 0x81 -> {
                Pickled arguments = pop();
                make(pop(), arguments);
            }
            case 0x92 -> {
                Pickled named = pop();
                Pickled arguments = pop();
                make(pop(), arguments);
                require(named instanceof Pickled.Table, "arguments by name are no dictionary");
                nest(top(), named);
            }
            case 'b' -> {
                Pickled state = pop();
                nest(top(), state);
                if (top() instanceof Pickled.Made made) {
                    made.build(state);
                } else {
                    throw new MisuseException("it gives a state to what is no object");
                }
            }
            case 'Q' -> {
                Pickled id = pop();
                push(new Pickled.Outside(id));
                nest(top(), id);
            }
            case 0x97, 0x98 -> throw new MisuseException("it refers to buffers outside of it");
            default -> throw new MisuseException("it has the unknown opcode " + opcode);
        }
    }

    void push(Pickled value) {
        values.add(value);
        witness.accept(value);
    }

    void make(Pickled maker, Pickled arguments) {
        Pickled.Made made = new Pickled.Made(maker, arguments);
        push(made);
        nest(made, maker);
        nest(made, arguments);
    }

    private void collect(List<Pickled> elements) {
        Pickled.Items items = new Pickled.Items(elements);
        push(items);
        elements.forEach(element -> nest(items, element));
    }

    private void append(List<Pickled> elements) {
        Pickled target = top();
        elements.forEach(element -> nest(target, element));
        if (target instanceof Pickled.Items items) {
            items.elements().addAll(elements);
        } else if (target instanceof Pickled.Made made) {
            made.appended().addAll(elements);
        } else {
            throw new MisuseException("it appends to what is no list");
        }
    }

    private void put(List<Pickled> pairs) {
        require(pairs.size() % 2 == 0, "a key has no value");
        Pickled target = top();
        pairs.forEach(element -> nest(target, element));
        Pickled.Table table;
        if (target instanceof Pickled.Table plain) {
            table = plain;
        } else if (target instanceof Pickled.Made made) {
            table = made.entries();
        } else {
            throw new MisuseException("it puts a value into what is no dictionary");
        }
        for (int i = 0; i < pairs.size(); i += 2) {
            table.entries().add(new Pickled.Table.Entry(pairs.get(i), pairs.get(i + 1)));
        }
    }

    /** Deep nesting is refused where it is made: nobody behind has to fear for the stack. */
    private void nest(Pickled outer, Pickled inner) {
        if (outer == inner) {
            return;
        }
        int depth = depths.getOrDefault(inner, 0) + 1;
        if (depth > depths.getOrDefault(outer, 0)) {
            require(depth <= PickleReader.MAX_DEPTH, "it is nested more than " + PickleReader.MAX_DEPTH + " deep");
            depths.put(outer, depth);
        }
    }

    Pickled top() {
        require(values.size() > floor(), "it takes a value where there is none");
        return values.get(values.size() - 1);
    }

    Pickled pop() {
        Pickled top = top();
        values.remove(values.size() - 1);
        return top;
    }

    private void drop() {
        if (values.size() == floor() && !marks.isEmpty()) {
            marks.remove(marks.size() - 1);
        } else {
            pop();
        }
    }

    String popText() {
        if (pop() instanceof Pickled.Text text) {
            return text.value();
        }
        throw new MisuseException("a name is no text");
    }

    private List<Pickled> popLast(int count) {
        require(values.size() - floor() >= count, "it takes a value where there is none");
        return popFrom(values.size() - count);
    }

    List<Pickled> popToMark() {
        require(!marks.isEmpty(), "a mark is missing");
        return popFrom(marks.remove(marks.size() - 1));
    }

    private List<Pickled> popFrom(int start) {
        List<Pickled> tail = values.subList(start, values.size());
        List<Pickled> popped = new ArrayList<>(tail);
        tail.clear();
        return popped;
    }

    private int floor() {
        return marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
    }

    private static void require(boolean condition, String reason) {
        if (!condition) {
            throw new MisuseException(reason);
        }
    }
}
