import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Lays out for the JVM the classes that the programs use, so that each starts sooner: {@code
 * Quicken DIST}. Which ones they use is seen in a demonstration.
 */
final class Quicken {
  public static void main(String[] args) throws Exception {
    Path dist = Path.of(args[0]).toAbsolutePath().normalize();
    Path archive = dist.resolve("brski.jsa");
    if (Files.exists(archive)) {
      return;
    }
    Path work = Files.createTempDirectory("brski-quicken");
    try {
      Path seen = Files.createDirectory(work.resolve("seen"));
      Path demo = work.resolve("demo");
      noting(seen, work, "demo", "--dir", demo.toString());
      Path sales = Files.writeString(work.resolve("sales.csv"), "serial,customer\nACME-1,One\n");
      for (String command :
          List.of(
              "masa customer add One --on-first-use",
              "masa sales import " + sales + " --json",
              "masa block --serial ACME-1 --reason lost",
              "masa log --serial ACME-1 --json",
              "registrar devices --json",
              "registrar voucher ls",
              "registrar inventory ls",
              "registrar pending",
              "authority certificates --json",
              "authority pending")) {
        var words = new ArrayList<>(List.of(command.split(" ")));
        words.addAll(List.of("--dir", demo.resolve(words.getFirst()).toString()));
        noting(seen, work, words.toArray(String[]::new));
      }
      Path classes = Files.write(work.resolve("classes"), merged(seen));
      Path unfinished = dist.resolve("brski.jsa.unfinished");
      run(
          work.resolve("archive.log"),
          Map.of(),
          List.of(
              ProcessHandle.current().info().command().orElse("java"),
              "-Xshare:dump",
              "-XX:+AOTClassLinking",
              "-XX:SharedClassListFile=" + classes,
              "-XX:SharedArchiveFile=" + unfinished,
              "--enable-native-access=ALL-UNNAMED",
              "-cp",
              dist.resolve("lib") + "/*"));
      Files.move(unfinished, archive, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      delete(work);
    }
  }

  /** Runs a command, and notes which classes it uses, it and those that it starts. */
  private static void noting(Path seen, Path work, String... words)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("./brski"));
    command.addAll(List.of(words));
    run(
        work.resolve("seen.log"),
        Map.of(
            "BRSKI_AS_BUILT",
            "1",
            "BRSKI_JAVA_OPTIONS",
            "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:DumpLoadedClassList=" + seen + "/%p"),
        command);
  }

  /** Each class once. The numbers that a list gives them are its own. */
  private static TreeSet<String> merged(Path seen) throws IOException {
    // Names sort before what begins with "@", the forms that refer to them.
    var merged =
        new TreeSet<>(
            Comparator.<String, Boolean>comparing(l -> l.startsWith("@")).thenComparing(l -> l));
    try (var lists = Files.list(seen)) {
      for (Path list : lists.toList()) {
        for (String line : Files.readAllLines(list)) {
          if (!line.startsWith("#") && !line.contains(" source:")) {
            merged.add(line.replaceFirst(" id:.*", ""));
          }
        }
      }
    }
    return merged;
  }

  private static void run(Path log, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    int exit = builder.start().waitFor();
    if (exit != 0) {
      System.err.println(Files.readString(log));
      System.err.println("ended with " + exit + ": " + String.join(" ", command));
      System.exit(1);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(Quicken::deleteOne);
    }
  }

  private static void deleteOne(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
