package io.framewise.domain.project;

import static io.framewise.domain.Fixtures.NOW;
import static io.framewise.domain.Fixtures.aProject;
import static io.framewise.domain.Fixtures.anOntology;
import static io.framewise.domain.Refusals.violations;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framewise.domain.ontology.Ontology;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ProjectTest {

    @Test
    void titleAndDescriptionLoseTheBlanksAroundThem() {
        Project project = project("  Street ", "\n a crossing\t");

        assertThat(project.title()).isEqualTo("Street");
        assertThat(project.description()).isEqualTo("a crossing");
    }

    @Test
    void titleAndDescriptionHaveALengthAndBothAreSaidAtOnce() {
        assertThat(project("x".repeat(200), "x".repeat(2000)).title()).hasSize(200);
        assertThat(violations(() -> project(" ", "x".repeat(2001))))
                .containsExactly("/title title-length", "/description description-length");
        assertThat(violations(() -> project("x".repeat(201), ""))).containsExactly("/title title-length");
    }

    @Test
    void aProjectGoesOnWithTheNextRevisionOfItsOntology() {
        Project project = aProject();
        Ontology next = new Ontology(2, anOntology().classifications());

        Project revised = project.withOntology(next);

        assertThat(revised.ontology()).isEqualTo(next);
        assertThat(revised.id()).isEqualTo(project.id());
    }

    @Test
    void aRevisionIsNeitherSkippedNorRepeated() {
        Project project = aProject();

        assertThatThrownBy(() -> project.withOntology(anOntology())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> project.withOntology(new Ontology(3, anOntology().classifications())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Project project(String title, String description) {
        return new Project(new ProjectId(UUID.randomUUID()), title, description, anOntology(), NOW);
    }
}
