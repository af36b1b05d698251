package dev.brski.proof.halt;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts calls to {@link Steps} into the program's classes as the JVM loads them. The argument is a
 * folder: the file {@code plan} in it says where to halt, and the file {@code steps} is written.
 *
 * <p>All classes concerned are rewritten before the program starts. One that is missing, or has
 * lost the method that is looked for, ends the program with {@link #MISFIT}: a harness that
 * silently halts nothing proves nothing.
 */
public final class Agent {

  /** The exit code of a program that was halted as planned. */
  public static final int HALTED = 86;

  /** The exit code of a program that the agent does not fit. */
  public static final int MISFIT = 87;

  private Agent() {}

  /** Called by the JVM before the program's own main method. */
  public static void premain(String folder, Instrumentation instrumentation) {
    try {
      Steps.begin(Path.of(folder));
      var rewritten = new HashMap<String, byte[]>();
      for (var hook : Hooks.ALL) {
        rewritten.put(hook.type(), rewritten(hook));
      }
      instrumentation.addTransformer(new Rewritten(Map.copyOf(rewritten)));
    } catch (IOException | RuntimeException | Error e) {
      System.err.println("the halting agent does not fit this program: " + e);
      Runtime.getRuntime().halt(MISFIT);
    }
  }

  /** A class as it will be loaded. */
  static byte[] rewritten(Hooks hook) throws IOException {
    try (var in = ClassLoader.getSystemResourceAsStream(hook.type() + ".class")) {
      if (in == null) {
        throw new IllegalStateException("there is no class " + hook.type());
      }
      var format = ClassFile.of();
      return format.transformClass(format.parse(in.readAllBytes()), hook.transform());
    }
  }

  private record Rewritten(Map<String, byte[]> classes) implements ClassFileTransformer {
    @Override
    public byte @Nullable [] transform(
        @Nullable ClassLoader loader,
        @Nullable String name,
        @Nullable Class<?> redefined,
        @Nullable ProtectionDomain domain,
        byte[] octets) {
      return name == null ? null : classes.get(name);
    }
  }
}
