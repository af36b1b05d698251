package dev.brski.registrar.onboarding;

import dev.brski.store.Store;
import dev.brski.trust.CryptoSuite;
import java.time.InstantSource;

/**
 * The state of every device, by its three lifetimes. A change is one commit: new state, exact
 * octets, outbox and journal together, and only then does anybody hear of it.
 */
public final class Onboarding implements AutoCloseable {

  private final Bells bells = new Bells();
  private final Store store;
  private final Reviews reviews;
  private final Imprints imprints;
  private final Enrollments enrollments;
  private final Confirmations confirmations;
  private final Generations generations;
  private final Waitings waitings;
  private final Parcels parcels;
  private final Withdrawals withdrawals;
  private final Resolutions resolutions;
  private final Queue queue;
  private final JoinRequests joinRequests;
  private final JoinRulings joinRulings;
  private final Register register;
  private final StoredVouchers storedVouchers;

  /** Over an open store that has the tables of {@link Schema}, with the usual limits. */
  public Onboarding(Store store, InstantSource clock) {
    this(store, clock, Limits.standard());
  }

  /** The same with other limits. */
  public Onboarding(Store store, InstantSource clock, Limits limits) {
    this.store = store;
    var allowance = new Allowance(limits);
    reviews = new Reviews(store, bells, clock);
    imprints = new Imprints(store, bells, clock, allowance, reviews);
    enrollments = new Enrollments(store, bells, clock, allowance);
    confirmations = new Confirmations(store, bells, clock);
    generations = new Generations(store, clock);
    waitings = new Waitings(store, bells, clock);
    parcels = new Parcels(store);
    withdrawals = new Withdrawals(store, bells, clock);
    resolutions = new Resolutions(store, clock);
    queue = new Queue(store);
    joinRequests = new JoinRequests(store, clock, limits);
    joinRulings = new JoinRulings(store, bells, clock);
    register = new Register(store);
    storedVouchers = new StoredVouchers(store, bells, clock, reviews);
  }

  /** The voucher exchanges. */
  public Imprints imprints() {
    return imprints;
  }

  /** The reviews of the MASAs' audit logs. */
  public Reviews reviews() {
    return reviews;
  }

  /** The PKI management operations. */
  public Enrollments enrollments() {
    return enrollments;
  }

  /** How the operations end. */
  public Confirmations confirmations() {
    return confirmations;
  }

  /** Which of the registrar's credentials are still in use. */
  public Generations generations() {
    return generations;
  }

  /** Who has told a pledge to wait. */
  public Waitings waitings() {
    return waitings;
  }

  /** What waits to go upstream. */
  public Parcels parcels() {
    return parcels;
  }

  /** What waits to go upstream, as operators see it. */
  public Queue queue() {
    return queue;
  }

  /** What persons have found out about messages of an unknown fate. */
  public Resolutions resolutions() {
    return resolutions;
  }

  /** How an operator ends what waits. */
  public Withdrawals withdrawals() {
    return withdrawals;
  }

  /** The devices that ask and that no list names. */
  public JoinRequests joinRequests() {
    return joinRequests;
  }

  /** What operators say of devices that want to join. */
  public JoinRulings joinRulings() {
    return joinRulings;
  }

  /** The vouchers that were fetched before their devices came. */
  public StoredVouchers storedVouchers() {
    return storedVouchers;
  }

  /** What operators see. */
  public Register register() {
    return register;
  }

  /** A secret of this registrar under a name: made at the first call, the same ever after. */
  public byte[] secret(String name, CryptoSuite suite) {
    return store.commit(
        tx -> {
          tx.update(
              "INSERT INTO secret (name, content) VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
              name,
              suite.randomBytes(32));
          return tx.one(
                  "SELECT content FROM secret WHERE name = ?", row -> row.bytes("content"), name)
              .orElseThrow();
        });
  }

  /** Wakes everybody who waits; the store stays open. */
  @Override
  public void close() {
    bells.close();
  }
}
