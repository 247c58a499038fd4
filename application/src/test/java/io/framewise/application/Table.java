package io.framewise.application;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rows by key, in the order in which they were added. Made by {@link InMemoryUnitOfWork#table}. */
public final class Table<K, V> {

    private final InMemoryUnitOfWork unitOfWork;
    private Map<K, V> rows = new LinkedHashMap<>();

    Table(InMemoryUnitOfWork unitOfWork) {
        this.unitOfWork = unitOfWork;
    }

    /** @throws IllegalStateException when there is a row with this key */
    public void add(K key, V row) {
        unitOfWork.checkOpen();
        if (rows.putIfAbsent(key, row) != null) {
            throw new IllegalStateException("There is " + key + " already.");
        }
    }

    /** @throws IllegalStateException when there is no row with this key */
    public void replace(K key, V row) {
        unitOfWork.checkOpen();
        if (rows.replace(key, row) == null) {
            throw new IllegalStateException("There is no " + key + ".");
        }
    }

    public void put(K key, V row) {
        unitOfWork.checkOpen();
        rows.put(key, row);
    }

    public void remove(K key) {
        unitOfWork.checkOpen();
        rows.remove(key);
    }

    public Optional<V> find(K key) {
        unitOfWork.checkOpen();
        return Optional.ofNullable(rows.get(key));
    }

    public List<K> keys() {
        unitOfWork.checkOpen();
        return List.copyOf(rows.keySet());
    }

    public List<V> all() {
        unitOfWork.checkOpen();
        return List.copyOf(rows.values());
    }

    Map<K, V> rows() {
        return new LinkedHashMap<>(rows);
    }

    Runnable snapshot() {
        Map<K, V> before = new LinkedHashMap<>(rows);
        return () -> rows = before;
    }
}
