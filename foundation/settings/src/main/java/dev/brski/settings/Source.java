package dev.brski.settings;

import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.nio.file.Path;

/** The file that settings come from, as refusals cite it. */
record Source(Path file) {

  <T> Verdict<T> refused(SettingsCheck check, int line, String cause, String remedy) {
    return Verdict.refused(Refusal.of(check, file + " line " + line + ": " + cause, remedy));
  }

  <T> Verdict<T> refused(SettingsCheck check, String cause, String remedy) {
    return Verdict.refused(Refusal.of(check, file + ": " + cause, remedy));
  }

  /** A path in the file, which is meant from the folder that the file lies in. */
  Path resolve(String path) {
    return file.toAbsolutePath().resolveSibling(path).normalize();
  }
}
