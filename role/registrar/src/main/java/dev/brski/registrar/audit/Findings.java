package dev.brski.registrar.audit;

import dev.brski.registrar.onboarding.Reviews;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everything that the rules say of one audit log.
 *
 * @param all what decides first, then what was allowed
 * @param own the numbers of the entries that are taken for this domain's
 * @param sent the numbers of the entries whose nonce this registrar sent
 */
public record Findings(List<Finding> all, List<Integer> own, List<Integer> sent) {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int MOST_BITING = 1024;
  private static final int MOST_ALLOWED = 128;
  private static final int MOST_TOLD = 3;

  /** Keeps a bounded number of them. */
  public Findings {
    var kept = new ArrayList<Finding>();
    all.stream().filter(Finding::bites).limit(MOST_BITING).forEach(kept::add);
    all.stream().filter(finding -> !finding.bites()).limit(MOST_ALLOWED).forEach(kept::add);
    all = List.copyOf(kept);
    own = List.copyOf(own);
    sent = List.copyOf(sent);
  }

  /** One finding that is about no entry. */
  static Findings of(Finding finding) {
    return new Findings(List.of(finding), List.of(), List.of());
  }

  /** What was stored as text. */
  public static Findings parse(String json) {
    return JSON.readValue(json, Findings.class);
  }

  /** The strictest of the rulings that count. */
  Ruling ruling() {
    return all.stream()
        .filter(Finding::bites)
        .map(Finding::ruling)
        .reduce(Ruling.ALLOW, Ruling::or);
  }

  /** What decided, in words; empty when nothing did. */
  String reason() {
    var decisive = all.stream().filter(finding -> finding.bites()).toList();
    var strictest = ruling();
    var told = decisive.stream().filter(finding -> finding.ruling() == strictest).toList();
    return told.stream().limit(MOST_TOLD).map(Findings::sentence).collect(Collectors.joining("; "))
        + (told.size() > MOST_TOLD ? "; and " + (told.size() - MOST_TOLD) + " more" : "");
  }

  /** What was allowed, in words. */
  String remarks() {
    return all.stream()
            .filter(finding -> !finding.bites())
            .limit(MOST_TOLD)
            .map(Findings::sentence)
            .collect(Collectors.joining("; "))
        + (all.size() > MOST_TOLD ? "; and " + (all.size() - MOST_TOLD) + " more" : "");
  }

  /** The marks of what keeps the device from going on. */
  public List<String> marks() {
    return all.stream().filter(Finding::bites).map(Finding::mark).distinct().toList();
  }

  Reviews.Judgement judgement() {
    var outcome =
        switch (ruling()) {
          case ALLOW -> Reviews.Outcome.CLEAR;
          case HOLD -> Reviews.Outcome.DOUBTFUL;
          case REFUSE -> Reviews.Outcome.BAD;
        };
    var told = outcome == Reviews.Outcome.CLEAR ? remarks() : reason();
    return new Reviews.Judgement(outcome, JSON.writeValueAsString(this), told);
  }

  private static String sentence(Finding finding) {
    return finding.entry().map(number -> "entry " + number + " ").orElse("")
        + finding.text()
        + " ["
        + finding.check()
        + "]";
  }
}
