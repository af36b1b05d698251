package dev.brski.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A connection to the database with the statements it has prepared; used by one thread at a time.
 */
final class Session implements AutoCloseable {

  private static final int STATEMENTS = 128;

  private final Sqlite database;
  private final Connection connection;
  private final Map<String, PreparedStatement> idle = new LinkedHashMap<>();
  private Optional<StoreUnavailable> broken = Optional.empty();

  Session(Sqlite database, Connection connection) {
    this.database = database;
    this.connection = connection;
  }

  <T> List<T> query(String sql, RowMapper<T> mapper, Object... args) {
    return with(
        sql,
        args,
        statement -> {
          try (var result = statement.executeQuery()) {
            return rows(result, mapper);
          }
        });
  }

  int update(String sql, Object... args) {
    return with(sql, args, PreparedStatement::executeUpdate);
  }

  /** Runs a statement that neither takes arguments nor gives rows, such as COMMIT. */
  void execute(String sql) {
    with(sql, new Object[0], PreparedStatement::execute);
  }

  /** Runs all statements of a text. */
  void script(String text) {
    try (var statement = connection.createStatement()) {
      statement.executeUpdate(text);
    } catch (SQLException e) {
      throw failure("running a script", e);
    }
  }

  /** What the failure of a statement means; after an unavailable disk, this session is done for. */
  RuntimeException failure(String doing, SQLException e) {
    var meaning = database.meaning(doing, e);
    if (meaning instanceof StoreUnavailable unavailable) {
      broken = Optional.of(unavailable);
    }
    return meaning;
  }

  /** Throws, if the disk has refused anything in this session, even if that went unnoticed. */
  void requireSound() {
    broken.ifPresent(
        unavailable -> {
          throw unavailable.again();
        });
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failure("closing", e);
    }
  }

  private interface Use<T> {
    T of(PreparedStatement statement) throws SQLException;
  }

  private <T> T with(String sql, Object[] args, Use<T> use) {
    requireSound();
    try {
      var known = Optional.ofNullable(idle.remove(sql));
      var statement = known.isPresent() ? known.get() : connection.prepareStatement(sql);
      try {
        for (int i = 0; i < args.length; i++) {
          bind(statement, i + 1, args[i]);
        }
        var result = use.of(statement);
        keep(sql, statement);
        return result;
      } catch (SQLException | RuntimeException e) {
        discard(statement, e);
        throw e;
      }
    } catch (SQLException e) {
      throw failure(sql, e);
    }
  }

  private static void discard(PreparedStatement statement, Exception reason) {
    try {
      statement.close();
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }

  private void keep(String sql, PreparedStatement statement) throws SQLException {
    statement.clearParameters();
    var twin = idle.put(sql, statement);
    if (twin != null) {
      twin.close();
    }
    if (idle.size() > STATEMENTS) {
      var oldest = idle.entrySet().iterator();
      var least = oldest.next().getValue();
      oldest.remove();
      least.close();
    }
  }

  private <T> List<T> rows(ResultSet result, RowMapper<T> mapper) throws SQLException {
    var rows = new ArrayList<T>();
    var row = new Row(result, this);
    while (result.next()) {
      rows.add(mapper.map(row));
    }
    return List.copyOf(rows);
  }

  private static void bind(PreparedStatement statement, int index, Object arg) throws SQLException {
    switch (arg) {
      case String text -> statement.setString(index, text);
      case Long number -> statement.setLong(index, number);
      case Integer number -> statement.setInt(index, number);
      case byte[] octets -> statement.setBytes(index, octets);
      case Instant instant -> statement.setLong(index, instant.toEpochMilli());
      case Boolean flag -> statement.setInt(index, flag ? 1 : 0);
      case Optional<?> optional when optional.isPresent() -> bind(statement, index, optional.get());
      case Optional<?> _ -> statement.setNull(index, Types.NULL);
      default ->
          throw new IllegalArgumentException(
              "argument " + index + " cannot be kept in a column: " + arg.getClass().getName());
    }
  }
}
