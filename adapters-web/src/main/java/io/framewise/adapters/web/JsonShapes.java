package io.framewise.adapters.web;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.framewise.domain.audit.AuditEntry;
import io.framewise.domain.inference.RunOutcome;
import io.framewise.domain.inference.RunRequest;
import io.framewise.domain.inference.Thresholds;
import io.framewise.domain.label.Acceptance;
import io.framewise.domain.label.Answer;
import io.framewise.domain.label.Confidences;
import io.framewise.domain.label.Label;
import io.framewise.domain.label.LabelChange;
import io.framewise.domain.label.LabelSource;
import io.framewise.domain.label.Review;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.model.AttachedModel;
import io.framewise.domain.model.FeaturesMapping;
import io.framewise.domain.model.IterationId;
import io.framewise.domain.model.IterationPolicy;
import io.framewise.domain.ontology.Attribute;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the domain's records look in JSON, by mix-ins, so that they need no copies for the wire. What the wire does not say
 * exactly (a field more, a text for a number, a key twice) is refused, never guessed.
 */
@Singleton
public final class JsonShapes implements ObjectMapperCustomizer {

    @Override
    @SuppressWarnings("deprecation") // The builder that replaces these methods is closed to customizers.
    public void customize(ObjectMapper mapper) {
        mapper.coercionConfigFor(LogicalType.Textual)
                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
        mapper.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .configure(MapperFeature.ALLOW_COERCION_OF_SCALARS, false)
                .configure(JsonParser.Feature.STRICT_DUPLICATE_DETECTION, true)
                .registerModule(Scalars.module())
                .addMixIn(Attribute.class, AttributeShape.class)
                .addMixIn(Answer.class, AnswerShape.class)
                .addMixIn(Answer.Radio.class, RadioShape.class)
                .addMixIn(Answer.Checklist.class, ChecklistShape.class)
                .addMixIn(Answer.Text.class, TextShape.class)
                .addMixIn(Answer.Numeric.class, NumericShape.class)
                .addMixIn(IterationPolicy.class, IterationPolicyShape.class)
                .addMixIn(IterationPolicy.ManualSelection.class, ManualSelectionShape.class)
                .addMixIn(LabelSource.class, LabelSourceShape.class)
                .addMixIn(LabelSource.Run.class, RunSourceShape.class)
                .addMixIn(LabelSource.Imported.class, RunSourceShape.class)
                .addMixIn(FrameRange.class, FrameRangeShape.class)
                .addMixIn(FrameRanges.class, FrameRangesShape.class)
                .addMixIn(Confidences.class, ConfidencesShape.class)
                .addMixIn(Label.class, LabelShape.class)
                .addMixIn(LabelChange.class, LabelChangeShape.class)
                .addMixIn(FeaturesMapping.class, FeaturesMappingShape.class)
                .addMixIn(AttachedModel.class, MappedShape.class)
                .addMixIn(RunRequest.class, RunRequestShape.class)
                .addMixIn(RunOutcome.class, ThresholdsShape.class)
                .addMixIn(AuditEntry.class, AuditEntryShape.class);
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Attribute.Radio.class, name = "radio"),
        @JsonSubTypes.Type(value = Attribute.Checklist.class, name = "checklist"),
        @JsonSubTypes.Type(value = Attribute.Text.class, name = "text"),
        @JsonSubTypes.Type(value = Attribute.Numeric.class, name = "numeric")
    })
    interface AttributeShape {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Answer.Radio.class, name = "radio"),
        @JsonSubTypes.Type(value = Answer.Checklist.class, name = "checklist"),
        @JsonSubTypes.Type(value = Answer.Text.class, name = "text"),
        @JsonSubTypes.Type(value = Answer.Numeric.class, name = "numeric")
    })
    interface AnswerShape {}

    interface RadioShape {
        @JsonProperty(required = true)
        @JsonSetter(nulls = Nulls.FAIL)
        FeatureNodeHash option();
    }

    interface ChecklistShape {
        @JsonProperty(required = true)
        @JsonSetter(nulls = Nulls.FAIL, contentNulls = Nulls.FAIL)
        Collection<FeatureNodeHash> options();
    }

    interface TextShape {
        @JsonProperty(required = true)
        @JsonSetter(nulls = Nulls.FAIL)
        String text();
    }

    interface NumericShape {
        @JsonProperty(required = true)
        @JsonSetter(nulls = Nulls.FAIL)
        double number();
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = IterationPolicy.UseLatest.class, name = "useLatest"),
        @JsonSubTypes.Type(value = IterationPolicy.UseAll.class, name = "useAll"),
        @JsonSubTypes.Type(value = IterationPolicy.ManualSelection.class, name = "manualSelection")
    })
    interface IterationPolicyShape {}

    interface ManualSelectionShape {
        @JsonProperty(required = true)
        @JsonSetter(nulls = Nulls.FAIL, contentNulls = Nulls.FAIL)
        Set<IterationId> iterations();
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = LabelSource.Person.class, name = "person"),
        @JsonSubTypes.Type(value = LabelSource.Run.class, name = "run"),
        @JsonSubTypes.Type(value = LabelSource.Imported.class, name = "imported")
    })
    interface LabelSourceShape {}

    interface FrameRangeShape {
        @JsonProperty(required = true)
        int first();

        @JsonProperty(required = true)
        int last();
    }

    interface FrameRangesShape {
        @JsonValue
        List<FrameRange> ranges();
    }

    interface ConfidencesShape {
        @JsonValue
        float[] values();
    }

    /** The acceptance of a run's answer lies flat on the label. */
    interface RunSourceShape {
        @JsonIgnore
        Acceptance acceptance();
    }

    interface LabelShape {
        @JsonProperty("frameRange")
        FrameRange frames();

        @JsonProperty
        @JsonInclude(JsonInclude.Include.NON_NULL)
        Review review();

        @JsonProperty
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        FrameRanges held();

        @JsonProperty
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        FrameRanges smoothed();

        @JsonProperty
        @JsonUnwrapped
        Acceptance acceptance();
    }

    interface LabelChangeShape {
        @JsonIgnore
        boolean isEmpty();
    }

    interface FeaturesMappingShape {
        @JsonProperty("featuresMapping")
        Map<String, FeatureNodeHash> options();
    }

    interface MappedShape {
        @JsonUnwrapped
        FeaturesMapping featuresMapping();
    }

    interface ThresholdsShape {
        @JsonUnwrapped
        Thresholds thresholds();
    }

    interface RunRequestShape extends MappedShape, ThresholdsShape {}

    interface AuditEntryShape {
        @JsonProperty
        String hash();
    }
}
