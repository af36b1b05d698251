package dev.brski.command;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The roles on this machine whose ledgers are measured. */
final class LedgersOption {

  @Option(
      names = "--ledger",
      paramLabel = "ROLE",
      description =
          "The folder of a role on this machine, whose ledger's octets and rows to report too.")
  private @Nullable List<Path> roles;

  List<Path> folders() throws Failure {
    if (roles == null) {
      return List.of();
    }
    for (var role : roles) {
      Failure.folder(role);
    }
    return roles;
  }
}
