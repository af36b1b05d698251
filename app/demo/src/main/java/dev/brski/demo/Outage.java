package dev.brski.demo;

import dev.brski.demo.RegistrarEye.JournalLine;
import dev.brski.demo.program.ProgramFailed;
import dev.brski.demo.program.Programs;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The story for which RFC 9733 exists: devices arrive while the owner's authority cannot be
 * reached, and none of them loses its place, whatever happens to the registrar meanwhile.
 */
final class Outage {

  private final Stage stage;
  private final Arrivals arrivals;
  private final Programs programs;
  private final Site site;
  private final Steps steps;
  private final DemoScreen screen;

  Outage(
      Stage stage,
      Arrivals arrivals,
      Programs programs,
      Site site,
      Steps steps,
      DemoScreen screen) {
    this.stage = stage;
    this.arrivals = arrivals;
    this.programs = programs;
    this.site = site;
    this.steps = steps;
    this.screen = screen;
  }

  /** Lets it happen, from the unplugging of the authority to the membership of every device. */
  void happen(List<String> serials) throws IOException, ProgramFailed, InterruptedException {
    steps.take("the authority is unplugged", stage::unplugAuthority);
    steps.take(
        amount(serials) + " its voucher, asks for a certificate, and is told to wait",
        () -> {
          arrivals.begin(serials, serials.size() == 1);
          arrivals.awaitWaiting();
        });
    showQueue();
    steps.take("the registrar is killed, as by a power cut", stage::killRegistrar);
    steps.take("the registrar is back, and has forgotten nothing", stage::restartRegistrar);
    showQueue();
    var eye = new RegistrarEye(site.registrar());
    var drain = new Drain(serials.size());
    Thread.ofVirtual().name("queue").start(() -> eye.follow(drain::show));
    steps.take("the authority is back", stage::plugInAuthority);
    steps.take(
        serials.size() == 1
            ? "it is a member: the same request, the same key, one certificate"
            : "all " + serials.size() + " are members: the same requests, one certificate each",
        arrivals::awaitMembership);
    showQueue();
  }

  private static String amount(List<String> serials) {
    return serials.size() == 1
        ? serials.getFirst() + " arrives, gets"
        : serials.size() + " devices arrive; each gets";
  }

  private void showQueue() throws IOException, ProgramFailed, InterruptedException {
    for (var line :
        programs.run(
            "queue ls",
            List.of("queue", "ls", "--waiting", "--dir", site.registrar().toString()))) {
      if (!line.isBlank()) {
        screen.event("queue", line.stripTrailing());
      }
    }
  }

  /** Shows how what waits becomes less. */
  private final class Drain {

    private final int all;
    private final AtomicInteger issued = new AtomicInteger();

    Drain(int all) {
      this.all = all;
    }

    void show(JournalLine line) {
      if (line.kind().equals("certificate-issued")) {
        int done = issued.incrementAndGet();
        screen.event(
            "queue",
            "the certificate of %s is here: %d of %d, %s"
                .formatted(
                    line.device().orElse("a device"),
                    done,
                    all,
                    done == all ? "nothing waits" : all - done + " still wait"));
      }
    }
  }
}
