package dev.brski.load;

/** Someone who watches a load; it is told, never asked. */
public interface Screen {

  /** So many of the devices are made. */
  void made(int done, int all);

  /** So many of the devices have done what they were to do this time. */
  void asked(int done, int all);

  /** Watches nothing. */
  static Screen none() {
    return new Screen() {
      @Override
      public void made(int done, int all) {}

      @Override
      public void asked(int done, int all) {}
    };
  }
}
