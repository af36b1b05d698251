package dev.brski.pledge;

import dev.brski.trust.CryptoSuite;
import dev.brski.trust.PathValidator;
import dev.brski.wire.ChannelLimits;

/** What an onboarding works with, the same for all of its parts. */
record Tools(
    CryptoSuite suite, PathValidator paths, ChannelLimits limits, Pause pause, Observer observer) {

  Tools within(ChannelLimits other) {
    return new Tools(suite, paths, other, pause, observer);
  }

  Tools observedBy(Observer other) {
    return new Tools(suite, paths, limits, pause, other);
  }
}
