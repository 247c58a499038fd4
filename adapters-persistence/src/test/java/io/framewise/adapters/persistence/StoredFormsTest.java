package io.framewise.adapters.persistence;

import static io.framewise.domain.Fixtures.ANNA;
import static io.framewise.domain.Fixtures.CAR;
import static io.framewise.domain.Fixtures.CAR_NO;
import static io.framewise.domain.Fixtures.CAR_YES;
import static io.framewise.domain.Fixtures.NOW;
import static io.framewise.domain.Fixtures.aCarModel;
import static io.framewise.domain.Fixtures.aRequest;
import static io.framewise.domain.Fixtures.aRun;
import static io.framewise.domain.Fixtures.asked;
import static io.framewise.domain.Fixtures.attached;
import static io.framewise.domain.Fixtures.hashOf;
import static io.framewise.domain.Fixtures.imported;
import static io.framewise.domain.Fixtures.mapping;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import io.framewise.application.Stores;
import io.framewise.application.StoresContract;
import io.framewise.application.audit.AuditTrail;
import io.framewise.domain.audit.AuditEntry.Subject;
import io.framewise.domain.inference.InferenceRun;
import io.framewise.domain.inference.OutcomeCounts;
import io.framewise.domain.inference.Shard;
import io.framewise.domain.inference.ShardResult;
import io.framewise.domain.label.Answer;
import io.framewise.domain.label.ChangeCause;
import io.framewise.domain.label.LabelChange;
import io.framewise.domain.media.DataUnit;
import io.framewise.domain.media.FrameRange;
import io.framewise.domain.media.FrameRanges;
import io.framewise.domain.model.AttachedModel;
import io.framewise.domain.model.FeaturesMapping;
import io.framewise.domain.model.IterationId;
import io.framewise.domain.model.IterationPolicy;
import io.framewise.domain.model.Model;
import io.framewise.domain.ontology.Attribute;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.ontology.Ontology;
import io.framewise.domain.ontology.Option;
import io.framewise.domain.project.Project;
import io.framewise.domain.project.ProjectId;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The forms of stored documents, each pinned by an example. When one of these tests has to change, stored data of earlier
 * releases has another form: raise the document's format number and keep reading the old one.
 */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class StoredFormsTest extends StoresContract {

    @Inject
    Stores stores;

    @Inject
    Sql sql;

    @Override
    protected Stores stores() {
        return stores;
    }

    @ParameterizedTest
    @MethodSource("sealedTypes")
    void everyKindOfASealedTypeHasAName(Class<?> sealed, Class<?> form) {
        List<Class<?>> named = Arrays.stream(
                        form.getAnnotation(JsonSubTypes.class).value())
                .<Class<?>>map(JsonSubTypes.Type::value)
                .toList();

        assertThat(named).containsExactlyInAnyOrder(sealed.getPermittedSubclasses());
    }

    static Stream<Arguments> sealedTypes() {
        return Stream.of(
                Arguments.of(Attribute.class, StoredJson.AttributeForm.class),
                Arguments.of(Answer.class, StoredJson.AnswerForm.class),
                Arguments.of(IterationPolicy.class, StoredJson.IterationPolicyForm.class));
    }

    @Test
    void ontology() {
        Attribute nested = new Attribute.Numeric(hash("Number_1"), "How many?", false, true, 0.5, null);
        Attribute note = new Attribute.Text(hash("Text___1"), "Note", true, false);
        Option rain = new Option(hash("Option_1"), "rain", "#2a78d6", true, List.of());
        Attribute radio = new Attribute.Radio(
                hash("Radio__1"), "A car?", true, false, List.of(new Option(CAR_YES, "yes", false, List.of(nested))));
        Attribute checklist = new Attribute.Checklist(hash("Check__1"), "Weather", false, false, List.of(rain));
        Project project = stored(new Project(
                new ProjectId(UUID.randomUUID()),
                "Street",
                "",
                new Ontology(
                        1, List.of(asked("Class_01", radio), asked("Class_02", checklist), asked("Class_03", note))),
                NOW));

        String stored = sql.text(
                "SELECT document FROM ontology_revision WHERE project_id = ?",
                project.id().value());

        assertThat(stored).isEqualTo(asStored("""
                {"format": 1, "classifications": [
                    {"featureNodeHash": "Class_01", "attribute": {
                        "type": "radio", "featureNodeHash": "Radio__1", "title": "A car?",
                        "required": true, "archived": false,
                        "options": [{"featureNodeHash": "Car__yes", "title": "yes", "archived": false, "attributes": [{
                            "type": "numeric", "featureNodeHash": "Number_1", "title": "How many?",
                            "required": false, "archived": true, "minimum": 0.5}]}]}},
                    {"featureNodeHash": "Class_02", "attribute": {
                        "type": "checklist", "featureNodeHash": "Check__1", "title": "Weather",
                        "required": false, "archived": false,
                        "options": [
                            {"featureNodeHash": "Option_1", "title": "rain", "color": "#2a78d6", "archived": true,
                             "attributes": []}]}},
                    {"featureNodeHash": "Class_03", "attribute": {
                        "type": "text", "featureNodeHash": "Text___1", "title": "Note",
                        "required": true, "archived": false}}]}"""));
    }

    @Test
    void filesOfADataUnit() {
        DataUnit video = storedVideo(storedProject());

        assertThat(sql.text(
                        "SELECT files FROM data_unit WHERE id = ?", video.id().value()))
                .isEqualTo(asStored("""
                        {"format": 1, "files": [{
                            "contentHash": "d916ba52b3f83d67fd2528f853a72418b053e5058a68aeab27245e61c701bd3a",
                            "name": "crossing.mp4", "bytes": 1234567,
                            "format": "mov,mp4,m4a,3gp,3g2,mj2", "codec": "h264", "width": 1280, "height": 720}]}"""));
    }

    @Test
    void featuresMappingAndIterationPolicy() {
        Model model = stored(aCarModel());
        FeaturesMapping merged =
                new FeaturesMapping(mapping("no car", CAR_NO, "car", CAR_YES).options(), true);
        AttachedModel attached = stored(attached(
                storedProject(), model, new AttachedModel.Settings(merged, new IterationPolicy.UseAll(), true)));

        assertThat(column("features_mapping", attached)).isEqualTo(asStored("""
                {"format": 1, "mapping": {
                    "features": [
                        {"feature": "no car", "option": "Car___no"}, {"feature": "car", "option": "Car__yes"}],
                    "merge": true}}"""));
        assertThat(column("iteration_policy", attached)).isEqualTo(asStored("""
                {"format": 1, "policy": {"type": "useAll"}}"""));
    }

    @Test
    void selectedIterations() {
        IterationId selected = new IterationId(UUID.fromString("00000000-0000-0000-0000-00000000002a"));

        assertThat(StoredJson.write(new IterationPolicy.ManualSelection(Set.of(selected))))
                .isEqualTo("""
                        {"type":"manualSelection","iterations":["00000000-0000-0000-0000-00000000002a"]}""");
        assertThat(StoredJson.write(new IterationPolicy.UseLatest())).isEqualTo("""
                {"type":"useLatest"}""");
    }

    @Test
    void mappingOfARun() {
        Project project = storedProject();
        Model model = stored(aCarModel());
        InferenceRun run =
                stored(aRun(aRequest(project, storedVideo(project), model, stored(attached(project, model)))));

        assertThat(sql.text(
                        "SELECT mapping FROM inference_run WHERE id = ?",
                        run.id().value()))
                .isEqualTo(asStored("""
                        {"format": 1,
                            "modelFeatures": ["car", "no car", "blurred"],
                            "mapping": {
                                "features": [
                                    {"feature": "car", "option": "Car__yes"},
                                    {"feature": "no car", "option": "Car___no"}],
                                "merge": false}}"""));
    }

    @Test
    void failuresOfAShard() {
        InferenceRun run = storedRun();
        ShardResult result = new ShardResult(
                new Shard(0, new FrameRange(0, 1)),
                FrameRanges.of(0, 0),
                FrameRanges.NONE,
                List.of(new ShardResult.Failure(1, "Damaged\0there.")),
                FrameRanges.NONE,
                new float[0]);
        inTransaction(() -> stores.shardResults().add(run.id(), result, new OutcomeCounts(0, 0, 0, 1, 0, 1)));

        assertThat(sql.text(
                        "SELECT failures FROM shard_result WHERE run_id = ?",
                        run.id().value()))
                .isEqualTo(asStored("""
                        {"format": 1, "failures": [{"frame": 1, "reason": "Damaged there."}]}"""));
    }

    @Test
    void answers() {
        List<Answer> answers = List.of(
                new Answer.Radio(CAR_YES),
                new Answer.Checklist(List.of(CAR_YES, CAR_NO)),
                new Answer.Text("\"Süd\""),
                new Answer.Numeric(0.1));

        assertThat(answers.stream().map(StoredJson::write)).containsExactly("""
                        {"type":"radio","option":"Car__yes"}""", """
                        {"type":"checklist","options":["Car___no","Car__yes"]}""", """
                        {"type":"text","text":"\\"Süd\\""}""", """
                        {"type":"numeric","number":0.1}""");
    }

    @Test
    void originOfAnImportedLabel() {
        DataUnit video = storedVideo(storedProject());
        inTransaction(() -> stores.labels()
                .apply(
                        video.id(),
                        new LabelChange(List.of(), List.of(imported(CAR, 0, 9, CAR_YES)), Map.of()),
                        ChangeCause.by(ANNA, ChangeCause.Kind.IMPORTED, NOW)));

        assertThat(sql.text(
                        "SELECT origin FROM label WHERE data_unit_id = ?",
                        video.id().value()))
                .isEqualTo(asStored("""
                        {"format": 1, "run": {
                            "run": "00000000-0000-0000-0000-00000000002a", "model": "Car or not", "iteration": 3,
                            "weights": "%s", "confidence": 0.5}}""".formatted(hashOf("weights 3"))));
    }

    @Test
    void detailsOfAnAuditEntry() {
        String project = UUID.randomUUID().toString();
        Subject subject = new Subject("project", project, project);
        inTransaction(() -> stores.auditTrail()
                .append(new AuditTrail.Event(NOW, ANNA, "project.created", subject, Map.of("b", "2", "a", "1\0"))));

        assertThat(sql.text("SELECT details FROM audit_entry WHERE project = ?", project))
                .isEqualTo(asStored("""
                        {"a": "1 ", "b": "2"}"""));
    }

    /** The same document in the order and with the spaces of {@code jsonb}. */
    private String asStored(String json) {
        return sql.text("SELECT ?::jsonb", json);
    }

    private String column(String name, AttachedModel attached) {
        return sql.text(
                "SELECT " + name + " FROM attached_model WHERE id = ?",
                attached.id().value());
    }

    private static FeatureNodeHash hash(String value) {
        return new FeatureNodeHash(value);
    }
}
