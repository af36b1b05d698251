package dev.brski.demo;

import dev.brski.demo.program.ProgramFailed;
import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Things done at the same time. */
final class Tasks {

  /** Something to do with other programs. */
  @FunctionalInterface
  interface Task {
    void run() throws IOException, ProgramFailed, InterruptedException;
  }

  private Tasks() {}

  /** Does all of them at once; when all have ended, throws what one of them threw. */
  static void together(Collection<Task> tasks)
      throws IOException, ProgramFailed, InterruptedException {
    all(Executors.newVirtualThreadPerTaskExecutor(), tasks);
  }

  /** The same, as many at a time as the machine has processors. */
  static void spread(Collection<Task> tasks)
      throws IOException, ProgramFailed, InterruptedException {
    all(Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors()), tasks);
  }

  private static void all(ExecutorService executor, Collection<Task> tasks)
      throws IOException, ProgramFailed, InterruptedException {
    try (executor) {
      for (var ended : executor.invokeAll(tasks.stream().map(Tasks::callable).toList())) {
        ended.get();
      }
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case ProgramFailed failed -> throw failed;
        case IOException failed -> throw failed;
        case InterruptedException failed -> throw failed;
        case RuntimeException failed -> throw failed;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  private static Callable<Boolean> callable(Task task) {
    return () -> {
      task.run();
      return true;
    };
  }
}
