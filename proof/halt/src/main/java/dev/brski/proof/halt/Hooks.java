package dev.brski.proof.halt;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The calls to be put into one class.
 *
 * @param type the class, with slashes
 * @param places where in it; each must be found
 */
record Hooks(String type, List<Place> places) {

  /** Where a call goes. */
  sealed interface Place {
    /** The method, by name and descriptor. */
    String method();
  }

  /** At the beginning of a method. */
  record Entry(String method, Consumer<CodeBuilder> call) implements Place {}

  /** Wherever a method returns. */
  record Exit(String method, Consumer<CodeBuilder> call) implements Place {}

  /** Before or after a method calls another. */
  record Around(
      String method, String called, Consumer<CodeBuilder> before, Consumer<CodeBuilder> after)
      implements Place {}

  private static final ClassDesc STEPS = ClassDesc.of(Steps.class.getName());
  private static final String CONNECTION = "Lorg/eclipse/jetty/io/Connection;";
  private static final String REQUEST = "Lorg/eclipse/jetty/server/Request;";
  private static final String DISPATCHER = "dev/brski/wire/Dispatcher";
  private static final String DELIVER =
      "deliver(Ldev/brski/wire/Response;"
          + REQUEST
          + "Lorg/eclipse/jetty/server/Response;Lorg/eclipse/jetty/util/Callback;)V";
  private static final String WRITE = "write(Ljava/nio/file/Path;[BZ)V";
  private static final String DELETE = "delete(Ljava/nio/file/Path;)V";
  private static final String EXCHANGE =
      "exchange(Ldev/brski/wire/Call;Ldev/brski/wire/Watchdog;)Ldev/brski/wire/Reply;";

  /** Every place in the program at which something becomes durable or is sent. */
  static final List<Hooks> ALL =
      List.of(
          new Hooks(
              "dev/brski/store/Session",
              List.of(
                  new Entry("execute(Ljava/lang/String;)V", with("executing", 1)),
                  new Exit("execute(Ljava/lang/String;)V", with("executed", 1)),
                  new Entry(
                      "update(Ljava/lang/String;[Ljava/lang/Object;)I", with("updating", 1)))),
          new Hooks(
              "dev/brski/store/Journal",
              List.of(
                  new Entry(
                      "append(Ldev/brski/store/Session;Ljava/lang/String;Ljava/util/Optional;"
                          + "Ljava/util/Map;)J",
                      with("journalling", 2)))),
          new Hooks(
              DISPATCHER,
              List.of(
                  new Entry(
                      DELIVER,
                      code -> {
                        code.aload(1)
                            .aload(2)
                            .aload(2)
                            .invokestatic(
                                ClassDesc.ofInternalName(DISPATCHER),
                                "connection",
                                MethodTypeDesc.ofDescriptor("(" + REQUEST + ")" + CONNECTION));
                        call(code, "answering", 3);
                      }),
                  new Entry("connection(" + REQUEST + ")" + CONNECTION, code -> code.nop()))),
          new Hooks(
              "dev/brski/wire/Connections",
              List.of(new Entry("answered(" + CONNECTION + ")V", with("answered", 1)))),
          new Hooks(
              "dev/brski/wire/Conversation",
              List.of(new Around(EXCHANGE, "flush", code -> code.nop(), with("sent", 1)))),
          new Hooks(
              "dev/brski/trust/DurableFile",
              List.of(
                  new Around(WRITE, "move", with("fileIsNext", 0), code -> code.nop()),
                  new Exit(WRITE, with("fileIsWritten", 0)),
                  new Entry(DELETE, with("fileGoesNext", 0)),
                  new Exit(DELETE, with("fileIsGone", 0)))));

  /** What rewrites the class; it throws when a place is not found in it. */
  ClassTransform transform() {
    return new Rewriting(type, places, new HashSet<>());
  }

  private static Consumer<CodeBuilder> with(String name, int slot) {
    return code -> {
      code.aload(slot);
      call(code, name, 1);
    };
  }

  private static void call(CodeBuilder code, String name, int arguments) {
    var types = new ClassDesc[arguments];
    Arrays.fill(types, ConstantDescs.CD_Object);
    code.invokestatic(STEPS, name, MethodTypeDesc.of(ConstantDescs.CD_void, types));
  }

  private record Rewriting(String type, List<Place> places, Set<Place> found)
      implements ClassTransform {

    @Override
    public void accept(ClassBuilder builder, ClassElement element) {
      if (element instanceof MethodModel method && method.code().isPresent()) {
        var here =
            places.stream()
                .filter(
                    place ->
                        place
                            .method()
                            .equals(
                                method.methodName().stringValue()
                                    + method.methodType().stringValue()))
                .toList();
        if (!here.isEmpty()) {
          builder.transformMethod(
              method, MethodTransform.transformingCode(new Insertion(here, found)));
          return;
        }
      }
      builder.with(element);
    }

    @Override
    public void atEnd(ClassBuilder builder) {
      for (var place : places) {
        if (!found.contains(place)) {
          throw new IllegalStateException(type + " has no more " + describe(place));
        }
      }
    }

    private static String describe(Place place) {
      return switch (place) {
        case Entry(String method, var _) -> method;
        case Exit(String method, var _) -> method + " that returns";
        case Around(String method, String called, var _, var _) -> method + " calling " + called;
      };
    }
  }

  private record Insertion(List<Place> places, Set<Place> found) implements CodeTransform {

    @Override
    public void atStart(CodeBuilder code) {
      for (var place : places) {
        if (place instanceof Entry entry) {
          entry.call().accept(code);
          found.add(place);
        }
      }
    }

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
      for (var place : places) {
        if (place instanceof Exit exit && element instanceof ReturnInstruction) {
          exit.call().accept(code);
          found.add(place);
        }
        if (place instanceof Around around && calls(element, around.called())) {
          around.before().accept(code);
        }
      }
      code.with(element);
      for (var place : places) {
        if (place instanceof Around around && calls(element, around.called())) {
          around.after().accept(code);
          found.add(place);
        }
      }
    }

    private static boolean calls(CodeElement element, String name) {
      return element instanceof InvokeInstruction invoke
          && invoke.name().stringValue().equals(name);
    }
  }
}
