package dev.brski.command;

/** Who runs this. */
final class OsUser {

  private OsUser() {}

  /** The user of the operating system. */
  static String name() {
    return ProcessHandle.current()
        .info()
        .user()
        .orElseGet(() -> System.getProperty("user.name", "unknown"));
  }
}
