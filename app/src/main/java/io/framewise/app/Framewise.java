package io.framewise.app;

import io.framewise.app.demo.Demo;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Arrays;

/** The entry point: takes the first argument as a command and ends the JVM with the exit code of that command. */
@QuarkusMain
public final class Framewise {
    private static final int WRONG_USAGE = 64;

    private static final String HELP = """
            Framewise labels the frames of videos and images with trained models.

            Usage: framewise COMMAND

              demo [--exit]   show a project with a model and labels, on sample media
              run             start the server: http://127.0.0.1:8080
              worker          work on the runs of a server elsewhere: same database, same media
              help            show this text
              version         show the version

            Settings are environment variables; the ones most often needed:

              FRAMEWISE_DATA           folder of the database, media and weights (default: data)
              FRAMEWISE_HOST           address to listen on (default: 127.0.0.1)
              FRAMEWISE_PORT           port to listen on (default: 8080)
              FRAMEWISE_DATABASE_URL   a PostgreSQL to use instead of the built-in one, as
                                       jdbc:postgresql://HOST:5432/NAME, with
                                       FRAMEWISE_DATABASE_USER and FRAMEWISE_DATABASE_PASSWORD
            """;

    private Framewise() {}

    public static void main(String[] args) {
        System.exit(execute(args));
    }

    private static int execute(String... args) {
        var command = args.length == 0 ? "help" : args[0];
        var rest = Arrays.copyOfRange(args, Math.min(1, args.length), args.length);
        try {
            return switch (command) {
                case "run" -> Node.run(Server.class, rest);
                case "worker" -> Node.work(WorkingNode.class, rest);
                case "demo" -> Demo.start(rest);
                case "help", "--help", "-h" -> print(HELP);
                case "version", "--version" -> print("Framewise " + version() + "\n");
                default -> {
                    System.err.println("framewise: there is no command '%s'; try 'framewise help'".formatted(command));
                    yield WRONG_USAGE;
                }
            };
        } catch (StartFailure failure) {
            System.err.println("framewise: " + failure.getMessage());
            return 1;
        } catch (RuntimeException | Error failure) {
            // Not left to the JVM, which would wait for the threads of a half-started program.
            failure.printStackTrace();
            return 1;
        }
    }

    private static int print(String text) {
        System.out.print(text);
        return 0;
    }

    private static String version() {
        var version = Framewise.class.getPackage().getImplementationVersion();
        return version == null ? "(built from source)" : version;
    }
}
