package io.framewise.adapters.persistence;

import java.util.LinkedHashMap;
import java.util.Map;
import org.hibernate.query.SelectionQuery;
import org.jspecify.annotations.Nullable;

/** The conditions of a filter that were asked for; only those are in the query, so that its indexes are found. */
public final class Conditions {

    private final StringBuilder hql = new StringBuilder();
    private final Map<String, Object> values = new LinkedHashMap<>();

    /**
     * @param condition a comparison of a column, without its right side, such as {@code requestedAt >=}
     * @param name of the parameter
     * @param value null when anything will do
     */
    public Conditions and(String condition, String name, @Nullable Object value) {
        if (value != null) {
            hql.append(" and ").append(condition).append(" :").append(name);
            values.put(name, value);
        }
        return this;
    }

    /** To be appended to a where clause that has a condition already. */
    public String hql() {
        return hql.toString();
    }

    public void bind(SelectionQuery<?> query) {
        values.forEach(query::setParameter);
    }
}
