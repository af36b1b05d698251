import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs google-java-format on every source of the repository: {@code Format JAR check|apply}. */
final class Format {
  public static void main(String[] args) throws Exception {
    boolean apply = args[1].equals("apply");
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-jar", args[0]));
    command.addAll(apply ? List.of("-i") : List.of("--dry-run", "--set-exit-if-changed"));
    try (var files = Files.walk(Path.of(""))) {
      files.map(Path::toString).filter(Format::ours).sorted().forEach(command::add);
    }
    int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (exit != 0 && !apply) {
      System.err.println(
          "Not formatted: the files above. To format: mvn -N verify -Dformat.mode=apply");
    }
    System.exit(exit);
  }

  private static boolean ours(String path) {
    return path.endsWith(".java") && !path.startsWith("target/") && !path.contains("/target/");
  }
}
