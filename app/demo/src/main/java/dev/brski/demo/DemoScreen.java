package dev.brski.demo;

import java.nio.file.Path;
import java.time.Duration;

/** Where a demonstration shows what happens while it happens; called from several threads. */
public interface DemoScreen {

  /** It begins, in a folder. */
  void begin(Path folder);

  /** A step is done. */
  void step(String what, Duration took);

  /** A program did or said something. */
  void event(String program, String what);

  /** Another device is done. */
  void progress(String serial, int done, int all);
}
