package dev.brski.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One row of a result; columns are asked for by name, and by the optional form if they may be NULL.
 */
public final class Row {

  private final ResultSet result;
  private final Session session;

  Row(ResultSet result, Session session) {
    this.result = result;
    this.session = session;
  }

  /** A text. */
  public String text(String column) {
    return present(column, optionalText(column));
  }

  /** A text, if there is one. */
  public Optional<String> optionalText(String column) {
    return cell(column, ResultSet::getString);
  }

  /** A whole number. */
  public long number(String column) {
    return present(column, optionalNumber(column));
  }

  /** A whole number, if there is one. */
  public Optional<Long> optionalNumber(String column) {
    return cell(column, ResultSet::getLong);
  }

  /** A truth value. */
  public boolean flag(String column) {
    return number(column) != 0;
  }

  /** A moment, of millisecond precision. */
  public Instant instant(String column) {
    return Instant.ofEpochMilli(number(column));
  }

  /** A moment, of millisecond precision, if there is one. */
  public Optional<Instant> optionalInstant(String column) {
    return optionalNumber(column).map(Instant::ofEpochMilli);
  }

  /** Octets. */
  public byte[] bytes(String column) {
    return present(column, optionalBytes(column));
  }

  /** Octets, if there are any. */
  public Optional<byte[]> optionalBytes(String column) {
    return cell(column, ResultSet::getBytes);
  }

  private interface Getter<T> {
    @Nullable T get(ResultSet result, String column) throws SQLException;
  }

  private <T> Optional<T> cell(String column, Getter<T> getter) {
    try {
      var value = getter.get(result, column);
      return result.wasNull() ? Optional.empty() : Optional.ofNullable(value);
    } catch (SQLException e) {
      throw session.failure("reading column " + column, e);
    }
  }

  private static <T> T present(String column, Optional<T> value) {
    return value.orElseThrow(
        () -> new IllegalStateException("column " + column + " is NULL; read it as an optional"));
  }
}
