package dev.brski.demo.program;

/** A program did not do what it was started for. */
public final class ProgramFailed extends Exception {

  private static final long serialVersionUID = 1L;

  private final String why;
  private final String remedy;

  /**
   * @param what what failed
   * @param why what the program said
   * @param remedy what to do next
   */
  public ProgramFailed(String what, String why, String remedy) {
    super(what);
    this.why = why;
    this.remedy = remedy;
  }

  /** What the program said. */
  public String why() {
    return why;
  }

  /** What to do next. */
  public String remedy() {
    return remedy;
  }
}
