package io.framewise.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the poms cannot say about who may know whom, and how things are named. */
class ArchitectureTest {
    private static final String DOMAIN = "io.framewise.domain..";
    private static final String APPLICATION = "io.framewise.application..";
    private static final String PERSISTENCE = "io.framewise.adapters.persistence..";
    private static final String INFERENCE = "io.framewise.adapters.inference..";
    private static final String WEB = "io.framewise.adapters.web..";
    private static final String APP = "io.framewise.app..";

    private static final JavaClasses MAIN_CODE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(ArchitectureTest::isNoJarOfFixtures)
            .importPackages("io.framewise");

    private static boolean isNoJarOfFixtures(Location location) {
        return !location.contains("-tests.jar");
    }

    @ParameterizedTest
    @ValueSource(strings = {DOMAIN, APPLICATION, PERSISTENCE, INFERENCE, WEB, APP})
    void every_module_is_looked_at(String module) {
        assertThat(MAIN_CODE.that(resideInAnyPackage(module))).isNotEmpty();
    }

    @Test
    void the_domain_knows_java_and_itself_only() {
        check(classes()
                .that()
                .resideInAPackage(DOMAIN)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(DOMAIN, "java..", "org.jspecify.annotations.."));
    }

    @Test
    void the_application_knows_java_and_the_domain_only() {
        check(classes()
                .that()
                .resideInAPackage(APPLICATION)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(APPLICATION, DOMAIN, "java..", "org.jspecify.annotations.."));
    }

    @Test
    void adapters_do_not_know_each_other() {
        check(slices().matching("io.framewise.adapters.(*)..").should().notDependOnEachOther());
    }

    @Test
    void nobody_knows_the_composition_root() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(APP)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(APP));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"domain", "application", "adapters.persistence", "adapters.inference", "adapters.web", "app"})
    void the_nouns_of_a_module_form_no_cycle(String module) {
        check(slices().matching("io.framewise." + module + ".(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Impl", "Manager", "Helper", "Util", "Utils", "DTO", "Dto", "Entity"})
    void no_name_says_less_than_nothing(String suffix) {
        check(noClasses().should().haveSimpleNameEndingWith(suffix));
    }

    @Test
    void the_core_has_no_getters() {
        check(noMethods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(DOMAIN, APPLICATION)
                .should()
                .haveNameMatching("get[A-Z].*"));
    }

    @Test
    void every_package_says_what_it_is_for() {
        check(classes().should(liveInADescribedPackage()));
    }

    private static ArchCondition<JavaClass> liveInADescribedPackage() {
        return new ArchCondition<>("live in a package with a package-info") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (type.getPackage().tryGetPackageInfo().isEmpty()) {
                    events.add(SimpleConditionEvent.violated(type, "no package-info.java beside " + type.getName()));
                }
            }
        };
    }

    private static void check(ArchRule rule) {
        rule.check(MAIN_CODE);
    }
}
