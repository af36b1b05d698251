package dev.brski.command;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The folder that a command works on. */
final class DirOption {

  @Option(names = "--dir", required = true, paramLabel = "DIR", description = "The role's folder.")
  private Path dir;

  /** The folder, there or not. */
  Path path() {
    return dir;
  }

  /** The folder, which must be there. */
  Path existing() throws Failure {
    return Failure.folder(dir);
  }
}
