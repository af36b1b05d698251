package dev.brski.command;

import dev.brski.trust.KeyKind;
import picocli.CommandLine.Option;

/** Of which kind the keys are that a command makes. */
final class KeyOption {

  @Option(
      names = "--key",
      paramLabel = "KIND",
      defaultValue = "p-256",
      description =
          "The kind of the keys that are made: p-256, p-384, p-521, ed25519, ed448, rsa-2048,"
              + " rsa-3072, rsa-4096, rsa-pss-2048, rsa-pss-3072 or rsa-pss-4096. Default:"
              + " ${DEFAULT-VALUE}")
  private KeyKind kind = KeyKind.P_256;

  KeyKind kind() {
    return kind;
  }
}
