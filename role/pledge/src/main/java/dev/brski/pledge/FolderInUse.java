package dev.brski.pledge;

import java.io.IOException;
import java.nio.file.Path;

/** Another onboarding is at work on the same folder. */
public final class FolderInUse extends IOException {

  private static final long serialVersionUID = 1L;

  FolderInUse(Path folder, String holder) {
    super(
        "the folder "
            + folder
            + " is in use by process "
            + holder
            + "; wait until it ends, or end it, and run this again");
  }
}
