package dev.brski.command;

/** What a command ends with, as scripts may rely on it. */
enum ExitCode {
  /** Done. */
  DONE(0),
  /** A fault of ours. */
  FAULT(1),
  /** Wrong usage: the command line, or a file that it names, is not as it must be. */
  USAGE(2),
  /** Refused, final: doing the same again changes nothing. */
  REFUSED(3),
  /** Still waiting: run it again later. */
  WAITING(4),
  /** A peer cannot be reached or is out of order: try again. */
  UNREACHABLE(5);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
