package io.framewise.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The TypeScript of the web pages: its types, which the bundler does not look at, and the tests of its data functions. Both
 * are done by the Deno that comes with the bundler, with the libraries that it has unpacked.
 */
class WebPagesIT {
    private static final Path MODULES = Path.of("node_modules").toAbsolutePath();
    private static final Path PAGES =
            Path.of("../adapters-web/src").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    @BeforeEach
    void laysOut() throws Exception {
        Files.writeString(folder.resolve("deno.json"), """
                {"nodeModulesDir": "manual",
                 "compilerOptions": {"lib": ["dom", "dom.iterable", "esnext"], "strict": true, "noImplicitOverride": true}}
                """);
        Files.writeString(folder.resolve("package.json"), """
                {"dependencies": {"lit": "*", "echarts": "*"}}
                """);
        Files.createSymbolicLink(folder.resolve("node_modules"), MODULES);
        copy(PAGES, folder.resolve("src"));
    }

    @Test
    void types_fit() throws Exception {
        assertThat(deno("check", "src/main/resources/web/app/main.ts")).isEqualTo("0");
    }

    @Test
    void data_functions_do_what_they_say() throws Exception {
        assertThat(deno("test", "--no-check", "src/test/web")).isEqualTo("0");
    }

    /** @return the exit code, or what was written when it is not 0 */
    private String deno(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(program().toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("DENO_DIR", folder.resolve("cache").toString());
        builder.environment().put("NO_COLOR", "1");
        File output = folder.resolve("output").toFile();
        var process = builder.redirectOutput(output).start();
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        return process.exitValue() == 0 ? "0" : Files.readString(output.toPath());
    }

    private static Path program() throws IOException {
        var place = MODULES.resolve("@deno");
        assumeTrue(Files.isDirectory(place), "The bundler has unpacked no Deno here.");
        try (var files = Files.walk(place, 3)) {
            var found = files.filter(
                            file -> file.endsWith("deno") && Files.isExecutable(file) && Files.isRegularFile(file))
                    .findFirst();
            assumeTrue(found.isPresent(), "There is no Deno for this machine.");
            return found.get();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file :
                    (Iterable<Path>) files.filter(file -> file.toString().endsWith(".ts"))::iterator) {
                var target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }
}
