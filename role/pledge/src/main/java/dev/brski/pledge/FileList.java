package dev.brski.pledge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files of a folder that match a pattern; a folder that is not there has none. */
final class FileList {

  private FileList() {}

  static List<Path> of(Path folder, String glob) throws IOException {
    var found = new ArrayList<Path>();
    if (Files.isDirectory(folder)) {
      try (var files = Files.newDirectoryStream(folder, glob)) {
        files.forEach(found::add);
      }
    }
    return found;
  }
}
