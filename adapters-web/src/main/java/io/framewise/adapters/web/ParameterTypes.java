package io.framewise.adapters.web;

import io.framewise.domain.Refusal;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads typed values from addresses. An id in a path that is none names nothing (404); a query parameter that does not
 * fit is invalid (422).
 */
@Provider
public final class ParameterTypes implements ParamConverterProvider {

    @Override
    public <T> @Nullable ParamConverter<T> getConverter(Class<T> type, Type generic, Annotation[] annotations) {
        Function<String, ?> reader = reader(type);
        return reader == null ? null : new Converter<>(type, reader, annotations);
    }

    private static @Nullable Function<String, ?> reader(Class<?> type) {
        if (type == Instant.class) {
            return Instant::parse;
        }
        if (type == Integer.class) {
            return Integer::valueOf;
        }
        return Scalars.FROM_TEXT.get(type);
    }

    private record Converter<T>(Class<T> type, Function<String, ?> reader, Annotation[] annotations)
            implements ParamConverter<T> {

        @Override
        public @Nullable T fromString(@Nullable String value) {
            if (value == null) {
                return null;
            }
            try {
                return type.cast(reader.apply(value));
            } catch (IllegalArgumentException | DateTimeParseException unfit) {
                throw refusal(value);
            }
        }

        @Override
        public String toString(T value) {
            return value.toString();
        }

        private Refusal refusal(String value) {
            if (Arrays.stream(annotations).anyMatch(PathParam.class::isInstance)) {
                return new Refusal.NotFound(noun(), value);
            }
            String name = Arrays.stream(annotations)
                    .filter(QueryParam.class::isInstance)
                    .map(annotation -> ((QueryParam) annotation).value())
                    .findFirst()
                    .orElse("");
            return new Refusal.Invalid("/" + name, "invalid-value", "\"" + value + "\" is not " + expected() + ".");
        }

        /** {@code DataUnitId} as {@code data unit}. */
        private String noun() {
            return type.getSimpleName()
                    .replaceAll("Id$", "")
                    .replaceAll("(?<=.)([A-Z])", " $1")
                    .toLowerCase(Locale.ROOT)
                    .replace("integer", "frame");
        }

        private String expected() {
            if (type == Instant.class) {
                return "a time such as 2026-01-31T08:00:00Z";
            }
            return type == Integer.class ? "a whole number" : Scalars.describe(type);
        }
    }
}
