import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Takes the signature files out of every jar of a folder: {@code Unsigned FOLDER}. A JVM verifies
 * them class by class at every start, against nothing that anybody here trusts, and lays out no
 * class of a signed jar in an archive. Entries keep their order and times.
 */
final class Unsigned {
  public static void main(String[] args) throws IOException {
    try (var jars = Files.newDirectoryStream(Path.of(args[0]), "*.jar")) {
      for (Path jar : jars) {
        strip(jar);
      }
    }
  }

  private static void strip(Path jar) throws IOException {
    Path stripped = jar.resolveSibling(jar.getFileName() + ".stripped");
    try (var from = new ZipFile(jar.toFile())) {
      if (from.stream().noneMatch(Unsigned::signs)) {
        return;
      }
      try (var to = new ZipOutputStream(Files.newOutputStream(stripped))) {
        for (ZipEntry entry : from.stream().filter(entry -> !signs(entry)).toList()) {
          var kept = new ZipEntry(entry.getName());
          kept.setTimeLocal(entry.getTimeLocal());
          to.putNextEntry(kept);
          try (var content = from.getInputStream(entry)) {
            content.transferTo(to);
          }
        }
      }
    }
    Files.move(stripped, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private static boolean signs(ZipEntry entry) {
    return entry.getName().matches("META-INF/[^/]*\\.(SF|RSA|DSA|EC)");
  }
}
