package io.framewise.application;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Runs one transaction at a time. What was put into its tables goes back to what it was when the work throws; outside a
 * transaction no table can be used, and transactions do not nest.
 */
public final class InMemoryUnitOfWork implements UnitOfWork {

    private final ReentrantLock one = new ReentrantLock();
    private final List<Table<?, ?>> tables = new ArrayList<>();

    @Override
    public <T> T run(Supplier<T> work) {
        if (one.isHeldByCurrentThread()) {
            throw new IllegalStateException("A transaction inside a transaction.");
        }
        one.lock();
        try {
            List<Runnable> undo = tables.stream().map(Table::snapshot).toList();
            try {
                return work.get();
            } catch (Throwable e) {
                undo.forEach(Runnable::run);
                throw e;
            }
        } finally {
            one.unlock();
        }
    }

    /** A new table that takes part in the transactions. */
    public <K, V> Table<K, V> table() {
        Table<K, V> table = new Table<>(this);
        tables.add(table);
        return table;
    }

    /** Every row of every table, to be compared with later ones. */
    public List<Map<?, ?>> everything() {
        List<Map<?, ?>> everything = new ArrayList<>();
        tables.forEach(table -> everything.add(table.rows()));
        return everything;
    }

    void checkOpen() {
        if (!one.isHeldByCurrentThread()) {
            throw new IllegalStateException("No transaction is open.");
        }
    }
}
