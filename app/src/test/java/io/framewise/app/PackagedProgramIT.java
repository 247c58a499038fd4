package io.framewise.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.framewise.app.database.EmbeddedDatabase;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackagedProgramIT {
    @TempDir
    Path data;

    @Test
    void starts_again_on_its_data_after_it_was_killed() throws Exception {
        try (var killed = PackagedProgram.runIn(data)) {
            killed.kill();
        }
        assertThat(postmasterFile()).as("an orphan of the killed program").exists();

        try (var program = PackagedProgram.runIn(data)) {
            assertThat(program.get("/q/health").body()).contains("\"status\": \"UP\"");
            assertThat(program.output()).contains("Framewise is ready at " + program.url(""));
        }

        assertThat(postmasterFile())
                .as("the database is stopped with the program")
                .doesNotExist();
    }

    @Test
    void a_second_one_on_the_same_data_is_refused_and_does_no_harm() throws Exception {
        try (var first = PackagedProgram.runIn(data);
                var second = PackagedProgram.start(data, Map.of(), "run")) {
            var exitCode = second.awaitExit();

            assertThat(exitCode).isEqualTo(1);
            assertThat(second.output())
                    .contains("is in use by another Framewise")
                    .doesNotContain("\tat ");
            assertThat(first.get("/q/health/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void starts_no_database_of_its_own_when_one_is_configured(@TempDir Path elsewhere) throws Exception {
        try (var external = EmbeddedDatabase.start(elsewhere);
                var program = PackagedProgram.runIn(
                        data,
                        Map.of(
                                "FRAMEWISE_DATABASE_URL", external.url(),
                                "FRAMEWISE_DATABASE_USER", external.user(),
                                "FRAMEWISE_DATABASE_PASSWORD", external.password()))) {
            assertThat(program.get("/q/health/ready").statusCode()).isEqualTo(200);
            assertThat(data.resolve("postgres")).doesNotExist();
        }
    }

    @Test
    void an_unknown_command_is_a_usage_error() throws Exception {
        try (var program = PackagedProgram.start(data, Map.of(), "dance")) {
            var exitCode = program.awaitExit();

            assertThat(exitCode).isEqualTo(64);
            assertThat(program.output()).contains("there is no command 'dance'");
        }
    }

    private Path postmasterFile() {
        return data.resolve("postgres/cluster/postmaster.pid");
    }
}
