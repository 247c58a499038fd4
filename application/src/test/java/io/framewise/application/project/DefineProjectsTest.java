package io.framewise.application.project;

import static io.framewise.domain.Fixtures.ANNA;
import static io.framewise.domain.Fixtures.BEN;
import static io.framewise.domain.Fixtures.NOTE;
import static io.framewise.domain.Refusals.conflict;
import static io.framewise.domain.Refusals.notFound;
import static io.framewise.domain.Refusals.violations;
import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.application.PageRequest;
import io.framewise.application.Workbench;
import io.framewise.application.project.DefineProjects.Request;
import io.framewise.domain.ontology.Attribute;
import io.framewise.domain.ontology.Drafts;
import io.framewise.domain.ontology.Ontology;
import io.framewise.domain.ontology.OntologyDraft;
import io.framewise.domain.project.Project;
import io.framewise.domain.project.ProjectId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DefineProjectsTest {

    private final Workbench bench = new Workbench();
    private final DefineProjects defineProjects = bench.defineProjects;

    @Test
    void aProjectIsCreatedWithItsOntology() {
        Project project = defineProjects.create(ANNA, new Request("Street", "A crossing.", Drafts.street()));

        assertThat(defineProjects.find(project.id())).isEqualTo(project);
        assertThat(project.ontology().revision()).isEqualTo(1);
        assertThat(project.ontology().attributes()).hasSize(6);
        assertThat(bench.lastEntry().action()).isEqualTo("project.created");
        assertThat(bench.lastEntry().subject().project()).isEqualTo(project.id().toString());
    }

    @Test
    void aProjectMayBeCreatedWithoutAnOntology() {
        Project project = defineProjects.create(ANNA, new Request("Street", null, null));

        assertThat(project.ontology()).isEqualTo(new Ontology(1, List.of()));
        assertThat(project.description()).isEmpty();
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        OntologyDraft ontology = Drafts.asking(Drafts.radio("Weather"), Drafts.text(""));
        Request request = new Request(null, "x".repeat(2001), ontology);

        assertThat(violations(() -> defineProjects.create(ANNA, request)))
                .containsExactly(
                        "/ontology/classifications/0/attribute/options no-options",
                        "/ontology/classifications/1/attribute/title missing-title",
                        "/title title-length",
                        "/description description-length");
        assertThat(bench.audit()).isEmpty();
    }

    @Test
    void anOntologyIsRevisedAndTheEarlierRevisionStaysReadable() {
        Ontology before = bench.project.ontology();
        OntologyDraft draft = Drafts.withNested(before, io.framewise.domain.Fixtures.CAR_NO, Drafts.text("What else?"));

        Project revised = defineProjects.reviseOntology(BEN, bench.project.id(), draft, 1);

        assertThat(revised.ontology().revision()).isEqualTo(2);
        assertThat(revised.ontology().attributes().map(Attribute::title)).contains("What else?");
        assertThat(defineProjects.find(bench.project.id())).isEqualTo(revised);
        assertThat(defineProjects.ontology(bench.project.id(), 1)).isEqualTo(before);
        assertThat(bench.lastEntry().details()).containsEntry("revision", "2");
    }

    @Test
    void anEditOfAnEarlierRevisionIsAConflict() {
        OntologyDraft draft = Drafts.of(bench.project.ontology());
        defineProjects.reviseOntology(ANNA, bench.project.id(), draft, 1);

        assertThat(conflict(() -> defineProjects.reviseOntology(BEN, bench.project.id(), draft, 1)))
                .isEqualTo("ontology-revised");
        assertThat(defineProjects.find(bench.project.id()).ontology().revision())
                .isEqualTo(2);
    }

    @Test
    void withoutAnExpectedRevisionTheNewestIsRevised() {
        OntologyDraft draft = Drafts.of(bench.project.ontology());
        defineProjects.reviseOntology(ANNA, bench.project.id(), draft, null);

        Project revised = defineProjects.reviseOntology(BEN, bench.project.id(), draft, null);

        assertThat(revised.ontology().revision()).isEqualTo(3);
    }

    @Test
    void aRevisionThatRemovesANodeIsRefused() {
        OntologyDraft without = Drafts.of(
                bench.project.ontology(),
                attribute -> NOTE.value().equals(attribute.featureNodeHash()) ? null : attribute);

        assertThat(violations(() -> defineProjects.reviseOntology(ANNA, bench.project.id(), without, 1)))
                .containsOnly("/classifications node-removed");
        assertThat(defineProjects.find(bench.project.id())).isEqualTo(bench.project);
    }

    @Test
    void aProjectThatIsNotThereIsNotFound() {
        ProjectId nobody = new ProjectId(UUID.randomUUID());

        assertThat(notFound(() -> defineProjects.find(nobody))).isEqualTo("project-not-found");
        assertThat(notFound(() -> defineProjects.reviseOntology(ANNA, nobody, Drafts.street(), null)))
                .isEqualTo("project-not-found");
    }

    @Test
    void projectsAreListedTheNewestFirst() {
        Project newest = defineProjects.create(ANNA, new Request("Newest", "", null));

        assertThat(defineProjects.page(new PageRequest(10, null)).items()).containsExactly(newest, bench.project);
    }

    @Test
    void aPageHasOneToFiveHundredItems() {
        assertThat(violations(() -> new PageRequest(0, null))).containsExactly("/limit limit-out-of-range");
        assertThat(violations(() -> new PageRequest(501, null))).containsExactly("/limit limit-out-of-range");
    }
}
