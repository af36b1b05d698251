package dev.brski.registrar.access;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The challenges of a WWW-Authenticate field (RFC 9110 section 11.6.1). */
final class Challenges {

  /**
   * One of them.
   *
   * @param scheme in lower case
   * @param parameters names in lower case, values without quotes
   */
  record Challenge(String scheme, Map<String, String> parameters) {}

  private static final int LONGEST = 4096;
  private static final int MOST = 8;
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  private static final Pattern PIECE =
      Pattern.compile(
          "\\G[ \\t,]*(?:("
              + TOKEN
              + ")[ \\t]*=[ \\t]*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|("
              + TOKEN
              + "))|("
              + TOKEN
              + ")(?=[ \\t,]|$)(?:[ \\t]+([A-Za-z0-9._~+/-]+=*)(?=[ \\t]*(?:,|$)))?)");

  private Challenges() {}

  /** All that can be read; what is not understood ends the reading. */
  static List<Challenge> parse(String field) {
    var found = new ArrayList<Challenge>();
    if (field.length() > LONGEST) {
      return List.of();
    }
    var pieces = PIECE.matcher(field);
    var parameters = new LinkedHashMap<String, String>();
    while (pieces.find()) {
      var scheme = group(pieces, 4);
      if (scheme.isEmpty()) {
        var value =
            group(pieces, 2)
                .map(quoted -> quoted.replaceAll("\\\\(.)", "$1"))
                .or(() -> group(pieces, 3))
                .orElse("");
        parameters.putIfAbsent(lower(group(pieces, 1).orElse("")), value);
      } else if (found.size() < MOST) {
        parameters = new LinkedHashMap<>();
        found.add(new Challenge(lower(scheme.get()), parameters));
      } else {
        return List.copyOf(found);
      }
    }
    return List.copyOf(found);
  }

  private static Optional<String> group(Matcher pieces, int number) {
    return Optional.ofNullable(pieces.group(number));
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
