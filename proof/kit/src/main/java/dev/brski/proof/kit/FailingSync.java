package dev.brski.proof.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A disk that does not take what it is given: as long as this is open, every sync of a running
 * program fails with EIO. strace does it, which joins the program and leaves it again.
 */
public final class FailingSync implements AutoCloseable {

  private final Program strace;
  private final Path trace;

  private FailingSync(Program strace, Path trace) {
    this.strace = strace;
    this.trace = trace;
  }

  /**
   * Lets the syncs of a program fail from now on; the test is skipped where strace is missing.
   *
   * @param logs where output is kept
   */
  public static FailingSync of(Program program, Path logs)
      throws IOException, InterruptedException {
    var strace = Foreign.demand("strace", logs, "-o", "/dev/null", "true");
    var trace = Files.createTempFile(logs, "sync", ".trace");
    var joined =
        strace.start(
            "-f",
            "-o",
            trace.toString(),
            "-e",
            "trace=fsync,fdatasync",
            "-e",
            "inject=fsync,fdatasync:error=EIO",
            "-p",
            Long.toString(program.pid()));
    joined.awaitErr("attached");
    return new FailingSync(joined, trace);
  }

  /** Lets syncs succeed again, and demands that some failed. */
  public void end() throws IOException, InterruptedException {
    strace.terminate();
    if (!Files.readString(trace).contains("(INJECTED)")) {
      throw strace.failure("let no sync fail");
    }
  }

  /** Lets syncs succeed again. */
  @Override
  public void close() {
    strace.close();
  }
}
