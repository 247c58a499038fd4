package io.framewise.adapters.web;

import io.framewise.domain.inference.Thresholds;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.RecordComponentInfo;

/**
 * Completes the documentation that the annotations make: which problems an operation may answer with, and which fields of
 * a record are always there. What a body looks like where mix-ins shape it stands in {@code microprofile-config.properties}.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ApiDocument implements OASFilter {

    private static final DotName NULLABLE = DotName.createSimple("org.jspecify.annotations.Nullable");
    private static final DotName OPTIONAL = DotName.createSimple("java.util.Optional");
    private static final DotName SCHEMA =
            DotName.createSimple("org.eclipse.microprofile.openapi.annotations.media.Schema");
    private static final String REFERENCE = "#/components/schemas/";

    /** What a status means here; everything else is {@code default}. */
    private static final Map<String, String> PROBLEMS = new TreeMap<>(Map.of(
            "400", "The request cannot be read",
            "403", "The request comes from a page of another site",
            "404", "Something that the address names does not exist",
            "409", "The request does not fit the present state",
            "412", "Somebody else has changed it",
            "413", "The request is too large",
            "415", "The body is of another media type",
            "422", "The input breaks rules; errors lists all of them",
            "default", "Any other problem"));

    private final Map<String, ClassInfo> records = new LinkedHashMap<>();

    /** @param index the classes of the program */
    public ApiDocument(IndexView index) {
        for (ClassInfo type : index.getKnownClasses()) {
            if (!type.isRecord() || !type.name().toString().startsWith("io.framewise.")) {
                continue;
            }
            if (isNamed(type)) {
                records.put(type.declaredAnnotation(SCHEMA).value("name").asString(), type);
            } else {
                records.putIfAbsent(type.simpleName(), type);
            }
        }
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.getComponents().getSchemas().forEach(this::sayWhatIsAlwaysThere);
        shapeAsMixedIn(document.getComponents().getSchemas());
        document.getComponents().removeSchema("FeaturesMapping");
        namePageOfRuns(document);
        describeUploads(document);
        document.getPaths()
                .getPathItems()
                .forEach((path, item) ->
                        item.getOperations().forEach((method, operation) -> addProblems(path, method, operation)));
    }

    private static boolean isNamed(ClassInfo type) {
        return type.hasDeclaredAnnotation(SCHEMA)
                && type.declaredAnnotation(SCHEMA).value("name") != null;
    }

    private void sayWhatIsAlwaysThere(String name, Schema schema) {
        ClassInfo type = records.get(name.startsWith("Page") ? "Page" : name);
        Map<String, Schema> properties = schema.getProperties();
        if (type == null || properties == null || schema.getRequired() != null) {
            return;
        }
        for (RecordComponentInfo component : type.recordComponents()) {
            Schema property = properties.get(component.name());
            if (property == null) {
                continue;
            }
            if (property.getRef() != null) {
                property.setType(null);
            }
            if (!component.type().hasAnnotation(NULLABLE)
                    && !component.type().name().equals(OPTIONAL)) {
                schema.addRequired(component.name());
            } else if (property.getRef() != null) {
                Schema nothing = OASFactory.createSchema().addType(Schema.SchemaType.NULL);
                Schema something = OASFactory.createSchema().ref(property.getRef());
                schema.addProperty(
                        component.name(),
                        OASFactory.createSchema()
                                .description(property.getDescription())
                                .anyOf(List.of(something, nothing)));
            } else if (property.getType() != null && !property.getType().contains(Schema.SchemaType.NULL)) {
                property.addType(Schema.SchemaType.NULL);
            }
        }
    }

    /** What {@link JsonShapes} does to records: lays a mapping beside the other fields, renames, adds, leaves out. */
    private static void shapeAsMixedIn(Map<String, Schema> schemas) {
        for (String owner : List.of("AttachedModel", "RunRequest")) {
            Schema schema = present(schemas, owner);
            schema.addProperty(
                    "featuresMapping",
                    OASFactory.createSchema()
                            .addType(Schema.SchemaType.OBJECT)
                            .additionalPropertiesSchema(
                                    OASFactory.createSchema().ref(REFERENCE + "FeatureNodeHash")));
            schema.addProperty("merge", OASFactory.createSchema().addType(Schema.SchemaType.BOOLEAN));
            schema.addRequired("merge");
        }
        for (String owner : List.of("RunRequest", "RunOutcome")) {
            Schema schema = present(schemas, owner);
            schema.removeProperty("thresholds");
            schema.addProperty("confidence", OASFactory.createSchema().ref(REFERENCE + "Confidence"));
            schema.addProperty(
                    "confidencePerFeature",
                    OASFactory.createSchema()
                            .addType(Schema.SchemaType.OBJECT)
                            .description("Option to a threshold of its own")
                            .additionalPropertiesSchema(
                                    OASFactory.createSchema().ref(REFERENCE + "Confidence")));
            schema.addProperty(
                    "smoothing",
                    OASFactory.createSchema()
                            .addType(Schema.SchemaType.INTEGER)
                            .format("int32")
                            .minimum(BigDecimal.ONE)
                            .maximum(BigDecimal.valueOf(Thresholds.MOST_SMOOTHING))
                            .description(
                                    "Frames of the shortest stretch that stays between two of another answer; 1 for"
                                            + " no smoothing"));
            List<String> required = new ArrayList<>(schema.getRequired());
            required.remove("thresholds");
            required.addAll(List.of("confidence", "confidencePerFeature", "smoothing"));
            schema.setRequired(required);
        }
        Schema label = present(schemas, "Label");
        label.removeProperty("frames");
        label.addProperty("frameRange", OASFactory.createSchema().ref(REFERENCE + "FrameRange"));
        List<String> required = new ArrayList<>(label.getRequired());
        required.replaceAll(field -> field.equals("frames") ? "frameRange" : field);
        label.setRequired(required);
        label.addProperty(
                "review",
                OASFactory.createSchema()
                        .addType(Schema.SchemaType.STRING)
                        .description("Of a run's label: whether a person has accepted it.")
                        .enumeration(List.of("proposed", "accepted")));
        label.addProperty(
                "held",
                OASFactory.createSchema()
                        .addType(Schema.SchemaType.ARRAY)
                        .description(
                                "Of a run's label: frames that were not classified themselves and hold the answer of"
                                        + " the sampled frame before them. Left out when there are none.")
                        .items(OASFactory.createSchema().ref(REFERENCE + "FrameRange")));
        label.addProperty(
                "smoothed",
                OASFactory.createSchema()
                        .addType(Schema.SchemaType.ARRAY)
                        .description(
                                "Of a run's label: frames on which the model said something else for a moment; they"
                                        + " have the answer of the frames around them. Left out when there are none.")
                        .items(OASFactory.createSchema().ref(REFERENCE + "FrameRange")));
        label.addProperty("reviewedBy", OASFactory.createSchema().ref(REFERENCE + "Actor"));
        label.addProperty("reviewedAt", OASFactory.createSchema().ref(REFERENCE + "Instant"));
        present(schemas, "LabelChange").removeProperty("empty");
        Schema entry = present(schemas, "AuditEntry");
        entry.addProperty("hash", OASFactory.createSchema().addType(Schema.SchemaType.STRING));
        entry.addRequired("hash");
    }

    /** A page is named after the class of its items; the others are named after records of the domain. */
    private static void namePageOfRuns(OpenAPI document) {
        Schema page = present(document.getComponents().getSchemas(), "PageInferenceRunJson");
        document.getComponents().removeSchema("PageInferenceRunJson");
        document.getComponents().addSchema("PageInferenceRun", page);
        document.getPaths()
                .getPathItem("/api/inference-runs")
                .getGET()
                .getResponses()
                .getAPIResponse("200")
                .getContent()
                .getMediaType("application/json")
                .setSchema(OASFactory.createSchema().ref(REFERENCE + "PageInferenceRun"));
    }

    /** The parts of a form: which are needed, and that a manifest, file or field, is JSON of a shape. */
    private static void describeUploads(OpenAPI document) {
        for (String path : List.of("/api/models", "/api/models/{id}/iterations")) {
            Schema form = form(document, path);
            form.addProperty("manifest", OASFactory.createSchema().ref(REFERENCE + "Manifest"));
            form.setRequired(List.of("weights", "manifest"));
        }
        form(document, "/api/projects/{id}/data-units").setRequired(List.of("file"));
    }

    private static Schema form(OpenAPI document, String path) {
        return document.getPaths()
                .getPathItem(path)
                .getPOST()
                .getRequestBody()
                .getContent()
                .getMediaType("multipart/form-data")
                .getSchema();
    }

    private static Schema present(Map<String, Schema> schemas, String name) {
        Schema schema = schemas.get(name);
        if (schema == null) {
            throw new IllegalStateException("The documentation has no schema " + name + ": " + schemas.keySet());
        }
        return schema;
    }

    private static void addProblems(String path, PathItem.HttpMethod method, Operation operation) {
        List<String> statuses = new ArrayList<>(List.of("default"));
        boolean body = operation.getRequestBody() != null;
        List<Parameter> parameters = operation.getParameters() == null ? List.of() : operation.getParameters();
        if (body) {
            statuses.addAll(List.of("400", "413", "415"));
        }
        if (body || parameters.stream().anyMatch(parameter -> parameter.getIn() == Parameter.In.QUERY)) {
            statuses.add("422");
        }
        if (path.contains("{")) {
            statuses.add("404");
        }
        if (method != PathItem.HttpMethod.GET) {
            statuses.addAll(List.of("403", "409"));
        }
        if (parameters.stream().anyMatch(parameter -> "If-Match".equals(parameter.getName()))) {
            statuses.add("412");
        }
        statuses.stream()
                .sorted()
                .forEach(status -> operation
                        .getResponses()
                        .addAPIResponse(
                                status,
                                OASFactory.createAPIResponse()
                                        .description(PROBLEMS.get(status))
                                        .content(OASFactory.createContent()
                                                .addMediaType(
                                                        Problem.MEDIA_TYPE,
                                                        OASFactory.createMediaType()
                                                                .schema(OASFactory.createSchema()
                                                                        .ref(REFERENCE + "Problem"))))));
    }
}
