package dev.brski.command;

/** Who runs the command. */
final class User {

  private User() {}

  /** The user of the operating system. */
  static String name() {
    return System.getProperty("user.name", "unknown");
  }
}
