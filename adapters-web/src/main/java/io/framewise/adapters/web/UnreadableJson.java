package io.framewise.adapters.web;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.framewise.domain.Refusal;
import io.framewise.domain.Violation;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says of a body that does not fit what is wrong with it and where, without a word on classes. */
public final class UnreadableJson {

    private UnreadableJson() {}

    /** The refusal of a JSON text that is itself a field of the request. */
    public static Refusal.Invalid below(String path, JsonProcessingException failure) {
        if (isMalformed(failure)) {
            return new Refusal.Invalid(path, "malformed-json", position(failure));
        }
        return refusal(failure) instanceof Refusal.Invalid invalid
                ? invalid.below(path)
                : new Refusal.Invalid(path, "invalid-value", "This value does not fit here.");
    }

    /** Whether the text is no JSON at all, or a body is missing. */
    static boolean isMalformed(JsonProcessingException failure) {
        return found(failure, StreamReadException.class) != null;
    }

    /** Where the text stops being JSON. */
    static String position(JsonProcessingException failure) {
        JsonLocation location = failure.getLocation();
        return "The JSON text is not well formed"
                + (location == null
                        ? "."
                        : " at line " + location.getLineNr() + ", column " + location.getColumnNr() + ".");
    }

    static Refusal refusal(JsonProcessingException failure) {
        Refusal domain = found(failure, Refusal.class);
        if (domain != null) {
            return domain;
        }
        String pointer = failure instanceof JsonMappingException mapping ? pointer(mapping) : "";
        if (failure instanceof UnrecognizedPropertyException unknown) {
            return new Refusal.Invalid(
                    pointer,
                    "unknown-field",
                    "There is no field \"" + unknown.getPropertyName() + "\" here." + known(unknown));
        }
        if (failure instanceof InvalidTypeIdException) {
            return new Refusal.Invalid(pointer + "/type", "unknown-type", "The type is missing or unknown.");
        }
        if (failure instanceof InvalidNullException) {
            return new Refusal.Invalid(pointer, "missing-field", "A value is missing here.");
        }
        if (failure instanceof ValueInstantiationException refused
                && refused.getCause() instanceof IllegalArgumentException cause) {
            return new Refusal.Invalid(pointer, "invalid-value", String.valueOf(cause.getMessage()));
        }
        if (failure instanceof InvalidFormatException format) {
            return new Refusal.Invalid(
                    pointer,
                    "invalid-value",
                    "\"" + format.getValue() + "\" is not " + expected(format.getTargetType()) + ".");
        }
        if (failure instanceof MismatchedInputException mismatch) {
            return mismatch(mismatch, pointer);
        }
        return new Refusal.Invalid(pointer, "invalid-value", "This value does not fit here.");
    }

    private static Refusal mismatch(MismatchedInputException mismatch, String pointer) {
        String message = String.valueOf(mismatch.getOriginalMessage());
        if (message.startsWith("Missing required creator property")) {
            return new Refusal.Invalid(pointer, "missing-field", "A value is missing here.");
        }
        if (message.startsWith("No content")) {
            return new Refusal.Invalid("", "missing-body", "The request has no body.");
        }
        if (message.startsWith("Trailing token")) {
            return new Refusal.Invalid("", "trailing-content", "Something follows after the end of the JSON value.");
        }
        return new Refusal.Invalid(pointer, "wrong-type", "Expected " + expected(mismatch.getTargetType()) + ".");
    }

    private static String known(UnrecognizedPropertyException unknown) {
        Collection<Object> ids = unknown.getKnownPropertyIds();
        return ids == null || ids.isEmpty()
                ? ""
                : " Known: " + ids.stream().map(String::valueOf).sorted().collect(Collectors.joining(", ")) + ".";
    }

    private static String expected(@Nullable Class<?> type) {
        if (type == null) {
            return "a value of another type";
        }
        if (type == String.class) {
            return "a text";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        if (type == Integer.class || type == int.class || type == Long.class || type == long.class) {
            return "a whole number";
        }
        if (type == Double.class || type == double.class) {
            return "a number";
        }
        if (Map.class.isAssignableFrom(type)) {
            return "an object";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        return Scalars.describe(type);
    }

    /** JSON pointer (RFC 6901) to where reading stopped. */
    private static String pointer(JsonMappingException failure) {
        return failure.getPath().stream()
                .map(reference -> reference.getFieldName() == null
                        ? String.valueOf(reference.getIndex())
                        : reference.getFieldName())
                .map(Violation::segment)
                .collect(Collectors.joining());
    }

    private static <T extends Throwable> @Nullable T found(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
