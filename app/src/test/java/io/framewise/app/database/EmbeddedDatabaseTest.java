package io.framewise.app.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framewise.app.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {
    @TempDir
    Path data;

    @Test
    void keeps_what_was_written_and_its_passwords() throws SQLException {
        String password;
        try (var first = EmbeddedDatabase.start(data)) {
            password = first.password();
            execute(first, "CREATE TABLE frames AS SELECT 42 AS number");
        }

        try (var second = EmbeddedDatabase.start(data)) {
            assertThat(second.password()).isEqualTo(password);
            assertThat(query(second, "SELECT number FROM frames")).isEqualTo("42");
        }
    }

    @Test
    void commits_are_durable_and_nobody_enters_without_a_password() throws SQLException, IOException {
        try (var database = EmbeddedDatabase.start(data)) {
            assertThat(query(database, "SHOW fsync")).isEqualTo("on");
            assertThat(query(database, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(query(database, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(query(database, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
                    .isEqualTo("f");
            for (var role : new String[] {"postgres", "framewise"}) {
                assertThatThrownBy(() -> connect(database, role, "guessed"))
                        .hasMessageContaining("password authentication");
            }
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("postgres/passwords"))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void a_data_folder_serves_one_database_at_a_time() {
        try (var first = EmbeddedDatabase.start(data)) {
            assertThat(first.url()).startsWith("jdbc:postgresql://127.0.0.1:");

            assertThatThrownBy(() -> EmbeddedDatabase.start(data))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("is in use by another Framewise (process "
                            + ProcessHandle.current().pid());
        }
    }

    private static void execute(EmbeddedDatabase database, String sql) throws SQLException {
        try (var connection = connect(database, database.user(), database.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(EmbeddedDatabase database, String sql) throws SQLException {
        try (var connection = connect(database, database.user(), database.password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Connection connect(EmbeddedDatabase database, String user, String password) throws SQLException {
        return DriverManager.getConnection(database.url(), user, password);
    }
}
