package io.framewise.adapters.persistence;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.framewise.domain.label.Answer;
import io.framewise.domain.media.ContentHash;
import io.framewise.domain.model.IterationId;
import io.framewise.domain.model.IterationPolicy;
import io.framewise.domain.ontology.Attribute;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.quarkus.hibernate.orm.JsonFormat;
import io.quarkus.hibernate.orm.PersistenceUnitExtension;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.format.FormatMapper;

/**
 * The JSON form of stored documents. It has nothing to do with the JSON of HTTP: what is stored outlives every release.
 *
 * <p>Domain records are stored as they are; sealed ones carry a {@code type}, ids are plain values. The root is always a
 * record of its own with a {@code format} number, so that a later release knows what it reads.
 */
@Singleton
@JsonFormat
@PersistenceUnitExtension
public final class StoredJson implements FormatMapper {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .defaultPropertyInclusion(JsonInclude.Value.construct(Include.NON_NULL, Include.USE_DEFAULTS))
            .addMixIn(Attribute.class, AttributeForm.class)
            .addMixIn(Answer.class, AnswerForm.class)
            .addMixIn(IterationPolicy.class, IterationPolicyForm.class)
            .addMixIn(FeatureNodeHash.class, PlainText.class)
            .addMixIn(ContentHash.class, PlainHash.class)
            .addMixIn(IterationId.class, PlainId.class)
            .build();

    public static String write(Object document) {
        try {
            return MAPPER.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A " + document.getClass().getSimpleName() + " has no JSON form.", e);
        }
    }

    public static <T> T read(String json, Class<T> type) {
        return type.cast(parse(json, MAPPER.constructType(type)));
    }

    @Override
    @SuppressWarnings("unchecked") // Hibernate asks for the type that it maps the column to.
    public <T> T fromString(
            CharSequence json, org.hibernate.type.descriptor.java.JavaType<T> type, WrapperOptions options) {
        return (T) parse(json.toString(), MAPPER.constructType(type.getJavaType()));
    }

    @Override
    public <T> String toString(
            T document, org.hibernate.type.descriptor.java.JavaType<T> type, WrapperOptions options) {
        return write(document);
    }

    private static Object parse(String json, JavaType type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "A stored document is not a " + type.getRawClass().getSimpleName() + ".", e);
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Attribute.Radio.class, name = "radio"),
        @JsonSubTypes.Type(value = Attribute.Checklist.class, name = "checklist"),
        @JsonSubTypes.Type(value = Attribute.Text.class, name = "text"),
        @JsonSubTypes.Type(value = Attribute.Numeric.class, name = "numeric")
    })
    interface AttributeForm {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Answer.Radio.class, name = "radio"),
        @JsonSubTypes.Type(value = Answer.Checklist.class, name = "checklist"),
        @JsonSubTypes.Type(value = Answer.Text.class, name = "text"),
        @JsonSubTypes.Type(value = Answer.Numeric.class, name = "numeric")
    })
    interface AnswerForm {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = IterationPolicy.UseLatest.class, name = "useLatest"),
        @JsonSubTypes.Type(value = IterationPolicy.UseAll.class, name = "useAll"),
        @JsonSubTypes.Type(value = IterationPolicy.ManualSelection.class, name = "manualSelection")
    })
    interface IterationPolicyForm {}

    abstract static class PlainText {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        PlainText(@SuppressWarnings("unused") String value) {}

        @JsonValue
        abstract String value();
    }

    abstract static class PlainHash {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        PlainHash(@SuppressWarnings("unused") String sha256) {}

        @JsonValue
        abstract String sha256();
    }

    abstract static class PlainId {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        PlainId(@SuppressWarnings("unused") UUID value) {}

        @JsonValue
        abstract UUID value();
    }
}
