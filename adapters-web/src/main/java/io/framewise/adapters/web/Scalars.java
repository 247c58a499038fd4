package io.framewise.adapters.web;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import io.framewise.domain.Refusal;
import io.framewise.domain.Violation;
import io.framewise.domain.audit.Actor;
import io.framewise.domain.inference.Confidence;
import io.framewise.domain.inference.InferenceBatchId;
import io.framewise.domain.inference.InferenceRunId;
import io.framewise.domain.inference.Stride;
import io.framewise.domain.label.ChangeCause;
import io.framewise.domain.label.Review;
import io.framewise.domain.media.ContentHash;
import io.framewise.domain.media.DataUnitId;
import io.framewise.domain.media.MediaKind;
import io.framewise.domain.model.Activation;
import io.framewise.domain.model.Architecture;
import io.framewise.domain.model.AttachedModelId;
import io.framewise.domain.model.IterationId;
import io.framewise.domain.model.ModelId;
import io.framewise.domain.model.Preprocessing;
import io.framewise.domain.model.WeightsFormat;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.project.ProjectId;
import io.framewise.domain.webhook.WebhookDeliveryId;
import io.framewise.domain.webhook.WebhookId;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Values that are one text or one number in JSON. */
final class Scalars {

    /** How each value that comes in as a text is made of it; a text that does not fit is an IllegalArgumentException. */
    static final Map<Class<?>, Function<String, ?>> FROM_TEXT = Map.of(
            ProjectId.class, text -> new ProjectId(uuid(text)),
            DataUnitId.class, text -> new DataUnitId(uuid(text)),
            ModelId.class, text -> new ModelId(uuid(text)),
            IterationId.class, text -> new IterationId(uuid(text)),
            AttachedModelId.class, text -> new AttachedModelId(uuid(text)),
            InferenceBatchId.class, text -> new InferenceBatchId(uuid(text)),
            InferenceRunId.class, text -> new InferenceRunId(uuid(text)),
            WebhookId.class, text -> new WebhookId(uuid(text)),
            WebhookDeliveryId.class, text -> new WebhookDeliveryId(uuid(text)),
            FeatureNodeHash.class, FeatureNodeHash::new);

    private Scalars() {}

    static SimpleModule module() {
        SimpleModule module = new SimpleModule("framewise-scalars");
        FROM_TEXT.forEach((type, reader) -> text(module, type, reader));
        written(module, ContentHash.class, ContentHash::sha256);
        written(module, Actor.class, Actor::name);
        written(module, Architecture.class, Architecture::value);
        written(module, Review.class, review -> camelCase(review.name()));
        written(module, ChangeCause.Kind.class, kind -> camelCase(kind.name()));
        written(module, MediaKind.class, kind -> camelCase(kind.name()));
        written(module, Activation.class, activation -> camelCase(activation.name()));
        written(module, Preprocessing.Resize.class, resize -> camelCase(resize.name()));
        written(module, Preprocessing.Padding.class, padding -> camelCase(padding.name()));
        written(module, WeightsFormat.class, WeightsFormat::value);
        module.addSerializer(Confidence.class, new StdScalarSerializer<>(Confidence.class) {
            @Override
            public void serialize(Confidence value, JsonGenerator json, SerializerProvider any) throws IOException {
                json.writeNumber(value.value());
            }
        });
        module.addSerializer(Stride.class, new StdScalarSerializer<>(Stride.class) {
            @Override
            public void serialize(Stride value, JsonGenerator json, SerializerProvider any) throws IOException {
                json.writeNumber(value.frames());
            }
        });
        module.addDeserializer(Confidence.class, new FromNumber<>(Confidence.class, Confidence::new));
        module.addDeserializer(Double.class, new FromNumber<>(Double.class, Double::valueOf));
        module.addDeserializer(double.class, new FromNumber<>(Double.class, Double::valueOf));
        return module;
    }

    /** What a value of a type is, for people. */
    static String describe(Class<?> type) {
        if (type == FeatureNodeHash.class) {
            return "a feature node hash (8 characters of base64)";
        }
        if (type == Confidence.class) {
            return "a number from 0 to 1";
        }
        return FROM_TEXT.containsKey(type) ? "an id (a UUID)" : "an object";
    }

    /** {@code IMAGE_SEQUENCE} as {@code imageSequence}. */
    static String camelCase(String constant) {
        StringBuilder camel = new StringBuilder();
        for (String word : constant.toLowerCase(Locale.ROOT).split("_")) {
            camel.append(camel.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return camel.toString();
    }

    /** {@link UUID#fromString} takes shorter texts, too; two texts would then name one thing. */
    private static UUID uuid(String text) {
        UUID uuid = UUID.fromString(text);
        if (!uuid.toString().equalsIgnoreCase(text)) {
            throw new IllegalArgumentException("Not a UUID: " + text);
        }
        return uuid;
    }

    private static <T> void text(SimpleModule module, Class<T> type, Function<String, ?> reader) {
        written(module, type, Object::toString);
        module.addDeserializer(type, new FromText<>(type, reader));
    }

    private static <T> void written(SimpleModule module, Class<T> type, Function<? super T, String> writer) {
        module.addSerializer(type, new StdScalarSerializer<>(type) {
            private static final long serialVersionUID = 1L;

            @Override
            public void serialize(T value, JsonGenerator json, SerializerProvider any) throws IOException {
                json.writeString(writer.apply(value));
            }
        });
    }

    private static final class FromText<T> extends StdScalarDeserializer<T> {
        private static final long serialVersionUID = 1L;
        private final Class<T> type;
        private final transient Function<String, ?> reader;

        FromText(Class<T> type, Function<String, ?> reader) {
            super(type);
            this.type = type;
            this.reader = reader;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                return type.cast(context.handleUnexpectedToken(type, parser));
            }
            try {
                return type.cast(reader.apply(parser.getText()));
            } catch (IllegalArgumentException unfit) {
                throw context.weirdStringException(parser.getText(), type, "unfit");
            }
        }
    }

    /** Takes JSON numbers only: Jackson's own would take the texts "NaN" and "Infinity", and 1e999 as infinite. */
    private static final class FromNumber<T> extends StdScalarDeserializer<T> {
        private static final long serialVersionUID = 1L;
        private final Class<T> type;
        private final transient Function<Double, T> reader;

        /** What is wrong with a number is said where the number stands. */
        private static Refusal.Invalid placed(Refusal.Invalid invalid, String pointer) {
            return new Refusal.Invalid(invalid.violations().stream()
                    .map(violation -> new Violation(pointer, violation.code(), violation.message()))
                    .toList());
        }

        FromNumber(Class<T> type, Function<Double, T> reader) {
            super(type);
            this.type = type;
            this.reader = reader;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            JsonToken token = parser.currentToken();
            if (token == null || !token.isNumeric()) {
                return type.cast(context.handleUnexpectedToken(type, parser));
            }
            double value = parser.getDoubleValue();
            if (!Double.isFinite(value)) {
                throw context.weirdNumberException(value, type, "infinite");
            }
            try {
                return reader.apply(value);
            } catch (Refusal.Invalid invalid) {
                Refusal.Invalid here = placed(
                        invalid, parser.getParsingContext().pathAsPointer().toString());
                throw new JsonMappingException(parser, String.valueOf(here.getMessage()), here);
            }
        }
    }
}
