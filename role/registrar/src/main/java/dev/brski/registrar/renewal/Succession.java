package dev.brski.registrar.renewal;

import dev.brski.registrar.onboarding.Generations;
import dev.brski.time.Clock;
import dev.brski.trust.Anchors;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.Keyring;
import dev.brski.trust.Keyring.Generation;
import dev.brski.trust.PathValidator;
import dev.brski.trust.Purpose;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The generations of the registrar's credential while it runs: whoever needs one asks the keyring
 * anew, and a new one comes in here and nowhere else.
 */
public final class Succession {

  private static final Logger LOG = LoggerFactory.getLogger(Succession.class);

  private final Keyring keyring;
  private final Generations generations;
  private final Renewals renewals;
  private final PathValidator paths;
  private final Supplier<List<X509Certificate>> domainCa;
  private final Clock clock;

  /**
   * @param generations notes since when each is there
   * @param domainCa what a newer credential must lead to
   */
  public Succession(
      Keyring keyring,
      Generations generations,
      Renewals renewals,
      PathValidator paths,
      Supplier<List<X509Certificate>> domainCa,
      Clock clock) {
    this.keyring = keyring;
    this.generations = generations;
    this.renewals = renewals;
    this.paths = paths;
    this.domainCa = domainCa;
    this.clock = clock;
  }

  /** The newest. */
  public Generation current() {
    return keyring.current();
  }

  /** One by its number, if it is there. */
  Optional<Generation> generation(int number) {
    return keyring.generation(number);
  }

  /** Takes in what an operator has put into the keyring's folder, all of it or nothing. */
  public synchronized Verdict<List<Generation>> takeArrived() {
    List<Generation> arrived;
    try {
      arrived = keyring.arrived();
    } catch (IOException e) {
      return Verdict.refused(
          RenewalCheck.GENERATION,
          String.valueOf(e.getMessage()),
          "Put the key there first and the certificates last, or take the files away again;"
              + " the registrar goes on with what it has.");
    }
    for (var generation : arrived) {
      if (usable(generation) instanceof Verdict.Refused<?>(Refusal refusal)) {
        return Verdict.refused(refusal);
      }
    }
    if (!arrived.isEmpty()) {
      renewals.taken(arrived);
      arrived.forEach(this::note);
      keyring.take(arrived);
      LOG.info(
          "generation {} of this registrar's credential is the newest from now on",
          keyring.current().number());
    }
    return Verdict.accepted(arrived);
  }

  /**
   * Makes a credential the newest, durably: its key first, its certificates last.
   *
   * @throws IOException when it cannot be written
   */
  synchronized Generation install(Credential credential) throws IOException {
    var written = keyring.write(credential);
    note(written);
    keyring.take(List.of(written));
    return written;
  }

  private Verdict<?> usable(Generation generation) {
    var chain = generation.credential().chain();
    return paths
        .validate(
            chain.getFirst(), chain, Anchors.of(domainCa.get()), Purpose.REGISTRAR, clock.now())
        .mapRefusal(
            why ->
                Refusal.of(
                    RenewalCheck.GENERATION,
                    "generation "
                        + generation.number()
                        + " in the keyring, "
                        + Certificates.nameText(chain.getFirst().getSubjectX500Principal())
                        + ": "
                        + why.cause(),
                    "Put a credential there that the domain's authority made for a registrar:"
                        + " brski authority registrar."));
  }

  private void note(Generation generation) {
    var _ =
        generations.since(
            generation.number(), generation.credential().leaf().getNotBefore().toInstant());
  }
}
