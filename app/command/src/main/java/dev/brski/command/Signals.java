package dev.brski.command;

import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;

/**
 * The signals that ask a process to end. The compiler warns of the platform's class for them
 * wherever it is named, and there is no other; so it is looked up by name.
 */
final class Signals {

  private Signals() {}

  /** Lets something be done at SIGTERM and SIGINT instead of ending the process at once. */
  static void onRequestToEnd(Runnable action) {
    try {
      var signal = Class.forName("sun.misc.Signal");
      var handler = Class.forName("sun.misc.SignalHandler");
      var doing =
          MethodHandles.lookup()
              .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
              .bindTo(action);
      var ours =
          MethodHandleProxies.asInterfaceInstance(
              handler, MethodHandles.dropArguments(doing, 0, signal));
      for (var name : List.of("TERM", "INT")) {
        signal
            .getMethod("handle", signal, handler)
            .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Java platform has no signals", e);
    }
  }
}
