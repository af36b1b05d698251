package dev.brski.proof.halt;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/** Looks into the program's objects without knowing their classes. */
final class Reflection {

  private Reflection() {}

  /** What a public accessor returns; ends the program if there is none. */
  static Object get(Object of, String accessor) {
    try {
      for (var type = of.getClass(); type != null; type = type.getSuperclass()) {
        for (var method : type.getDeclaredMethods()) {
          if (method.getName().equals(accessor) && method.getParameterCount() == 0) {
            method.setAccessible(true);
            return method.invoke(of);
          }
        }
      }
      throw new NoSuchMethodException(
          accessor + " in " + Arrays.toString(of.getClass().getInterfaces()));
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      System.err.println("the halting agent does not fit this program: " + e);
      Runtime.getRuntime().halt(Agent.MISFIT);
      throw new IllegalStateException(e);
    }
  }
}
