package io.framewise.application.project;

import static io.framewise.domain.Fixtures.NOW;
import static io.framewise.domain.Fixtures.aProject;
import static io.framewise.domain.Fixtures.nestedQuestions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framewise.application.StoresContract;
import io.framewise.domain.Refusal;
import io.framewise.domain.ontology.Attribute;
import io.framewise.domain.ontology.Classification;
import io.framewise.domain.ontology.FeatureNodeHash;
import io.framewise.domain.ontology.Ontology;
import io.framewise.domain.ontology.Option;
import io.framewise.domain.project.Project;
import io.framewise.domain.project.ProjectId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of {@link Projects} does. */
public abstract class ProjectsContract extends StoresContract {

    @Test
    void aProjectComesBackAsItWasAdded() {
        Project project = aProject("Straße \"Süd\" \\ 東京 🚗", NOW);

        inTransaction(() -> stores().projects().add(project));

        assertThat(inTransaction(() -> stores().projects().get(project.id()))).isEqualTo(project);
    }

    @Test
    void anOntologyOfSevenLevelsComesBackAsItWas() {
        Project project = with(nestedQuestions(7));

        inTransaction(() -> stores().projects().add(project));

        assertThat(inTransaction(() -> stores().projects().get(project.id()))).isEqualTo(project);
    }

    @Test
    void anEmptyOntologyComesBackAsItWas() {
        Project project = with(new Ontology(1, List.of()));

        inTransaction(() -> stores().projects().add(project));

        assertThat(inTransaction(() -> stores().projects().get(project.id()))).isEqualTo(project);
    }

    @Test
    void archivedAndRequiredAndBoundsComeBackAsTheyWere() {
        Option gone = new Option(hash("Option_1"), "gone", true, List.of());
        Project project = with(new Ontology(
                1,
                List.of(
                        asked("Class_01", new Attribute.Radio(hash("Radio__1"), "A", false, true, List.of(gone))),
                        asked("Class_02", new Attribute.Text(hash("Text___1"), "B", true, true)),
                        asked("Class_03", new Attribute.Numeric(hash("Number_1"), "C", true, false, null, null)),
                        asked("Class_04", new Attribute.Numeric(hash("Number_2"), "D", false, true, -0.1, null)),
                        asked("Class_05", new Attribute.Numeric(hash("Number_3"), "E", false, false, null, 1e300)))));

        inTransaction(() -> stores().projects().add(project));

        assertThat(inTransaction(() -> stores().projects().get(project.id()))).isEqualTo(project);
    }

    @Test
    void aProjectThatIsNotThereIsNotFound() {
        ProjectId nobody = new ProjectId(UUID.randomUUID());

        assertThatThrownBy(() -> inTransaction(() -> stores().projects().get(nobody)))
                .isInstanceOfSatisfying(
                        Refusal.NotFound.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("project-not-found"));
        assertThatThrownBy(() -> inTransaction(() -> stores().projects().lock(nobody)))
                .isInstanceOf(Refusal.NotFound.class);
        assertThatThrownBy(() -> inTransaction(() -> stores().projects().ontology(nobody, 1)))
                .isInstanceOf(Refusal.NotFound.class);
    }

    @Test
    void aNewRevisionIsTheProjectsAndEarlierOnesStayReadable() {
        Project first = storedProject();
        Project second = first.withOntology(new Ontology(2, nestedQuestions(2).classifications()));
        Project third = second.withOntology(new Ontology(3, nestedQuestions(3).classifications()));

        for (Project next : List.of(second, third)) {
            inTransaction(() -> {
                stores().projects().lock(first.id());
                stores().projects().saveOntology(next);
            });
        }

        assertThat(inTransaction(() -> stores().projects().get(first.id()))).isEqualTo(third);
        assertThat(inTransaction(() -> stores().projects().ontology(first.id(), 1)))
                .isEqualTo(first.ontology());
        assertThat(inTransaction(() -> stores().projects().ontology(first.id(), 2)))
                .isEqualTo(second.ontology());
        assertThat(inTransaction(() -> stores().projects().ontology(first.id(), 3)))
                .isEqualTo(third.ontology());
        assertThatThrownBy(() -> inTransaction(() -> stores().projects().ontology(first.id(), 4)))
                .isInstanceOf(Refusal.NotFound.class);
    }

    @Test
    void aLockedProjectIsGivenToTheNextOnlyWithWhatTheFirstMadeOfIt() throws Exception {
        Project before = storedProject();
        Project after = before.withOntology(new Ontology(2, nestedQuestions(2).classifications()));

        Project seen = secondAfterFirst(
                () -> stores().projects().lock(before.id()),
                () -> stores().projects().saveOntology(after));

        assertThat(seen).isEqualTo(after);
    }

    @Test
    void aListIsTheNewestFirst() {
        Project oldest = stored(aProject("oldest", NOW));
        Project newest = stored(aProject("newest", NOW.plusSeconds(20)));
        Project middle = stored(aProject("middle", NOW.plusSeconds(10)));

        List<Project> listed = walk(3, stores().projects()::page);

        assertThat(listed)
                .filteredOn(List.of(oldest, middle, newest)::contains)
                .containsExactly(newest, middle, oldest);
    }

    @Test
    void projectsOfOneMomentAreEachListedOnce() {
        List<Project> same = IntStream.range(0, 7)
                .mapToObj(i -> stored(aProject("same " + i, NOW)))
                .toList();

        List<Project> listed = walk(2, stores().projects()::page);

        assertThat(listed).doesNotHaveDuplicates();
        assertThat(listed).filteredOn(same::contains).containsExactlyInAnyOrderElementsOf(same);
    }

    @Test
    void projectsThatAreAddedWhileOneLeafsThroughAListShiftNothing() {
        List<Project> before = IntStream.range(0, 5)
                .mapToObj(i -> stored(aProject("before " + i, NOW.plusSeconds(i / 2))))
                .toList();
        List<Project> meanwhile = new ArrayList<>();
        Instant later = NOW.plusSeconds(1_000_000);

        List<Project> listed =
                walk(2, stores().projects()::page, () -> meanwhile.add(stored(aProject("meanwhile", later))));

        assertThat(listed).doesNotHaveDuplicates().containsAll(before);
        Set<ProjectId> seen = listed.stream().map(Project::id).collect(Collectors.toSet());
        assertThat(meanwhile).noneMatch(project -> seen.contains(project.id()));
    }

    @Test
    void aTokenOfAnotherListIsRefused() {
        storedProject();

        assertRefusesForeignTokens(stores().projects()::page);
    }

    private static Project with(Ontology ontology) {
        return new Project(new ProjectId(UUID.randomUUID()), "Street", "", ontology, NOW);
    }

    private static Classification asked(String hash, Attribute attribute) {
        return new Classification(hash(hash), attribute);
    }

    private static FeatureNodeHash hash(String value) {
        return new FeatureNodeHash(value);
    }
}
